(* Theorem 2.3 for the functions that the networks compute: v is read directly, neither unpacked nor split into a_1, ..., a_n. *)
From Coq Require Import Reals ZArith Lra Lia Arith List.
From Syz Require Import Network Statement Pieces Cells Approximation Product.
Import ListNotations.
Local Open Scope R_scope.

(* ---- Direct reading: v = sum_{l,j} theta_{j,l} 4^-(lJ + j) is itself a code, of n J digits ---- *)
Lemma digit_of_row (theta : nat -> nat -> bool) n J l j : (l < n)%nat -> (j < J)%nat ->
  bit (n * J) (4 ^ (l * J + S j) * encode (fun t => theta (t / J)%nat (t mod J)%nat) (n * J)) = digit_value (theta l j).
Proof.
  intros Hl Hj. replace (l * J + S j)%nat with (S (j + l * J)) by lia.
  rewrite bit_of_code by nia. rewrite Nat.div_add, Nat.mod_add, Nat.div_small, Nat.mod_small by lia. reflexivity.
Qed.
Theorem direct_reading (theta : nat -> nat -> bool) n J :
  let v := total (map (fun l => total (map (fun j => digit_value (theta l j) * / 4 ^ (l * J + S j)) (seq 0 J))) (seq 0 n)) in
  forall l j, (l < n)%nat -> (j < J)%nat ->
  bit (n * J) (4 ^ (l * J + S j) * v) = digit_value (theta l j) /\
  4 ^ (l * J) * 4 ^ S j * v
    = total (map (fun i => relu (4 ^ (l * J + i) * v - 4 ^ (n * J) * (1 - hat (INR (S j) - INR i)))) (seq 1 J)).
Proof.
  intros v l j Hl Hj. unfold v. rewrite <- code_of_rows. split; [apply digit_of_row; assumption|].
  set (w := encode _ _). assert (0 <= w < 1 / 3) by apply encode_range. rewrite <- pow_add. symmetry.
  apply (product_at_integers (4 ^ (n * J)) (l * J) J w (S j)); [lia|lra|apply Rle_pow; [lra|nia]].
Qed.

(* psi_0(x, v): the products of v with 4^(lJ + y), y the index, read with n J digits. *)
Definition direct (n : nat) (delta v : R) (x : list R) : R :=
  let J := (2 ^ (length x * n))%nat in
  let y := 1 + weights_sum n 0 (map (step n delta) x) in
  binary 0 (map (fun l => bit (n * J) (product_sum (4 ^ (n * J)) (l * J) J v y)) (seq 0 n)).
Definition direct_psi (n : nat) (delta v : R) (x : list R) : R :=
  tree (length x) (fun shift => direct n delta v (moved delta x shift)).

Lemma direct_range n delta v x : 0 <= direct n delta v x <= 1.
Proof. apply binary_range, Forall_map, Forall_forall. intros; apply bit_range. Qed.
Lemma direct_psi_range n delta v x : 0 <= direct_psi n delta v x <= 1.
Proof. apply tree_range. intros; apply direct_range. Qed.

(* The digit lJ + j of v is the digit j of a_l. *)
Definition joined (n d : nat) (F : list R -> R) : R :=
  let J := (2 ^ (d * n))%nat in encode (fun t => code_digit n d F (t / J) (t mod J)) (n * J).

Lemma joined_range n d F : 0 <= joined n d F < 1 / 3. Proof. apply encode_range. Qed.

Section OneGrid.
Variables (d n : nat) (delta : R).
Hypothesis on_grid : grid d n delta.
Let J : nat := (2 ^ (d * n))%nat.

Lemma digit_of_joined F l j : (l < n)%nat -> (j < J)%nat ->
  bit (n * J) (4 ^ (l * J + S j) * joined n d F) = digit_value (code_digit n d F l j).
Proof. apply (digit_of_row (code_digit n d F)). Qed.

(* On Q_beta: F(x_beta) - 2^-n <= psi_0(x, v) <= F(x_beta). *)
Theorem direct_code F x beta : (forall y, cube d y -> 0 <= F y <= 1) -> length x = d -> Forall2 (in_cell n delta) x beta ->
  F (corner n beta) - / 2 ^ n <= direct n delta (joined n d F) x <= F (corner n beta).
Proof.
  intros H01 L H. assert (B : below n beta) by (clear L; induction H; constructor; auto; apply H).
  assert (Lb : length beta = d) by (rewrite <- (Forall2_length H); auto).
  assert (I : (index n beta < J)%nat) by (unfold J; rewrite <- Lb; apply index_below, B).
  assert (E : map (step n delta) x = map INR beta).
  { clear - H on_grid. induction H; simpl; [reflexivity|]. f_equal; auto. apply step_on_cells; auto. apply on_grid. }
  unfold direct. rewrite L. fold J. rewrite E, weights_sum_index, Nat.mul_0_r, Rmult_1_l, Rplus_comm, <- S_INR.
  rewrite (map_ext_in _ (fun l => digit_value (binary_digit (F (corner n beta)) l))).
  - apply binary_expansion, H01. rewrite <- Lb. apply corner_cube, B.
  - intros l Hl. apply in_seq in Hl. pose proof (joined_range n d F).
    rewrite product_at_integers; [|lia|lra|apply Rle_pow; [lra|nia]].
    rewrite digit_of_joined by (lia || exact I). unfold code_digit. rewrite <- Lb, cell_of_index by exact B. reflexivity.
Qed.

(* Theorem 2.2' for these medians. *)
Theorem direct_error F w x :
  (forall y, cube d y -> 0 <= F y <= 1) ->
  (forall x y, cube d x -> cube d y -> distance x y <= sqrt (INR d) / 2 ^ n -> Rabs (F x - F y) <= w) ->
  cube d x -> Rabs (direct_psi n delta (joined n d F) x - F x) <= w + / 2 ^ n.
Proof.
  intros H01 HF Hx. pose proof Hx as [L Hu]. pose proof (inverse_power_positive n).
  assert (E : F x - w - / 2 ^ n <= direct_psi n delta (joined n d F) x <= F x + w); [|revert E; linear_cases].
  apply (uniform_hull d n delta on_grid); [exact Hu|]. intros shift Hs.
  destruct (good_cells n delta x shift Hs) as (Lm & beta & Hb & Hn). rewrite L in Lm.
  pose proof (direct_code F _ beta H01 Lm Hb).
  pose proof (near_value d n F w HF x beta Hx (cells_below n delta _ _ Hb) Hn). lra.
Qed.

(* Any f with the moduli w and W: v is the code of ft, s = 2 W, b = f(0) - W. *)
Theorem direct_error_of f w W x :
  modulus d f (sqrt (INR d) / 2 ^ n) w -> modulus d f (sqrt (INR d)) W -> cube d x ->
  Rabs (2 * W * direct_psi n delta (joined n d (framed d f W)) x + (f (origin d) - W) - f x) <= w + 2 / 2 ^ n * W.
Proof.
  intros Hw HW Hx. apply (scaled_error d n f w W Hw HW); [exact Hx|]. intros w' H'.
  apply direct_error; [|exact H'|exact Hx]. intros y. apply (framed_unit d f W HW).
Qed.
End OneGrid.

(* Theorem A.1 and Theorem 2.2' for the functions that the networks compute. *)
From Coq Require Import Reals Lra Lia ZArith List Psatz Arith.
From Syz Require Import Network Statement Pieces Cells.
Import ListNotations.
Open Scope R_scope.

(* ---- phi1, psi_0, and psi_d as a tree of medians ---- *)
Definition phi1 (n : nat) (delta : R) (x : list R) : R :=
  exponential (2 ^ (length x * n)) (1 + weights_sum n 0 (map (step n delta) x)).
Definition reading (digits : nat) (a : list R) (t : R) : R := binary 0 (map (fun c => bit digits (c * t)) a).
Definition psi0 (n : nat) (delta : R) (a x : list R) : R := reading (2 ^ (length x * n)) a (phi1 n delta x).

(* x + delta shift *)
Fixpoint moved (delta : R) (x : list R) (shift : list Z) : list R :=
  match x, shift with t :: x', s :: shift' => (t + IZR s * delta) :: moved delta x' shift' | _, _ => [] end.
(* Medians along axis 1, then axis 2, ..., axis d, of the values v at the 3^d shifts. *)
Fixpoint tree (d : nat) (v : list Z -> R) : R :=
  match d with
  | O => v []
  | S d' => tree d' (fun rest => mid (v ((-1)%Z :: rest)) (v (0%Z :: rest)) (v (1%Z :: rest)))
  end.
Definition psi (n : nat) (delta : R) (a x : list R) : R :=
  tree (length x) (fun shift => psi0 n delta a (moved delta x shift)).

Lemma phi1_positive n delta x : 0 < phi1 n delta x.
Proof. unfold phi1. pose proof (exponential_positive (2 ^ (length x * n)) (1 + weights_sum n 0 (map (step n delta) x))). lra. Qed.
Lemma reading_range digits a t : 0 <= reading digits a t <= 1.
Proof. apply binary_range, Forall_map, Forall_forall. intros; apply bit_range. Qed.
Lemma psi0_range n delta a x : 0 <= psi0 n delta a x <= 1.
Proof. apply reading_range. Qed.
Lemma tree_range d : forall v, (forall shift, 0 <= v shift <= 1) -> 0 <= tree d v <= 1.
Proof. induction d; simpl; intros v Hv; [apply Hv|]. apply IHd. intros. apply median_unit; apply Hv. Qed.
Lemma psi_range n delta a x : 0 <= psi n delta a x <= 1.
Proof. apply tree_range. intros; apply psi0_range. Qed.

Lemma Forall2_length {A B} {P : A -> B -> Prop} {l l'} : Forall2 P l l' -> length l = length l'.
Proof. induction 1; simpl; auto. Qed.

(* ---- The cube ---- *)
Lemma origin_cube d : cube d (origin d).
Proof. split; [apply repeat_length|]. apply Forall_forall. intros t Ht. apply repeat_spec in Ht. lra. Qed.
Lemma squares_nonnegative x : forall y, 0 <= squares x y.
Proof. induction x as [|s x IH]; intros [|t y]; cbn [squares]; try lra. specialize (IH y). pose proof (pow2_ge_0 (s - t)).
  lra. Qed.
Lemma distance_self x : distance x x = 0.
Proof. unfold distance. replace (squares x x) with 0; [apply sqrt_0|]. induction x; simpl; [reflexivity|]. rewrite <- IHx.
  ring. Qed.
Lemma squares_unit x : forall y, Forall (fun t => 0 <= t <= 1) x -> Forall (fun t => 0 <= t <= 1) y ->
  0 <= squares x y <= INR (length x).
Proof.
  induction x as [|s x IH]; intros y Hx Hy; [simpl; lra|]. inversion_clear Hx as [|? ? Hs Hx'].
  change (length (s :: x)) with (S (length x)). rewrite S_INR. pose proof (pos_INR (length x)).
  inversion_clear Hy as [|t y' Ht Hy']; cbn [squares]; [lra|].
  specialize (IH y' Hx' Hy'). assert (0 <= (s - t) ^ 2 <= 1); [|lra]. split; [apply pow2_ge_0|]. simpl. nra.
Qed.
Lemma cube_diameter d x y : cube d x -> cube d y -> distance x y <= sqrt (INR d).
Proof. intros [<- Hx] [_ Hy]. apply sqrt_le_1_alt, squares_unit; auto. Qed.
Lemma modulus_bound d f r v x y : modulus d f r v -> cube d x -> cube d y -> distance x y <= r -> Rabs (f x - f y) <= v.
Proof. intros [U _] Hx Hy Hr. apply U. exists x, y. auto. Qed.

(* ---- The code of a function F: a_1, ..., a_n ---- *)
Definition corner (n : nat) (beta : list nat) : list R := map (fun b => INR b / 2 ^ n) beta.
Definition code_digit (n d : nat) (F : list R -> R) (l j : nat) : bool := binary_digit (F (corner n (cell_of n d j))) l.
Definition code (n d : nat) (F : list R -> R) : list R :=
  map (fun l => encode (code_digit n d F l) (2 ^ (d * n))) (seq 0 n).

Lemma code_coefficients n d F : coefficients d n (code n d F).
Proof.
  split; [unfold code; rewrite map_length, seq_length; reflexivity|].
  apply Forall_map, Forall_forall. intros; split; [apply encode_range|apply encode_dyadic].
Qed.

Lemma corner_cube n beta : below n beta -> cube (length beta) (corner n beta).
Proof.
  intros H. split; [apply map_length|]. apply Forall_map. eapply Forall_impl; [|exact H]. cbv beta. intros b Hb.
  pose proof (inverse_power_positive n). pose proof (pos_INR b).
  assert (INR b <= 2 ^ n) by (rewrite <- INR_power; apply le_INR; lia).
  assert (2 ^ n * / 2 ^ n = 1) by (apply Rinv_r; pose proof (power_positive n); lra).
  unfold Rdiv. split; nra.
Qed.

Lemma Omega_decidable n delta x : Omega n delta x \/ ~ Omega n delta x.
Proof.
  unfold Omega. destruct (Exists_dec (fun t => exists k, gap n delta t k) x) as [E|E]; [|left; exact E|right; exact E].
  intros t. assert (G : forall m, {exists k, (k < m)%nat /\ gap n delta t k} + {~ exists k, (k < m)%nat /\ gap n delta t k}).
  { induction m as [|m [E|E]]; [right; intros (k & Hk & _); lia|left; destruct E as (k & Hk & E); exists k; auto|].
    assert (B : {gap n delta t m} + {~ gap n delta t m}).
    { unfold gap. destruct (le_lt_dec 1 m); [|right; intros [? _]; lia].
      destruct (le_lt_dec (2 ^ n) m); [right; intros [? _]; lia|].
      destruct (Rlt_dec (INR m / 2 ^ n - delta) t); [|right; intros [_ ?]; lra].
      destruct (Rlt_dec t (INR m / 2 ^ n)); [|right; intros [_ ?]; lra]. left. split; [lia|lra]. }
    destruct B as [B|B]; [left; exists m; auto|]. right. intros (k & Hk & G). destruct (Nat.eq_dec k m) as [->|]; [auto|].
    apply E. exists k. split; [lia|exact G]. }
  destruct (G (2 ^ n)%nat) as [E|E]; [left|right].
  - destruct E as (k & _ & E). exists k. exact E.
  - intros (k & E'). apply E. exists k. split; [apply E'|exact E'].
Qed.

Section OneGrid.
Variables (d n : nat) (delta : R).
Hypothesis on_grid : grid d n delta.
Let J : nat := (2 ^ (d * n))%nat.

Lemma J_2 : (2 <= J)%nat.
Proof. destruct on_grid as (Hd & Hn & _). apply power_nat_2. nia. Qed.
Lemma delta_positive : 0 < delta. Proof. apply on_grid. Qed.

(* phi1 = 4^rho(beta) on Q_beta. *)
Lemma phi1_on_cells x beta : length x = d -> Forall2 (in_cell n delta) x beta -> phi1 n delta x = 4 ^ S (index n beta).
Proof.
  intros L H. assert (E : map (step n delta) x = map INR beta).
  { clear L. induction H; simpl; [reflexivity|]. f_equal; auto. apply step_on_cells; auto. apply delta_positive. }
  assert (B : below n beta) by (clear L E; induction H; constructor; auto; apply H).
  unfold phi1. rewrite E, weights_sum_index, Nat.mul_0_r, Rmult_1_l, Rplus_comm, <- S_INR, L.
  apply exponential_value; [apply J_2|].
  pose proof (index_below n beta B) as I. rewrite <- (Forall2_length H), L in I. lia.
Qed.

(* psi_0 = q_beta 2^-n on Q_beta, and F(x_beta) - 2^-n <= q_beta 2^-n <= F(x_beta). *)
Theorem value_on_cells F x beta : (forall y, cube d y -> 0 <= F y <= 1) ->
  length x = d -> Forall2 (in_cell n delta) x beta ->
  F (corner n beta) - / 2 ^ n <= psi0 n delta (code n d F) x <= F (corner n beta).
Proof.
  intros H01 L H. assert (B : below n beta) by (clear L; induction H; constructor; auto; apply H).
  assert (Lb : length beta = d) by (rewrite <- (Forall2_length H); auto).
  assert (I : (index n beta < J)%nat) by (unfold J; rewrite <- Lb; apply index_below, B).
  unfold psi0, reading, code. rewrite (phi1_on_cells x beta L H), map_map, L.
  rewrite (map_ext_in _ (fun l => digit_value (binary_digit (F (corner n beta)) l))).
  - apply binary_expansion, H01. rewrite <- Lb. apply corner_cube, B.
  - intros l _. rewrite Rmult_comm, bit_of_code by exact I. unfold code_digit.
    rewrite <- Lb, cell_of_index by exact B. reflexivity.
Qed.

(* Corners of neighbouring cells are within sqrt(d)/K. *)
Definition near (t : R) (k : nat) : Prop := Rabs (t - INR k / 2 ^ n) <= / 2 ^ n.
Lemma near_distance x beta : length x = d -> Forall2 near x beta -> distance x (corner n beta) <= sqrt (INR d) / 2 ^ n.
Proof.
  intros L H. pose proof (inverse_power_positive n) as P.
  assert (S : squares x (corner n beta) <= INR (length x) * (/ 2 ^ n) ^ 2).
  { clear L. induction H as [|t k x beta Hk H IH]; [simpl; lra|].
    change (length (t :: x)) with (S (length x)). rewrite S_INR. cbn [squares corner map]. unfold corner in IH.
    assert ((t - INR k / 2 ^ n) ^ 2 <= (/ 2 ^ n) ^ 2); [|lra].
    rewrite <- (pow2_abs (t - _)). apply pow_incr. split; [apply Rabs_pos|exact Hk]. }
  rewrite L in S. unfold distance. eapply Rle_trans; [apply sqrt_le_1_alt, S|].
  rewrite sqrt_mult by (apply pos_INR || apply pow2_ge_0). rewrite sqrt_pow2 by lra. apply Rle_refl.
Qed.

Lemma good_cells x : forall shift, Forall2 (good n delta) x shift ->
  length (moved delta x shift) = length x /\
  exists beta, Forall2 (in_cell n delta) (moved delta x shift) beta /\ Forall2 near x beta.
Proof.
  induction 1 as [|t s x shift (k & Hk & Hn) _ (Hl & beta & Hb & Hc)]; simpl.
  - split; [reflexivity|]. exists []; split; constructor.
  - split; [auto|]. exists (k :: beta). split; constructor; auto.
Qed.

(* psi_d lies between bounds of psi_0 at the shifts that lead into cells: two of three, axis by axis. *)
Lemma uniform_hull low high x : Forall (fun t => 0 <= t <= 1) x -> forall v : list Z -> R,
  (forall shift, Forall2 (good n delta) x shift -> low <= v shift <= high) -> low <= tree (length x) v <= high.
Proof.
  induction 1 as [|t x Ht _ IH]; intros v Hv; simpl; [apply Hv; constructor|].
  apply IH. intros shift Hs. apply syz22_a2_hull.
  destruct (uniform_two_of_three n delta ltac:(apply on_grid) t Ht) as [[A B]|[[A B]|[A B]]];
    [left|right; left|right; right]; split; apply Hv; constructor; auto.
Qed.

Section OneFunction.
Variables (F : list R -> R) (w : R).
Hypothesis F_unit : forall y, cube d y -> 0 <= F y <= 1.
Hypothesis F_modulus : forall x y, cube d x -> cube d y -> distance x y <= sqrt (INR d) / 2 ^ n -> Rabs (F x - F y) <= w.

Lemma near_value x beta : cube d x -> below n beta -> Forall2 near x beta ->
  F x - w <= F (corner n beta) <= F x + w.
Proof.
  intros [L Hx] B H. assert (E : Rabs (F x - F (corner n beta)) <= w); [|revert E; linear_cases].
  apply F_modulus; [split; auto| |apply near_distance; auto].
  replace d with (length beta) by (rewrite <- (Forall2_length H); auto). apply corner_cube, B.
Qed.
Lemma cells_below x beta : Forall2 (in_cell n delta) x beta -> below n beta.
Proof. induction 1; constructor; auto. apply H. Qed.

(* Theorem A.1, first for points of a cell. *)
Theorem in_a_cell x beta : cube d x -> Forall2 (in_cell n delta) x beta -> Forall2 near x beta ->
  Rabs (psi0 n delta (code n d F) x - F x) <= w + / 2 ^ n.
Proof.
  intros Hx Hb Hc. pose proof (inverse_power_positive n) as P.
  pose proof (value_on_cells F x beta F_unit (proj1 Hx) Hb) as C.
  pose proof (near_value x beta Hx (cells_below x beta Hb) Hc) as N. apply Rabs_le. lra.
Qed.

(* Off Omega a point of the cube lies in a cell. *)
Lemma cell_off_Omega x : Forall (fun t => 0 <= t <= 1) x -> ~ Omega n delta x ->
  exists beta, Forall2 (in_cell n delta) x beta /\ Forall2 near x beta.
Proof.
  induction 1 as [|t x Ht Hx IH]; intros HO; [exists []; split; constructor|].
  destruct IH as (beta & Hb & Hc). { intros HE. apply HO. right. exact HE. }
  assert (C : exists k, in_cell n delta t k /\ near t k).
  { destruct (between_corners n t Ht) as (k & Hk & Hl & Hu). pose proof (quotient_step n k) as E.
    pose proof (inverse_power_positive n) as P. pose proof (three_gaps n delta ltac:(apply on_grid)) as D.
    pose proof delta_positive as D0.
    destruct (Nat.eq_dec (S k) (2 ^ n)) as [Q|Q].
    - exists k. split; [repeat split; auto; lia|]. unfold near. linear_cases.
    - destruct (Rle_dec (INR (S k) / 2 ^ n) t).
      + exists (S k). pose proof (quotient_step n (S k)).
        split; [repeat split; auto; [lia|intros; lra]|]. unfold near. linear_cases.
      + exists k. split; [repeat split; auto|unfold near; linear_cases].
        intros _. apply Rnot_lt_le. intros Hg. apply HO. left. exists (S k). split; [lia|lra]. }
  destruct C as (k & Hk & Hn). exists (k :: beta). split; constructor; auto.
Qed.

(* Cells and gaps partition the cube. *)
Lemma not_in_both t k b : gap n delta t k -> in_cell n delta t b -> False.
Proof.
  intros [Hk Ht] (Hb & Hl & Hu). destruct (le_lt_dec k b) as [C|C].
  - pose proof (quotient_le n k b C). lra.
  - pose proof (quotient_le n (S b) k C). specialize (Hu ltac:(lia)). lra.
Qed.
Lemma one_cell t b b' : in_cell n delta t b -> in_cell n delta t b' -> b = b'.
Proof.
  intros (Hb & Hl & Hu) (Hb' & Hl' & Hu'). pose proof delta_positive.
  destruct (Nat.lt_trichotomy b b') as [C|[C|C]]; [|exact C|]; exfalso.
  - pose proof (quotient_le n (S b) b' C). specialize (Hu ltac:(lia)). lra.
  - pose proof (quotient_le n (S b') b C). specialize (Hu' ltac:(lia)). lra.
Qed.
Theorem syz22_b2_partition :
  (forall x, cube d x -> Omega n delta x /\ (~ exists beta, Forall2 (in_cell n delta) x beta) \/
     ~ Omega n delta x /\ exists! beta, Forall2 (in_cell n delta) x beta) /\
  (forall beta, below n beta -> Forall2 (in_cell n delta) (corner n beta) beta).
Proof.
  split.
  - intros x Hx. destruct (Omega_decidable n delta x) as [HO|HO]; [left|right]; split; try exact HO.
    + intros (beta & Hb). clear Hx. induction Hb as [|t b x beta Hb _ IH]; [inversion HO|].
      inversion_clear HO as [? ? [k Hk]|? ? HO']; [exact (not_in_both t k b Hk Hb)|exact (IH HO')].
    + destruct (cell_off_Omega x (proj2 Hx) HO) as (beta & Hb & _). exists beta. split; [exact Hb|].
      clear Hx HO. induction Hb as [|t b x beta Hb _ IH]; intros beta' H'; [inversion H'; reflexivity|].
      inversion_clear H' as [|? b' ? beta'' Hb' H'']. f_equal; [apply (one_cell t); assumption|apply IH, H''].
  - intros beta B. pose proof (three_gaps n delta ltac:(apply on_grid)) as D. pose proof delta_positive.
    pose proof (inverse_power_positive n).
    induction B as [|b beta Hb _ IH]; constructor; [|exact IH]. split; [exact Hb|]. split; [lra|]. intros _.
    rewrite quotient_step. lra.
Qed.

Theorem on_cells x : cube d x -> ~ Omega n delta x -> Rabs (psi0 n delta (code n d F) x - F x) <= w + / 2 ^ n.
Proof. intros Hx HO. destruct (cell_off_Omega x (proj2 Hx) HO) as (beta & Hb & Hc). apply (in_a_cell x beta); auto. Qed.

(* Theorem 2.2' for functions with values in [0, 1]. *)
Theorem on_the_cube x : cube d x -> Rabs (psi n delta (code n d F) x - F x) <= w + / 2 ^ n.
Proof.
  intros Hx. pose proof (inverse_power_positive n) as P.
  assert (B : F x - w - / 2 ^ n <= psi n delta (code n d F) x <= F x + w); [|apply Rabs_le; lra].
  apply uniform_hull; [apply Hx|]. intros shift Hs.
  destruct (good_cells x shift Hs) as (Hl & beta & Hb & Hc). rewrite (proj1 Hx) in Hl.
  pose proof (value_on_cells F _ beta F_unit Hl Hb) as C.
  pose proof (near_value x beta Hx (cells_below _ beta Hb) Hc) as N. lra.
Qed.
End OneFunction.

(* ---- Any function f with moduli w = omega_f(sqrt(d) 2^-n), W = omega_f(sqrt d): s = 2 W, b = f(0) - W ---- *)
Section AnyFunction.
Variables (f : list R -> R) (w W : R).
Hypothesis f_modulus : modulus d f (sqrt (INR d) / 2 ^ n) w.
Hypothesis f_oscillation : modulus d f (sqrt (INR d)) W.

Lemma oscillation_bound x y : cube d x -> cube d y -> Rabs (f x - f y) <= W.
Proof. intros Hx Hy. apply (modulus_bound d f (sqrt (INR d))); auto. apply cube_diameter; auto. Qed.
Lemma oscillation_nonnegative : 0 <= W.
Proof. eapply Rle_trans; [apply Rabs_pos|]. apply (oscillation_bound (origin d) (origin d)); apply origin_cube. Qed.

(* ft = (f - b)/s, and any function if s = 0. *)
Definition framed (x : list R) : R := if Rle_dec W 0 then 0 else (f x - f (origin d) + W) / (2 * W).

Lemma framed_unit x : cube d x -> 0 <= framed x <= 1.
Proof.
  intros Hx. unfold framed. destruct (Rle_dec W 0); [lra|].
  assert (B : - W <= f x - f (origin d) <= W)
    by (pose proof (oscillation_bound x (origin d) Hx (origin_cube d)) as B; revert B; linear_cases).
  assert (0 < / (2 * W)) by (apply Rinv_0_lt_compat; lra). assert (2 * W * / (2 * W) = 1) by (apply Rinv_r; lra).
  unfold Rdiv. split; nra.
Qed.
Lemma framed_scaled x : cube d x -> f x = 2 * W * framed x + (f (origin d) - W).
Proof.
  intros Hx. unfold framed. destruct (Rle_dec W 0); [|field; lra].
  pose proof (oscillation_bound x (origin d) Hx (origin_cube d)). pose proof oscillation_nonnegative.
  assert (f x = f (origin d)) by (assert (W = 0) by lra; subst W; revert H; linear_cases). lra.
Qed.
Lemma framed_modulus x y : cube d x -> cube d y -> distance x y <= sqrt (INR d) / 2 ^ n ->
  2 * W * Rabs (framed x - framed y) <= w.
Proof.
  intros Hx Hy Hr. pose proof oscillation_nonnegative.
  rewrite <- (Rabs_pos_eq (2 * W)) by lra. rewrite <- Rabs_mult.
  replace (2 * W * (framed x - framed y)) with (f x - f y) by (rewrite (framed_scaled x), (framed_scaled y) by auto; ring).
  apply (modulus_bound d f (sqrt (INR d) / 2 ^ n)); auto.
Qed.

(* An error w' + 2^-n of ft, for every bound w' of its modulus, is an error w + 2^(1-n) W of f. *)
Lemma scaled_error x y :
  cube d x ->
  (forall w', (forall x y, cube d x -> cube d y -> distance x y <= sqrt (INR d) / 2 ^ n -> Rabs (framed x - framed y) <= w') ->
     Rabs (y - framed x) <= w' + / 2 ^ n) ->
  Rabs (2 * W * y + (f (origin d) - W) - f x) <= w + 2 / 2 ^ n * W.
Proof.
  intros Hx HE. pose proof oscillation_nonnegative as P.
  rewrite (framed_scaled x Hx). replace (2 * W * y + _ - _) with (2 * W * (y - framed x)) by ring.
  destruct (Req_dec W 0) as [Z|Z].
  - rewrite Z, Rmult_0_r, Rmult_0_l, Rabs_R0, Rmult_0_r, Rplus_0_r.
    eapply Rle_trans; [apply Rabs_pos|]. apply (modulus_bound d f _ w x x f_modulus Hx Hx).
    rewrite distance_self. apply Rmult_le_pos; [apply sqrt_pos|left; apply inverse_power_positive].
  - rewrite Rabs_mult, (Rabs_pos_eq (2 * W)) by lra.
    assert (E : Rabs (y - framed x) <= w / (2 * W) + / 2 ^ n).
    { apply HE. intros u v Hu Hv Hr. apply (Rmult_le_reg_l (2 * W)); [lra|].
      replace (2 * W * (w / (2 * W))) with w by (field; lra). apply framed_modulus; auto. }
    apply (Rmult_le_compat_l (2 * W)) in E; [|lra].
    replace (2 * W * (w / (2 * W) + / 2 ^ n)) with (w + 2 / 2 ^ n * W) in E; [exact E|].
    field. pose proof (power_positive n). lra.
Qed.
End AnyFunction.
End OneGrid.

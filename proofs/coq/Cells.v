(* The grid: K = 2^n cells on an axis, the step function, cells and gaps, the index, the exponential. [SYZ22] B.2. *)
From Coq Require Import Reals Lra Lia ZArith List Psatz Arith.
From Syz Require Import Network Pieces.
Import ListNotations.
Open Scope R_scope.

Lemma power_positive n : 0 < 2 ^ n. Proof. apply pow_lt; lra. Qed.
Lemma inverse_power_positive n : 0 < / 2 ^ n. Proof. apply Rinv_0_lt_compat, power_positive. Qed.
Lemma INR_power n : INR (2 ^ n) = 2 ^ n. Proof. rewrite pow_INR. reflexivity. Qed.
Lemma power_nat_positive n : (0 < 2 ^ n)%nat.
Proof. apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia. Qed.
Lemma power_nat_2 n : (1 <= n)%nat -> (2 <= 2 ^ n)%nat.
Proof. destruct n; [lia|]. intros. simpl. pose proof (power_nat_positive n). lia. Qed.
Lemma quotient_step n k : INR (S k) / 2 ^ n = INR k / 2 ^ n + / 2 ^ n.
Proof. rewrite S_INR. field. pose proof (power_positive n). lra. Qed.
Lemma quotient_le n j k : (j <= k)%nat -> INR j / 2 ^ n <= INR k / 2 ^ n.
Proof. intros. apply Rmult_le_compat_r; [left; apply inverse_power_positive|apply le_INR; auto]. Qed.

(* ---- The step function g(t) = sum_{k=1}^{K-1} [relu(t - k/K + delta) - relu(t - k/K)] / delta ---- *)
Section Step.
Variables (n : nat) (delta : R).
Hypothesis delta_positive : 0 < delta.

Definition ramp (t : R) (k : nat) : R := (relu (t - INR k / 2 ^ n + delta) - relu (t - INR k / 2 ^ n)) / delta.
Definition step (t : R) : R := total (map (ramp t) (seq 1 (2 ^ n - 1))).

Lemma ramp_range t k : 0 <= ramp t k <= 1.
Proof.
  unfold ramp. set (u := t - INR k / 2 ^ n). assert (0 <= relu (u + delta) - relu u <= delta) by linear_cases.
  split; [apply Rmult_le_pos; [lra|]; left; apply Rinv_0_lt_compat; lra|].
  apply (Rmult_le_reg_r delta); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.
Lemma ramp_left t k : t <= INR k / 2 ^ n - delta -> ramp t k = 0.
Proof. intros. unfold ramp. rewrite !relu_of_nonpositive by lra. field; lra. Qed.
Lemma ramp_right t k : INR k / 2 ^ n <= t -> ramp t k = 1.
Proof. intros. unfold ramp. rewrite !relu_of_nonnegative by lra. field. pose proof (power_positive n). lra. Qed.

(* Cell k: from k/K to (k+1)/K - delta, the last one to 1 (and beyond). *)
Definition in_cell (t : R) (k : nat) : Prop :=
  (k < 2 ^ n)%nat /\ INR k / 2 ^ n <= t /\ ((S k < 2 ^ n)%nat -> t <= INR (S k) / 2 ^ n - delta).

Lemma step_on_cells t k : in_cell t k -> step t = INR k.
Proof.
  intros (Hk & Hl & Hu). unfold step.
  replace (2 ^ n - 1)%nat with (k + (2 ^ n - 1 - k))%nat by lia. rewrite seq_app, map_app, total_app.
  rewrite (total_zero (ramp t) (seq (1 + k) _)).
  - rewrite (total_of_map _ (fun _ => 1)).
    + rewrite Rplus_0_r. clear. generalize 1%nat. induction k; intros s; [reflexivity|].
      rewrite S_INR. simpl. rewrite IHk. lra.
    + intros i Hi. apply in_seq in Hi. apply ramp_right. eapply Rle_trans; [|exact Hl]. apply quotient_le. lia.
  - intros i Hi. apply in_seq in Hi. apply ramp_left.
    eapply Rle_trans; [apply Hu; lia|]. pose proof (quotient_le n (S k) i ltac:(lia)). lra.
Qed.
Lemma step_nonnegative t : 0 <= step t.
Proof. apply total_nonnegative, Forall_map, Forall_forall. intros; apply ramp_range. Qed.
Lemma step_at_most t : step t <= INR (2 ^ n - 1).
Proof.
  unfold step. rewrite <- (seq_length (2 ^ n - 1) 1) at 2. induction (seq 1 (2 ^ n - 1)) as [|k l IH]; [simpl; lra|].
  change (length (k :: l)) with (S (length l)). rewrite S_INR. cbn [map total]. pose proof (ramp_range t k). lra.
Qed.
(* Everywhere, and outside of the cube. *)
Theorem syz22_b2_step :
  (forall t k, in_cell t k -> step t = INR k) /\ (forall t, 0 <= step t <= INR (2 ^ n - 1)) /\
  (forall t, t <= / 2 ^ n - delta -> step t = 0) /\ (forall t, INR (2 ^ n - 1) / 2 ^ n <= t -> step t = INR (2 ^ n - 1)).
Proof.
  pose proof (power_nat_positive n) as P. split; [exact step_on_cells|]. split; [|split].
  - intros t. split; [apply step_nonnegative|apply step_at_most].
  - intros t Ht. apply total_zero. intros k Hk. apply in_seq in Hk. apply ramp_left.
    pose proof (quotient_le n 1 k ltac:(lia)) as Q.
    simpl INR in Q. unfold Rdiv in *. lra.
  - intros t Ht. apply step_on_cells. split; [lia|]. split; [exact Ht|]. intros; lia.
Qed.
End Step.

(* ---- Two of three, and adjacency ---- *)
Section Uniform.
Variables (n : nat) (delta : R).
Hypothesis delta_bounds : 0 < delta <= / (3 * 2 ^ n).

(* The cell of t + s delta exists and its corner is within 1/K of t. *)
Definition good (t : R) (s : Z) : Prop :=
  exists k, in_cell n delta (t + IZR s * delta) k /\ Rabs (t - INR k / 2 ^ n) <= / 2 ^ n.

Lemma three_gaps : 3 * delta <= / 2 ^ n.
Proof. pose proof (power_positive n). destruct delta_bounds as [_ B]. rewrite Rinv_mult in B. lra. Qed.

Lemma between_corners t : 0 <= t <= 1 -> exists k, (k < 2 ^ n)%nat /\ INR k / 2 ^ n <= t <= INR (S k) / 2 ^ n.
Proof.
  intros Ht. pose proof (power_positive n) as P.
  assert (Q : forall m, (1 <= m)%nat -> t <= INR m / 2 ^ n ->
    exists k, (k < m)%nat /\ INR k / 2 ^ n <= t <= INR (S k) / 2 ^ n).
  { induction m; intros Hm Htm; [lia|].
    destruct (Rle_dec (INR m / 2 ^ n) t); [exists m; auto|].
    destruct (Nat.eq_dec m 0) as [->|]; [simpl in *; unfold Rdiv in *; lra|].
    destruct IHm as (k & ? & ?); [lia|lra|]. exists k; split; [lia|auto]. }
  apply Q; [apply power_nat_positive|]. rewrite INR_power. replace (2 ^ n / 2 ^ n) with 1 by (field; lra). lra.
Qed.

Theorem uniform_two_of_three t : 0 <= t <= 1 ->
  (good t (-1) /\ good t 0) \/ (good t (-1) /\ good t 1) \/ (good t 0 /\ good t 1).
Proof.
  intros Ht. destruct (between_corners t Ht) as (k & Hk & Hl & Hu). rewrite quotient_step in Hu.
  pose proof three_gaps as D. pose proof (inverse_power_positive n) as P. destruct delta_bounds as [D0 _].
  assert (N : Rabs (t - INR k / 2 ^ n) <= / 2 ^ n) by (unfold Rabs; destruct (Rcase_abs _); lra).
  assert (G : forall s, INR k / 2 ^ n <= t + IZR s * delta ->
    ((S k < 2 ^ n)%nat -> t + IZR s * delta <= INR k / 2 ^ n + / 2 ^ n - delta) -> good t s).
  { intros s H1 H2. exists k. repeat split; auto. intros. rewrite quotient_step. auto. }
  destruct (Nat.lt_ge_cases (S k) (2 ^ n)) as [C|C].
  - destruct (Rle_dec t (INR k / 2 ^ n + / 2 ^ n - 2 * delta)).
    + right; right. split; apply G; intros; lra.
    + destruct (Rle_dec t (INR k / 2 ^ n + / 2 ^ n - delta)).
      * left; split; apply G; intros; lra.
      * (* t lies in the gap: t - delta is in cell k, t + delta in cell k + 1 *)
        right; left. split; [apply G; intros; lra|].
        exists (S k). pose proof (quotient_step n k) as E1. pose proof (quotient_step n (S k)) as E2.
        split; [split; [auto|split; intros; lra]|]. unfold Rabs; destruct (Rcase_abs _); lra.
  - right; right. split; apply G; intros; lia || lra.
Qed.

(* The cell of any shifted point is a neighbour of t, and so is its centre. *)
Lemma corner_near t s k : 0 <= t <= 1 -> -1 <= IZR s <= 1 -> in_cell n delta (t + IZR s * delta) k ->
  Rabs (t - INR k / 2 ^ n) <= / 2 ^ n.
Proof.
  intros Ht Hs (Hk & Hl & Hu). pose proof three_gaps as D. pose proof (inverse_power_positive n) as P.
  destruct delta_bounds as [D0 _]. rewrite quotient_step in Hu.
  assert (t <= INR k / 2 ^ n + / 2 ^ n).
  { destruct (Nat.lt_ge_cases (S k) (2 ^ n)) as [C|C]; [specialize (Hu C); nra|].
    rewrite <- quotient_step. replace (S k) with (2 ^ n)%nat by lia. rewrite INR_power.
    replace (2 ^ n / 2 ^ n) with 1 by (field; pose proof (power_positive n); lra). lra. }
  unfold Rabs; destruct (Rcase_abs _); nra.
Qed.
Theorem uniform_adjacency t s k : 0 <= t <= 1 -> -1 <= IZR s <= 1 -> in_cell n delta (t + IZR s * delta) k ->
  Rabs (t - INR k / 2 ^ n) <= / 2 ^ n /\ Rabs (t - (INR k + 1 / 2) / 2 ^ n) <= / (2 * 2 ^ n) + delta.
Proof.
  intros Ht Hs Hk. split; [apply (corner_near t s k); assumption|]. pose proof (corner_near t s k Ht Hs Hk) as N.
  destruct Hk as (Hk & Hl & Hu). pose proof (inverse_power_positive n) as P. destruct delta_bounds as [D0 _].
  assert (N' : t <= INR k / 2 ^ n + / 2 ^ n) by (revert N; linear_cases).
  replace ((INR k + 1 / 2) / 2 ^ n) with (INR k / 2 ^ n + / 2 ^ n / 2) by (field; pose proof (power_positive n); lra).
  replace (/ (2 * 2 ^ n)) with (/ 2 ^ n / 2) by (field; pose proof (power_positive n); lra).
  apply Rabs_le. split; nra.
Qed.
End Uniform.

(* ---- The index rho = 1 + sum_i beta_i K^(i-1), and back ---- *)
Fixpoint index (n : nat) (beta : list nat) : nat :=
  match beta with [] => O | b :: beta' => (b + 2 ^ n * index n beta')%nat end.
Fixpoint cell_of (n d j : nat) : list nat :=
  match d with O => [] | S d' => (j mod 2 ^ n)%nat :: cell_of n d' (j / 2 ^ n)%nat end.
Definition below (n : nat) (beta : list nat) : Prop := Forall (fun b => (b < 2 ^ n)%nat) beta.

Lemma cell_of_index n beta : below n beta -> cell_of n (length beta) (index n beta) = beta.
Proof.
  induction 1 as [|b beta Hb _ IH]; [reflexivity|].
  assert (2 ^ n <> 0)%nat by (apply Nat.pow_nonzero; lia).
  cbn [index length cell_of].
  rewrite (Nat.mul_comm (2 ^ n)), Nat.mod_add, Nat.div_add, Nat.mod_small, Nat.div_small by auto.
  cbn [Nat.add]. rewrite IH. reflexivity.
Qed.
Lemma index_below n beta : below n beta -> (index n beta < 2 ^ (length beta * n))%nat.
Proof.
  induction 1 as [|b beta Hb _ IH]; [simpl; lia|].
  change (length (b :: beta) * n)%nat with (n + length beta * n)%nat. rewrite Nat.pow_add_r. simpl index. nia.
Qed.
Lemma cell_of_below n d : forall j, below n (cell_of n d j).
Proof.
  induction d; intros j; [constructor|]. constructor; [|apply IHd].
  apply Nat.mod_upper_bound, Nat.pow_nonzero. lia.
Qed.
Lemma cell_of_length n d : forall j, length (cell_of n d j) = d.
Proof. induction d; intros; simpl; auto. Qed.

Lemma index_of_cell n d : forall j, (j < 2 ^ (d * n))%nat -> index n (cell_of n d j) = j.
Proof.
  induction d; intros j Hj; [simpl in *; lia|]. assert (2 ^ n <> 0)%nat by (apply Nat.pow_nonzero; lia).
  cbn [cell_of index]. rewrite IHd.
  - rewrite (Nat.div_mod j (2 ^ n)) at 3 by assumption. lia.
  - apply Nat.div_lt_upper_bound; [assumption|]. replace (S d * n)%nat with (n + d * n)%nat in Hj by lia.
    rewrite Nat.pow_add_r in Hj. exact Hj.
Qed.

(* sum_i y_i K^(place + i - 1) *)
Fixpoint weights_sum (n place : nat) (ys : list R) : R :=
  match ys with [] => 0 | y :: ys' => 2 ^ (n * place) * y + weights_sum n (S place) ys' end.
Lemma weights_sum_index n beta : forall place,
  weights_sum n place (map INR beta) = 2 ^ (n * place) * INR (index n beta).
Proof.
  induction beta; intros place; simpl; [lra|].
  rewrite IHbeta, plus_INR, mult_INR, INR_power, Nat.mul_succ_r, pow_add. ring.
Qed.

Lemma weights_sum_range n ys : Forall (fun y => 0 <= y <= 2 ^ n - 1) ys -> forall place,
  0 <= weights_sum n place ys <= 2 ^ (n * place) * (2 ^ (length ys * n) - 1).
Proof.
  pose proof (power_positive n) as K.
  induction 1 as [|y ys Hy _ IH]; intros place; [simpl; lra|]. specialize (IH (S place)).
  rewrite Nat.mul_succ_r, pow_add in IH. cbn [weights_sum length]. pose proof (power_positive (n * place)) as P.
  change (S (length ys) * n)%nat with (n + length ys * n)%nat. rewrite pow_add.
  set (A := 2 ^ (n * place)) in *. set (B := 2 ^ (length ys * n)) in *.
  assert (0 <= A * y <= A * (2 ^ n - 1)) by (split; [apply Rmult_le_pos; lra|apply Rmult_le_compat_l; lra]). lra.
Qed.
(* The cells and 1..J are matched one to one; for real numbers in [0, K - 1] the index is in [1, J]. *)
Theorem syz22_b2_index n d :
  (forall beta, length beta = d -> below n beta ->
     1 + weights_sum n 0 (map INR beta) = INR (S (index n beta)) /\ (S (index n beta) <= 2 ^ (d * n))%nat /\
     cell_of n d (index n beta) = beta) /\
  (forall j, (1 <= j <= 2 ^ (d * n))%nat ->
     length (cell_of n d (j - 1)) = d /\ below n (cell_of n d (j - 1)) /\ S (index n (cell_of n d (j - 1))) = j) /\
  (forall ys, length ys = d -> Forall (fun y => 0 <= y <= 2 ^ n - 1) ys -> 1 <= 1 + weights_sum n 0 ys <= 2 ^ (d * n)).
Proof.
  split; [|split].
  - intros beta L B. split; [|split].
    + rewrite weights_sum_index, Nat.mul_0_r, S_INR. simpl. lra.
    + rewrite <- L. apply index_below, B.
    + rewrite <- L. apply cell_of_index, B.
  - intros j Hj. split; [apply cell_of_length|]. split; [apply cell_of_below|]. rewrite index_of_cell; lia.
  - intros ys L Hy. pose proof (weights_sum_range n ys Hy 0) as B. rewrite L, Nat.mul_0_r, Rmult_1_l in B. lra.
Qed.

(* ---- The exponential: h(j) = 4^j, j = 1..J ---- *)
Definition exponential (cells : nat) (y : R) : R :=
  4 + 12 * relu (y - 1) + total (map (fun j => 9 * 4 ^ (j - 1) * relu (y - INR j)) (seq 2 (cells - 2))).

Lemma seq_last a k : seq a (S k) = seq a k ++ [a + k]%nat.
Proof. replace (S k) with (k + 1)%nat by lia. rewrite seq_app. reflexivity. Qed.

Lemma exponential_more N y : exponential (S (S (S N))) y =
  exponential (S (S N)) y + 9 * 4 ^ (S N) * relu (y - INR (S (S N))).
Proof.
  unfold exponential. replace (S (S (S N)) - 2)%nat with (S N) by lia. replace (S (S N) - 2)%nat with N by lia.
  rewrite seq_last, map_app, total_app. cbn [map total]. replace (2 + N)%nat with (S (S N)) by lia.
  replace (S (S N) - 1)%nat with (S N) by lia. ring.
Qed.
Lemma exponential_beyond N : forall y, INR (S N) <= y ->
  exponential (S (S N)) y = 4 ^ S N + 3 * 4 ^ S N * (y - INR (S N)).
Proof.
  induction N; intros y Hy.
  - unfold exponential; simpl in *. rewrite relu_of_nonnegative by lra. lra.
  - rewrite exponential_more, relu_of_nonnegative by lra. rewrite (S_INR (S N)) in Hy |- *.
    rewrite IHN by lra. change (4 ^ S (S N)) with (4 * 4 ^ S N). ring.
Qed.
Lemma exponential_value cells j : (2 <= cells)%nat -> (1 <= j <= cells)%nat -> exponential cells (INR j) = 4 ^ j.
Proof.
  intros Hc Hj. destruct cells as [|[|N]]; try lia. clear Hc. induction N.
  - assert (j = 1 \/ j = 2)%nat as [->| ->] by lia; unfold exponential; simpl; linear_cases.
  - destruct (Nat.eq_dec j (S (S (S N)))) as [->|].
    + rewrite exponential_beyond by (apply le_INR; lia). rewrite (S_INR (S (S N))). simpl. ring.
    + assert (INR j <= INR (S (S N))) by (apply le_INR; lia).
      rewrite exponential_more, IHN, relu_of_nonpositive by (lia || lra). ring.
Qed.
Lemma exponential_positive cells y : 4 <= exponential cells y.
Proof.
  unfold exponential. pose proof (relu_nonnegative (y - 1)).
  assert (0 <= total (map (fun j => 9 * 4 ^ (j - 1) * relu (y - INR j)) (seq 2 (cells - 2)))); [|lra].
  apply total_nonnegative, Forall_map, Forall_forall. intros j _.
  apply Rmult_le_pos; [|apply relu_nonnegative]. assert (0 < 4 ^ (j - 1)) by (apply pow_lt; lra). lra.
Qed.
Lemma exponential_between N : forall j y, (1 <= j <= S N)%nat -> INR j <= y <= INR (S j) ->
  exponential (S (S N)) y = 4 ^ j + 3 * 4 ^ j * (y - INR j).
Proof.
  induction N; intros j y Hj Hy.
  - assert (j = 1)%nat as -> by lia. apply exponential_beyond. lra.
  - destruct (Nat.eq_dec j (S (S N))) as [->|]; [apply exponential_beyond; lra|].
    assert (INR (S j) <= INR (S (S N))) by (apply le_INR; lia).
    rewrite exponential_more, relu_of_nonpositive, (IHN j) by (lia || lra). ring.
Qed.
Lemma exponential_at_most N : forall y, y <= INR (S (S N)) -> exponential (S (S N)) y <= 4 ^ S (S N).
Proof.
  induction N; intros y Hy.
  - unfold exponential. simpl in *. linear_cases.
  - pose proof (pow_lt 4 (S (S N)) ltac:(lra)) as P. change (4 ^ S (S (S N))) with (4 * 4 ^ S (S N)).
    destruct (Rle_dec y (INR (S (S N)))) as [L|L].
    + rewrite exponential_more, relu_of_nonpositive by lra. specialize (IHN y L). lra.
    + rewrite exponential_beyond by lra. rewrite (S_INR (S (S N))) in Hy. nra.
Qed.
Theorem syz22_b2_exponential cells : (2 <= cells)%nat ->
  (forall j, (1 <= j <= cells)%nat -> exponential cells (INR j) = 4 ^ j) /\
  (forall j y, (1 <= j < cells)%nat -> INR j <= y <= INR (S j) -> exponential cells y = 4 ^ j + 3 * 4 ^ j * (y - INR j)) /\
  (forall y, 4 <= exponential cells y) /\ (forall y, y <= INR cells -> exponential cells y <= 4 ^ cells).
Proof.
  intros Hc. split; [intros j; apply exponential_value, Hc|]. split; [|split; [apply exponential_positive|]].
  - destruct cells as [|[|N]]; try lia. intros j y Hj. apply exponential_between. lia.
  - destruct cells as [|[|N]]; try lia. apply exponential_at_most.
Qed.

(* Finding E4: in the proof of Theorem 2.2 the width of the gaps depends on f. *)
From Coq Require Import Reals Lra Lia List Psatz.
From Syz Require Import Network Statement Pieces Cells Approximation Moduli.
Import ListNotations.
Open Scope R_scope.

Lemma first_coordinate d x : (1 <= d)%nat -> cube d x -> exists t rest, x = t :: rest /\ 0 <= t <= 1.
Proof. intros Hd [L H]. destruct H as [|t rest Ht _]; [simpl in L; lia|]. exists t, rest. auto. Qed.
Lemma first_distance s x t y : Rabs (s - t) <= distance (s :: x) (t :: y).
Proof.
  unfold distance. rewrite <- (sqrt_pow2 (Rabs (s - t))) by apply Rabs_pos. apply sqrt_le_1_alt. rewrite pow2_abs.
  cbn [squares]. pose proof (squares_nonnegative x y). lra.
Qed.

(* The ramp min(x_1, delta), its values 0 at the origin and delta at delta e_1, delta apart. *)
Section Ramp.
Variables (d : nat) (delta : R).
Hypothesis d_1 : (1 <= d)%nat.
Hypothesis delta_unit : 0 < delta <= 1.
Definition ramp_function (x : list R) : R := Rmin (nth 0 x 0) delta.
Definition kink : list R := delta :: repeat 0 (d - 1).

Lemma kink_cube : cube d kink.
Proof.
  split; [simpl; rewrite repeat_length; lia|]. constructor; [lra|]. apply Forall_forall. intros t Ht. apply repeat_spec in Ht. lra.
Qed.
Lemma kink_distance : distance kink (origin d) = delta.
Proof.
  unfold distance, kink, origin. replace d with (S (d - 1)) at 2 by lia. cbn [repeat squares].
  replace (squares (repeat 0 (d - 1)) (repeat 0 (d - 1))) with 0.
  - replace ((delta - 0) ^ 2 + 0) with (delta ^ 2) by ring. apply sqrt_pow2. lra.
  - clear. induction (d - 1)%nat; simpl; [reflexivity|]. rewrite <- IHn. ring.
Qed.
Lemma ramp_at_kink : ramp_function kink = delta.
Proof. unfold ramp_function, kink. simpl. apply Rmin_left. lra. Qed.
Lemma ramp_at_origin : ramp_function (origin d) = 0.
Proof. unfold ramp_function, origin. destruct d; [lia|]. simpl. apply Rmin_left. lra. Qed.
Lemma ramp_values_bounds x : cube d x -> 0 <= ramp_function x <= delta.
Proof.
  intros Hx. destruct (first_coordinate d x d_1 Hx) as (t & rest & -> & Ht). unfold ramp_function. simpl. linear_cases.
Qed.
Lemma ramp_lipschitz : lipschitz d ramp_function 1.
Proof.
  intros x y Hx Hy. destruct (first_coordinate d x d_1 Hx) as (s & x' & -> & Hs).
  destruct (first_coordinate d y d_1 Hy) as (t & y' & -> & Ht). rewrite Rmult_1_l.
  eapply Rle_trans; [|apply first_distance]. unfold ramp_function. simpl. linear_cases.
Qed.
Lemma ramp_scaled_modulus c r : 0 < c -> delta <= r -> modulus d (fun x => (ramp_function x - (0 - delta)) / c) r (delta / c).
Proof.
  intros Hc Hr. assert (E : forall x y, Rabs ((ramp_function x - (0 - delta)) / c - (ramp_function y - (0 - delta)) / c)
    = Rabs (ramp_function x - ramp_function y) / c).
  { intros x y. replace (_ / c - _ / c) with ((ramp_function x - ramp_function y) / c) by (field; lra).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ c)); [reflexivity|]. left. apply Rinv_0_lt_compat, Hc. }
  split.
  - intros t (x & y & Hx & Hy & _ & ->). rewrite E.
    pose proof (ramp_values_bounds x Hx). pose proof (ramp_values_bounds y Hy).
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, Hc|]. linear_cases.
  - intros b Hb. apply Hb. exists kink, (origin d). rewrite kink_distance.
    repeat split; try apply kink_cube; try apply origin_cube; try assumption.
    rewrite E, ramp_at_kink, ramp_at_origin. f_equal. rewrite Rabs_pos_eq; lra.
Qed.
Lemma ramp_modulus r : delta <= r -> modulus d ramp_function r delta.
Proof.
  intros Hr. split.
  - intros t (x & y & Hx & Hy & _ & ->). pose proof (ramp_values_bounds x Hx). pose proof (ramp_values_bounds y Hy). linear_cases.
  - intros b Hb. apply Hb. exists kink, (origin d). rewrite kink_distance.
    repeat split; try apply kink_cube; try apply origin_cube; try assumption.
    rewrite ramp_at_kink, ramp_at_origin. rewrite Rabs_pos_eq; lra.
Qed.
End Ramp.

Theorem finding_e4_holds : finding_e4.
Proof.
  intros d n delta (Hd & Hn & Hdelta) ft.
  assert (U : 0 < delta <= 1).
  { pose proof (power_positive n). split; [lra|]. eapply Rle_trans; [apply Hdelta|].
    rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|]. assert (1 <= 2 ^ n) by (apply pow_R1_Rle; lra). lra. }
  assert (D : 1 <= INR d) by (apply (le_INR 1); exact Hd).
  split.
  - intros Hnot. exists (ramp_function delta), delta, (1 / 2).
    split; [apply ramp_lipschitz; assumption|]. split.
    { apply ramp_modulus; try assumption. apply Rle_trans with 1; [lra|]. rewrite <- sqrt_1. apply sqrt_le_1_alt, D. }
    split; [lra|]. split.
    + unfold ft. rewrite (ramp_at_origin d delta Hd U). replace (1 / 2) with (delta / (2 * delta)) by (field; lra).
      apply ramp_scaled_modulus; try assumption; lra.
    + destruct (Nat.eq_dec n 1) as [->|Hn1].
      * assert (2 <= INR d) by (apply (le_INR 2); lia). simpl. lra.
      * assert (4 <= 2 ^ n).
        { replace 4 with (2 ^ 2) by (simpl; lra). apply Rle_pow; [lra|lia]. }
        assert (/ 2 ^ n <= / 4) by (apply Rinv_le_contravar; lra). lra.
  - intros -> -> f W v HW W0 [_ Least]. simpl (INR 1). simpl (2 ^ 1). rewrite Rmult_1_l. apply Least.
    intros t (x & y & Hx & Hy & _ & ->). unfold ft.
    pose proof (modulus_bound 1 f _ W x y HW Hx Hy) as B. specialize (B (cube_diameter 1 x y Hx Hy)).
    replace ((f x - (f (origin 1) - W)) / (2 * W) - (f y - (f (origin 1) - W)) / (2 * W)) with ((f x - f y) / (2 * W)) by (field; lra).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ (2 * W))) by (left; apply Rinv_0_lt_compat; lra).
    apply (Rmult_le_reg_r (2 * W)); [lra|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

(* What is wrong in the published text: findings E1, E2, E4 and E5. *)
From Coq Require Import Reals Lra Lia List Psatz Arith.
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

(* ---- E1 ---- *)
Theorem finding_e1_last_cell_holds : finding_e1_last_cell.
Proof.
  intros d n delta G corner. pose proof G as (Hd & Hn & Hdelta). pose proof (inverse_power_positive n) as P.
  pose proof (power_positive n) as K.
  assert (Top : forall k, (k <= 2 ^ n)%nat -> INR k / 2 ^ n <= 1).
  { intros k Hk. replace 1 with (INR (2 ^ n) / 2 ^ n) by (rewrite INR_power; field; lra). apply quotient_le, Hk. }
  split; [|split; [|split]].
  - split; [apply repeat_length|]. apply Forall_forall. intros t Ht. apply repeat_spec in Ht. lra.
  - intros HO. apply Exists_exists in HO. destruct HO as (t & Ht & k & Hk & Hg). apply repeat_spec in Ht.
    specialize (Top k ltac:(lia)). lra.
  - intros (beta & HB). unfold corner in HB. destruct d as [|d]; [lia|]. inversion_clear HB as [|? b ? ? [Hb Ht] _].
    specialize (Top (S b) ltac:(lia)). lra.
  - intros x Hx. destruct (Omega_decidable n delta x) as [HO|HO]; [left; exact HO|right].
    destruct (cell_off_Omega d n delta G x (proj2 Hx) HO) as (beta & Hb & _). exists beta. exact Hb.
Qed.

(* ---- E2 ---- *)
Theorem finding_e2_footnote_count_holds : finding_e2_footnote_count.
Proof.
  split; [reflexivity|]. intros d n Hd Hn. rewrite !Nat.pow_add_r. change (2 ^ 5)%nat with 32%nat.
  change (2 ^ 8)%nat with 256%nat.
  pose proof (power_nat_2 (d * n) ltac:(nia)) as J2. pose proof (Nat.pow_nonzero 3 d ltac:(lia)) as T.
  assert (M : (281 * ((3 ^ d - 1) / 2) <= 3 ^ d * 141)%nat).
  { pose proof (Nat.div_mod (3 ^ d - 1) 2 ltac:(lia)). lia. }
  set (D := (3 ^ d)%nat) in *. set (J := (2 ^ (d * n))%nat) in *.
  assert (B : (J * 32 * n + 141 <= J * 256 * n)%nat) by nia. apply (Nat.mul_le_mono_l _ _ D) in B. lia.
Qed.

(* ---- E4, E5: the ramp lambda min(x_1, delta), 0 at the origin and lambda delta at delta e_1 ---- *)
Section Ramp.
Variables (d : nat) (delta lambda : R).
Hypothesis d_1 : (1 <= d)%nat.
Hypothesis delta_unit : 0 < delta <= 1.
Hypothesis lambda_positive : 0 < lambda.
Definition ramp_function (x : list R) : R := lambda * Rmin (nth 0 x 0) delta.
Definition kink : list R := delta :: repeat 0 (d - 1).
Let top : R := lambda * delta.

Lemma kink_cube : cube d kink.
Proof.
  split; [simpl; rewrite repeat_length; lia|]. constructor; [lra|]. apply Forall_forall. intros t Ht. apply repeat_spec in Ht.
  lra.
Qed.
Lemma kink_distance : distance kink (origin d) = delta.
Proof.
  unfold distance, kink, origin. replace d with (S (d - 1)) at 2 by lia. cbn [repeat squares].
  replace (squares (repeat 0 (d - 1)) (repeat 0 (d - 1))) with 0.
  - replace ((delta - 0) ^ 2 + 0) with (delta ^ 2) by ring. apply sqrt_pow2. lra.
  - clear. induction (d - 1)%nat; simpl; [reflexivity|]. rewrite <- IHn. ring.
Qed.
Lemma ramp_at_kink : ramp_function kink = top.
Proof. unfold ramp_function, kink. simpl. rewrite Rmin_left by lra. reflexivity. Qed.
Lemma ramp_at_origin : ramp_function (origin d) = 0.
Proof. unfold ramp_function, origin. destruct d; [lia|]. simpl. rewrite Rmin_left by lra. ring. Qed.
Lemma top_positive : 0 < top. Proof. apply Rmult_lt_0_compat; lra. Qed.
Lemma ramp_bounds x : cube d x -> 0 <= ramp_function x <= top.
Proof.
  intros Hx. destruct (first_coordinate d x d_1 Hx) as (t & rest & -> & Ht). unfold ramp_function, top. simpl.
  assert (0 <= Rmin t delta <= delta) by linear_cases. split; [apply Rmult_le_pos; lra|apply Rmult_le_compat_l; lra].
Qed.
Lemma ramp_lipschitz : lipschitz d ramp_function lambda.
Proof.
  intros x y Hx Hy. destruct (first_coordinate d x d_1 Hx) as (s & x' & -> & Hs).
  destruct (first_coordinate d y d_1 Hy) as (t & y' & -> & Ht). unfold ramp_function. simpl nth.
  rewrite <- Rmult_minus_distr_l, Rabs_mult, (Rabs_pos_eq lambda) by lra. apply Rmult_le_compat_l; [lra|].
  eapply Rle_trans; [|apply first_distance]. linear_cases.
Qed.
Lemma ramp_modulus r : delta <= r -> modulus d ramp_function r top.
Proof.
  intros Hr. pose proof top_positive as T. split.
  - intros t (x & y & Hx & Hy & _ & ->). pose proof (ramp_bounds x Hx). pose proof (ramp_bounds y Hy). linear_cases.
  - intros b Hb. apply Hb. exists kink, (origin d). rewrite kink_distance.
    repeat split; try apply kink_cube; try apply origin_cube; try assumption.
    rewrite ramp_at_kink, ramp_at_origin. rewrite Rabs_pos_eq; lra.
Qed.
Lemma framed_ramp_modulus r : delta <= r -> modulus d (framed_by d ramp_function top) r (1 / 2).
Proof.
  intros Hr. pose proof top_positive as T.
  assert (E : forall x y, Rabs (framed_by d ramp_function top x - framed_by d ramp_function top y)
    = Rabs (ramp_function x - ramp_function y) / (2 * top)).
  { intros x y. unfold framed_by.
    replace (_ / (2 * top) - _ / (2 * top)) with ((ramp_function x - ramp_function y) / (2 * top)) by (field; lra).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ (2 * top))); [reflexivity|]. left. apply Rinv_0_lt_compat. lra. }
  assert (Half : 1 / 2 = top / (2 * top)) by (field; lra). rewrite Half. split.
  - intros t (x & y & Hx & Hy & _ & ->). rewrite E. pose proof (ramp_bounds x Hx). pose proof (ramp_bounds y Hy).
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|]. linear_cases.
  - intros b Hb. apply Hb. exists kink, (origin d). rewrite kink_distance.
    repeat split; try apply kink_cube; try apply origin_cube; try assumption.
    rewrite E, ramp_at_kink, ramp_at_origin. f_equal. rewrite Rabs_pos_eq; lra.
Qed.
End Ramp.

Lemma too_large d n : (1 <= d)%nat -> (1 <= n)%nat -> ~ (d = 1 /\ n = 1)%nat -> / 2 ^ n < INR d * (1 / 2).
Proof.
  intros Hd Hn Hnot. assert (D : 1 <= INR d) by (apply (le_INR 1); exact Hd). destruct (Nat.eq_dec n 1) as [->|N].
  - assert (2 <= INR d) by (apply (le_INR 2); lia). simpl. lra.
  - assert (4 <= 2 ^ n).
    { replace 4 with (2 ^ 2) by (simpl; lra). apply Rle_pow; [lra|lia]. }
    assert (/ 2 ^ n <= / 4) by (apply Rinv_le_contravar; lra). lra.
Qed.
Lemma grid_delta d n delta : grid d n delta -> 0 < delta <= 1 /\ delta <= sqrt (INR d).
Proof.
  intros (Hd & Hn & Hdelta). pose proof (power_positive n).
  assert (U : delta <= 1).
  { eapply Rle_trans; [apply Hdelta|]. rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|].
    assert (1 <= 2 ^ n) by (apply pow_R1_Rle; lra). lra. }
  split; [lra|]. apply Rle_trans with 1; [exact U|]. rewrite <- sqrt_1. apply sqrt_le_1_alt. apply (le_INR 1). exact Hd.
Qed.

Theorem finding_e5_one_class_holds : finding_e5_one_class.
Proof.
  intros d n delta lambda G Hnot Hl. pose proof G as (Hd & Hn & _). destruct (grid_delta d n delta G) as [U V].
  exists (ramp_function delta lambda), (1 / 2).
  split; [apply ramp_lipschitz; assumption|]. split; [apply ramp_modulus; assumption|].
  split; [apply framed_ramp_modulus; try assumption; apply Rle_refl|]. split; [reflexivity|apply too_large; assumption].
Qed.
Theorem finding_e4_delta_depends_on_f_holds : finding_e4_delta_depends_on_f.
Proof.
  intros d n delta G. split.
  - intros Hnot. destruct (finding_e5_one_class_holds d n delta 1 G Hnot Rlt_0_1) as (f & v & Hf & HW & Hv & _ & B).
    exists f, (1 * delta), v. destruct G as (_ & _ & Hdelta). split; [|split; [exact HW|split; [lra|split; [exact Hv|exact B]]]].
    intros x eps Hx He. exists eps. split; [exact He|]. intros y Hy Hxy. specialize (Hf x y Hx Hy). lra.
  - intros -> -> f W v HW W0 [_ Least]. simpl (INR 1). simpl (2 ^ 1). rewrite Rmult_1_l. apply Least.
    intros t (x & y & Hx & Hy & _ & ->). unfold framed_by.
    pose proof (modulus_bound 1 f _ W x y HW Hx Hy (cube_diameter 1 x y Hx Hy)) as B.
    replace ((f x - (f (origin 1) - W)) / (2 * W) - (f y - (f (origin 1) - W)) / (2 * W)) with ((f x - f y) / (2 * W))
      by (field; lra).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ (2 * W))) by (left; apply Rinv_0_lt_compat; lra).
    apply (Rmult_le_reg_r (2 * W)); [lra|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

(* Theorem 2.1: the p-th power of the error, bounded by a step function whose integral is small. *)
From Coq Require Import Reals Lra Lia List Psatz Arith.
From Syz Require Import Network Statement Pieces Cells Approximation Rates.
Import ListNotations.
Open Scope R_scope.

(* ---- A^p + B^p <= (A + B)^p for p >= 1 ---- *)
Lemma power_zero p : power 0 p = 0.
Proof. unfold power. destruct (Rle_dec 0 0); [reflexivity|lra]. Qed.
Lemma power_one t : 0 <= t -> power t 1 = t.
Proof. intros Ht. unfold power. destruct (Rle_dec t 0); [lra|]. apply Rpower_1. lra. Qed.
Lemma power_below_one t p : 0 < t <= 1 -> 1 <= p -> Rpower t p <= t.
Proof.
  intros Ht Hp. unfold Rpower. rewrite <- (exp_ln t) at 2 by lra.
  assert (ln t <= 0) by (rewrite <- ln_1; destruct (Rle_lt_or_eq_dec t 1 (proj2 Ht)) as [Lt| ->];
    [left; apply ln_increasing; lra|right; reflexivity]).
  destruct (Rle_lt_or_eq_dec (p * ln t) (ln t) ltac:(nra)) as [Lt|E]; [left; apply exp_increasing, Lt|right; rewrite E;
    reflexivity].
Qed.
Lemma power_part A B p : 0 < A -> 0 <= B -> 1 <= p -> power A p <= A / (A + B) * power (A + B) p.
Proof.
  intros HA HB Hp. rewrite !power_positive_base by lra.
  replace A with (A / (A + B) * (A + B)) at 1 by (field; lra).
  assert (T : 0 < A / (A + B) <= 1).
  { split; [apply Rdiv_lt_0_compat; lra|]. apply (Rmult_le_reg_r (A + B)); [lra|].
    replace (A / (A + B) * (A + B)) with A by (field; lra). lra. }
  rewrite <- Rpower_mult_distr by lra. apply Rmult_le_compat_r; [left; apply exp_pos|]. apply power_below_one; auto.
Qed.
Lemma power_sum A B p : 0 <= A -> 0 <= B -> 1 <= p -> power A p + power B p <= power (A + B) p.
Proof.
  intros HA HB Hp. destruct (Req_dec A 0) as [->|NA]; [rewrite power_zero, !Rplus_0_l; lra|].
  destruct (Req_dec B 0) as [->|NB]; [rewrite power_zero, !Rplus_0_r; lra|].
  pose proof (power_part A B p ltac:(lra) HB Hp) as PA. pose proof (power_part B A p ltac:(lra) HA Hp) as PB.
  rewrite (Rplus_comm B A) in PB.
  replace (power (A + B) p) with (A / (A + B) * power (A + B) p + B / (A + B) * power (A + B) p) by (field; lra). lra.
Qed.
Lemma power_decreasing t u w : 0 <= t <= 1 -> u <= w -> power t w <= power t u.
Proof.
  intros Ht Hu. destruct (Req_dec t 0) as [->|N]; [rewrite !power_zero; lra|]. rewrite !power_positive_base by lra. unfold Rpower.
  assert (L : ln t <= 0) by (rewrite <- ln_1; destruct (Rle_lt_or_eq_dec t 1 (proj2 Ht)) as [Lt| ->];
    [left; apply ln_increasing; lra|right; reflexivity]).
  destruct (Rle_lt_or_eq_dec (w * ln t) (u * ln t) ltac:(nra)) as [Lt|E]; [left; apply exp_increasing, Lt|right; rewrite E;
    reflexivity].
Qed.
Theorem elementary_power_mean :
  (forall A B p, 0 <= A -> 0 <= B -> 1 <= p -> power A p + power B p <= power (A + B) p) /\
  (forall t u w, 0 <= t <= 1 -> u <= w -> power t w <= power t u).
Proof. split; [exact power_sum|exact power_decreasing]. Qed.
Lemma power_product s t p : 0 <= s -> 0 < t -> power (s * t) p = power s p * Rpower t p.
Proof.
  intros Hs Ht. destruct (Req_dec s 0) as [->|NS]; [rewrite Rmult_0_l, power_zero; lra|].
  rewrite !power_positive_base by nra. symmetry. apply Rpower_mult_distr; lra.
Qed.

(* ---- Boxes: the cube, and the slab k/K - delta <= x_i <= k/K for every axis i and every k ---- *)
Definition sum (l : list R) : R := fold_right Rplus 0 l.
Definition weight (pieces : list (R * list (R * R))) (x : list R) : R := sum (map (fun p => fst p * indicator (snd p) x) pieces).
Definition mass (pieces : list (R * list (R * R))) : R := sum (map (fun p => fst p * volume (snd p)) pieces).

Lemma sum_app l l' : sum (l ++ l') = sum l + sum l'.
Proof. induction l; simpl; rewrite ?IHl; lra. Qed.
Lemma indicator_range box : forall x, 0 <= indicator box x <= 1.
Proof.
  induction box as [|[s t] box IH]; intros [|r x]; simpl; try lra.
  destruct (Rle_dec s r), (Rle_dec r t); try lra. apply IH.
Qed.
Lemma weight_nonnegative pieces x : Forall (fun p => 0 <= fst p) pieces -> 0 <= weight pieces x.
Proof. induction 1 as [|[c box] pieces Hc _ IH]; [apply Rle_refl|]. cbn in *. pose proof (indicator_range box x).
  unfold weight, sum in IH. nra. Qed.
Lemma weight_member pieces x c box : Forall (fun p => 0 <= fst p) pieces -> In (c, box) pieces ->
  indicator box x = 1 -> c <= weight pieces x.
Proof.
  induction 1 as [|[c' box'] pieces Hc HF IH]; intros Hin Hi; [contradiction|]. pose proof (weight_nonnegative pieces x HF) as P.
  unfold weight, sum in *. cbn in *. destruct Hin as [E|Hin].
  - inversion E; subst. rewrite Hi. lra.
  - specialize (IH Hin Hi). pose proof (indicator_range box' x). nra.
Qed.

Definition cube_box (d : nat) : list (R * R) := repeat (0, 1) d.
Lemma cube_box_volume d : volume (cube_box d) = 1.
Proof. induction d; simpl; [reflexivity|]. unfold cube_box in IHd. rewrite IHd. lra. Qed.
Lemma cube_box_indicator d : forall x, Forall (fun t => 0 <= t <= 1) x -> indicator (cube_box d) x = 1.
Proof.
  induction d; intros x Hx; [destruct x; reflexivity|]. destruct Hx as [|t x Ht Hx]; [reflexivity|]. simpl.
  destruct (Rle_dec 0 t), (Rle_dec t 1); try lra. apply IHd, Hx.
Qed.
Section Slabs.
Variables (n : nat) (delta : R).
Definition slab (d i k : nat) : list (R * R) :=
  repeat (0, 1) i ++ (INR k / 2 ^ n - delta, INR k / 2 ^ n) :: repeat (0, 1) (d - S i).
Lemma slab_volume d i k : volume (slab d i k) = delta.
Proof.
  unfold slab. induction i.
  - cbn [repeat app volume]. pose proof (cube_box_volume (d - 1)) as E. unfold cube_box in E. rewrite E. ring.
  - cbn [repeat app volume]. replace (d - S (S i))%nat with (d - 1 - S i)%nat by lia.
    assert (G : forall m, volume (repeat (0, 1) i ++ (INR k / 2 ^ n - delta, INR k / 2 ^ n) :: repeat (0, 1) m) = delta).
    { clear. intros m. induction i; cbn [repeat app volume]; [|rewrite IHi; ring].
      pose proof (cube_box_volume m) as E. unfold cube_box in E. rewrite E. ring. }
    rewrite G. ring.
Qed.
Lemma slab_length d i k : (i < d)%nat -> length (slab d i k) = d.
Proof. intros. unfold slab. rewrite app_length. cbn [length]. rewrite !repeat_length. lia. Qed.
Lemma slab_sides d i k : 0 <= delta -> Forall (fun side => fst side <= snd side) (slab d i k).
Proof.
  intros Hd. unfold slab.
  apply Forall_app. split; [|constructor]; try (apply Forall_forall; intros s Hs; apply repeat_spec in Hs; subst s; simpl; lra).
  simpl. lra.
Qed.
Definition slabs (d : nat) (c : R) : list (R * list (R * R)) :=
  flat_map (fun i => map (fun k => (c, slab d i k)) (seq 1 (2 ^ n - 1))) (seq 0 d).
Lemma slabs_mass d c : mass (slabs d c) = INR d * INR (2 ^ n - 1) * (c * delta).
Proof.
  assert (One : forall i l, sum (map (fun p => fst p * volume (snd p)) (map (fun k => (c, slab d i k)) l))
    = INR (length l) * (c * delta)).
  { induction l as [|k l IH]; [cbn; ring|]. cbn [map sum fold_right length fst snd].
    change (fold_right Rplus 0 ?m) with (sum m). rewrite IH, slab_volume, S_INR. ring. }
  assert (All : forall l, mass (flat_map (fun i => map (fun k => (c, slab d i k)) (seq 1 (2 ^ n - 1))) l)
    = INR (length l) * INR (2 ^ n - 1) * (c * delta)).
  { induction l as [|i l IH]; [cbn; ring|]. cbn [flat_map length]. unfold mass in *.
    rewrite map_app, sum_app, IH, One, seq_length, S_INR. ring. }
  unfold slabs. rewrite All, seq_length. reflexivity.
Qed.
Lemma slab_indicator x : forall d i k t, Forall (fun t => 0 <= t <= 1) x -> length x = d -> nth_error x i = Some t ->
  INR k / 2 ^ n - delta <= t <= INR k / 2 ^ n -> indicator (slab d i k) x = 1.
Proof.
  induction x as [|r x IH]; intros d i k t Hx Lx Hi Ht; [destruct i; discriminate|].
  inversion_clear Hx as [|? ? Hr Hx']. destruct i as [|i].
  - inversion Hi; subst r. unfold slab. cbn [repeat app indicator].
    destruct (Rle_dec (INR k / 2 ^ n - delta) t), (Rle_dec t (INR k / 2 ^ n)); try lra. apply (cube_box_indicator (d - 1)), Hx'.
  - unfold slab. cbn [repeat app indicator]. destruct (Rle_dec 0 r), (Rle_dec r 1); try lra.
    replace (d - S (S i))%nat with (length x - S i)%nat by (simpl in Lx; lia). apply (IH (length x) i k t); auto.
Qed.
Lemma gap_in_slabs d c x : Forall (fun t => 0 <= t <= 1) x -> length x = d -> Omega n delta x -> 0 <= c ->
  c <= weight (slabs d c) x.
Proof.
  intros Hx Lx HO Hc. unfold Omega in HO. apply Exists_exists in HO. destruct HO as (t & Hin & k & Hk & Ht).
  apply In_nth_error in Hin. destruct Hin as [i Hi].
  assert (i < d)%nat by (rewrite <- Lx; apply nth_error_Some; congruence).
  apply (weight_member _ _ c (slab d i k)).
  - apply Forall_forall. intros p Hp. apply in_flat_map in Hp. destruct Hp as (j & _ & Hp). apply in_map_iff in Hp.
    destruct Hp as (m & <- & _). exact Hc.
  - apply in_flat_map. exists i. split; [apply in_seq; lia|]. apply in_map_iff. exists k. split; [reflexivity|]. apply in_seq.
    lia.
  - apply (slab_indicator x d i k t); auto. lra.
Qed.
End Slabs.

(* The measure of the gaps: a step function above the indicator of Omega. *)
Theorem syz22_b2_measure d n delta u : 0 <= delta ->
  (forall x, cube d x -> u x <= 1) -> (forall x, cube d x -> ~ Omega n delta x -> u x <= 0) ->
  integral_at_most d u (INR d * INR (2 ^ n - 1) * delta).
Proof.
  intros Hd H1 H0. exists (slabs n delta d 1). split; [|split].
  - apply Forall_forall. intros q Hq. apply in_flat_map in Hq. destruct Hq as (i & Hi & Hq). apply in_map_iff in Hq.
    destruct Hq as (k & <- & _). apply in_seq in Hi. cbn [fst snd]. split; [lra|]. split; [apply slab_length; lia|].
    apply slab_sides, Hd.
  - intros x Hx. change (u x <= weight (slabs n delta d 1) x). destruct (Omega_decidable n delta x) as [D|D].
    + eapply Rle_trans; [apply H1, Hx|]. apply gap_in_slabs; [apply Hx|apply Hx|exact D|lra].
    + eapply Rle_trans; [apply H0; assumption|]. apply weight_nonnegative, Forall_forall. intros q Hq.
      apply in_flat_map in Hq. destruct Hq as (i & _ & Hq). apply in_map_iff in Hq. destruct Hq as (k & <- & _). simpl. lra.
  - change (mass (slabs n delta d 1) <= INR d * INR (2 ^ n - 1) * delta). rewrite slabs_mass. lra.
Qed.

(* At most A on cells and at most 2 W in the gaps: the integral of the p-th power. *)
Theorem integral_of_error d n delta (error : list R -> R) A W p :
  0 <= A -> 0 <= W -> 1 <= p -> 0 < delta ->
  INR d * 2 ^ n * delta * Rpower 2 p <= Rpower 2 (- p * INR n) ->
  (forall x, cube d x -> ~ Omega n delta x -> 0 <= error x <= A) ->
  (forall x, cube d x -> 0 <= error x <= 2 * W) ->
  integral_at_most d (fun x => power (error x) p) (power (A + / 2 ^ n * W) p).
Proof.
  intros HA HW Hp Hd Hsmall Hcells Hgaps. set (c := power (2 * W) p).
  assert (C0 : 0 <= c) by apply power_nonnegative.
  exists ((power A p, cube_box d) :: slabs n delta d c). split; [|split].
  - constructor.
    + cbn [fst snd]. split; [apply power_nonnegative|]. split; [apply repeat_length|]. apply Forall_forall.
      intros s Hs. apply repeat_spec in Hs. subst s. simpl. lra.
    + apply Forall_forall. intros q Hq. apply in_flat_map in Hq. destruct Hq as (i & Hi & Hq). apply in_map_iff in Hq.
      destruct Hq as (k & <- & _). apply in_seq in Hi. cbn [fst snd]. split; [exact C0|]. split; [apply slab_length; lia|].
      apply slab_sides. lra.
  - intros x Hx. change (power (error x) p <= power A p * indicator (cube_box d) x + weight (slabs n delta d c) x).
    rewrite (cube_box_indicator d x (proj2 Hx)), Rmult_1_r.
    assert (W0 : 0 <= weight (slabs n delta d c) x).
    { apply weight_nonnegative, Forall_forall. intros q Hq. apply in_flat_map in Hq. destruct Hq as (i & _ & Hq).
      apply in_map_iff in Hq. destruct Hq as (k & <- & _). exact C0. }
    destruct (Omega_decidable n delta x) as [D|D].
    + pose proof (gap_in_slabs n delta d c x (proj2 Hx) (proj1 Hx) D C0) as G.
      assert (power (error x) p <= c) by (apply power_monotone; [lra|]; apply Hgaps, Hx).
      pose proof (power_nonnegative A p). lra.
    + assert (power (error x) p <= power A p) by (apply power_monotone; [lra|]; apply Hcells; auto). lra.
  - change (power A p * volume (cube_box d) + mass (slabs n delta d c) <= power (A + / 2 ^ n * W) p).
    rewrite cube_box_volume, slabs_mass, Rmult_1_r.
    pose proof (inverse_power_positive n) as P.
    eapply Rle_trans; [|apply power_sum; [exact HA|apply Rmult_le_pos; lra|exact Hp]].
    apply Rplus_le_compat_l.
    assert (E1 : c = power W p * Rpower 2 p) by (unfold c; rewrite Rmult_comm; apply power_product; lra).
    assert (E2 : power (/ 2 ^ n * W) p = power W p * Rpower 2 (- p * INR n)).
    { rewrite Rmult_comm, power_product by lra. f_equal. rewrite <- Rpower_pow, <- Rpower_Ropp, Rpower_mult by lra. f_equal.
      ring. }
    rewrite E1, E2. pose proof (power_nonnegative W p) as PW.
    assert (K : INR (2 ^ n - 1) <= 2 ^ n) by (rewrite <- INR_power; apply le_INR; lia).
    pose proof (pos_INR d) as D0. pose proof (exp_pos (p * ln 2)) as X. change (exp (p * ln 2)) with (Rpower 2 p) in X.
    replace (INR d * INR (2 ^ n - 1) * (power W p * Rpower 2 p * delta))
      with (power W p * (INR d * INR (2 ^ n - 1) * delta * Rpower 2 p)) by ring.
    apply Rmult_le_compat_l; [exact PW|]. eapply Rle_trans; [|exact Hsmall].
    apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_l; assumption.
Qed.

(* Some delta is small enough. *)
Lemma small_gaps d n p : (1 <= d)%nat -> (1 <= n)%nat ->
  exists delta, grid d n delta /\ INR d * 2 ^ n * delta * Rpower 2 p <= Rpower 2 (- p * INR n).
Proof.
  intros Hd Hn. set (C := INR d * 2 ^ n * Rpower 2 p). set (r := Rpower 2 (- p * INR n)).
  assert (D : 0 < INR d) by (apply lt_0_INR; lia). pose proof (power_positive n) as P.
  assert (X : 0 < Rpower 2 p) by apply exp_pos. assert (Y : 0 < r) by apply exp_pos.
  assert (HC : 0 < C) by (unfold C; apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
  assert (H3 : 0 < / (3 * 2 ^ n)) by (apply Rinv_0_lt_compat; lra).
  exists (Rmin (/ (3 * 2 ^ n)) (r / C)). split.
  - split; [exact Hd|]. split; [exact Hn|]. split; [|apply Rmin_l].
    apply Rmin_glb_lt; [exact H3|]. apply Rdiv_lt_0_compat; lra.
  - replace (INR d * 2 ^ n * Rmin (/ (3 * 2 ^ n)) (r / C) * Rpower 2 p) with (C * Rmin (/ (3 * 2 ^ n)) (r / C)) by (unfold C;
    ring).
    eapply Rle_trans; [apply Rmult_le_compat_l; [lra|apply Rmin_r]|]. right. field. lra.
Qed.

(* Moduli of continuity exist: for bounded differences, and for continuous functions, because the cube is compact. *)
From Coq Require Import Reals Lra Lia List Psatz.
From Syz Require Import Network Statement Pieces Cells Approximation.
Import ListNotations.
Open Scope R_scope.

Lemma distance_close x : forall y r, 0 <= r -> length x = length y -> Forall2 (fun s t => Rabs (s - t) <= r) x y ->
  distance x y <= sqrt (INR (length x)) * r.
Proof.
  intros y r Hr _ H. assert (S : squares x y <= INR (length x) * r ^ 2).
  { induction H as [|s t x y Hst _ IH]; [simpl; lra|].
    change (length (s :: x)) with (S (length x)). rewrite S_INR. cbn [squares].
    assert ((s - t) ^ 2 <= r ^ 2); [|lra].
    rewrite <- (pow2_abs (s - t)). apply pow_incr. split; [apply Rabs_pos|exact Hst]. }
  unfold distance. eapply Rle_trans; [apply sqrt_le_1_alt, S|].
  rewrite sqrt_mult by (apply pos_INR || apply pow2_ge_0). rewrite sqrt_pow2 by exact Hr. apply Rle_refl.
Qed.

Theorem modulus_exists d f r B : 0 <= r ->
  (forall x y, cube d x -> cube d y -> distance x y <= r -> Rabs (f x - f y) <= B) ->
  exists w, modulus d f r w /\ w <= B.
Proof.
  intros Hr HB. set (E := fun t => exists x y, cube d x /\ cube d y /\ distance x y <= r /\ t = Rabs (f x - f y)).
  assert (U : is_upper_bound E B) by (intros t (x & y & Hx & Hy & Hd & ->); auto).
  assert (N : exists t, E t).
  { exists (Rabs (f (origin d) - f (origin d))), (origin d), (origin d). rewrite distance_self.
    repeat split; auto using origin_cube; apply origin_cube. }
  destruct (completeness E (ex_intro _ _ U) N) as [w Hw]. exists w. split; [exact Hw|]. apply Hw, U.
Qed.

Lemma lipschitz_modulus d f lambda r : 0 <= lambda -> 0 <= r -> lipschitz d f lambda ->
  exists w, modulus d f r w /\ w <= lambda * r.
Proof.
  intros Hl Hr Hf. apply modulus_exists; [exact Hr|]. intros x y Hx Hy Hd. eapply Rle_trans; [apply Hf; assumption|].
  apply Rmult_le_compat_l; assumption.
Qed.

(* ---- Compactness, axis by axis: if `small` passes to subsets and to unions of two sets, and every point of the cube has a
   neighbourhood that is small, then the cube is small. ---- *)
Definition neighbours (eta : R) (x y : list R) : Prop := Forall2 (fun s t => Rabs (s - t) < eta) x y.

Lemma interval_small (small : (R -> Prop) -> Prop) :
  (forall A B : R -> Prop, (forall t, A t -> B t) -> small B -> small A) ->
  (forall A B : R -> Prop, small A -> small B -> small (fun t => A t \/ B t)) ->
  (forall t, 0 <= t <= 1 -> exists eta, 0 < eta /\ small (fun s => Rabs (t - s) < eta)) ->
  small (fun t => 0 <= t <= 1).
Proof.
  intros Hsub Hunion Hlocal.
  set (E := fun t => 0 <= t <= 1 /\ small (fun s => 0 <= s <= t)).
  assert (E0 : E 0).
  { split; [lra|]. destruct (Hlocal 0) as (eta & He & Hs); [lra|]. apply (Hsub _ _ ltac:(intros t Ht; exact Ht)).
    eapply Hsub; [|exact Hs]. cbv beta. intros t Ht. replace (0 - t) with 0 by lra. rewrite Rabs_R0. exact He. }
  destruct (completeness E) as [m [U Least]].
  { exists 1. intros t [Ht _]. lra. }
  { exists 0. exact E0. }
  assert (Hm : 0 <= m <= 1).
  { split; [apply U, E0|]. apply Least. intros t [Ht _]. lra. }
  destruct (Hlocal m Hm) as (eta & He & Hs).
  (* some t of E is closer than eta to m *)
  assert (C : exists t, E t /\ m - eta < t).
  { assert (D : ~ (forall t, E t -> t <= m - eta)) by (intros D; specialize (Least _ D); lra).
    destruct (Rlt_le_dec (m - eta) 0) as [Z|Z]; [exists 0; split; [exact E0|lra]|].
    (* classical step on a closed statement about the least upper bound *)
    apply Classical_Pred_Type.not_all_ex_not in D. destruct D as [t D]. exists t.
    apply Classical_Prop.imply_to_and in D. destruct D as [D1 D2]. split; [exact D1|lra]. }
  destruct C as (t & [Ht St] & Ct).
  assert (S1 : forall u, u < m + eta -> small (fun s => 0 <= s <= u)).
  { intros u Hu. eapply Hsub; [|apply (Hunion _ _ St Hs)]. cbv beta. intros s Hsu.
    destruct (Rle_dec s t); [left; lra|right]. apply Rabs_def1; lra. }
  destruct (Rle_dec 1 m) as [M|M]; [apply S1; lra|].
  exfalso. set (u := Rmin 1 (m + eta / 2)). assert (Hu : m < u) by (apply Rmin_glb_lt; lra).
  assert (E u); [|specialize (U u H); lra]. split.
  - split; [lra|apply Rmin_l].
  - apply S1. pose proof (Rmin_r 1 (m + eta / 2)). fold u in H. lra.
Qed.

Theorem cube_small d : forall small : (list R -> Prop) -> Prop,
  (forall A B : list R -> Prop, (forall x, A x -> B x) -> small B -> small A) ->
  (forall A B : list R -> Prop, small A -> small B -> small (fun x => A x \/ B x)) ->
  (forall x, cube d x -> exists eta, 0 < eta /\ small (neighbours eta x)) ->
  small (cube d).
Proof.
  induction d; intros small Hsub Hunion Hlocal.
  - destruct (Hlocal []) as (eta & _ & Hs); [split; [reflexivity|constructor]|]. eapply Hsub; [|exact Hs].
    intros y [Ly _]. destruct y; [constructor|discriminate].
  - set (over := fun (A : R -> Prop) (B : list R -> Prop) y => exists s rest, y = s :: rest /\ A s /\ B rest).
    assert (W : small (over (fun t => 0 <= t <= 1) (cube d))).
    { apply (interval_small (fun A => small (over A (cube d)))).
      - intros A B HAB. apply Hsub. intros x (s & rest & E & HA & HB). exists s, rest. auto.
      - intros A B HA HB. eapply Hsub; [|exact (Hunion _ _ HA HB)]. intros x (s & rest & E & [H|H] & HR);
          [left|right]; exists s, rest; auto.
      - (* one value t of the first coordinate: the whole fibre over a neighbourhood of t *)
        intros t Ht. apply (IHd (fun B => exists eta, 0 < eta /\ small (over (fun s => Rabs (t - s) < eta) B))).
        + intros A B HAB (eta & He & Hs). exists eta. split; [exact He|]. eapply Hsub; [|exact Hs].
          intros x (s & rest & E & H1 & H2). exists s, rest. auto.
        + intros A B (e1 & P1 & S1) (e2 & P2 & S2). exists (Rmin e1 e2). split; [apply Rmin_glb_lt; assumption|].
          eapply Hsub; [|exact (Hunion _ _ S1 S2)]. pose proof (Rmin_l e1 e2). pose proof (Rmin_r e1 e2).
          intros x (s & rest & E & H1 & [H2|H2]); [left|right]; exists s, rest; repeat split; auto; lra.
        + intros rest [Lr Hr]. destruct (Hlocal (t :: rest)) as (eta & He & Hs).
          { split; [simpl; congruence|constructor; assumption]. }
          exists eta. split; [exact He|]. exists eta. split; [exact He|]. eapply Hsub; [|exact Hs].
          intros x (s & rest' & -> & H1 & H2). constructor; auto. }
    eapply Hsub; [|exact W]. intros y [Ly Hy]. destruct Hy as [|s rest Hs Hr]; [discriminate|].
    exists s, rest. repeat split; auto; try lra; simpl in Ly; congruence.
Qed.

Theorem continuous_bounded d f : continuous d f -> exists B, forall x, cube d x -> Rabs (f x) <= B.
Proof.
  intros Hf. destruct (cube_small d (fun A => exists B, forall x, cube d x -> A x -> Rabs (f x) <= B)) as [B HB].
  - intros A A' H [B HB]. exists B. auto.
  - intros A A' [B HB] [B' HB']. exists (Rmax B B'). pose proof (Rmax_l B B'). pose proof (Rmax_r B B').
    intros x Hx [H1|H1]; [specialize (HB x Hx H1)|specialize (HB' x Hx H1)]; lra.
  - intros x Hx. destruct (Hf x 1 Hx ltac:(lra)) as (eta & He & Hn).
    pose proof (sqrt_pos (INR d)) as S. set (r := eta / (sqrt (INR d) + 1)).
    assert (P : 0 < r) by (apply Rdiv_lt_0_compat; lra).
    exists r. split; [exact P|]. exists (Rabs (f x) + 1). intros y Hy H.
    assert (D : Rabs (f x - f y) < 1).
    { apply Hn; [exact Hy|]. apply Rle_lt_trans with (sqrt (INR d) * r).
      - rewrite <- (proj1 Hx) at 1. apply distance_close; [lra|rewrite (proj1 Hx), (proj1 Hy); reflexivity|].
        clear -H. induction H; constructor; [lra|assumption].
      - assert (E : (sqrt (INR d) + 1) * r = eta) by (unfold r; field; lra). lra. }
    revert D. linear_cases.
  - exists B. auto.
Qed.

Theorem continuous_modulus_holds : continuous_modulus.
Proof.
  intros d f r Hf Hr. destruct (continuous_bounded d f Hf) as [B HB].
  destruct (modulus_exists d f r (2 * B) Hr) as (w & Hw & _); [|exists w; exact Hw].
  intros x y Hx Hy _. pose proof (HB x Hx) as B1. pose proof (HB y Hy) as B2. revert B1 B2. linear_cases.
Qed.

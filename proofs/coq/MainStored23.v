(* Theorem 2.3 for the one network that the library stores for a target: v, s and b are numbers in it. *)
From Coq Require Import Reals Lra Lia List Arith.
From Syz Require Import Network Literal Universal Statement Pieces Cells Approximation Calculus Realise Size Rates.
From Syz Require Import ThreeParameters RealiseUniversal SizeUniversal Main23.
Import ListNotations.
Open Scope R_scope.

Lemma chained_with_number d q : (1 <= q)%nat -> chained q d (d + 1) [with_number d].
Proof.
  intros Hq. split; [reflexivity|]. unfold with_number. cbn [rows].
  split; [|rewrite app_length, map_length, seq_length; reflexivity].
  apply Forall_app. split; [|repeat constructor; simpl; lia]. apply Forall_map, Forall_forall. intros i Hi. apply in_seq in Hi.
  split; [exact I|]. repeat constructor. simpl. lia.
Qed.
Lemma chained_three d n : (1 <= d)%nat -> (1 <= n)%nat -> chained 3 d 1 (literal_three d n).
Proof.
  intros Hd Hn. change (literal_three d n)
    with ([with_number d] ++ universal_phi d n ++ [Layer 1 [(@Param number 2, [(O, Param 1)])]]).
  apply (chained_app _ _ (d + 1)); [apply chained_with_number; lia|].
  apply (chained_app _ _ 1); [apply (chained_more 0); [lia|apply (universal_shape d n Hd Hn)]|].
  split; [reflexivity|]. split; [repeat constructor; simpl; lia|reflexivity].
Qed.
Lemma occurrences_three d n i : (1 <= d)%nat -> (1 <= n)%nat -> (i < 3)%nat -> occurrences i (literal_three d n) = 1%nat.
Proof.
  intros Hd Hn Hi. change (literal_three d n)
    with ([with_number d] ++ universal_phi d n ++ [Layer 1 [(@Param number 2, [(O, Param 1)])]]).
  rewrite !occurrences_app, (occurrences_fixed i _ _ _ (proj2 (universal_shape d n Hd Hn))).
  assert (E : occurrences i [with_number d] = if (i =? 0)%nat then 1%nat else 0%nat).
  { unfold occurrences, entries, with_number. cbn [flat_map rows]. rewrite app_nil_r, flat_map_app, filter_app, app_length.
    assert (Z : forall s k, length (filter (is_param i)
        (flat_map (fun r => fst r :: map snd (snd r)) (map (fun i => (integer 0, [(i, integer 1)])) (seq s k)))) = O).
    { intros s k. revert s. induction k; intros s; [reflexivity|]. cbn. apply IHk. }
    rewrite Z. destruct i; reflexivity. }
  rewrite E. destruct i as [|[|[|i]]]; [reflexivity|reflexivity|reflexivity|lia].
Qed.

Lemma affine_with_number delta a x : affine a (layer_map (real delta) (with_number (length x))) x = x ++ [nth 0 a 0].
Proof.
  unfold affine, layer_map, with_number. cbn [rows]. rewrite !map_app, !map_map. f_equal.
  - transitivity (map (fun i => nth i x 0) (seq 0 (length x))).
    + apply map_ext. intros i. unfold integer, fixed. cbn [row_map fst snd entry_map map value weighted].
      rewrite !real_integer. ring.
    + clear. induction x as [|t x IH]; [reflexivity|]. cbn [length seq map nth]. f_equal. rewrite <- seq_shift, map_map. exact IH.
  - cbn. rewrite Rplus_0_r. reflexivity.
Qed.
Theorem literal_three_runs d n delta v s b x : grid d n delta -> length x = d -> Forall (fun t => 0 <= t) x -> 0 <= v ->
  run [v; s; b] (real_network delta (literal_three d n)) x = [s * direct_psi n delta v x + b].
Proof.
  intros G Lx Hx Hv. pose proof G as (Hd & Hn & D & _). subst d. unfold literal_three.
  rewrite run_real_cons by (destruct (universal_phi (length x) n); discriminate). rewrite affine_with_number. cbn [nth].
  rewrite relu_of_nonnegatives by (apply Forall_app; split; [exact Hx|constructor; [exact Hv|constructor]]).
  assert (E : run [v; s; b] (real_network delta (universal_phi (length x) n)) (x ++ [v]) = [direct_psi n delta v x]).
  { rewrite (run_fixed _ [] _ (length x + 1) 1).
    - apply universal_value; auto.
    - apply chained_map, (universal_shape _ n Hd Hn). }
  rewrite real_network_app, run_after; rewrite ?E.
  - rewrite run_real_one. unfold affine, layer_map. cbn [rows map row_map fst snd entry_map value weighted nth]. f_equal. ring.
  - apply real_network_nonempty, (universal_shape _ n Hd Hn).
  - constructor; [apply direct_psi_range|constructor].
Qed.

Theorem literal_2_3_holds : literal_2_3.
Proof.
  intros d n delta G N. pose proof G as (Hd & Hn & D & _). unfold N. split; [|split].
  - apply well_formed_real; [discriminate|apply chained_three; assumption].
  - intros i Hi. unfold real_network. rewrite occurrences_map. apply occurrences_three; assumption.
  - intros f w W [Hw HW]. pose proof (joined_range n d (framed d f W)) as V.
    exists (joined n d (framed d f W)). split; [exact V|]. intros x Hx. eexists. split.
    + apply literal_three_runs; [exact G|apply Hx| |lra].
      eapply Forall_impl; [|apply Hx]. cbv beta. intros; lra.
    + apply (direct_error_of d n delta G); assumption.
Qed.

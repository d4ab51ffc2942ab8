(* Shapes, sizes and counts of the literal networks. *)
From Coq Require Import Lia List Arith ZArith Bool Reals.
From Syz Require Import Network Literal Calculus Realise Cells Statement.
Import ListNotations.
Open Scope nat_scope.

(* ---- Networks without a parameter ---- *)
Lemma fixed_entries {A} (N : network A) : forall d m, chained 0 d m N -> Forall (entry_ok 0) (entries N).
Proof.
  induction N as [|l N IH]; intros d' m C; [constructor|]. destruct C as (<- & Hr & C).
  unfold entries. cbn [flat_map]. apply Forall_app. split; [|apply (IH _ _ C)]. clear IH C.
  induction Hr as [|r rs [Hb Hc] _ IHr]; [constructor|]. cbn [flat_map app]. constructor; [exact Hb|].
  apply Forall_app. split; [|exact IHr]. apply Forall_map. eapply Forall_impl; [|exact Hc]. simpl; tauto.
Qed.
Lemma occurrences_fixed {A} i (N : network A) d' m : chained 0 d' m N -> occurrences i N = 0.
Proof.
  intros C. pose proof (fixed_entries N d' m C) as E.
  unfold occurrences. induction E as [|e es He _ IH]; [reflexivity|]. destruct e; simpl in *; [exact IH|lia].
Qed.

(* ---- Shapes ---- *)
Section Shapes.
Variables (d n : nat).
Hypothesis d_1 : 1 <= d.
Hypothesis n_1 : 1 <= n.

Lemma chained_first shs : Forall (fun shift => length shift = d) shs ->
  chained 0 d (length shs) (first_network d n shs).
Proof.
  intros Hs. split; [reflexivity|]. split.
  - unfold ramps. cbn [rows]. apply Forall_forall. intros r Hr.
    apply in_flat_map in Hr. destruct Hr as (shift & _ & Hr). apply in_flat_map in Hr. destruct Hr as ([i s] & Hi & Hr).
    apply in_map_iff in Hr. destruct Hr as (e & <- & _). apply in_combine_l, in_seq in Hi.
    split; [exact I|]. repeat constructor. cbn [fst]. lia.
  - replace (length (rows (ramps d n shs))) with (length shs * (d * width n)).
    + replace (length shs) with (length shs * 1) at 2 by lia. apply chained_side_by_side, chained_index; auto.
    + unfold ramps. cbn [rows]. clear d_1. induction Hs as [|shift shs E _ IH]; [reflexivity|].
      cbn [flat_map length]. rewrite app_length. cbn [Nat.mul]. f_equal; [symmetry|exact IH].
      rewrite (flat_map_length (width n)) by (intros [i s]; rewrite map_length; apply ends_length).
      rewrite combine_length, seq_length, E, Nat.min_id. reflexivity.
Qed.
Lemma chained_binary_sum : chained 0 (2 * n) 1 [binary_sum n].
Proof.
  repeat split. constructor; [|constructor]. apply row_ok_from; [exact I| |].
  - apply Forall_forall. intros e He. apply in_flat_map in He. destruct He as (i & _ & [<-|[<-|[]]]); exact I.
  - rewrite (flat_map_length 2) by reflexivity. rewrite seq_length. lia.
Qed.
Lemma chained_reader digits copies : chained 0 (copies * n) copies (reader digits n copies).
Proof.
  unfold reader. apply (chained_app 0 _ (copies * n * 2)).
  - pose proof (chained_side_by_side 0 (copies * n) _ _ _ (chained_one_digit digits)) as C. rewrite Nat.mul_1_r in C. exact C.
  - pose proof (chained_side_by_side 0 copies _ _ _ chained_binary_sum) as C.
    replace (copies * (2 * n)) with (copies * n * 2) in C by lia. rewrite Nat.mul_1_r in C. exact C.
Qed.
Lemma chained_medians e : chained 0 (3 ^ e) 1 (medians e).
Proof.
  induction e; [reflexivity|]. cbn [medians]. apply (chained_app 0 _ (3 ^ e)); [|exact IHe].
  pose proof (chained_side_by_side 0 (3 ^ e) _ _ _ chained_mid) as C. rewrite Nat.mul_1_r in C.
  replace (3 ^ S e) with (3 ^ e * 3) by (simpl; lia). exact C.
Qed.
Lemma chained_linear copies q : n <= q -> chained q copies (copies * n) [linear copies n].
Proof.
  intros Hq. split; [reflexivity|]. unfold linear. cbn [rows]. split.
  - apply Forall_forall. intros r Hr. apply in_flat_map in Hr. destruct Hr as (c & Hc & Hr).
    apply in_map_iff in Hr. destruct Hr as (l & <- & Hl). apply in_seq in Hc, Hl.
    split; [exact I|]. repeat constructor; simpl; lia.
  - rewrite (flat_map_length n) by (intros; rewrite map_length, seq_length; reflexivity). rewrite seq_length. reflexivity.
Qed.
Lemma chained_outer : chained (n + 2) 1 1 [outer n].
Proof. repeat split; repeat constructor; simpl; lia. Qed.

Lemma chained_phi1_sup : chained 0 d (3 ^ d) (phi1_sup d n).
Proof. rewrite <- shifts_length. apply chained_first, shifts_each. Qed.
Lemma chained_phi2_sup : chained 0 (3 ^ d * n) 1 (phi2_sup d n).
Proof. eapply chained_app; [apply chained_reader|apply chained_medians]. Qed.
Lemma chained_phi1_lp : chained 0 d 1 (phi1_lp d n).
Proof. apply (chained_first [repeat 0%Z d]). repeat constructor. apply repeat_length. Qed.
Lemma chained_phi2_lp : chained 0 n 1 (phi2_lp d n).
Proof. pose proof (chained_reader (2 ^ (d * n)) 1) as C. rewrite Nat.mul_1_l in C. exact C. Qed.

Lemma chained_whole copies phi1 phi2 : chained 0 d copies phi1 -> chained 0 (copies * n) 1 phi2 ->
  chained (n + 2) d 1 (phi1 ++ [linear copies n] ++ phi2 ++ [outer n]).
Proof.
  intros C1 C2. apply (chained_app _ _ copies); [apply (chained_more 0); [lia|exact C1]|].
  apply (chained_app _ _ (copies * n)); [apply chained_linear; lia|].
  apply (chained_app _ _ 1); [apply (chained_more 0); [lia|exact C2]|apply chained_outer].
Qed.

(* ---- How often a parameter is stored ---- *)
Lemma occurrences_linear copies i : occurrences i [linear copies n] = if i <? n then copies else 0.
Proof.
  unfold occurrences, entries, linear. cbn [flat_map rows]. rewrite app_nil_r.
  assert (G : forall s k, length (filter (is_param i) (flat_map (fun r => fst r :: map snd (snd r))
      (flat_map (fun c => map (fun l => (integer 0, [(c, Param l)])) (seq 0 n)) (seq s k))))
    = k * (if i <? n then 1 else 0)).
  { intros s k. revert s. induction k; intros s; [reflexivity|]. cbn [seq flat_map].
    rewrite flat_map_app, filter_app, app_length, IHk. cbn [Nat.mul]. f_equal. clear.
    assert (H : forall a m, length (filter (is_param i) (flat_map (fun r => fst r :: map snd (snd r))
        (map (fun l => (integer 0, [(s, Param l)])) (seq a m)))) = if (a <=? i) && (i <? a + m) then 1 else 0).
    { intros a m. revert a. induction m; intros a.
      - simpl. destruct (Nat.leb_spec a i), (Nat.ltb_spec i (a + 0)); simpl; lia.
      - cbn [seq map flat_map fst snd app filter is_param integer fixed].
        destruct (Nat.eqb_spec i a); cbn [length]; rewrite IHm;
          destruct (Nat.leb_spec (S a) i), (Nat.ltb_spec i (S a + m)), (Nat.leb_spec a i), (Nat.ltb_spec i (a + S m));
          simpl; lia. }
    apply (H 0 n). }
  rewrite G. destruct (i <? n); lia.
Qed.
Lemma occurrences_outer i : occurrences i [outer n] = (if i =? n then 1 else 0) + (if i =? S n then 1 else 0).
Proof.
  unfold occurrences, entries, outer. cbn [flat_map rows fst snd map app filter is_param].
  destruct (Nat.eqb_spec i (S n)), (Nat.eqb_spec i n); subst; simpl; lia.
Qed.
Theorem occurrences_whole copies phi1 phi2 i : chained 0 d copies phi1 -> chained 0 (copies * n) 1 phi2 ->
  occurrences i (phi1 ++ [linear copies n] ++ phi2 ++ [outer n])
  = (if i <? n then copies else 0) + (if i =? n then 1 else 0) + (if i =? S n then 1 else 0).
Proof.
  intros C1 C2. rewrite !occurrences_app, (occurrences_fixed i phi1 _ _ C1), (occurrences_fixed i phi2 _ _ C2).
  rewrite occurrences_linear, occurrences_outer. lia.
Qed.
End Shapes.

(* ---- Sizes ---- *)
Definition row_sizes {A} (rs : list (row A)) : nat := list_sum (map (fun r => S (length (snd r))) rs).
Lemma stored_cons {A} (l : layer A) N : stored (l :: N) = row_sizes (rows l) + stored N.
Proof.
  unfold stored, entries. cbn [flat_map]. rewrite app_length. f_equal. unfold row_sizes.
  induction (rows l) as [|r rs IH]; [reflexivity|]. cbn [flat_map map list_sum fold_right].
  rewrite app_length, IH. cbn [length]. rewrite map_length. reflexivity.
Qed.
Lemma row_sizes_equal {A} c (rs : list (row A)) : Forall (fun r => length (snd r) = c) rs -> row_sizes rs = length rs * S c.
Proof. unfold row_sizes. induction 1 as [|r rs E _ IH]; [reflexivity|]. cbn [map list_sum fold_right length]. rewrite E.
  change (fold_right Nat.add 0 (map (fun r => S (length (snd r))) rs)) with (list_sum (map (fun r => S (length (snd r))) rs)).
  rewrite IH. lia. Qed.
Lemma from_length {A} s (ws : list (entry A)) : length (from s ws) = length ws.
Proof. unfold from. rewrite combine_length, seq_length. lia. Qed.

Theorem stored_first d n shs : 1 <= d -> 1 <= n -> Forall (fun shift => length shift = d) shs ->
  stored (first_network d n shs) = length shs * (6 * d * (2 ^ n - 1) + 1 + 3 * 2 ^ (d * n) - 2).
Proof.
  intros Hd Hn Hs. pose proof (power_nat_2 (d * n) ltac:(nia)) as HJ. unfold first_network.
  rewrite stored_cons, stored_side_by_side.
  rewrite (row_sizes_equal 1).
  2:{ unfold ramps. cbn [rows]. apply Forall_forall. intros r Hr. apply in_flat_map in Hr. destruct Hr as (s & _ & Hr).
      apply in_flat_map in Hr. destruct Hr as ([i s'] & _ & Hr). apply in_map_iff in Hr. destruct Hr as (e & <- & _).
      reflexivity. }
  pose proof (chained_first d n Hd Hn shs Hs) as (_ & _ & C). cbn [map chained] in C. destruct C as (<- & _).
  cbn [side_by_side inputs rho]. rewrite !stored_cons. cbn [rho kinks rises rows].
  rewrite (row_sizes_equal 1 (map (fun j => (integer (- Z.of_nat j), [(0, integer 1)])) _))
    by (apply Forall_map, Forall_forall; reflexivity).
  unfold row_sizes. cbn [map list_sum fold_right snd]. rewrite !from_length, !map_length, !seq_length.
  rewrite (flat_map_length (width n)) by apply slopes_length. rewrite seq_length. cbn [length stored entries flat_map].
  rewrite map_length, seq_length. unfold width. set (J := 2 ^ (d * n)) in *. set (K1 := 2 ^ n - 1).
  replace (6 * d * K1) with (3 * (d * (2 * K1))) by lia. set (W := d * (2 * K1)).
  replace (J - 1) with (S (J - 2)) by lia. set (J2 := J - 2). replace J with (J2 + 2) by (unfold J2; lia).
  replace (3 * W + 1 + 3 * (J2 + 2) - 2) with (3 * W + 3 * J2 + 5) by lia.
  generalize (length shs). intros k. nia.
Qed.
Theorem size_reader digits n copies : stored (reader digits n copies) = copies * (n * (12 * digits + 12) + 1).
Proof.
  unfold reader. rewrite stored_app, stored_side_by_side. change [side_by_side copies (binary_sum n)] with (map (side_by_side
    copies) [binary_sum n]).
  rewrite stored_side_by_side.
  replace (stored [binary_sum n]) with (2 * n + 1).
  2:{ rewrite stored_cons. unfold row_sizes. cbn [binary_sum rows map list_sum fold_right snd]. rewrite from_length.
      rewrite (flat_map_length 2) by reflexivity. rewrite seq_length. cbn. lia. }
  replace (stored (tent_first (2 * digits + 1) :: repeat tent_next (2 * digits) ++ [tent_clamp])) with (12 * digits + 10); [nia|].
  rewrite stored_cons, stored_app. change (row_sizes (rows (tent_first (2 * digits + 1)))) with 4.
  change (stored [tent_clamp]) with 6.
  replace (stored (repeat tent_next (2 * digits))) with (6 * (2 * digits)); [lia|].
  generalize (2 * digits). induction n0; [reflexivity|]. cbn [repeat]. rewrite stored_cons, <- IHn0.
  change (row_sizes (rows tent_next)) with 6. lia.
Qed.
Theorem size_medians d : 2 * stored (medians d) = 57 * (3 ^ d - 1).
Proof.
  induction d; [reflexivity|]. cbn [medians]. rewrite stored_app, stored_side_by_side. change (stored mid_layers) with 57.
  pose proof (Nat.pow_nonzero 3 d ltac:(lia)). replace (3 ^ S d) with (3 * 3 ^ d) by reflexivity. lia.
Qed.

(* (1 + (K-1))^d >= 1 + d (K-1) *)
Lemma bernoulli n d : d * (2 ^ n - 1) + 1 <= 2 ^ (d * n).
Proof.
  pose proof (power_nat_positive n). induction d; [simpl; lia|].
  replace (S d * n) with (n + d * n) by lia. rewrite Nat.pow_add_r. set (J := 2 ^ (d * n)) in *. set (K := 2 ^ n) in *.
  replace K with (K - 1 + 1) at 2 by lia. set (K1 := K - 1) in *. nia.
Qed.
Lemma printed_power e k : 2 ^ (e + k) = 2 ^ e * 2 ^ k. Proof. apply Nat.pow_add_r. Qed.

Section Bounds.
Variables (d n : nat) (q : R).
Hypothesis d_1 : 1 <= d.
Hypothesis n_1 : 1 <= n.
Let J_2 : 2 <= 2 ^ (d * n). Proof. apply power_nat_2. nia. Qed.

Theorem size_phi1 : stored (phi1_lp d n) = 6 * d * (2 ^ n - 1) + 1 + 3 * 2 ^ (d * n) - 2 /\
  stored (phi1_lp d n) <= 9 * 2 ^ (d * n) /\ 9 * 2 ^ (d * n) <= 2 ^ (d * n + 4).
Proof.
  unfold phi1_lp. rewrite stored_first by (auto; repeat constructor; apply repeat_length).
  cbn [length]. pose proof (bernoulli n d) as B. rewrite printed_power. change (2 ^ 4) with 16. lia.
Qed.
Theorem size_phi2 : stored (phi2_lp d n) = n * (12 * 2 ^ (d * n) + 12) + 1 /\ stored (phi2_lp d n) <= 2 ^ (d * n + 5) * n.
Proof. unfold phi2_lp. rewrite size_reader, printed_power. change (2 ^ 5) with 32. nia. Qed.
Theorem size_sup_phi1 : stored (phi1_sup d n) = 3 ^ d * (6 * d * (2 ^ n - 1) + 1 + 3 * 2 ^ (d * n) - 2) /\
  stored (phi1_sup d n) <= 3 ^ d * 2 ^ (d * n + 4) /\ 3 ^ d * 2 ^ (d * n + 4) <= 3 ^ d * 2 ^ (d * n + 5).
Proof.
  unfold phi1_sup. rewrite stored_first by (auto; apply shifts_each). rewrite shifts_length. split; [reflexivity|].
  pose proof (bernoulli n d) as B. rewrite !printed_power. change (2 ^ 4) with 16. change (2 ^ 5) with 32.
  split; apply Nat.mul_le_mono_l; lia.
Qed.
Theorem size_sup_phi2 : stored (phi2_sup d n) = 3 ^ d * (n * (12 * 2 ^ (d * n) + 12) + 1) + 57 * ((3 ^ d - 1) / 2) /\
  stored (phi2_sup d n) <= 3 ^ d * 2 ^ (d * n + 8) * n.
Proof.
  unfold phi2_sup. rewrite stored_app, size_reader, printed_power. change (2 ^ 8) with 256.
  pose proof (size_medians d) as M. pose proof (Nat.pow_nonzero 3 d ltac:(lia)) as T.
  assert (E : stored (medians d) = 57 * ((3 ^ d - 1) / 2)).
  { pose proof (Nat.div_mod (3 ^ d - 1) 2 ltac:(lia)) as D. pose proof (Nat.mod_upper_bound (3 ^ d - 1) 2 ltac:(lia)). lia. }
  split; [lia|]. clear E. set (J := 2 ^ (d * n)) in *. set (D := 3 ^ d) in *.
  assert (B : n * (12 * J + 12) + 1 + 29 <= J * 256 * n) by nia.
  apply (Nat.mul_le_mono_l _ _ D) in B. lia.
Qed.

Lemma well_formed_real p i m N : N <> [] -> chained p i m N -> well_formed p i m (real_network q N).
Proof. intros HN C. split; [apply real_network_nonempty, HN|apply chained_map, C]. Qed.
Lemma in_H W i m N : N <> [] -> chained 0 i m N -> stored N <= W -> H W i m (real_network q N).
Proof. intros HN C HS. split; [apply well_formed_real; assumption|]. unfold real_network. rewrite stored_map. exact HS. Qed.

Theorem phi1_lp_in_H : H (2 ^ (d * n + 4)) d 1 (real_network q (phi1_lp d n)).
Proof. apply in_H; [discriminate|apply chained_phi1_lp; auto|]. pose proof size_phi1. lia. Qed.
Theorem phi2_lp_in_H : H (2 ^ (d * n + 5) * n) n 1 (real_network q (phi2_lp d n)).
Proof. apply in_H; [discriminate|apply chained_phi2_lp; auto|apply size_phi2]. Qed.
Theorem phi1_sup_in_H : H (3 ^ d * 2 ^ (d * n + 5)) d (3 ^ d) (real_network q (phi1_sup d n)).
Proof. apply in_H; [discriminate|apply chained_phi1_sup; auto|]. pose proof size_sup_phi1. lia. Qed.
Theorem phi2_sup_in_H : H (3 ^ d * 2 ^ (d * n + 8) * n) (3 ^ d * n) 1 (real_network q (phi2_sup d n)).
Proof. apply in_H; [discriminate|apply chained_phi2_sup; auto|apply size_sup_phi2]. Qed.
End Bounds.

(* Shape and exact size of the network of Theorem 2.3: d + 1 inputs, no parameter. *)
From Coq Require Import Lia List Arith ZArith.
From Syz Require Import Network Literal Calculus Realise Size Universal RealiseUniversal.
Import ListNotations.

Lemma row_sizes_app {A} (u v : list (row A)) : row_sizes (u ++ v) = row_sizes u + row_sizes v.
Proof. unfold row_sizes. rewrite map_app. apply list_sum_app. Qed.

Section Layers.
Variables d n cells copies : nat.

Lemma from_columns {A} s (ws : list (entry A)) q m : s + length ws <= m -> Forall (entry_ok q) ws ->
  Forall (fun cw => fst cw < m /\ entry_ok q (snd cw)) (from s ws).
Proof.
  unfold from. revert s. induction ws as [|w ws IH]; intros s H Hw; simpl in *; [constructor|]. inversion_clear Hw.
  constructor; [simpl; split; [lia|assumption]|]. apply IH; [lia|assumption].
Qed.
Lemma carried_ok c m : c < m -> row_ok 0 m (carried c).
Proof. intros. split; [exact I|]. constructor; [split; [assumption|exact I]|constructor]. Qed.

Lemma shared_ramps_rows : length (rows (shared_ramps d n)) = 3 * d * width n + 1.
Proof.
  unfold shared_ramps; cbn [rows]. rewrite app_length, (flat_map_length (3 * width n)), seq_length; [simpl; nia|].
  intros. rewrite (flat_map_length (width n)); [reflexivity|]. intros. rewrite map_length. apply ends_length.
Qed.
Lemma shared_ramps_ok : Forall (row_ok 0 (d + 1)) (rows (shared_ramps d n)).
Proof.
  unfold shared_ramps; cbn [rows]. apply Forall_app. split; [|repeat constructor; simpl; lia].
  apply Forall_flat_map, Forall_forall. intros i Hi. apply in_seq in Hi.
  apply Forall_flat_map, Forall_forall. intros s _. apply Forall_map, Forall_forall. intros e _.
  split; [exact I|]. constructor; [split; [simpl; lia|exact I]|constructor].
Qed.
Lemma shared_ramps_size : row_sizes (rows (shared_ramps d n)) = 6 * d * width n + 2.
Proof.
  rewrite (row_sizes_equal 1), shared_ramps_rows; [lia|].
  unfold shared_ramps; cbn [rows]. apply Forall_app. split; [|repeat constructor].
  apply Forall_flat_map, Forall_forall. intros i _. apply Forall_flat_map, Forall_forall. intros s _.
  apply Forall_map, Forall_forall. intros e _. reflexivity.
Qed.

Lemma indices_rows : length (rows (indices d n)) = 3 ^ d + 1.
Proof. unfold indices; cbn [rows]. rewrite app_length, map_length, shifts_length. reflexivity. Qed.
Lemma index_row_ok sh : length sh = d -> Forall (fun s => (-1 <= s <= 1)%Z) sh ->
  row_ok 0 (3 * d * width n + 1) (index_row d n sh).
Proof.
  intros L U. split; [exact I|]. simpl snd. apply Forall_flat_map, Forall_forall. intros [i s] H.
  pose proof (in_combine_l _ _ _ _ H) as Hi. pose proof (in_combine_r _ _ _ _ H) as Hs. apply in_seq in Hi.
  rewrite Forall_forall in U. specialize (U s Hs). unfold axis_slopes. apply from_columns.
  - rewrite slopes_length. assert (Z.to_nat (s + 1) <= 2) by lia. nia.
  - unfold slopes. apply Forall_flat_map, Forall_forall. intros k _. repeat constructor.
Qed.
Lemma indices_ok : Forall (row_ok 0 (3 * d * width n + 1)) (rows (indices d n)).
Proof.
  unfold indices; cbn [rows]. apply Forall_app. split; [|constructor; [apply carried_ok; lia|constructor]].
  apply Forall_map, Forall_forall. intros sh H. destruct (shifts_units d sh H). apply index_row_ok; assumption.
Qed.
Lemma indices_size : row_sizes (rows (indices d n)) = 3 ^ d * (d * width n + 1) + 2.
Proof.
  unfold indices; cbn [rows]. rewrite row_sizes_app. f_equal.
  rewrite (row_sizes_equal (d * width n)); [rewrite map_length, shifts_length, Nat.add_1_r; reflexivity|].
  apply Forall_map, Forall_forall. intros sh H. destruct (shifts_units d sh H) as [L _].
  unfold index_row. simpl snd.
  rewrite (flat_map_length (width n)), combine_length, seq_length; [lia|].
  intros [i s]. unfold axis_slopes. rewrite from_length. apply slopes_length.
Qed.

Lemma distances_rows : length (rows (distances copies cells)) = copies * (cells + 2) + 1.
Proof.
  unfold distances; cbn [rows]. rewrite app_length, (flat_map_length (cells + 2)), seq_length; [reflexivity|].
  intros. rewrite map_length. apply seq_length.
Qed.
Lemma distances_ok : Forall (row_ok 0 (copies + 1)) (rows (distances copies cells)).
Proof.
  unfold distances; cbn [rows]. apply Forall_app. split; [|constructor; [apply carried_ok; lia|constructor]].
  apply Forall_flat_map, Forall_forall. intros c Hc. apply in_seq in Hc. apply Forall_map, Forall_forall. intros i _.
  split; [exact I|]. constructor; [split; [simpl; lia|exact I]|constructor].
Qed.
Lemma distances_size : row_sizes (rows (distances copies cells)) = 2 * copies * (cells + 2) + 2.
Proof.
  rewrite (row_sizes_equal 1), distances_rows; [lia|].
  unfold distances; cbn [rows]. apply Forall_app. split; [|repeat constructor].
  apply Forall_flat_map, Forall_forall. intros c _. apply Forall_map, Forall_forall. intros e _. reflexivity.
Qed.

Lemma summands_rows : length (rows (summands copies n cells)) = copies * n * cells.
Proof.
  unfold summands; cbn [rows]. rewrite (flat_map_length (n * cells)), seq_length; [nia|]. intros.
  rewrite (flat_map_length cells), seq_length; [reflexivity|]. intros. rewrite map_length. apply seq_length.
Qed.
Lemma summands_ok : Forall (row_ok 0 (copies * (cells + 2) + 1)) (rows (summands copies n cells)).
Proof.
  unfold summands; cbn [rows]. apply Forall_flat_map, Forall_forall. intros c Hc. apply in_seq in Hc.
  apply Forall_flat_map, Forall_forall. intros l _. apply Forall_map, Forall_forall. intros j Hj. apply in_seq in Hj.
  split; [exact I|]. unfold summand_row. cbn [snd]. apply Forall_app. split.
  - apply from_columns; [cbn [length]; nia|repeat constructor].
  - constructor; [split; [simpl; lia|exact I]|constructor].
Qed.
Lemma summands_size : row_sizes (rows (summands copies n cells)) = 5 * copies * n * cells.
Proof.
  rewrite (row_sizes_equal 4), summands_rows; [lia|]. unfold summands; cbn [rows].
  apply Forall_flat_map, Forall_forall. intros c _. apply Forall_flat_map, Forall_forall. intros l _.
  apply Forall_map, Forall_forall. intros j _. reflexivity.
Qed.

Lemma sums_rows : length (rows (sums copies n cells)) = copies * n.
Proof. unfold sums; cbn [rows]. rewrite map_length. apply seq_length. Qed.
Lemma sums_ok : Forall (row_ok 0 (copies * n * cells)) (rows (sums copies n cells)).
Proof.
  unfold sums; cbn [rows]. apply Forall_map, Forall_forall. intros g Hg. apply in_seq in Hg. split; [exact I|]. simpl snd.
  apply from_columns; [rewrite repeat_length; nia|]. apply Forall_forall. intros e He. apply repeat_spec in He. subst e. exact I.
Qed.
Lemma sums_size : row_sizes (rows (sums copies n cells)) = copies * n * (cells + 1).
Proof.
  rewrite (row_sizes_equal cells), sums_rows; [lia|]. unfold sums; cbn [rows].
  apply Forall_map, Forall_forall. intros g _. simpl snd. rewrite from_length, repeat_length. reflexivity.
Qed.
End Layers.

Lemma product_layers_shape d n : chained 0 (d + 1) (3 ^ d * n) (product_layers d n).
Proof.
  unfold product_layers. cbn [chained]. rewrite shared_ramps_rows, indices_rows, distances_rows, summands_rows, sums_rows.
  repeat split; auto using shared_ramps_ok, indices_ok, distances_ok, summands_ok, sums_ok.
Qed.
Lemma product_layers_size d n : stored (product_layers d n)
  = 12 * d * (2 ^ n - 1) + 6 + 3 ^ d * (2 * d * (2 ^ n - 1) + 2 * 2 ^ (d * n) + 5 + n * (6 * 2 ^ (d * n) + 1)).
Proof.
  unfold product_layers. rewrite !stored_cons, shared_ramps_size, indices_size, distances_size, summands_size, sums_size.
  unfold stored, width. simpl length. lia.
Qed.

Theorem universal_shape d n : 1 <= d -> 1 <= n -> well_formed 0 (d + 1) 1 (universal_phi d n).
Proof.
  intros Hd Hn. split; [discriminate|]. unfold universal_phi. apply (chained_app _ _ _ _ _ _ (product_layers_shape d n)).
  apply (chained_app _ _ _ _ _ _ (chained_reader d n Hd Hn _ (3 ^ d))), (chained_medians d n Hd Hn).
Qed.


Theorem universal_stored d n : stored (universal_phi d n) = universal_size d n.
Proof.
  unfold universal_phi, universal_size. rewrite !stored_app, product_layers_size, size_reader.
  pose proof (size_medians d) as M. assert (E : stored (medians d) = 57 * ((3 ^ d - 1) / 2)).
  { assert (O : exists k, 3 ^ d = 2 * k + 1).
    { clear. induction d as [|d [k IH]]; [exists 0; reflexivity|]. exists (3 * k + 1). simpl. lia. }
    destruct O as [k O]. rewrite O in M |- *. replace (2 * k + 1 - 1) with (k * 2) by lia. rewrite Nat.div_mul by lia. lia. }
  rewrite E. generalize (57 * ((3 ^ d - 1) / 2)) (3 ^ d) (2 ^ (d * n)) (2 ^ n - 1). intros. nia.
Qed.

Theorem universal_hidden d n : hidden (universal_phi d n) = 2 * n * 2 ^ (d * n) + 3 * d + 7.
Proof.
  assert (M : length (medians d) = 3 * d).
  { induction d; [reflexivity|]. cbn [medians]. rewrite app_length, map_length, IHd. cbn [mid_layers length]. lia. }
  unfold hidden, universal_phi, product_layers, reader. rewrite !app_length, M, map_length.
  cbn [length]. rewrite app_length, repeat_length. cbn [length]. lia.
Qed.

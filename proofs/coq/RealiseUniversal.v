(* The literal layers of Universal.v compute the function direct_psi of ThreeParameters.v, for every x, every v >= 0 and every
   delta > 0: shared ramps and 3^d indices, exact products, readers with n J digits, medians. *)
From Coq Require Import Reals ZArith Lra Lia Arith List.
From Syz Require Import Network Literal Statement Pieces Cells Approximation Calculus Realise Product Universal ThreeParameters.
Import ListNotations.
Local Open Scope R_scope.

(* ---- Lists ---- *)
(* Pieces of one length w: the entry i w + j is the entry j of the piece i. *)
Lemma nth_flat_map {A B} (f : A -> list B) w l a0 b0 : (forall a, length (f a) = w) ->
  forall i j, (i < length l)%nat -> (j < w)%nat -> nth (i * w + j) (flat_map f l) b0 = nth j (f (nth i l a0)) b0.
Proof.
  intros H. induction l as [|a l IH]; intros i j Hi Hj; simpl in Hi; [lia|].
  destruct i as [|i]; simpl.
  - apply app_nth1. rewrite H. lia.
  - rewrite app_nth2; rewrite H; [|lia]. replace (w + i * w + j - w)%nat with (i * w + j)%nat by lia.
    apply IH; lia.
Qed.
Lemma map_flat_map {A B C} (g : B -> C) (f : A -> list B) l : map g (flat_map f l) = flat_map (fun a => map g (f a)) l.
Proof. induction l; [reflexivity|]. simpl. rewrite map_app, IHl. reflexivity. Qed.
Lemma flat_map_eq {A B} (f g : A -> list B) l : (forall a, In a l -> f a = g a) -> flat_map f l = flat_map g l.
Proof.
  induction l; intros H; [reflexivity|]. simpl. rewrite H, IHl; [reflexivity| |left; reflexivity].
  intros; apply H; right; assumption.
Qed.
Lemma flat_map_nth {A B} (f : A -> list B) l a : flat_map (fun c => f (nth c l a)) (seq 0 (length l)) = flat_map f l.
Proof.
  induction l as [|b l IH]; [reflexivity|]. simpl. f_equal. rewrite <- IH, <- seq_shift.
  rewrite !flat_map_concat_map, map_map. reflexivity.
Qed.
Lemma from_app {A} s (u w : list (entry A)) : from s (u ++ w) = from s u ++ from (s + length u) w.
Proof.
  unfold from. revert s. induction u as [|e u IH]; intros s; simpl; [rewrite Nat.add_0_r; reflexivity|].
  rewrite IH, Nat.add_succ_r. reflexivity.
Qed.

Lemma concat_concat {A} (l : list (list (list A))) : concat (concat l) = concat (map (@concat A) l).
Proof. induction l; [reflexivity|]. simpl. rewrite concat_app, IHl. reflexivity. Qed.

Lemma shifts_units d : forall sh, In sh (shifts d) -> length sh = d /\ Forall (fun s => (-1 <= s <= 1)%Z) sh.
Proof.
  induction d; intros sh H; simpl in H; [destruct H as [<-|[]]; split; [reflexivity|constructor]|].
  apply in_flat_map in H. destruct H as (rest & Hr & H). destruct (IHd rest Hr) as [L U].
  simpl in H. destruct H as [<-|[<-|[<-|[]]]]; (split; [simpl; lia|constructor; [lia|assumption]]).
Qed.

(* ---- Values of rows: bias and weighted sum, the numbers read as real ones ---- *)
Section Values.
Variable delta : R.
Definition number_value (e : entry number) : R := value [] (entry_map (real delta) e).
Definition weights (ws : list (nat * entry number)) (x : list R) : R :=
  total (map (fun cw => number_value (snd cw) * nth (fst cw) x 0) ws).
Definition form (r : row number) (x : list R) : R := number_value (fst r) + weights (snd r) x.

Lemma affine_forms l x : affine [] (layer_map (real delta) l) x = map (fun r => form r x) (rows l).
Proof.
  unfold affine. simpl. rewrite map_map. apply map_ext. intros [e ws]. unfold form, number_value. simpl. f_equal.
  unfold weights. induction ws as [|[c w] ws IH]; [reflexivity|]. simpl. rewrite IH. reflexivity.
Qed.
Lemma weights_app u w x : weights (u ++ w) x = weights u x + weights w x.
Proof. unfold weights. rewrite map_app. apply total_app. Qed.
Lemma weights_one c e x : weights [(c, e)] x = number_value e * nth c x 0.
Proof. unfold weights. simpl. ring. Qed.
Lemma value_integer m : number_value (integer m) = IZR m.
Proof. unfold number_value. simpl. ring. Qed.
Lemma form_carried c x : form (carried c) x = nth c x 0.
Proof. unfold form, carried. cbn [fst snd]. rewrite weights_one, !value_integer. ring. Qed.

(* Two neighbouring columns for each k. *)
Lemma weights_pairs (p q : nat -> entry number) m : forall s start x,
  weights (from start (flat_map (fun k => [p k; q k]) (seq s m))) x =
  total (map (fun k => number_value (p k) * nth (start + 2 * (k - s)) x 0
                       + number_value (q k) * nth (start + 2 * (k - s) + 1) x 0) (seq s m)).
Proof.
  induction m; intros s start x; [reflexivity|]. cbn [seq flat_map map total].
  rewrite from_app, weights_app, IHm. cbn [length]. f_equal.
  - unfold weights. simpl. rewrite Nat.sub_diag, !Nat.add_0_r. replace (start + 1)%nat with (S start) by lia. ring.
  - apply total_of_map. intros k Hk. apply in_seq in Hk. replace (k - s)%nat with (S (k - S s)) by lia.
    do 2 f_equal; f_equal; lia.
Qed.

(* Each form adds the numbers of one piece of length w. *)
Lemma ones_total w : forall before l after, length l = w ->
  weights (from (length before) (repeat (integer 1) w)) (before ++ l ++ after) = total l.
Proof.
  induction w; intros before l after H; destruct l as [|t l]; try discriminate; [reflexivity|].
  injection H as H. change (repeat (integer 1) (S w)) with ([integer 1] ++ repeat (integer 1) w).
  rewrite from_app, weights_app. cbn [from combine length seq]. rewrite weights_one, value_integer.
  rewrite app_nth2, Nat.sub_diag by lia. cbn [app nth total].
  specialize (IHw (before ++ [t]) l after H). rewrite app_length, <- app_assoc in IHw. cbn [app length] in IHw.
  rewrite IHw. ring.
Qed.
Lemma chunk_totals w (chunks : list (list R)) : Forall (fun l => length l = w) chunks ->
  map (fun g => form (integer 0, from (g * w) (repeat (integer 1) w)) (concat chunks)) (seq 0 (length chunks)) = map total chunks.
Proof.
  intros H.
  assert (G : forall before, Forall (fun l => length l = w) before ->
    map (fun g => form (integer 0, from (g * w) (repeat (integer 1) w)) (concat (before ++ chunks)))
      (seq (length before) (length chunks)) = map total chunks); [|apply (G []); constructor].
  induction H as [|l chunks Hl _ IH]; intros before Hb; [reflexivity|]. cbn [length seq map]. f_equal.
  - unfold form. cbn [fst snd]. rewrite value_integer, concat_app. cbn [concat].
    replace (length before * w)%nat with (length (concat before)); [rewrite ones_total by assumption; ring|].
    clear IH. induction Hb as [|b before Hb _ IHb]; [reflexivity|]. simpl. rewrite app_length, IHb, Hb. reflexivity.
  - specialize (IH (before ++ [l])). rewrite app_length, <- app_assoc, Nat.add_1_r in IH. apply IH.
    apply Forall_app. split; [assumption|]. constructor; [assumption|constructor].
Qed.

(* ---- The 3^d indices ---- *)
Section Indices.
Hypothesis delta_positive : 0 < delta.
Variables (d n : nat) (x : list R) (v : R).
Hypothesis x_length : length x = d.

(* What the ramps of a coordinate t say at t + s delta, k = 1..K-1. *)
Definition axis_ramps (t : R) (s : Z) : list R :=
  flat_map (fun k => [relu (t + IZR s * delta - INR k / 2 ^ n + delta); relu (t + IZR s * delta - INR k / 2 ^ n)])
    (seq 1 (2 ^ n - 1)).
Definition ramp_layer : list R :=
  flat_map (fun i => flat_map (axis_ramps (nth i x 0)) [-1; 0; 1]%Z) (seq 0 d) ++ [relu v].

Lemma end_value s k side i y :
  form (Fixed (Gap (side + s) (- Z.of_nat k) (- Z.of_nat n)), [(i, integer 1)]) y
  = nth i y 0 + IZR s * delta - INR k / 2 ^ n + IZR side * delta.
Proof.
  unfold form. cbn [fst snd]. rewrite weights_one, value_integer. unfold number_value. cbn [fixed entry_map value real].
  rewrite plus_IZR, opp_IZR, <- INR_IZR_INZ, powerRZ_neg', powerRZ_nonnegative. unfold Rdiv. ring.
Qed.

Lemma shared_ramps_value : map relu (affine [] (layer_map (real delta) (shared_ramps d n)) (x ++ [v])) = ramp_layer.
Proof.
  rewrite affine_forms, map_map. unfold shared_ramps, ramp_layer. cbn [rows]. rewrite map_app. f_equal.
  - rewrite map_flat_map. apply flat_map_eq. intros i Hi. apply in_seq in Hi.
    rewrite map_flat_map. apply flat_map_eq. intros s _. unfold ends, axis_ramps.
    rewrite !map_flat_map. apply flat_map_eq. intros k _. cbn [map]. rewrite !end_value, app_nth1 by lia.
    f_equal; [f_equal; ring|f_equal; f_equal; ring].
  - cbn [map]. rewrite form_carried, app_nth2 by lia. rewrite x_length, Nat.sub_diag. reflexivity.
Qed.

Lemma axis_ramps_length t s : length (axis_ramps t s) = width n.
Proof. unfold axis_ramps, width. rewrite (flat_map_length 2); [rewrite seq_length; lia|reflexivity]. Qed.

Lemma ramp_layer_nth i s j : (i < d)%nat -> (-1 <= s <= 1)%Z -> (j < width n)%nat ->
  nth ((3 * i + Z.to_nat (s + 1)) * width n + j) ramp_layer 0 = nth j (axis_ramps (nth i x 0) s) 0.
Proof.
  intros Hi Hs Hj. set (p := Z.to_nat (s + 1)). assert (Hp : (p < 3)%nat) by (unfold p; lia).
  assert (L1 : forall i, length (flat_map (axis_ramps (nth i x 0)) [-1; 0; 1]%Z) = (3 * width n)%nat)
    by (intros; rewrite (flat_map_length (width n)); [reflexivity|intros; apply axis_ramps_length]).
  unfold ramp_layer. rewrite app_nth1.
  2:{ rewrite (flat_map_length (3 * width n)) by (intros; apply L1). rewrite seq_length. nia. }
  replace ((3 * i + p) * width n + j)%nat with (i * (3 * width n) + (p * width n + j))%nat by lia.
  rewrite (nth_flat_map _ (3 * width n) _ O) by (try exact L1; rewrite ?seq_length; nia).
  rewrite seq_nth by assumption. cbn [plus].
  rewrite (nth_flat_map _ (width n) _ 0%Z) by (try apply axis_ramps_length; cbn [length]; lia).
  f_equal. f_equal. assert (C : (s = -1 \/ s = 0 \/ s = 1)%Z) by lia. unfold p. destruct C as [->|[->| ->]]; reflexivity.
Qed.

Lemma slopes_value i s : (i < d)%nat -> (-1 <= s <= 1)%Z ->
  weights (axis_slopes n i s) ramp_layer = 2 ^ (n * i) * step n delta (nth i x 0 + IZR s * delta).
Proof.
  intros Hi Hs. unfold axis_slopes, slopes. cbn [map]. rewrite weights_pairs. unfold step.
  rewrite (total_of_map _ (fun k => 2 ^ (n * i) * ramp n delta (nth i x 0 + IZR s * delta) k)).
  - generalize (seq 1 (2 ^ n - 1)). induction l; simpl; [ring|]. rewrite IHl. ring.
  - intros k Hk. apply in_seq in Hk.
    assert (E : forall e, (e < 2)%nat ->
      nth ((3 * i + Z.to_nat (s + 1)) * width n + (2 * (k - 1) + e)) ramp_layer 0
      = nth e [relu (nth i x 0 + IZR s * delta - INR k / 2 ^ n + delta); relu (nth i x 0 + IZR s * delta - INR k / 2 ^ n)] 0).
    { intros e He. rewrite ramp_layer_nth by (assumption || unfold width; lia). unfold axis_ramps.
      rewrite (Nat.mul_comm 2), (nth_flat_map _ 2 _ O) by (try reflexivity; rewrite ?seq_length; lia).
      rewrite seq_nth by lia. replace (1 + (k - 1))%nat with k by lia. reflexivity. }
    pose proof (E 0%nat ltac:(lia)) as E0. pose proof (E 1%nat ltac:(lia)) as E1. cbn [nth] in E0, E1.
    rewrite Nat.add_0_r in E0. rewrite Nat.add_assoc in E1. rewrite E0, E1.
    unfold number_value, ramp. cbn [entry_map value real]. rewrite powerRZ_nonnegative. field. lra.
Qed.

(* The index of the cell of x + delta shift. *)
Lemma index_row_sum sh : Forall (fun s => (-1 <= s <= 1)%Z) sh -> forall place xs,
  (forall i, (i < length xs)%nat -> nth (place + i) x 0 = nth i xs 0) -> length xs = length sh -> (place + length sh = d)%nat ->
  weights (flat_map (fun '(i, s) => axis_slopes n i s) (combine (seq place (length sh)) sh)) ramp_layer
  = weights_sum n place (map (step n delta) (moved delta xs sh)).
Proof.
  induction 1 as [|s sh Hs _ IH]; intros place xs Hx Hl Hd.
  - destruct xs; [reflexivity|discriminate].
  - destruct xs as [|t xs]; [discriminate|]. cbn [length] in *. cbn [seq combine flat_map moved map weights_sum].
    pose proof (Hx O ltac:(lia)) as Ht. rewrite Nat.add_0_r in Ht. cbn [nth] in Ht.
    rewrite weights_app, slopes_value, Ht by (assumption || lia). f_equal. apply IH; [|lia|lia].
    intros i Hi. rewrite Nat.add_succ_comm. apply (Hx (S i)). lia.
Qed.
Lemma index_row_value sh : length sh = d -> Forall (fun s => (-1 <= s <= 1)%Z) sh ->
  form (index_row d n sh) ramp_layer = 1 + weights_sum n 0 (map (step n delta) (moved delta x sh)).
Proof.
  intros H Hs. unfold form, index_row. cbn [fst snd]. rewrite value_integer. f_equal. rewrite <- H at 1.
  apply index_row_sum; auto; lia.
Qed.

Lemma ramp_layer_last : nth (3 * d * width n) ramp_layer 0 = relu v.
Proof.
  unfold ramp_layer. rewrite app_nth2; rewrite (flat_map_length (3 * width n)), seq_length;
    try (intros; rewrite (flat_map_length (width n)); [reflexivity|intros; apply axis_ramps_length]); [|nia].
  replace (3 * d * width n - d * (3 * width n))%nat with O by nia. reflexivity.
Qed.
Definition all_indices : list R := map (fun sh => 1 + weights_sum n 0 (map (step n delta) (moved delta x sh))) (shifts d).
Lemma weights_sum_nonnegative ys : Forall (fun y => 0 <= y) ys -> forall place, 0 <= weights_sum n place ys.
Proof.
  induction 1; intros place; simpl; [lra|]. specialize (IHForall (S place)). pose proof (power_positive (n * place)). nra.
Qed.
Lemma indices_value : map relu (affine [] (layer_map (real delta) (indices d n)) ramp_layer) = all_indices ++ [relu v].
Proof.
  rewrite affine_forms, map_map. unfold indices, all_indices. cbn [rows]. rewrite map_app. f_equal.
  - rewrite map_map. apply map_ext_in. intros sh Hsh. destruct (shifts_units d sh Hsh) as [L U].
    rewrite index_row_value by assumption. apply relu_of_nonnegative.
    assert (0 <= weights_sum n 0 (map (step n delta) (moved delta x sh))); [|lra].
    apply weights_sum_nonnegative, Forall_map, Forall_forall. intros. apply step_nonnegative. assumption.
  - cbn [map]. rewrite form_carried, ramp_layer_last. f_equal. apply relu_of_nonnegative, relu_nonnegative.
Qed.
End Indices.

(* ---- The products ---- *)
Section Products.
Variables (n cells : nat) (ys : list R) (v : R).
Hypothesis v_nonnegative : 0 <= v.
Let cap : R := 4 ^ (n * cells).

Definition distance_layer : list R :=
  flat_map (fun c => map (fun i => relu (nth c ys 0 - INR i)) (seq 0 (cells + 2))) (seq 0 (length ys)) ++ [v].

Lemma distances_value :
  map relu (affine [] (layer_map (real delta) (distances (length ys) cells)) (ys ++ [v])) = distance_layer.
Proof.
  rewrite affine_forms, map_map. unfold distances, distance_layer. cbn [rows]. rewrite map_app. f_equal.
  - rewrite map_flat_map. apply flat_map_eq. intros c Hc. apply in_seq in Hc. rewrite map_map. apply map_ext. intros i.
    unfold form. cbn [fst snd]. rewrite weights_one, !value_integer, app_nth1, opp_IZR, <- INR_IZR_INZ by lia.
    f_equal. ring.
  - cbn [map]. rewrite form_carried, app_nth2, Nat.sub_diag by lia. cbn [nth]. rewrite relu_of_nonnegative; auto.
Qed.

Lemma distance_layer_nth c i : (c < length ys)%nat -> (i < cells + 2)%nat ->
  nth (c * (cells + 2) + i) distance_layer 0 = relu (nth c ys 0 - INR i).
Proof.
  intros Hc Hi. assert (L : forall c, length (map (fun i => relu (nth c ys 0 - INR i)) (seq 0 (cells + 2))) = (cells + 2)%nat)
    by (intros; rewrite map_length; apply seq_length).
  unfold distance_layer. rewrite app_nth1 by (rewrite (flat_map_length (cells + 2)) by auto; rewrite seq_length; nia).
  rewrite (nth_flat_map _ (cells + 2) _ O) by (try exact L; rewrite ?seq_length; assumption).
  rewrite seq_nth by assumption. cbn [plus].
  rewrite nth_indep with (d' := relu (nth c ys 0 - INR 0)) by (rewrite L; assumption).
  rewrite (map_nth (fun i => relu (nth c ys 0 - INR i))), seq_nth by assumption. reflexivity.
Qed.
Lemma distance_layer_last : nth (length ys * (cells + 2)) distance_layer 0 = v.
Proof.
  unfold distance_layer. rewrite app_nth2; rewrite (flat_map_length (cells + 2)), seq_length;
    try (intros; rewrite map_length; apply seq_length); [|lia]. rewrite Nat.sub_diag. reflexivity.
Qed.

Lemma powerRZ_even m : powerRZ 2 (2 * Z.of_nat m) = 4 ^ m.
Proof.
  replace (2 * Z.of_nat m)%Z with (Z.of_nat (2 * m)) by lia. rewrite powerRZ_nonnegative, pow_mult. f_equal. lra.
Qed.

Lemma summand_row_value c e j : (c < length ys)%nat -> (1 <= j <= cells)%nat ->
  relu (form (summand_row (n * cells) e (c * (cells + 2) + (j - 1)) (length ys * (cells + 2))) distance_layer)
  = summand cap (4 ^ e * v) (nth c ys 0 - INR j).
Proof.
  intros Hc Hj. unfold form, summand_row. cbn [fst snd]. rewrite weights_app, weights_one, distance_layer_last.
  unfold weights. cbn [from combine length seq map total fst snd].
  replace (S (c * (cells + 2) + (j - 1))) with (c * (cells + 2) + j)%nat by lia.
  replace (S (c * (cells + 2) + j)) with (c * (cells + 2) + S j)%nat by lia.
  rewrite !distance_layer_nth by lia. unfold number_value. cbn [fixed entry_map value real].
  rewrite powerRZ_add, !powerRZ_even by lra. unfold summand, hat, cap. f_equal.
  rewrite S_INR, minus_INR by lia. change (INR 1) with 1. change (powerRZ 2 1) with (2 * 1).
  replace (nth c ys 0 - (INR j - 1)) with (nth c ys 0 - INR j + 1) by ring.
  replace (nth c ys 0 - (INR j + 1)) with (nth c ys 0 - INR j - 1) by ring. ring.
Qed.

(* The J summands of the product of v and 4^(lJ + y). *)
Definition chunk (y : R) (l : nat) : list R :=
  map (fun j => summand cap (4 ^ (l * cells + j) * v) (y - INR j)) (seq 1 cells).

Lemma summands_value :
  map relu (affine [] (layer_map (real delta) (summands (length ys) n cells)) distance_layer)
  = concat (flat_map (fun c => map (chunk (nth c ys 0)) (seq 0 n)) (seq 0 (length ys))).
Proof.
  rewrite affine_forms, map_map. unfold summands. cbn [rows]. rewrite map_flat_map.
  rewrite flat_map_concat_map, (flat_map_concat_map (fun c => map (chunk (nth c ys 0)) (seq 0 n))), concat_concat, map_map.
  f_equal. apply map_ext_in. intros c Hc. apply in_seq in Hc.
  rewrite map_flat_map, flat_map_concat_map. f_equal. apply map_ext. intros l. unfold chunk. rewrite map_map.
  apply map_ext_in. intros j Hj. apply in_seq in Hj. apply summand_row_value; lia.
Qed.

Lemma sums_value : affine [] (layer_map (real delta) (sums (length ys) n cells))
    (concat (flat_map (fun c => map (chunk (nth c ys 0)) (seq 0 n)) (seq 0 (length ys))))
  = flat_map (fun y => map (fun l => product_sum cap (l * cells) cells v y) (seq 0 n)) ys.
Proof.
  rewrite affine_forms. unfold sums. cbn [rows].
  set (chunks := flat_map (fun c => map (chunk (nth c ys 0)) (seq 0 n)) (seq 0 (length ys))).
  assert (L : length chunks = (length ys * n)%nat).
  { unfold chunks. rewrite (flat_map_length n), seq_length; [reflexivity|]. intros. rewrite map_length. apply seq_length. }
  assert (C : Forall (fun l => length l = cells) chunks).
  { unfold chunks. apply Forall_flat_map, Forall_forall. intros c _. apply Forall_map, Forall_forall. intros l _.
    unfold chunk. rewrite map_length. apply seq_length. }
  rewrite map_map, <- L, (chunk_totals cells chunks C). unfold chunks. rewrite map_flat_map, <- (flat_map_nth _ ys 0).
  apply flat_map_eq. intros c _. rewrite map_map. reflexivity.
Qed.
End Products.

(* ---- The first five layers ---- *)
Theorem product_layers_value d n x v : 0 < delta -> length x = d -> 0 <= v ->
  run [] (real_network delta (product_layers d n)) (x ++ [v])
  = flat_map (fun sh => map (fun l => product_sum (4 ^ (n * 2 ^ (d * n))) (l * 2 ^ (d * n)) (2 ^ (d * n)) v
      (1 + weights_sum n 0 (map (step n delta) (moved delta x sh)))) (seq 0 n)) (shifts d).
Proof.
  intros D L V. unfold product_layers, real_network, network_map. cbn [map run].
  rewrite (shared_ramps_value d n x v L), (indices_value D d n x v L), (relu_of_nonnegative v V).
  replace (3 ^ d)%nat with (length (all_indices d n x)) by (unfold all_indices; rewrite map_length; apply shifts_length).
  rewrite distances_value, summands_value, sums_value by assumption. unfold all_indices.
  rewrite flat_map_concat_map, map_map, <- flat_map_concat_map. reflexivity.
Qed.
End Values.

(* ---- The whole network ---- *)
Theorem universal_value d n delta x v : 0 < delta -> length x = d -> 0 <= v ->
  run [] (real_network delta (universal_phi d n)) (x ++ [v]) = [direct_psi n delta v x].
Proof.
  intros D L V. unfold universal_phi. rewrite !real_network_app, run_after;
    rewrite ?product_layers_value by assumption.
  - rewrite flat_map_concat_map, <- shifts_length. set (group := fun sh => map _ (seq 0 n)).
    rewrite <- (map_length group (shifts d)) at 1.
    set (groups := map group (shifts d)).
    assert (E : run [] (real_network delta (reader (n * 2 ^ (d * n)) n (length groups))) (concat groups)
      = map (fun sh => direct n delta v (moved delta x sh)) (shifts d)).
    { unfold groups. rewrite run_reader.
      - rewrite map_map. apply map_ext_in. intros sh H. destruct (shifts_units d sh H) as [Ls _].
        unfold direct. rewrite moved_length, L by congruence. unfold group. rewrite map_map. reflexivity.
      - apply Forall_map, Forall_forall. intros sh _. unfold group. rewrite map_length. apply seq_length. }
    rewrite run_after; rewrite ?E.
    + unfold direct_psi. rewrite L. apply run_medians. intros. apply direct_range.
    + discriminate.
    + apply Forall_map, Forall_forall. intros. apply direct_range.
  - discriminate.
  - apply Forall_flat_map, Forall_forall. intros sh _. apply Forall_map, Forall_forall. intros l _.
    apply product_sum_nonnegative.
Qed.

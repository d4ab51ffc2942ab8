(* The literal layers compute the functions of Approximation.v. *)
From Coq Require Import Reals Lra Lia ZArith List Psatz Arith.
From Syz Require Import Network Literal Statement Pieces Cells Approximation Calculus.
Import ListNotations.
Open Scope R_scope.

(* ---- The numbers ---- *)
Lemma real_integer delta m : real delta (Dyadic m 0) = IZR m.
Proof. simpl. lra. Qed.
Lemma powerRZ_nonnegative k : powerRZ 2 (Z.of_nat k) = 2 ^ k.
Proof. symmetry. apply pow_powerRZ. Qed.
Lemma powerRZ_negative k : powerRZ 2 (- Z.of_nat k) = / 2 ^ k.
Proof. rewrite powerRZ_neg', powerRZ_nonnegative. reflexivity. Qed.
Lemma row_map_from delta b ws :
  row_map (real delta) (b, from 0 ws) = (entry_map (real delta) b, from 0 (map (entry_map (real delta)) ws)).
Proof. unfold row_map. simpl. rewrite from_map. reflexivity. Qed.

Lemma real_network_app delta N M : real_network delta (N ++ M) = real_network delta N ++ real_network delta M.
Proof. apply network_map_app. Qed.
Lemma real_network_side delta k N :
  real_network delta (map (side_by_side k) N) = map (side_by_side k) (real_network delta N).
Proof. apply network_map_side_by_side. Qed.
Lemma real_network_nonempty delta N : N <> [] -> real_network delta N <> [].
Proof. destruct N; [congruence|discriminate]. Qed.

Lemma flat_map_length {A B} c (f : A -> list B) l : (forall i, length (f i) = c) -> length (flat_map f l) = (length l * c)%nat.
Proof. intros H. induction l; simpl; [reflexivity|]. rewrite app_length, H, IHl. reflexivity. Qed.

Section Realise.
Variables (n : nat) (delta : R).
Hypothesis delta_positive : 0 < delta.
Variable a : list R.
Let lit := layer_map (real delta).

Lemma run_real_cons l N x : N <> [] ->
  run a (real_network delta (l :: N)) x = run a (real_network delta N) (map relu (affine a (lit l) x)).
Proof. intros H. apply run_cons, real_network_nonempty, H. Qed.
Lemma run_real_one l x : run a (real_network delta [l]) x = affine a (lit l) x.
Proof. reflexivity. Qed.

(* ---- phi1 ---- *)
Fixpoint ramp_values (x : list R) (shift : list Z) : list R :=
  match x, shift with
  | t :: x', s :: shift' => map (fun e => real delta e + t) (ends n s) ++ ramp_values x' shift'
  | _, _ => []
  end.

Lemma ends_length s : length (ends n s) = width n.
Proof. unfold ends, width. rewrite (flat_map_length 2), seq_length by reflexivity. lia. Qed.
Lemma slopes_length place : length (slopes n place) = width n.
Proof. unfold slopes, width. rewrite (flat_map_length 2), seq_length by reflexivity. lia. Qed.
Lemma ramp_values_length x : forall shift, length shift = length x -> length (ramp_values x shift) = (length x * width n)%nat.
Proof.
  induction x as [|t x IH]; intros [|s shift] E; simpl in *; try discriminate; [reflexivity|].
  rewrite app_length, map_length, ends_length, IH; auto.
Qed.

Lemma affine_ramps x shs : Forall (fun shift => length shift = length x) shs ->
  affine a (lit (ramps (length x) n shs)) x = concat (map (ramp_values x) shs).
Proof.
  intros H. unfold affine, lit. simpl rows. rewrite map_map.
  induction H as [|shift shs Hs _ IH]; [reflexivity|].
  cbn [flat_map map concat]. rewrite map_app. f_equal; [|exact IH]. clear IH.
  assert (G : forall before x', length x' = length shift -> x = before ++ x' ->
    map (fun r => value a (fst (row_map (real delta) r)) + weighted a (snd (row_map (real delta) r)) x)
      (flat_map (fun '(i, s) => map (fun e => (Fixed e, [(i, integer 1)])) (ends n s))
         (combine (seq (length before) (length x')) shift)) = ramp_values x' shift).
  { clear Hs. induction shift as [|s shift IH]; intros before [|t x'] E1 E2; try discriminate; [reflexivity|].
    simpl. rewrite map_app. f_equal.
    - rewrite map_map. apply map_ext. intros e. unfold row_map. simpl fst. simpl snd. simpl map. simpl weighted.
      simpl value. rewrite E2, app_nth2, Nat.sub_diag by lia. simpl. lra.
    - rewrite <- (IH (before ++ [t]) x') by (simpl in E1; try lia; rewrite E2, <- app_assoc; reflexivity).
      rewrite app_length. simpl. rewrite Nat.add_comm. reflexivity. }
  apply (G [] x); auto.
Qed.

(* K^place g(t + s delta) *)
Lemma dense_ramps place t s :
  dense (map (value a) (map (entry_map (real delta)) (slopes n place)))
    (map relu (map (fun e => real delta e + t) (ends n s))) = 2 ^ (n * place) * step n delta (t + IZR s * delta).
Proof.
  unfold slopes, ends, step. generalize (seq 1 (2 ^ n - 1)). intros l.
  induction l as [|k l IH]; [simpl; lra|].
  cbn [flat_map map app dense value entry_map total] in IH |- *. rewrite IH. unfold real.
  rewrite powerRZ_nonnegative, powerRZ_negative.
  rewrite opp_IZR, <- INR_IZR_INZ, !plus_IZR. unfold ramp.
  replace (t + IZR s * delta - INR k / 2 ^ n + delta) with ((1 + IZR s) * delta + - INR k * / 2 ^ n + t) by (unfold Rdiv; ring).
  replace (t + IZR s * delta - INR k / 2 ^ n) with ((0 + IZR s) * delta + - INR k * / 2 ^ n + t) by (unfold Rdiv; ring).
  field. lra.
Qed.
Lemma dense_rho x : forall shift place, length shift = length x ->
  dense (map (value a) (map (entry_map (real delta)) (flat_map (slopes n) (seq place (length x)))))
    (map relu (ramp_values x shift)) = weights_sum n place (map (step n delta) (moved delta x shift)).
Proof.
  induction x as [|t x IH]; intros [|s shift] place E; simpl in E; try discriminate; [reflexivity|].
  simpl. rewrite !map_app, dense_app.
  - rewrite dense_ramps, IH by lia. reflexivity.
  - rewrite !map_length, slopes_length, ends_length. reflexivity.
Qed.
Lemma moved_length x : forall shift, length shift = length x -> length (moved delta x shift) = length x.
Proof. induction x; intros [|s shift] E; simpl in *; try discriminate; auto. Qed.

Lemma affine_kinks cells y : affine a (lit (kinks cells)) [y] = map (fun j => y - INR j) (seq 1 (cells - 1)).
Proof.
  unfold affine, lit, kinks. cbn [rows layer_map]. rewrite !map_map. apply map_ext. intros j.
  unfold integer, fixed, row_map, entry_map. cbn [fst snd map value weighted nth].
  rewrite !real_integer, opp_IZR, <- INR_IZR_INZ. lra.
Qed.
Lemma values_rises cells :
  map (value a) (map (entry_map (real delta)) (integer 12 :: map (fun j => fixed 9 (2 * Z.of_nat j - 2)) (seq 2 (cells - 2))))
  = 12 :: map (fun j => 9 * 4 ^ (j - 1)) (seq 2 (cells - 2)).
Proof.
  cbn [map]. rewrite !map_map. f_equal.
  - unfold integer, fixed, entry_map, value. apply real_integer.
  - apply map_ext_in. intros j Hj. apply in_seq in Hj. unfold fixed, entry_map, value, real. f_equal.
    replace (2 * Z.of_nat j - 2)%Z with (Z.of_nat (2 * (j - 1))) by lia.
    rewrite powerRZ_nonnegative, pow_mult. f_equal. lra.
Qed.
Lemma dense_map {A} (f g : A -> R) l : dense (map f l) (map g l) = total (map (fun j => f j * g j) l).
Proof. induction l; simpl; [reflexivity|]. rewrite IHl. reflexivity. Qed.

Lemma run_exponential cells y : (2 <= cells)%nat ->
  run a (real_network delta [kinks cells; rises cells]) [y] = [exponential cells y].
Proof.
  intros Hc. rewrite run_real_cons by discriminate. rewrite affine_kinks, run_real_one.
  unfold affine, lit, rises, layer_map. cbn [rows map]. rewrite row_map_from. cbn [fst snd]. f_equal.
  rewrite weighted_from, values_rises. replace (cells - 1)%nat with (S (cells - 2)) by lia.
  cbn [seq map dense]. rewrite map_map, dense_map. unfold exponential, integer, fixed, entry_map, value.
  rewrite real_integer. simpl (INR 1). lra.
Qed.

Lemma run_index d x shift : length x = d -> length shift = d -> (1 <= d)%nat -> (1 <= n)%nat ->
  run a (real_network delta [rho d n; kinks (2 ^ (d * n)); rises (2 ^ (d * n))]) (map relu (ramp_values x shift))
  = [phi1 n delta (moved delta x shift)].
Proof.
  intros Lx Ls Hd Hn. rewrite run_real_cons by discriminate.
  assert (E : affine a (lit (rho d n)) (map relu (ramp_values x shift))
    = [1 + weights_sum n 0 (map (step n delta) (moved delta x shift))]).
  { unfold affine, lit, rho, layer_map. cbn [rows map]. rewrite row_map_from. cbn [fst snd]. f_equal.
    rewrite weighted_from. rewrite <- Lx at 1. rewrite dense_rho by congruence. f_equal. apply real_integer. }
  rewrite E. cbn [map]. rewrite relu_of_nonnegative.
  - unfold phi1. rewrite moved_length, Lx by congruence. apply (run_exponential (2 ^ (d * n))). apply power_nat_2. nia.
  - assert (G : forall place ys, Forall (fun t => 0 <= t) ys -> 0 <= weights_sum n place ys).
    { intros place ys. revert place. induction ys as [|t ys IH]; intros place Hy; simpl; [lra|].
      inversion_clear Hy. specialize (IH (S place) H0). pose proof (power_positive (n * place)). nra. }
    assert (0 <= weights_sum n 0 (map (step n delta) (moved delta x shift))); [|lra].
    apply G, Forall_map, Forall_forall. intros t _. apply step_nonnegative, delta_positive.
Qed.
Lemma chained_index d : (1 <= d)%nat -> (1 <= n)%nat ->
  chained 0 (d * width n) 1 [rho d n; kinks (2 ^ (d * n)); rises (2 ^ (d * n))].
Proof.
  intros Hd Hn. pose proof (power_nat_2 (d * n) ltac:(nia)) as Hc. repeat split.
  - constructor; [|constructor]. apply row_ok_from; [exact I| |].
    + apply Forall_forall. intros e He. apply in_flat_map in He. destruct He as (i & _ & He).
      apply in_flat_map in He. destruct He as (k & _ & [<-|[<-|[]]]); exact I.
    + rewrite (flat_map_length (width n)) by apply slopes_length. rewrite seq_length. lia.
  - apply Forall_map, Forall_forall. intros j _. repeat constructor.
  - cbn [kinks rows]. rewrite map_length, seq_length. reflexivity.
  - cbn [kinks rows]. rewrite map_length, seq_length. constructor; [|constructor]. apply row_ok_from; [exact I| |].
    + constructor; [exact I|]. apply Forall_map, Forall_forall. intros; exact I.
    + cbn [length]. rewrite map_length, seq_length. lia.
Qed.

Lemma run_first d x shs : length x = d -> Forall (fun shift => length shift = d) shs -> (1 <= d)%nat -> (1 <= n)%nat ->
  run a (real_network delta (first_network d n shs)) x = map (fun shift => phi1 n delta (moved delta x shift)) shs.
Proof.
  intros Lx Hs Hd Hn. unfold first_network.
  rewrite run_real_cons by discriminate. subst d. rewrite affine_ramps by exact Hs.
  set (d := length x) in *. rewrite concat_map, map_map.
  rewrite real_network_side. replace (length shs) with (length (map (fun shift => map relu (ramp_values x shift)) shs))
    by apply map_length.
  rewrite (run_side_by_side a 0 _ (d * width n) 1).
  - rewrite map_map. induction Hs as [|shift shs E _ IH]; [reflexivity|]. cbn [map concat].
    rewrite (run_index d x shift) by (auto; reflexivity). cbn [app]. f_equal. apply IH.
  - apply chained_map, chained_index; auto.
  - apply Forall_map. eapply Forall_impl; [|exact Hs]. cbv beta. intros shift E. rewrite map_length. apply ramp_values_length, E.
Qed.

(* ---- The readers ---- *)
Definition around_half (z : R) : list R := [z - 1 / 2; 1 / 2 - z].

Ltac layer_values :=
  unfold affine, lit, layer_map; cbn [rows map row_map fst snd];
  unfold from, integer, fixed; cbn [length seq combine map fst snd weighted nth entry_map value];
  rewrite ?real_integer; unfold real; rewrite ?powerRZ_negative; change (powerRZ 2 (-1)) with (/ (2 * 1)).

Lemma affine_tent_first tents t : affine a (lit (tent_first tents)) [t] = around_half (t / 2 ^ tents).
Proof. unfold tent_first. layer_values. unfold around_half. f_equal; [|f_equal]; unfold Rdiv; lra. Qed.
Lemma affine_tent_next z : affine a (lit tent_next) (map relu (around_half z)) = around_half (tent z).
Proof. unfold tent_next. layer_values. unfold around_half, tent. cbn [map nth]. f_equal; [|f_equal]; lra. Qed.
Lemma affine_tent_clamp z :
  affine a (lit tent_clamp) (map relu (around_half z)) = [3 * tent z - 1; 3 * tent z - 2].
Proof. unfold tent_clamp. layer_values. unfold around_half, tent. cbn [map nth]. f_equal; [|f_equal]; lra. Qed.

Definition one_digit (digits : nat) : network number :=
  tent_first (2 * digits + 1) :: repeat tent_next (2 * digits) ++ [tent_clamp].
Lemma run_tents k : forall z, run a (real_network delta (repeat tent_next k ++ [tent_clamp])) (map relu (around_half z))
  = [3 * iterate tent (S k) z - 1; 3 * iterate tent (S k) z - 2].
Proof.
  induction k; intros z; [apply affine_tent_clamp|].
  cbn [repeat app]. rewrite run_real_cons by (destruct k; discriminate).
  rewrite affine_tent_next, IHk. reflexivity.
Qed.
Definition cut (digits : nat) (t : R) : list R :=
  let z := iterate tent (2 * digits + 1) (t / 2 ^ (2 * digits + 1)) in [3 * z - 1; 3 * z - 2].
Lemma run_one_digit digits t : run a (real_network delta (one_digit digits)) [t] = cut digits t.
Proof.
  unfold one_digit, cut. rewrite run_real_cons by (destruct (2 * digits)%nat; discriminate).
  rewrite affine_tent_first, run_tents. replace (2 * digits + 1)%nat with (S (2 * digits)) by lia. reflexivity.
Qed.
Lemma chained_one_digit digits : chained 0 1 2 (one_digit digits).
Proof.
  unfold one_digit. split; [reflexivity|]. split; [repeat constructor|]. cbn [tent_first rows length].
  generalize (2 * digits)%nat. induction n0; cbn [repeat app]; repeat split; auto; repeat constructor.
Qed.

Lemma affine_binary_sum digits g : length g = n ->
  affine a (lit (binary_sum n)) (concat (map (fun t => map relu (cut digits t)) g)) = [binary 0 (map (bit digits) g)].
Proof.
  intros Lg. unfold affine, lit, binary_sum, layer_map. cbn [rows map]. rewrite row_map_from. cbn [fst snd]. f_equal.
  rewrite weighted_from. unfold integer at 1, fixed at 1, entry_map at 1, value at 1. rewrite real_integer, Rplus_0_l.
  rewrite <- Lg. generalize O. clear Lg. induction g as [|t g IH]; intros s; [reflexivity|].
  cbn [length seq flat_map map concat app binary cut]. cbn [dense]. rewrite IH.
  unfold fixed, entry_map, value, real. rewrite powerRZ_negative. unfold bit, clamp. lra.
Qed.

Lemma concat_map_concat {A B} (h : A -> list B) gs : concat (map h (concat gs)) = concat (map (fun g => concat (map h g)) gs).
Proof. induction gs as [|g gs IH]; simpl; [reflexivity|]. rewrite map_app, concat_app, IH. reflexivity. Qed.
Lemma concat_singletons {A} (l : list A) : concat (map (fun t => [t]) l) = l.
Proof. induction l; simpl; [reflexivity|]. f_equal; auto. Qed.

Lemma run_reader digits groups : Forall (fun g => length g = n) groups ->
  run a (real_network delta (reader digits n (length groups))) (concat groups)
  = map (fun g => binary 0 (map (bit digits) g)) groups.
Proof.
  intros Hg. unfold reader. rewrite real_network_app, run_chain by discriminate. fold (one_digit digits).
  rewrite real_network_side. rewrite <- (concat_singletons (concat groups)).
  replace (length groups * n)%nat with (length (map (fun t : R => [t]) (concat groups))).
  2:{ rewrite map_length. clear -Hg. induction Hg as [|g gs E _ IH]; [reflexivity|]. simpl. rewrite app_length, IH, E. lia. }
  rewrite (run_side_by_side a 0 _ 1 2).
  - rewrite map_map. rewrite (map_ext _ (cut digits)) by apply run_one_digit.
    rewrite concat_map, map_map. rewrite concat_map_concat.
    unfold real_network, network_map. cbn [map run]. fold lit. unfold lit at 1. rewrite layer_map_side_by_side. fold lit.
    set (pairs := fun g => concat (map (fun t => map relu (cut digits t)) g)).
    replace (length groups) with (length (map pairs groups)) by apply map_length.
    rewrite (affine_side_by_side a 0).
    + rewrite map_map. unfold pairs. induction Hg as [|g gs E _ IH]; [reflexivity|]. cbn [map concat].
      rewrite affine_binary_sum by exact E. cbn [app]. f_equal. apply IH.
    + pose proof (chained_map (real delta) 0 [binary_sum n] (2 * n) 1) as C. apply C. repeat split.
      constructor; [|constructor]. apply row_ok_from; [exact I| |].
      * apply Forall_forall. intros e He. apply in_flat_map in He. destruct He as (i & _ & [<-|[<-|[]]]); exact I.
      * rewrite (flat_map_length 2) by reflexivity. rewrite seq_length. lia.
    + apply Forall_map. eapply Forall_impl; [|exact Hg]. intros g E. unfold pairs. cbn [lit layer_map binary_sum inputs].
      rewrite <- E. clear. induction g; [reflexivity|]. cbn [map concat length]. rewrite app_length, IHg. simpl. lia.
  - apply chained_map, chained_one_digit.
  - apply Forall_map, Forall_forall. reflexivity.
Qed.

(* ---- The medians ---- *)
Lemma run_mid x y z : run a (real_network delta mid_layers) [x; y; z] = [mid x y z].
Proof.
  unfold mid_layers. rewrite !run_real_cons by discriminate. rewrite run_real_one.
  assert (P : affine a (lit mid_pairs) [x; y; z] = [x + y; - x - y; x - y; y - x; z; - z]).
  { unfold mid_pairs. cbn [map app]. layer_values. repeat match goal with |- _ :: _ = _ :: _ => f_equal end; lra. }
  rewrite P. clear P.
  assert (Q : affine a (lit mid_forms) (map relu [x + y; - x - y; x - y; y - x; z; - z])
    = [x + y; - (x + y); Rmax x y - z; - (Rmax x y - z); Rmin x y - z; - (Rmin x y - z)]).
  { unfold mid_forms. cbn [map app flat_map]. layer_values. cbn [map nth Z.mul Pos.mul].
    pose proof (relu_difference (x + y)) as A. pose proof (relu_sum (x - y)) as B. pose proof (relu_difference z) as C.
    replace (- (x + y)) with (- x - y) in A by ring. replace (- (x - y)) with (y - x) in B by ring.
    rewrite (maximum_half x y), (minimum_half x y).
    repeat match goal with |- _ :: _ = _ :: _ => f_equal end; lra. }
  rewrite Q. clear Q. unfold mid_out. cbn [map]. layer_values. cbn [map nth]. f_equal.
  rewrite median_by_absolute_values.
  set (u := Rmax x y - z). set (v := Rmin x y - z).
  pose proof (relu_difference (x + y)). pose proof (relu_sum u). pose proof (relu_sum v). lra.
Qed.
Lemma chained_mid : chained 0 3 1 mid_layers.
Proof. repeat split; repeat constructor. Qed.
Lemma shifts_length d : length (shifts d) = (3 ^ d)%nat.
Proof. induction d; [reflexivity|]. simpl shifts. rewrite (flat_map_length 3), IHd by reflexivity. simpl. lia. Qed.
Lemma shifts_each d : Forall (fun shift => length shift = d) (shifts d).
Proof.
  induction d; [repeat constructor|]. apply Forall_forall. intros shift H. simpl in H. apply in_flat_map in H.
  rewrite Forall_forall in IHd. destruct H as (rest & Hr & [<-|[<-|[<-|[]]]]); simpl; rewrite IHd; auto.
Qed.

Lemma run_medians d : forall v, (forall shift, 0 <= v shift <= 1) ->
  run a (real_network delta (medians d)) (map v (shifts d)) = [tree d v].
Proof.
  induction d; intros v Hv; [reflexivity|]. cbn [medians tree].
  set (w := fun rest => mid (v ((-1)%Z :: rest)) (v (0%Z :: rest)) (v (1%Z :: rest))).
  assert (E : run a (real_network delta (map (side_by_side (3 ^ d)) mid_layers)) (map v (shifts (S d))) = map w (shifts d)).
  { set (triple := fun rest => [v ((-1)%Z :: rest); v (0%Z :: rest); v (1%Z :: rest)]).
    replace (map v (shifts (S d))) with (concat (map triple (shifts d))).
    2:{ simpl shifts. generalize (shifts d). induction l; [reflexivity|]. cbn [map concat flat_map]. rewrite map_app, IHl.
        reflexivity. }
    rewrite real_network_side, <- shifts_length. rewrite <- (map_length triple).
    rewrite (run_side_by_side a 0 _ 3 1).
    - rewrite map_map. rewrite (map_ext _ (fun rest => [w rest])) by (intros; apply run_mid).
      rewrite <- (map_map w (fun t => [t])). apply concat_singletons.
    - apply chained_map, chained_mid.
    - apply Forall_map, Forall_forall. reflexivity. }
  rewrite real_network_app, run_after; rewrite ?E.
  - apply IHd. intros rest. unfold w. apply median_unit; apply Hv.
  - discriminate.
  - apply Forall_map, Forall_forall. intros rest _. unfold w.
    apply (median_unit (v ((-1)%Z :: rest)) (v (0%Z :: rest)) (v (1%Z :: rest))); apply Hv.
Qed.

(* ---- L, and y -> s y + b ---- *)
Lemma affine_outer s b y : length a = n -> affine (a ++ [s; b]) (lit (outer n)) [y] = [s * y + b].
Proof.
  intros La. unfold outer. unfold affine, lit, layer_map. cbn [rows map row_map fst snd entry_map value weighted nth].
  rewrite !app_nth2 by lia. rewrite La. replace (S n - n)%nat with 1%nat by lia. rewrite Nat.sub_diag. cbn [nth]. f_equal. ring.
Qed.
Lemma affine_linear b x : length a = n -> affine (a ++ b) (lit (linear (length x) n)) x = L a x.
Proof.
  intros La. unfold affine, lit, layer_map, linear. cbn [rows]. rewrite map_map.
  assert (G : forall before x', x = before ++ x' ->
    map (fun r => value (a ++ b) (fst (row_map (real delta) r)) + weighted (a ++ b) (snd (row_map (real delta) r)) x)
      (flat_map (fun c => map (fun l => (integer 0, [(c, Param l)])) (seq 0 n)) (seq (length before) (length x'))) = L a x').
  { intros before x'. revert before. induction x' as [|t x' IH]; intros before E; [reflexivity|].
    unfold L. cbn [length seq flat_map]. rewrite map_app. f_equal.
    - rewrite map_map.
      assert (N : nth (length before) x 0 = t) by (rewrite E, app_nth2, Nat.sub_diag by lia; reflexivity).
      rewrite (map_ext_in _ (fun l => nth l a 0 * t)).
      + rewrite <- (map_map (fun l => nth l a 0) (fun c => c * t)). f_equal. rewrite <- La. clear.
        induction a as [|c a' IHa]; [reflexivity|]. cbn [length seq map nth]. f_equal.
        rewrite <- seq_shift, map_map. exact IHa.
      + intros l Hl. apply in_seq in Hl. cbn [row_map fst snd integer fixed entry_map map value weighted].
        rewrite N, app_nth1, real_integer by lia. ring.
    - change (flat_map (fun s => map (fun c => c * s) a) x') with (L a x').
      rewrite <- (IH (before ++ [t])) by (rewrite E, <- app_assoc; reflexivity).
      rewrite app_length. simpl length. rewrite Nat.add_comm. reflexivity. }
  apply (G [] x). reflexivity.
Qed.
End Realise.

Theorem lsyz21_3_1_median : exists N : network R,
  well_formed 0 3 1 N /\ hidden N = 2%nat /\ Forall (fun l => (length (rows l) <= 14)%nat) N /\
  forall a b c, run [] N [a; b; c] = [a + b + c - Rmax a (Rmax b c) - Rmin a (Rmin b c)].
Proof.
  exists (real_network 1 mid_layers). split; [|split; [reflexivity|split]].
  - split; [discriminate|]. apply chained_map, chained_mid.
  - repeat constructor; simpl; lia.
  - intros a b c. rewrite run_mid, median_is_the_middle. reflexivity.
Qed.

(* ---- The networks of Theorems 2.1 and 2.2 ---- *)
Section Networks.
Variables (d n : nat) (delta : R).
Hypothesis on_grid : grid d n delta.
Let d_1 : (1 <= d)%nat. Proof. apply on_grid. Qed.
Let n_1 : (1 <= n)%nat. Proof. apply on_grid. Qed.
Let delta_0 : 0 < delta. Proof. apply on_grid. Qed.

Lemma readings a ts : length a = n -> Forall (fun g => length g = n) (map (fun t => map (fun c => c * t) a) ts).
Proof. intros La. apply Forall_map, Forall_forall. intros t _. rewrite map_length. exact La. Qed.

Lemma run_phi2_sup b a v : length a = n -> let ts := map v (shifts d) in
  run b (real_network delta (phi2_sup d n)) (L a ts) = [tree d (fun shift => reading (2 ^ (d * n)) a (v shift))].
Proof.
  intros La ts. assert (E : run b (real_network delta (reader (2 ^ (d * n)) n (3 ^ d))) (L a ts)
    = map (fun shift => reading (2 ^ (d * n)) a (v shift)) (shifts d)).
  { unfold L. rewrite flat_map_concat_map. rewrite <- shifts_length.
    replace (length (shifts d)) with (length (map (fun s => map (fun c => c * s) a) ts))
      by (unfold ts; rewrite !map_length; reflexivity).
    rewrite run_reader by (apply readings, La). unfold ts. rewrite !map_map. apply map_ext. intros shift.
    unfold reading. rewrite map_map. reflexivity. }
  unfold phi2_sup. rewrite real_network_app, run_after; rewrite ?E.
  - apply run_medians. intros shift. apply reading_range.
  - apply real_network_nonempty. unfold reader. discriminate.
  - apply Forall_map, Forall_forall. intros shift _. apply reading_range.
Qed.

Definition indices (x : list R) : list R := map (fun shift => phi1 n delta (moved delta x shift)) (shifts d).
Lemma run_phi1_sup b x : length x = d -> run b (real_network delta (phi1_sup d n)) x = indices x.
Proof. intros Lx. apply run_first; auto. apply shifts_each. Qed.
Lemma run_phi1_lp b x : length x = d -> run b (real_network delta (phi1_lp d n)) x = [phi1 n delta x].
Proof.
  intros Lx. unfold phi1_lp. rewrite (run_first n delta delta_0 b d) by (auto; repeat constructor; apply repeat_length).
  cbn [map]. f_equal. f_equal. rewrite <- Lx. clear. induction x; simpl; [reflexivity|]. rewrite IHx. f_equal. lra.
Qed.
Lemma run_phi2_lp b a t : length a = n ->
  run b (real_network delta (phi2_lp d n)) (L a [t]) = [reading (2 ^ (d * n)) a t].
Proof.
  intros La. unfold phi2_lp, L. cbn [flat_map]. pose proof (run_reader n delta b (2 ^ (d * n)) _ (readings a [t] La)) as E.
  cbn [map concat length] in E. rewrite E. unfold reading. rewrite map_map. reflexivity.
Qed.
Lemma tree_reading a x : length x = d ->
  tree d (fun shift => reading (2 ^ (d * n)) a (phi1 n delta (moved delta x shift))) = psi n delta a x.
Proof.
  intros Lx. unfold psi, psi0. rewrite Lx.
  assert (G : forall e u v, (forall shift, length shift = e -> u shift = v shift) -> tree e u = tree e v).
  { induction e; intros u v H; simpl; [apply H; reflexivity|]. apply IHe. intros shift Hs. rewrite !H by (simpl; auto).
    reflexivity. }
  apply G. intros shift Hs. rewrite moved_length, Lx by congruence. reflexivity.
Qed.

Theorem composed_sup a x : length a = n -> length x = d ->
  composed (real_network delta (phi1_sup d n)) (real_network delta (phi2_sup d n)) a x = [psi n delta a x].
Proof.
  intros La Lx. unfold composed. rewrite run_phi1_sup by exact Lx. unfold indices. rewrite run_phi2_sup by exact La.
  rewrite tree_reading by exact Lx. reflexivity.
Qed.
Theorem composed_lp a x : length a = n -> length x = d ->
  composed (real_network delta (phi1_lp d n)) (real_network delta (phi2_lp d n)) a x = [psi0 n delta a x].
Proof.
  intros La Lx. unfold composed. rewrite run_phi1_lp, run_phi2_lp by auto. unfold psi0. rewrite Lx. reflexivity.
Qed.

Lemma L_nonnegative a ts : Forall (fun c => 0 <= c) a -> Forall (fun t => 0 <= t) ts -> Forall (fun t => 0 <= t) (L a ts).
Proof.
  intros Ha. induction 1 as [|t ts Ht _ IH]; [constructor|]. unfold L. cbn [flat_map]. apply Forall_app. split; [|exact IH].
  apply Forall_map. eapply Forall_impl; [|exact Ha]. intros c Hc. cbv beta in *. nra.
Qed.

Theorem literal_sup_runs a s b x : length a = n -> Forall (fun c => 0 <= c) a -> length x = d ->
  run (a ++ [s; b]) (real_network delta (literal_sup d n)) x = [s * psi n delta a x + b].
Proof.
  intros La Ha Lx. unfold literal_sup. rewrite !real_network_app.
  assert (P : Forall (fun t => 0 <= t) (indices x)).
  { apply Forall_map, Forall_forall. intros shift _. left. apply phi1_positive. }
  rewrite run_after; rewrite ?run_phi1_sup by exact Lx.
  2:{ apply real_network_nonempty. discriminate. }
  2:{ exact P. }
  assert (E : run (a ++ [s; b]) (real_network delta [linear (3 ^ d) n]) (indices x) = L a (indices x)).
  { rewrite run_real_one. replace (3 ^ d)%nat with (length (indices x)) by (unfold indices; rewrite map_length;
    apply shifts_length).
    apply affine_linear, La. }
  rewrite run_after; rewrite ?E.
  2:{ apply real_network_nonempty. discriminate. }
  2:{ apply L_nonnegative; auto. }
  assert (F : run (a ++ [s; b]) (real_network delta (phi2_sup d n)) (L a (indices x)) = [psi n delta a x]).
  { unfold indices. rewrite run_phi2_sup by exact La. rewrite tree_reading by exact Lx. reflexivity. }
  rewrite run_after; rewrite ?F.
  - rewrite run_real_one. apply affine_outer, La.
  - apply real_network_nonempty. unfold phi2_sup, reader. discriminate.
  - constructor; [apply psi_range|constructor].
Qed.
Theorem literal_lp_runs a s b x : length a = n -> Forall (fun c => 0 <= c) a -> length x = d ->
  run (a ++ [s; b]) (real_network delta (literal_lp d n)) x = [s * psi0 n delta a x + b].
Proof.
  intros La Ha Lx. unfold literal_lp. rewrite !real_network_app.
  assert (P : Forall (fun t => 0 <= t) [phi1 n delta x]) by (constructor; [left; apply phi1_positive|constructor]).
  rewrite run_after; rewrite ?run_phi1_lp by exact Lx.
  2:{ apply real_network_nonempty. discriminate. }
  2:{ exact P. }
  assert (E : run (a ++ [s; b]) (real_network delta [linear 1 n]) [phi1 n delta x] = L a [phi1 n delta x])
    by (rewrite run_real_one; apply (affine_linear n delta a [s; b] [phi1 n delta x]), La).
  rewrite run_after; rewrite ?E.
  2:{ apply real_network_nonempty. discriminate. }
  2:{ apply L_nonnegative; auto. }
  assert (F : run (a ++ [s; b]) (real_network delta (phi2_lp d n)) (L a [phi1 n delta x]) = [psi0 n delta a x])
    by (rewrite run_phi2_lp by exact La; unfold psi0; rewrite Lx; reflexivity).
  rewrite run_after; rewrite ?F.
  - rewrite run_real_one. apply affine_outer, La.
  - apply real_network_nonempty. unfold phi2_lp, reader. discriminate.
  - constructor; [apply psi0_range|constructor].
Qed.
End Networks.

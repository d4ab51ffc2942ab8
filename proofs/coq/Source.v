(* Lemmas and findings of the source that the theorems here do not need: digit by digit unpacking, squares and products by
   tents, counts, and what a fixed network means for a second target. *)
From Coq Require Import Reals Lra Lia List Psatz Arith ZArith.
From Syz Require Import Network Literal Universal Statement Pieces Cells Approximation Calculus Realise Size SizeUniversal
  Findings.
Import ListNotations.
Open Scope R_scope.

Theorem calculus_powers (b i j : nat) :
  (b ^ 0 = 1 /\ b ^ S i = b * b ^ i /\ b ^ (j + i) = b ^ j * b ^ i /\ b ^ (j * i) = (b ^ j) ^ i /\ 2 ^ (2 * i) = 4 ^ i /\
   (1 <= b -> 1 <= b ^ i) /\ (1 <= b -> b <= b ^ S i))%nat.
Proof.
  assert (P : (1 <= b -> 1 <= b ^ i)%nat) by (intros Hb; pose proof (Nat.pow_nonzero b i ltac:(lia)); lia).
  split; [reflexivity|]. split; [reflexivity|]. split; [apply Nat.pow_add_r|]. split; [apply Nat.pow_mul_r|].
  split; [rewrite Nat.pow_mul_r; reflexivity|]. split; [exact P|]. intros Hb. specialize (P Hb). simpl. nia.
Qed.

(* ---- Lemma A.3, one binary digit after another ---- *)
Definition digit_step (N : nat) (z : R) : R := relu (2 ^ N * (z - 1 / 2) + 1) - relu (2 ^ N * (z - 1 / 2)).

Theorem unpacking_step N z :
  0 <= digit_step N z <= 1 /\ (1 / 2 <= z -> digit_step N z = 1) /\ (z <= 1 / 2 - / 2 ^ N -> digit_step N z = 0).
Proof.
  pose proof (power_positive N) as P. unfold digit_step. split; [set (u := 2 ^ N * (z - 1 / 2)); linear_cases|]. split; intros Hz.
  - rewrite !relu_of_nonnegative by nra. ring.
  - assert (2 ^ N * (z - 1 / 2) <= -1).
    { apply Rle_trans with (2 ^ N * (- / 2 ^ N)); [apply Rmult_le_compat_l; lra|]. right. field. lra. }
    rewrite !relu_of_nonpositive by lra. ring.
Qed.

(* z_0 = v, z_{i+1} = 2 z_i - step(z_i). *)
Fixpoint rest (N : nat) (v : R) (i : nat) : R :=
  match i with O => v | S p => 2 * rest N v p - digit_step N (rest N v p) end.
(* sum_{k > i} theta_k 2^(i-k), k <= N; the digits are counted from 0. *)
Definition digits_from (theta : nat -> bool) (N i : nat) : R :=
  binary 0 (map (fun k => digit_value (theta k)) (seq i (N - i))).

Lemma digits_from_step theta N i : (i < N)%nat ->
  digits_from theta N i = digit_value (theta i) / 2 + digits_from theta N (S i) / 2.
Proof.
  intros Hi. unfold digits_from. replace (N - i)%nat with (S (N - S i)) by lia. cbn [seq map binary]. rewrite binary_half.
  simpl. lra.
Qed.
Lemma digits_from_range theta N i : 0 <= digits_from theta N i <= 1 - / 2 ^ (N - i).
Proof.
  pose proof (proj2 (proj2 (syz22_a1_quantisation (N - i))) (map (fun k => digit_value (theta k)) (seq i (N - i)))) as Q.
  apply Q; [rewrite map_length, seq_length; reflexivity|]. apply Forall_map, Forall_forall. intros k _.
  unfold digit_value. destruct (theta k); lra.
Qed.
Theorem unpacking_digits theta N : let v := digits_from theta N 0 in
  forall i, (i < N)%nat ->
  digit_step N (rest N v i) = digit_value (theta i) /\ rest N v i = digits_from theta N i /\ 0 <= rest N v i.
Proof.
  intros v.
  assert (Read : forall i, (i < N)%nat -> digit_step N (digits_from theta N i) = digit_value (theta i)).
  { intros i Hi. destruct (unpacking_step N (digits_from theta N i)) as (_ & High & Low).
    pose proof (digits_from_step theta N i Hi) as E. pose proof (digits_from_range theta N (S i)) as B.
    unfold digit_value in *. destruct (theta i); [apply High; lra|apply Low].
    assert (/ 2 ^ N <= / 2 * / 2 ^ (N - S i)); [|lra]. rewrite <- Rinv_mult. apply Rinv_le_contravar.
    - pose proof (power_positive (N - S i)). lra.
    - change (2 * 2 ^ (N - S i)) with (2 ^ S (N - S i)). apply Rle_pow; [lra|lia]. }
  assert (E : forall i, (i <= N)%nat -> rest N v i = digits_from theta N i).
  { induction i; intros Hi; [reflexivity|]. cbn [rest]. rewrite IHi, Read by lia.
    pose proof (digits_from_step theta N i ltac:(lia)). lra. }
  intros i Hi. rewrite E by lia. split; [apply Read, Hi|]. split; [reflexivity|apply digits_from_range].
Qed.

(* ---- Lemma A.4: the square by r tents, products from three squares ---- *)
Definition square (r : nat) (z : R) : R := z - total (map (fun i => / 4 ^ S i * iterate tent (S i) z) (seq 0 r)).

Lemma square_step r z : square (S r) z = z - tent z / 2 + square r (tent z) / 4.
Proof.
  unfold square. simpl seq. rewrite <- seq_shift. cbn [map total]. rewrite map_map.
  assert (E : forall l, total (map (fun i => / 4 ^ S (S i) * iterate tent (S (S i)) z) l)
    = total (map (fun i => / 4 ^ S i * iterate tent (S i) (tent z)) l) / 4).
  { induction l as [|i l IH]; [simpl; lra|]. cbn [map total]. rewrite IH. change (4 ^ S (S i)) with (4 * 4 ^ S i).
    rewrite Rinv_mult. cbn [iterate]. lra. }
  rewrite E. cbn [iterate]. simpl (4 ^ 1). lra.
Qed.
Lemma square_error r : forall z, square r z - z ^ 2 = / 4 ^ r * (iterate tent r z * (1 - iterate tent r z)).
Proof.
  induction r; intros z; [unfold square; simpl; lra|]. rewrite square_step. cbn [iterate]. specialize (IHr (tent z)).
  change (4 ^ S r) with (4 * 4 ^ r). rewrite Rinv_mult.
  replace (square r (tent z)) with (tent z ^ 2 + / 4 ^ r * (iterate tent r (tent z) * (1 - iterate tent r (tent z)))) by lra.
  assert (Q : z - tent z / 2 + tent z ^ 2 / 4 = z ^ 2).
  { destruct (Rle_dec z (1 / 2)); [rewrite tent_left by lra|rewrite tent_right by lra]; simpl; lra. }
  lra.
Qed.
Lemma iterate_unit r : forall z, 0 <= z <= 1 -> 0 <= iterate tent r z <= 1.
Proof. induction r; intros z Hz; [exact Hz|]. cbn [iterate]. apply IHr. rewrite tent_minimum. linear_cases. Qed.
Theorem y17_square r :
  (forall z, let t := iterate tent r z in square r z - z ^ 2 = / 4 ^ r * (t * (1 - t))) /\
  (forall z, 0 <= z <= 1 -> 0 <= square r z - z ^ 2 <= / 4 ^ S r).
Proof.
  split; [exact (square_error r)|]. intros z Hz. rewrite square_error. pose proof (iterate_unit r z Hz) as T.
  set (t := iterate tent r z) in *. assert (P : 0 < / 4 ^ r) by (apply Rinv_0_lt_compat, pow_lt; lra).
  change (4 ^ S r) with (4 * 4 ^ r). rewrite Rinv_mult.
  assert (0 <= t * (1 - t) <= / 4) by (split; [nra|]; pose proof (pow2_ge_0 (t - 1 / 2)); simpl in *; nra).
  split; [apply Rmult_le_pos; lra|]. rewrite (Rmult_comm (/ 4)). apply Rmult_le_compat_l; lra.
Qed.

Definition polarised (M : R) (f : R -> R) (x y : R) : R :=
  2 * M ^ 2 * (f ((x + y) / (2 * M)) - f (x / (2 * M)) - f (y / (2 * M))).
Theorem syz22_a4_polarisation M : 0 < M ->
  (forall x y, polarised M (fun z => z ^ 2) x y = x * y) /\
  (forall f e x y, (forall z, 0 <= z <= 1 -> 0 <= f z - z ^ 2 <= e) -> 0 <= x <= M -> 0 <= y <= M ->
     Rabs (polarised M f x y - x * y) <= 4 * M ^ 2 * e).
Proof.
  intros HM. assert (I : forall x y, polarised M (fun z => z ^ 2) x y = x * y) by (intros; unfold polarised; field; lra).
  split; [exact I|]. intros f e x y Hf Hx Hy. rewrite <- I. unfold polarised.
  assert (D : forall t, 0 <= t <= 2 * M -> 0 <= t / (2 * M) <= 1).
  { intros t Ht. assert (P : 0 < / (2 * M)) by (apply Rinv_0_lt_compat; lra).
    assert (2 * M * / (2 * M) = 1) by (apply Rinv_r; lra). unfold Rdiv. split; nra. }
  pose proof (Hf _ (D (x + y) ltac:(lra))) as F1. pose proof (Hf _ (D x ltac:(lra))) as F2.
  pose proof (Hf _ (D y ltac:(lra))) as F3.
  set (u := (x + y) / (2 * M)) in *. set (p := x / (2 * M)) in *. set (q := y / (2 * M)) in *.
  assert (S : 0 <= 2 * M ^ 2) by (pose proof (pow2_ge_0 M); lra).
  replace (2 * M ^ 2 * (f u - f p - f q) - 2 * M ^ 2 * (u ^ 2 - p ^ 2 - q ^ 2))
    with (2 * M ^ 2 * ((f u - u ^ 2) - (f p - p ^ 2) - (f q - q ^ 2))) by ring.
  rewrite Rabs_mult, (Rabs_pos_eq (2 * M ^ 2)) by exact S.
  replace (4 * M ^ 2 * e) with (2 * M ^ 2 * (2 * e)) by ring. apply Rmult_le_compat_l; [exact S|]. apply Rabs_le. lra.
Qed.

Definition approximate_product (J r : nat) : R -> R -> R := polarised (2 ^ (2 * J + 1)) (square r).
Theorem syz22_a4_product J n k r : (4 * J + 2 + k <= 2 * r)%nat -> let M := 2 ^ (2 * J + 1) in let eta := / 2 ^ k in
  1 + 4 ^ J <= M /\
  (forall x y, 0 <= x <= M -> 0 <= y <= M -> Rabs (approximate_product J r x y - x * y) <= eta) /\
  (forall a t, length a = n -> Forall (fun c => 0 <= c <= M) a -> 0 <= t <= M ->
     Rabs (binary 0 (map (fun c => bit J (approximate_product J r c t)) a) - binary 0 (map (fun c => bit J (c * t)) a))
     < 3 * eta).
Proof.
  intros Hr M eta. assert (P : 0 < M) by apply power_positive.
  assert (EM : M = 2 * 4 ^ J).
  { unfold M. rewrite pow_add, pow_mult. replace (2 ^ 2) with 4 by (simpl; lra). simpl. lra. }
  assert (E1 : 1 <= 4 ^ J) by (apply pow_R1_Rle; lra).
  assert (Prod : forall x y, 0 <= x <= M -> 0 <= y <= M -> Rabs (approximate_product J r x y - x * y) <= eta).
  { intros x y Hx Hy. eapply Rle_trans; [apply (proj2 (syz22_a4_polarisation M P)) with (e := / 4 ^ S r); try assumption|].
    - apply y17_square.
    - (* 4 M^2 4^-(r+1) = 2^(4J + 2 - 2r) *)
      assert (E2 : M ^ 2 * 2 ^ k <= 4 ^ r).
      { unfold M. rewrite <- pow_mult, <- pow_add. replace 4 with (2 ^ 2) by (simpl; lra). rewrite <- pow_mult.
        apply Rle_pow; [lra|lia]. }
      assert (P4 : 0 < 4 ^ r) by (apply pow_lt; lra). pose proof (power_positive k) as PK. unfold eta.
      apply (Rmult_le_reg_r (4 ^ r * 2 ^ k)); [apply Rmult_lt_0_compat; lra|].
      replace (4 * M ^ 2 * / 4 ^ S r * (4 ^ r * 2 ^ k)) with (M ^ 2 * 2 ^ k) by (simpl; field; lra).
      replace (/ 2 ^ k * (4 ^ r * 2 ^ k)) with (4 ^ r) by (field; lra). exact E2. }
  assert (P0 : 0 < eta) by apply inverse_power_positive.
  split; [lra|]. split; [exact Prod|]. intros a t _ Ha Ht.
  assert (G : Rabs (binary 0 (map (fun c => bit J (approximate_product J r c t)) a) - binary 0 (map (fun c => bit J (c * t)) a))
    <= 3 * eta * (1 - / 2 ^ length a)).
  { induction Ha as [|c a Hc _ IH]; [simpl; rewrite Rminus_eq_0, Rabs_R0; lra|]. cbn [map binary length].
    rewrite !binary_half. pose proof (proj2 (proj2 (syz22_b1_bit J)) (approximate_product J r c t) (c * t)) as B.
    specialize (Prod c t Hc Ht).
    set (u := bit J (approximate_product J r c t)) in *. set (v := bit J (c * t)) in *.
    set (p := binary 0 (map (fun c => bit J (approximate_product J r c t)) a)) in *.
    set (q := binary 0 (map (fun c => bit J (c * t)) a)) in *.
    replace (/ 2 ^ 1 * u + / 2 * p - (/ 2 ^ 1 * v + / 2 * q)) with (/ 2 * (u - v) + / 2 * (p - q)) by (simpl; field).
    eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult, (Rabs_pos_eq (/ 2)) by lra.
    change (2 ^ S (length a)) with (2 * 2 ^ length a). rewrite Rinv_mult. lra. }
  eapply Rle_lt_trans; [exact G|]. pose proof (inverse_power_positive (length a)). nra.
Qed.

(* ---- Finding E3: rho stores d + 1 numbers ---- *)
Definition rho_alone (d n : nat) : network number :=
  [Layer d [(integer 1, from 0 (map (fun i => fixed 1 (Z.of_nat (n * i))) (seq 0 d)))]].
Theorem finding_e3_rho_parameters d n : (1 <= d)%nat -> (1 <= n)%nat ->
  (forall y, length y = d -> run [] (real_network 1 (rho_alone d n)) y = [1 + weights_sum n 0 y]) /\
  stored (rho_alone d n) = (d + 1)%nat /\ ((2 ^ n < d)%nat -> (2 ^ n + 1 < d + 1)%nat) /\
  (d * (6 * 2 ^ n - 5) + (d + 1) + (3 * 2 ^ (d * n) - 2) <= 2 ^ (d * n + 4))%nat.
Proof.
  intros Hd Hn. split; [|split; [|split; [lia|]]].
  - intros y Ly. unfold rho_alone. rewrite run_real_one. unfold affine, layer_map. cbn [rows map]. rewrite row_map_from.
    cbn [fst snd]. f_equal. rewrite weighted_from. unfold integer, fixed, entry_map at 1, value at 1. rewrite real_integer.
    f_equal.
    rewrite <- Ly. generalize O. clear. induction y as [|t y IH]; intros s; [reflexivity|].
    cbn [length seq map dense weights_sum]. rewrite IH. f_equal. cbn [entry_map value real].
    rewrite powerRZ_nonnegative. ring.
  - unfold rho_alone. rewrite stored_cons. unfold row_sizes. cbn [rows map list_sum fold_right snd].
    rewrite from_length, map_length, seq_length. cbn. lia.
  - pose proof (bernoulli n d) as B. pose proof (power_nat_2 n Hn) as K. rewrite Nat.pow_add_r. change (2 ^ 4)%nat with 16%nat.
    set (J := (2 ^ (d * n))%nat) in *. set (K1 := (2 ^ n - 1)%nat) in *. replace (2 ^ n)%nat with (K1 + 1)%nat by lia.
    replace (6 * (K1 + 1) - 5)%nat with (6 * K1 + 1)%nat by lia. assert (d <= d * K1)%nat by nia. nia.
Qed.

(* ---- Finding E6: after i medians 3^i readers stand side by side, each with n numbers ---- *)
Theorem finding_e6_index_range d n i : (1 <= n)%nat ->
  chained n (3 ^ i) (3 ^ i * n) [linear (3 ^ i) n] /\
  chained 0 (3 ^ i * n) (3 ^ i) (reader (2 ^ (d * n)) n (3 ^ i)) /\ ((3 ^ i * d = 3 ^ i * n)%nat <-> d = n).
Proof.
  intros Hn. split; [apply (chained_linear 1 n); lia|]. split; [apply (chained_reader 1 n); lia|].
  split; [|intros ->; reflexivity].
  apply Nat.mul_cancel_l, Nat.pow_nonzero. lia.
Qed.

(* ---- Finding E9: the medians are taken at points outside of the cube; two of the three lie in cells all the same ---- *)
Theorem finding_e9_outside_the_cube n delta : 0 < delta <= / (3 * 2 ^ n) ->
  (exists t, 0 <= t <= 1 /\ t - delta < 0) /\ (exists t, 0 <= t <= 1 /\ 1 < t + delta) /\
  forall t, 0 <= t <= 1 -> let lies s := exists k, in_cell n delta (t + IZR s * delta) k in
  (lies (-1) /\ lies 0 \/ lies (-1) /\ lies 1 \/ lies 0 /\ lies 1)%Z.
Proof.
  intros Hd. split; [exists 0; lra|]. split; [exists 1; lra|]. intros t Ht lies.
  assert (G : forall s, good n delta t s -> lies s) by (intros s (k & Hk & _); exists k; exact Hk).
  destruct (uniform_two_of_three n delta Hd t Ht) as [[A B]|[[A B]|[A B]]]; [left|right; left|right; right]; split; auto.
Qed.

(* ---- One network for all targets ---- *)
Theorem syz22_transfer d phi s v b f eps : read_from d phi s v b f eps ->
  (forall g tau, (forall x, cube d x -> Rabs (f x - g x) <= tau) -> read_from d phi s v b g (eps + tau)) /\
  (forall c e, 0 <= c -> read_from d phi (c * s) v (c * b + e) (fun x => c * f x + e) (c * eps)).
Proof.
  intros Hf. split.
  - intros g tau Hg x Hx. destruct (Hf x Hx) as (y & Hy & Hr & B). exists y. split; [exact Hy|]. split; [exact Hr|].
    specialize (Hg x Hx). replace (s * y + b - g x) with ((s * y + b - f x) + (f x - g x)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. lra.
  - intros c e Hc x Hx. destruct (Hf x Hx) as (y & Hy & Hr & B). exists y. split; [exact Hy|]. split; [exact Hr|].
    replace (c * s * y + (c * b + e) - (c * f x + e)) with (c * (s * y + b - f x)) by ring.
    rewrite Rabs_mult, (Rabs_pos_eq c) by exact Hc. apply Rmult_le_compat_l; assumption.
Qed.

(* ---- How many stored numbers depend on the target ---- *)
Definition intrinsic {A} (N : network A) : nat :=
  length (filter (fun e => match e with Fixed _ => false | Param _ => true end) (entries N)).

Lemma intrinsic_app {A} (N M : network A) : intrinsic (N ++ M) = (intrinsic N + intrinsic M)%nat.
Proof. unfold intrinsic. rewrite entries_app, filter_app. apply app_length. Qed.
Lemma intrinsic_fixed {A} (N : network A) d m : chained 0 d m N -> intrinsic N = O.
Proof.
  intros C. pose proof (fixed_entries N d m C) as E. unfold intrinsic. induction E as [|e es He _ IH]; [reflexivity|].
  destruct e; simpl in *; [exact IH|lia].
Qed.
Lemma intrinsic_linear copies n : intrinsic [linear copies n] = (copies * n)%nat.
Proof.
  unfold intrinsic, entries, linear. cbn [flat_map rows]. rewrite app_nil_r.
  set (given := fun e : entry number => match e with Fixed _ => false | Param _ => true end).
  set (es := fun r : row number => fst r :: map snd (snd r)).
  assert (One : forall c s k, length (filter given (flat_map es (map (fun l => (integer 0, [(c, Param l)])) (seq s k)))) = k).
  { intros c s k. revert s. induction k; intros s; [reflexivity|]. cbn. f_equal. apply IHk. }
  assert (All : forall s k, length (filter given (flat_map es
      (flat_map (fun c => map (fun l => (integer 0, [(c, Param l)])) (seq 0 n)) (seq s k)))) = (k * n)%nat).
  { intros s k. revert s. induction k; intros s; [reflexivity|]. cbn [seq flat_map].
    rewrite flat_map_app, filter_app, app_length, IHk, One. reflexivity. }
  apply All.
Qed.
Theorem size_intrinsic d n : (1 <= d)%nat -> (1 <= n)%nat ->
  intrinsic (literal_lp d n) = (n + 2)%nat /\ intrinsic (literal_sup d n) = (3 ^ d * n + 2)%nat /\
  intrinsic (literal_three d n) = 3%nat.
Proof.
  intros Hd Hn. pose proof (universal_shape d n Hd Hn) as [_ C].
  unfold literal_lp, literal_sup, literal_three. rewrite !intrinsic_app, !intrinsic_linear.
  rewrite (intrinsic_fixed _ _ _ (chained_phi1_lp d n Hd Hn)), (intrinsic_fixed _ _ _ (chained_phi2_lp d n Hd Hn)).
  rewrite (intrinsic_fixed _ _ _ (chained_phi1_sup d n Hd Hn)), (intrinsic_fixed _ _ _ (chained_phi2_sup d n Hd Hn)).
  change (intrinsic [outer n]) with 2%nat.
  change (with_number d :: universal_phi d n ++ [Layer 1 [(Param 2, [(O, Param 1)])]])
    with ([with_number d] ++ universal_phi d n ++ [Layer 1 [(@Param number 2, [(O, Param 1)])]]).
  rewrite !intrinsic_app, (intrinsic_fixed _ _ _ C). change (intrinsic [Layer 1 [(@Param number 2, [(O, Param 1)])]]) with 2%nat.
  assert (E : intrinsic [with_number d] = 1%nat).
  { unfold intrinsic, entries, with_number. cbn [flat_map rows]. rewrite app_nil_r, flat_map_app, filter_app, app_length.
    assert (Z : forall s k, length (filter (fun e : entry number => match e with Fixed _ => false | Param _ => true end)
        (flat_map (fun r => fst r :: map snd (snd r)) (map (fun i => (integer 0, [(i, integer 1)])) (seq s k)))) = O).
    { intros s k. revert s. induction k; intros s; [reflexivity|]. cbn. apply IHk. }
    rewrite Z. reflexivity. }
  rewrite E. lia.
Qed.

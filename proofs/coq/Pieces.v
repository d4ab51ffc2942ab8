(* Functions of one number: sums over lists, the median, the clamp, the tent, the sawtooth, one digit of a code in base 4.
   [SYZ22] Section 3 of the construction, Proposition B.1. *)
From Coq Require Import Reals Lra Lia ZArith List Psatz Arith.
From Syz Require Import Network.
Import ListNotations.
Open Scope R_scope.

(* Decides every maximum, minimum, absolute value that occurs and leaves linear arithmetic. *)
Ltac linear_cases :=
  unfold relu, Rmax, Rmin, Rabs in *;
  repeat match goal with
  | |- context [Rle_dec ?a ?b] => destruct (Rle_dec a b)
  | |- context [Rcase_abs ?a] => destruct (Rcase_abs a)
  | H : context [Rle_dec ?a ?b] |- _ => destruct (Rle_dec a b)
  | H : context [Rcase_abs ?a] |- _ => destruct (Rcase_abs a)
  end; try lra.

Lemma relu_nonnegative t : 0 <= relu t. Proof. linear_cases. Qed.
Lemma relu_of_nonnegative t : 0 <= t -> relu t = t. Proof. intros; linear_cases. Qed.
Lemma relu_of_nonpositive t : t <= 0 -> relu t = 0. Proof. intros; linear_cases. Qed.

Lemma relu_difference t : relu t - relu (- t) = t. Proof. linear_cases. Qed.
Lemma relu_sum t : relu t + relu (- t) = Rabs t. Proof. linear_cases. Qed.
Lemma maximum_half a b : Rmax a b = (a + b + Rabs (a - b)) / 2. Proof. linear_cases. Qed.
Lemma minimum_half a b : Rmin a b = (a + b - Rabs (a - b)) / 2. Proof. linear_cases. Qed.

(* ---- Sums over lists ---- *)
Fixpoint total (l : list R) : R := match l with [] => 0 | t :: l' => t + total l' end.

Lemma total_app l l' : total (l ++ l') = total l + total l'.
Proof. induction l; simpl; rewrite ?IHl; lra. Qed.
Lemma total_zero {A} (f : A -> R) l : (forall i, In i l -> f i = 0) -> total (map f l) = 0.
Proof. induction l; simpl; intros H; [reflexivity|]. rewrite H, IHl by auto. lra. Qed.
Lemma total_nonnegative l : Forall (fun t => 0 <= t) l -> 0 <= total l.
Proof. induction 1; simpl; lra. Qed.
Lemma total_of_map {A} (f g : A -> R) l : (forall i, In i l -> f i = g i) -> total (map f l) = total (map g l).
Proof. intros H. f_equal. apply map_ext_in. auto. Qed.

(* ---- [LSYZ21] Lemma 3.1: the median ---- *)
Definition mid (a b c : R) : R := Rmax (Rmin a b) (Rmin (Rmax a b) c).

Lemma median_is_the_middle a b c : mid a b c = a + b + c - Rmax a (Rmax b c) - Rmin a (Rmin b c).
Proof. unfold mid; linear_cases. Qed.
Lemma median_by_absolute_values a b c :
  mid a b c = (a + b - Rabs (Rmax a b - c) + Rabs (Rmin a b - c)) / 2.
Proof. unfold mid; linear_cases. Qed.
(* If two of three numbers lie in an interval, so does the median. *)
Lemma syz22_a2_hull low high a b c :
  (low <= a <= high /\ low <= b <= high) \/ (low <= a <= high /\ low <= c <= high) \/
  (low <= b <= high /\ low <= c <= high) -> low <= mid a b c <= high.
Proof. unfold mid; intros; linear_cases. Qed.
Lemma median_unit a b c : 0 <= a <= 1 -> 0 <= b <= 1 -> 0 <= c <= 1 -> 0 <= mid a b c <= 1.
Proof. intros. apply syz22_a2_hull. auto. Qed.

(* ---- Clamp, tent, sawtooth ---- *)
Definition clamp (z : R) : R := relu (3 * z - 1) - relu (3 * z - 2).

Lemma clamp_range z : 0 <= clamp z <= 1. Proof. unfold clamp; linear_cases. Qed.
Lemma clamp_low z : z <= 1 / 3 -> clamp z = 0. Proof. unfold clamp; intros; linear_cases. Qed.
Lemma clamp_high z : 2 / 3 <= z -> clamp z = 1. Proof. unfold clamp; intros; linear_cases. Qed.
Lemma clamp_lipschitz x y : Rabs (clamp x - clamp y) <= 3 * Rabs (x - y).
Proof. unfold clamp; linear_cases. Qed.
Theorem syz22_b1_clamp :
  (forall z, 0 <= clamp z <= 1) /\ (forall z, z <= 1 / 3 -> clamp z = 0) /\ (forall z, 2 / 3 <= z -> clamp z = 1) /\
  (forall x y, Rabs (clamp x - clamp y) <= 3 * Rabs (x - y)).
Proof. auto using clamp_range, clamp_low, clamp_high, clamp_lipschitz. Qed.

Definition tent (z : R) : R := 1 - 2 * relu (z - 1 / 2) - 2 * relu (1 / 2 - z).

Lemma tent_left z : z <= 1 / 2 -> tent z = 2 * z. Proof. unfold tent; intros; linear_cases. Qed.
Lemma tent_right z : 1 / 2 <= z -> tent z = 2 - 2 * z. Proof. unfold tent; intros; linear_cases. Qed.

(* T has period 2, T(t) = |t| on [-1, 1]: the distance of t from the nearest even integer. *)
Definition wave (t : R) : R := Rabs (t - 2 * IZR (Int_part ((t + 1) / 2))).

Lemma wave_value k u : -1 <= u <= 1 -> wave (2 * IZR k + u) = Rabs u.
Proof.
  intros Hu. unfold wave. set (m := Int_part ((2 * IZR k + u + 1) / 2)).
  destruct (base_Int_part ((2 * IZR k + u + 1) / 2)) as [B1 B2]. fold m in B1, B2.
  assert (H1 : (m <= k + 1)%Z) by (apply le_IZR; rewrite plus_IZR; lra).
  assert (H2 : (k - 1 < m)%Z) by (apply lt_IZR; rewrite minus_IZR; lra).
  assert (C : (m = k \/ m = k + 1)%Z) by lia.
  destruct C as [C|C]; rewrite C in *; rewrite ?plus_IZR in *; linear_cases.
Qed.
Lemma nearest_even t : exists k u, t = 2 * IZR k + u /\ -1 <= u <= 1.
Proof.
  exists (Int_part ((t + 1) / 2)), (t - 2 * IZR (Int_part ((t + 1) / 2))).
  destruct (base_Int_part ((t + 1) / 2)) as [B1 B2]. split; lra.
Qed.
Lemma tent_minimum z : tent z = Rmin (2 * z) (2 - 2 * z). Proof. unfold tent; linear_cases. Qed.
Lemma tent_of_wave t : tent (wave t) = wave (2 * t).
Proof.
  destruct (nearest_even t) as (k & u & -> & Hu). rewrite wave_value by exact Hu.
  destruct (Rle_dec u (-1 / 2)); [|destruct (Rle_dec u (1 / 2))].
  - replace (2 * (2 * IZR k + u)) with (2 * IZR (2 * k - 1) + (2 * u + 2)) by (rewrite minus_IZR, mult_IZR; lra).
    rewrite wave_value, tent_minimum by lra. linear_cases.
  - replace (2 * (2 * IZR k + u)) with (2 * IZR (2 * k) + 2 * u) by (rewrite mult_IZR; lra).
    rewrite wave_value, tent_minimum by lra. linear_cases.
  - replace (2 * (2 * IZR k + u)) with (2 * IZR (2 * k + 1) + (2 * u - 2)) by (rewrite plus_IZR, mult_IZR; lra).
    rewrite wave_value, tent_minimum by lra. linear_cases.
Qed.
Theorem syz22_b1_tent :
  (forall z, tent z = Rmin (2 * z) (2 - 2 * z)) /\ (forall t, tent (wave t) = wave (2 * t)) /\
  (forall k u, -1 <= u <= 1 -> wave (2 * IZR k + u) = Rabs u).
Proof. auto using tent_minimum, tent_of_wave, wave_value. Qed.

Fixpoint iterate {A} (f : A -> A) (m : nat) (z : A) : A := match m with O => z | S p => iterate f p (f z) end.

(* tent^(m)(t / 2^m) is the distance of t from the nearest even integer, for 0 <= t <= 2^m: t = 2k + u, |u| <= 1. *)
Lemma sawtooth_value m : forall (k : Z) (u : R),
  -1 <= u <= 1 -> 0 <= 2 * IZR k + u <= 2 ^ m -> iterate tent m ((2 * IZR k + u) / 2 ^ m) = Rabs u.
Proof.
  induction m; intros k u Hu Hk.
  - simpl in *.
    assert (H1 : (-1 < 2 * k + 1)%Z) by (apply lt_IZR; rewrite plus_IZR, mult_IZR; lra).
    assert (H2 : (2 * k <= 2)%Z) by (apply le_IZR; rewrite mult_IZR; lra).
    assert (C : (k = 0 \/ k = 1)%Z) by lia.
    destruct C as [C|C]; subst k; linear_cases.
  - assert (P : 0 < 2 ^ m) by (apply pow_lt; lra).
    simpl iterate. simpl pow in *.
    set (z := (2 * IZR k + u) / (2 * 2 ^ m)).
    assert (Hz : 2 * 2 ^ m * z = 2 * IZR k + u) by (unfold z; field; lra).
    destruct (Rle_dec z (1 / 2)).
    + (* left half: tent z = 2z *)
      rewrite tent_left by auto.
      replace (2 * z) with ((2 * IZR k + u) / 2 ^ m) by (unfold z; field; lra).
      apply IHm; auto. split; [lra|]. rewrite <- Hz. nra.
    + (* right half: tent z = 2 - 2z, and the mirror image 2^(m+1) - t = 2 (2^m - k) - u *)
      rewrite tent_right by lra.
      replace (2 - 2 * z) with ((2 * IZR (2 ^ Z.of_nat m - k) + - u) / 2 ^ m).
      2:{ unfold z. rewrite minus_IZR, <- pow_IZR. field. lra. }
      rewrite IHm; [apply Rabs_Ropp|lra|].
      rewrite minus_IZR, <- pow_IZR. split; [lra|nra].
Qed.

Lemma sawtooth_left m : forall t, t <= 0 -> iterate tent m (t / 2 ^ m) = t.
Proof.
  induction m; intros t Ht; [simpl; lra|]. assert (P : 0 < 2 ^ m) by (apply pow_lt; lra). cbn [iterate].
  rewrite tent_left.
  - replace (2 * (t / 2 ^ S m)) with (t / 2 ^ m) by (simpl; field; lra). apply IHm, Ht.
  - assert (0 < / 2 ^ S m) by (apply Rinv_0_lt_compat; simpl; lra). unfold Rdiv. nra.
Qed.
Lemma sawtooth_right m t : (1 <= m)%nat -> 2 ^ m <= t -> iterate tent m (t / 2 ^ m) = 2 ^ m - t.
Proof.
  intros Hm Ht. destruct m as [|m]; [lia|]. assert (P : 0 < 2 ^ m) by (apply pow_lt; lra). cbn [iterate].
  assert (E : 2 ^ S m * (t / 2 ^ S m) = t) by (field; simpl; lra). simpl pow in E at 1. simpl pow in Ht.
  rewrite tent_right by nra.
  replace (2 - 2 * (t / 2 ^ S m)) with ((2 ^ S m - t) / 2 ^ m) by (simpl; field; lra). apply sawtooth_left. simpl. lra.
Qed.
Lemma tent_lipschitz x y : Rabs (tent x - tent y) <= 2 * Rabs (x - y).
Proof. unfold tent; linear_cases. Qed.
Lemma iterate_lipschitz m : forall x y, Rabs (iterate tent m x - iterate tent m y) <= 2 ^ m * Rabs (x - y).
Proof.
  induction m; intros x y; simpl; [lra|]. eapply Rle_trans; [apply IHm|]. pose proof (tent_lipschitz x y).
  assert (0 < 2 ^ m) by (apply pow_lt; lra). nra.
Qed.
Lemma sawtooth_lipschitz m x y : Rabs (iterate tent m (x / 2 ^ m) - iterate tent m (y / 2 ^ m)) <= Rabs (x - y).
Proof.
  assert (P : 0 < 2 ^ m) by (apply pow_lt; lra). eapply Rle_trans; [apply iterate_lipschitz|].
  replace (x / 2 ^ m - y / 2 ^ m) with ((x - y) * / 2 ^ m) by (field; lra).
  rewrite Rabs_mult, (Rabs_pos_eq (/ 2 ^ m)) by (left; apply Rinv_0_lt_compat, P).
  right. field. lra.
Qed.
Theorem syz22_b1_sawtooth m : (1 <= m)%nat ->
  (forall t, 0 <= t <= 2 ^ m -> iterate tent m (t / 2 ^ m) = wave t) /\
  (forall t, t <= 0 -> iterate tent m (t / 2 ^ m) = t) /\
  (forall t, 2 ^ m <= t -> iterate tent m (t / 2 ^ m) = 2 ^ m - t) /\
  (forall x y, Rabs (iterate tent m (x / 2 ^ m) - iterate tent m (y / 2 ^ m)) <= Rabs (x - y)).
Proof.
  intros Hm. repeat split; auto using sawtooth_left, sawtooth_right, sawtooth_lipschitz.
  intros t Ht. destruct (nearest_even t) as (k & u & -> & Hu). rewrite wave_value by exact Hu. apply sawtooth_value; assumption.
Qed.

(* ---- Proposition B.1: one digit of a number in base 4 ---- *)
Definition bit (digits : nat) (t : R) : R := clamp (iterate tent (2 * digits + 1) (t / 2 ^ (2 * digits + 1))).

Lemma bit_range digits t : 0 <= bit digits t <= 1. Proof. apply clamp_range. Qed.

Definition digit_value (b : bool) : R := if b then 1 else 0.
(* encode theta J = sum_{j=1}^{J} theta_(j-1) 4^-j *)
Fixpoint encode (theta : nat -> bool) (J : nat) : R :=
  match J with O => 0 | S p => (digit_value (theta O) + encode (fun i => theta (S i)) p) / 4 end.

Lemma encode_is_the_sum theta J :
  encode theta J = total (map (fun j => digit_value (theta j) * / 4 ^ S j) (seq 0 J)).
Proof.
  revert theta; induction J; intros theta; [reflexivity|].
  simpl encode. rewrite IHJ. simpl seq. rewrite <- seq_shift, map_cons, map_map. simpl total.
  assert (E : forall l, total (map (fun j => digit_value (theta (S j)) * / 4 ^ S (S j)) l)
    = total (map (fun j => digit_value (theta (S j)) * / 4 ^ S j) l) / 4).
  { induction l as [|j l IH]; simpl in *; [lra|]. rewrite IH. field. apply pow_nonzero; lra. }
  rewrite E. simpl. field.
Qed.

Lemma encode_range theta J : 0 <= encode theta J < 1 / 3.
Proof.
  revert theta; induction J; simpl; intros; [lra|]. specialize (IHJ (fun i => theta (S i))).
  unfold digit_value; destruct (theta O); lra.
Qed.

(* 2^(2J) a is an integer. *)
Lemma encode_dyadic theta J : exists k : nat, 4 ^ J * encode theta J = INR k.
Proof.
  revert theta; induction J; intros theta; [exists O; simpl; lra|].
  destruct (IHJ (fun i => theta (S i))) as [k E].
  exists ((if theta O then 4 ^ J else 0) + k)%nat. rewrite plus_INR, <- E. simpl pow. simpl encode.
  unfold digit_value. destruct (theta O); [rewrite pow_INR; replace (INR 4) with 4 by (simpl; lra)|]; simpl INR; lra.
Qed.

Lemma encode_upper theta J : encode theta J <= (1 - / 4 ^ J) / 3.
Proof.
  revert theta; induction J; simpl; intros; [lra|]. specialize (IHJ (fun i => theta (S i))).
  rewrite Rinv_mult. unfold digit_value; destruct (theta O); lra.
Qed.
(* 4^j a = 4q + theta_j + r with an integer q >= 0 and 0 <= r <= (1 - 4^-(J-j))/3 < 1/3. *)
Lemma digit_position J : forall theta j, (j < J)%nat ->
  exists (q : Z) r, (0 <= q)%Z /\ 0 <= r <= (1 - / 4 ^ (J - S j)) / 3 /\
    4 ^ S j * encode theta J = 4 * IZR q + digit_value (theta j) + r.
Proof.
  induction J; intros theta j Hj; [lia|].
  destruct j as [|j].
  - exists 0%Z, (encode (fun i => theta (S i)) J). pose proof (encode_range (fun i => theta (S i)) J).
    pose proof (encode_upper (fun i => theta (S i)) J). replace (S J - 1)%nat with J by lia.
    split; [lia|]. split; [lra|]. simpl. lra.
  - destruct (IHJ (fun i => theta (S i)) j ltac:(lia)) as (q & r & Hq & Hr & E).
    exists (4 ^ Z.of_nat j * (if theta O then 1 else 0) + q)%Z, r. repeat split; try apply Hr.
    + destruct (theta O); nia.
    + rewrite plus_IZR, mult_IZR, <- pow_IZR.
      replace (IZR (if theta O then 1 else 0)) with (digit_value (theta O)) by (destruct (theta O); reflexivity).
      simpl encode.
      replace (4 ^ S (S j) * ((digit_value (theta O) + encode (fun i => theta (S i)) J) / 4))
        with (4 ^ S j * encode (fun i => theta (S i)) J + 4 ^ S j * digit_value (theta O)) by (simpl; field).
      rewrite E. simpl. lra.
Qed.

Theorem syz22_b1_digits J theta : let a := total (map (fun j => digit_value (theta j) * / 4 ^ S j) (seq 0 J)) in
  0 <= a < 1 / 3 /\ (exists k : nat, 4 ^ J * a = INR k) /\
  forall j, (j < J)%nat -> exists (q : Z) r,
    (0 <= q)%Z /\ 0 <= r <= (1 - / 4 ^ (J - S j)) / 3 /\ r < 1 / 3 /\ 4 ^ S j * a = 4 * IZR q + digit_value (theta j) + r.
Proof.
  intros a. unfold a. rewrite <- encode_is_the_sum. split; [apply encode_range|]. split; [apply encode_dyadic|].
  intros j Hj. destruct (digit_position J theta j Hj) as (q & r & Hq & Hr & E). exists q, r.
  assert (0 < / 4 ^ (J - S j)) by (apply Rinv_0_lt_compat, pow_lt; lra). repeat split; try assumption; lra.
Qed.

Lemma bit_of_code J theta j : (j < J)%nat -> bit J (4 ^ S j * encode theta J) = digit_value (theta j).
Proof.
  intros Hj. destruct (digit_position J theta j Hj) as (q & r & Hq & Hr' & E).
  assert (Hr : 0 <= r <= 1 / 3).
  { assert (0 < / 4 ^ (J - S j)) by (apply Rinv_0_lt_compat, pow_lt; lra). lra. }
  assert (U : 4 ^ S j * encode theta J <= 2 ^ (2 * J + 1)).
  { rewrite pow_add, pow_mult. replace (2 ^ 2) with 4 by lra.
    assert (4 ^ S j <= 4 ^ J) by (apply Rle_pow; [lra|lia]).
    assert (0 < 4 ^ S j) by (apply pow_lt; lra).
    pose proof (encode_range theta J). nra. }
  unfold bit. rewrite E in *.
  assert (0 <= IZR q) by (apply IZR_le; auto).
  destruct (theta j); unfold digit_value in *.
  - (* distance at least 2/3 from the even integers: t = 2 (2q + 1) + (r - 1) *)
    apply clamp_high.
    replace (4 * IZR q + 1 + r) with (2 * IZR (2 * q + 1) + (r - 1)) in *
      by (rewrite plus_IZR, mult_IZR; lra).
    rewrite sawtooth_value; [linear_cases|lra|]. split; [|lra]. rewrite plus_IZR, mult_IZR; lra.
  - apply clamp_low.
    replace (4 * IZR q + 0 + r) with (2 * IZR (2 * q) + r) in * by (rewrite mult_IZR; lra).
    rewrite sawtooth_value; [linear_cases|lra|]. split; [|lra]. rewrite mult_IZR; lra.
Qed.

(* ---- The codes a_l and the one number v = sum_i 4^(-J i) a_i, i = 0, 1, ..., n - 1 ---- *)
Lemma total_blocks (g : nat -> R) n J :
  total (map g (seq 0 (n * J))) = total (map (fun l => total (map (fun j => g (l * J + j)%nat) (seq 0 J))) (seq 0 n)).
Proof.
  induction n; [reflexivity|]. rewrite seq_S, map_app, total_app, <- IHn. cbn [plus map total].
  replace (S n * J)%nat with (n * J + J)%nat by lia. rewrite seq_app, map_app, total_app. cbn [plus].
  rewrite Rplus_0_r. do 2 f_equal. generalize (n * J)%nat. clear. induction J; intros k; [reflexivity|].
  cbn [seq map]. rewrite Nat.add_0_r, IHJ, <- (seq_shift J 0), map_map. f_equal. apply map_ext. intros. f_equal. lia.
Qed.
Lemma code_of_rows (theta : nat -> nat -> bool) n J : encode (fun t => theta (t / J)%nat (t mod J)%nat) (n * J)
  = total (map (fun l => total (map (fun j => digit_value (theta l j) * / 4 ^ (l * J + S j)) (seq 0 J))) (seq 0 n)).
Proof.
  rewrite encode_is_the_sum, total_blocks. apply total_of_map. intros l _. apply total_of_map. intros j Hj. apply in_seq in Hj.
  rewrite Nat.add_comm, Nat.div_add, Nat.mod_add, Nat.div_small, Nat.mod_small by lia. cbn [plus].
  replace (l * J + S j)%nat with (S (j + l * J)) by lia. reflexivity.
Qed.
Lemma joined_codes (theta : nat -> nat -> bool) n J :
  total (map (fun i => encode (theta i) J / 4 ^ (J * i)) (seq 0 n)) = encode (fun t => theta (t / J)%nat (t mod J)) (n * J).
Proof.
  rewrite code_of_rows. apply total_of_map. intros i _. rewrite encode_is_the_sum.
  induction (seq 0 J) as [|j l IH]; [simpl; lra|]. cbn [map total]. rewrite <- IH, (Nat.mul_comm J i), pow_add.
  field. split; apply pow_nonzero; lra.
Qed.
Theorem syz22_a1_code J n (theta : nat -> nat -> bool) :
  let a l := encode (theta l) J in let v := total (map (fun i => a i / 4 ^ (J * i)) (seq 0 n)) in
  (forall l, 0 <= a l < 1 / 3 /\ exists k : nat, 4 ^ J * a l = INR k) /\ 0 <= v < 1 / 3 /\
    (exists k : nat, 4 ^ (n * J) * v = INR k).
Proof.
  intros a v. split; [intros l; split; [apply encode_range|apply encode_dyadic]|].
  assert (E : v = encode (fun t => theta (t / J)%nat (t mod J)) (n * J)) by apply joined_codes.
  rewrite E. split; [apply encode_range|apply encode_dyadic].
Qed.

Theorem syz22_b1_bit J :
  (forall theta j, (j < J)%nat ->
     bit J (4 ^ S j * total (map (fun i => digit_value (theta i) * / 4 ^ S i) (seq 0 J))) = digit_value (theta j)) /\
  (forall t, 0 <= bit J t <= 1) /\ (forall x y, Rabs (bit J x - bit J y) <= 3 * Rabs (x - y)).
Proof.
  split; [|split].
  - intros theta j Hj. rewrite <- encode_is_the_sum. apply bit_of_code, Hj.
  - apply bit_range.
  - intros x y. eapply Rle_trans; [apply clamp_lipschitz|]. apply Rmult_le_compat_l; [lra|]. apply sawtooth_lipschitz.
Qed.

(* ---- Binary digits of a number in [0, 1], the first n of them: |v - sum| <= 2^-n ---- *)
(* sum_l 2^-(place + l) u_l, l = 1, 2, ... *)
Fixpoint binary (place : nat) (us : list R) : R :=
  match us with [] => 0 | u :: us' => / 2 ^ S place * u + binary (S place) us' end.

Lemma binary_half us : forall place, binary (S place) us = / 2 * binary place us.
Proof. induction us; intros; simpl; [lra|]. rewrite IHus. simpl. rewrite !Rinv_mult. ring. Qed.
Lemma binary_range us : Forall (fun u => 0 <= u <= 1) us -> 0 <= binary 0 us <= 1.
Proof. induction 1; simpl; [lra|]. rewrite binary_half. lra. Qed.

Definition first_digit (v : R) : bool := if Rle_dec (1 / 2) v then true else false.
Fixpoint binary_digit (v : R) (l : nat) : bool :=
  match l with O => first_digit v | S p => binary_digit (2 * v - digit_value (first_digit v)) p end.

Lemma binary_expansion n : forall v, 0 <= v <= 1 ->
  v - / 2 ^ n <= binary 0 (map (fun l => digit_value (binary_digit v l)) (seq 0 n)) <= v.
Proof.
  induction n; intros v Hv; [simpl; lra|].
  simpl seq. rewrite <- seq_shift, map_cons, map_map. simpl. rewrite binary_half, Rinv_mult.
  assert (V : 0 <= 2 * v - digit_value (first_digit v) <= 1)
    by (unfold first_digit; destruct (Rle_dec (1 / 2) v); simpl; lra).
  specialize (IHn _ V). set (s := binary 0 _) in *. lra.
Qed.

(* ---- Quantisation from an enclosure [lo, hi] of the value, and the n bits of q ---- *)
Lemma quantised n lo hi : lo <= hi -> hi - lo <= / 2 ^ n -> lo <= 1 -> 0 <= hi ->
  exists q : nat, (q < 2 ^ n)%nat /\ forall v, lo <= v <= hi -> 0 <= v <= 1 -> Rabs (v - INR q / 2 ^ n) <= / 2 ^ n.
Proof.
  intros Hlh Hw Hlo Hhi. assert (P : 0 < 2 ^ n) by (apply pow_lt; lra).
  assert (PN : (0 < 2 ^ n)%nat) by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia).
  assert (EK : INR (2 ^ n) = 2 ^ n) by (rewrite pow_INR; reflexivity).
  set (h := Rmin hi 1 * 2 ^ n). assert (Hh : 0 <= h <= 2 ^ n).
  { unfold h. assert (0 <= Rmin hi 1 <= 1) by linear_cases. nra. }
  (* q is the least integer with q + 1 >= h *)
  assert (Q : exists q : nat, (q < 2 ^ n)%nat /\ h <= INR q + 1 /\ (q = O \/ INR q <= h)).
  { assert (G : forall m : nat, (1 <= m)%nat -> h <= INR m -> exists q : nat, (q < m)%nat /\ h <= INR q + 1 /\
    (q = O \/ INR q <= h)).
    { induction m; intros Hm Hhm; [lia|]. destruct (Nat.eq_dec m 0) as [->|]; [exists O; simpl in *; split; [lia|split;
      [lra|auto]]|].
      destruct (Rle_dec h (INR m)) as [L|L].
      - destruct IHm as (q & H1 & H2 & H3); [lia|exact L|]. exists q. split; [lia|auto].
      - exists m. rewrite S_INR in Hhm. split; [lia|split; [lra|right; lra]]. }
    apply G; [lia|rewrite EK; lra]. }
  destruct Q as (q & H1 & H2 & H3). exists q. split; [exact H1|]. intros v Hv Hv1.
  assert (E : / 2 ^ n * 2 ^ n = 1) by (apply Rinv_l; lra).
  assert (B : -1 <= v * 2 ^ n - INR q <= 1).
  { assert (v * 2 ^ n <= h) by (unfold h; apply Rmult_le_compat_r; [lra|linear_cases]).
    assert (h <= v * 2 ^ n + 1).
    { unfold h. assert (Rmin hi 1 <= v + / 2 ^ n) by linear_cases. nra. }
    assert (0 <= v * 2 ^ n) by nra. destruct H3 as [->|H3]; simpl in *; lra. }
  replace (v - INR q / 2 ^ n) with ((v * 2 ^ n - INR q) * / 2 ^ n) by (field; lra).
  apply Rabs_le. assert (0 < / 2 ^ n) by (apply Rinv_0_lt_compat, P). nra.
Qed.
Lemma bits_value n : forall q, (q < 2 ^ n)%nat ->
  INR q / 2 ^ n = binary 0 (map (fun l => digit_value (Nat.testbit q (n - 1 - l))) (seq 0 n)).
Proof.
  induction n; intros q Hq; [simpl in *; replace q with O by lia; simpl; lra|].
  (* the leading bit *)
  assert (PN : (2 ^ n <> 0)%nat) by (apply Nat.pow_nonzero; lia). assert (P : 0 < 2 ^ n) by (apply pow_lt; lra).
  simpl seq. rewrite <- seq_shift, map_cons, map_map. cbn [binary]. rewrite binary_half.
  set (r := (q mod 2 ^ n)%nat). assert (Hr : (r < 2 ^ n)%nat) by (apply Nat.mod_upper_bound, PN).
  rewrite (map_ext_in _ (fun l => digit_value (Nat.testbit r (n - 1 - l)))).
  - rewrite <- IHn by exact Hr. replace (S n - 1 - 0)%nat with n by lia.
    assert (T : digit_value (Nat.testbit q n) = INR (q / 2 ^ n)).
    { assert (L : (q / 2 ^ n < 2)%nat) by (apply Nat.div_lt_upper_bound; simpl in Hq; lia).
      pose proof (Nat.testbit_spec' q n) as T. rewrite Nat.mod_small in T by exact L. rewrite <- T.
      destruct (Nat.testbit q n); reflexivity. }
    rewrite T. pose proof (Nat.div_mod q (2 ^ n) PN) as D. fold r in D. apply (f_equal INR) in D.
    rewrite plus_INR, mult_INR in D. replace (INR (2 ^ n)) with (2 ^ n) in D by (rewrite pow_INR; reflexivity).
    rewrite D. simpl. field. lra.
  - intros l Hl. apply in_seq in Hl. f_equal. replace (S n - 1 - S l)%nat with (n - 1 - l)%nat by lia.
    unfold r. symmetry. apply Nat.mod_pow2_bits_low. lia.
Qed.
Theorem syz22_a1_quantisation n :
  (forall lo hi, lo <= hi -> hi - lo <= / 2 ^ n -> lo <= 1 -> 0 <= hi ->
     exists q : nat, (q < 2 ^ n)%nat /\ forall v, lo <= v <= hi -> 0 <= v <= 1 -> Rabs (v - INR q / 2 ^ n) <= / 2 ^ n) /\
  (forall q, (q < 2 ^ n)%nat ->
     INR q / 2 ^ n = binary 0 (map (fun l => digit_value (Nat.testbit q (n - 1 - l))) (seq 0 n))) /\
  (forall us, length us = n -> Forall (fun u => 0 <= u <= 1) us -> 0 <= binary 0 us <= 1 - / 2 ^ n).
Proof.
  split; [apply quantised|]. split; [apply bits_value|]. intros us L Hu. split; [apply binary_range, Hu|].
  rewrite <- L. clear L. induction Hu as [|u us Hu _ IH]; [simpl; lra|]. cbn [binary length]. rewrite binary_half. simpl.
  rewrite !Rinv_mult. lra.
Qed.

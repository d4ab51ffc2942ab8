(* Functions of one number: sums over lists, the median, the clamp, the tent, the sawtooth, one digit of a code in base 4.
   [SYZ22] Section 3 of the construction, Proposition B.1. *)
From Coq Require Import Reals Lra Lia ZArith List Psatz.
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
Lemma lsyz21_3_1_median a b c :
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
Lemma syz22_b1_clamp_low z : z <= 1 / 3 -> clamp z = 0. Proof. unfold clamp; intros; linear_cases. Qed.
Lemma syz22_b1_clamp_high z : 2 / 3 <= z -> clamp z = 1. Proof. unfold clamp; intros; linear_cases. Qed.

Definition tent (z : R) : R := 1 - 2 * relu (z - 1 / 2) - 2 * relu (1 / 2 - z).

Lemma syz22_b1_tent_left z : z <= 1 / 2 -> tent z = 2 * z. Proof. unfold tent; intros; linear_cases. Qed.
Lemma syz22_b1_tent_right z : 1 / 2 <= z -> tent z = 2 - 2 * z. Proof. unfold tent; intros; linear_cases. Qed.

Fixpoint iterate {A} (f : A -> A) (m : nat) (z : A) : A := match m with O => z | S p => iterate f p (f z) end.

(* tent^(m)(t / 2^m) is the distance of t from the nearest even integer, for 0 <= t <= 2^m: t = 2k + u, |u| <= 1. *)
Lemma syz22_b1_sawtooth m : forall (k : Z) (u : R),
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
      rewrite syz22_b1_tent_left by auto.
      replace (2 * z) with ((2 * IZR k + u) / 2 ^ m) by (unfold z; field; lra).
      apply IHm; auto. split; [lra|]. rewrite <- Hz. nra.
    + (* right half: tent z = 2 - 2z, and the mirror image 2^(m+1) - t = 2 (2^m - k) - u *)
      rewrite syz22_b1_tent_right by lra.
      replace (2 - 2 * z) with ((2 * IZR (2 ^ Z.of_nat m - k) + - u) / 2 ^ m).
      2:{ unfold z. rewrite minus_IZR, <- pow_IZR. field. lra. }
      rewrite IHm; [apply Rabs_Ropp|lra|].
      rewrite minus_IZR, <- pow_IZR. split; [lra|nra].
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

(* 4^j a = 4q + theta_j + r with an integer q >= 0 and 0 <= r <= 1/3. *)
Lemma syz22_b1_digits J : forall theta j, (j < J)%nat ->
  exists (q : Z) r, (0 <= q)%Z /\ 0 <= r <= 1 / 3 /\ 4 ^ S j * encode theta J = 4 * IZR q + digit_value (theta j) + r.
Proof.
  induction J; intros theta j Hj; [lia|].
  destruct j as [|j].
  - exists 0%Z, (encode (fun i => theta (S i)) J). pose proof (encode_range (fun i => theta (S i)) J).
    split; [lia|]. split; [lra|]. simpl. lra.
  - destruct (IHJ (fun i => theta (S i)) j ltac:(lia)) as (q & r & Hq & Hr & E).
    exists (4 ^ Z.of_nat j * (if theta O then 1 else 0) + q)%Z, r. repeat split; try lra.
    + destruct (theta O); nia.
    + rewrite plus_IZR, mult_IZR, <- pow_IZR.
      replace (IZR (if theta O then 1 else 0)) with (digit_value (theta O)) by (destruct (theta O); reflexivity).
      simpl encode.
      replace (4 ^ S (S j) * ((digit_value (theta O) + encode (fun i => theta (S i)) J) / 4))
        with (4 ^ S j * encode (fun i => theta (S i)) J + 4 ^ S j * digit_value (theta O)) by (simpl; field).
      rewrite E. simpl. lra.
Qed.

Theorem syz22_b1_bit J theta j : (j < J)%nat -> bit J (4 ^ S j * encode theta J) = digit_value (theta j).
Proof.
  intros Hj. destruct (syz22_b1_digits J theta j Hj) as (q & r & Hq & Hr & E).
  assert (U : 4 ^ S j * encode theta J <= 2 ^ (2 * J + 1)).
  { rewrite pow_add, pow_mult. replace (2 ^ 2) with 4 by lra.
    assert (4 ^ S j <= 4 ^ J) by (apply Rle_pow; [lra|lia]).
    assert (0 < 4 ^ S j) by (apply pow_lt; lra).
    pose proof (encode_range theta J). nra. }
  unfold bit. rewrite E in *.
  assert (0 <= IZR q) by (apply IZR_le; auto).
  destruct (theta j); unfold digit_value in *.
  - (* distance at least 2/3 from the even integers: t = 2 (2q + 1) + (r - 1) *)
    apply syz22_b1_clamp_high.
    replace (4 * IZR q + 1 + r) with (2 * IZR (2 * q + 1) + (r - 1)) in *
      by (rewrite plus_IZR, mult_IZR; lra).
    rewrite syz22_b1_sawtooth; [linear_cases|lra|]. split; [|lra]. rewrite plus_IZR, mult_IZR; lra.
  - apply syz22_b1_clamp_low.
    replace (4 * IZR q + 0 + r) with (2 * IZR (2 * q) + r) in * by (rewrite mult_IZR; lra).
    rewrite syz22_b1_sawtooth; [linear_cases|lra|]. split; [|lra]. rewrite mult_IZR; lra.
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

Lemma syz22_a1_quantisation n : forall v, 0 <= v <= 1 ->
  v - / 2 ^ n <= binary 0 (map (fun l => digit_value (binary_digit v l)) (seq 0 n)) <= v.
Proof.
  induction n; intros v Hv; [simpl; lra|].
  simpl seq. rewrite <- seq_shift, map_cons, map_map. simpl. rewrite binary_half, Rinv_mult.
  assert (V : 0 <= 2 * v - digit_value (first_digit v) <= 1)
    by (unfold first_digit; destruct (Rle_dec (1 / 2) v); simpl; lra).
  specialize (IHn _ V). set (s := binary 0 _) in *. lra.
Qed.

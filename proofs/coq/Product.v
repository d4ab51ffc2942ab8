(* Exact products: at the integers y = 1..J, 4^(o+y) v is a sum of J pieces that are linear in v and y.
   A network takes the index y of a cell and the number v as inputs, and no error of a product arises. *)
From Coq Require Import Reals Lra Lia Arith List.
From Syz Require Import Network Pieces.
Import ListNotations.
Local Open Scope R_scope.

Definition hat (u : R) : R := relu (u + 1) - 2 * relu u + relu (u - 1).

Lemma hat_is_a_tent u : hat u = relu (1 - Rabs u). Proof. unfold hat; linear_cases. Qed.
Lemma hat_peak : hat 0 = 1. Proof. unfold hat; linear_cases. Qed.
Lemma hat_outside u : 1 <= Rabs u -> hat u = 0.
Proof. intros H. rewrite hat_is_a_tent. apply relu_of_nonpositive. lra. Qed.

(* relu(t - C (1 - hat u)) is t at u = 0 and 0 at |u| >= 1, for 0 <= t <= C. *)
Definition summand (C t u : R) : R := relu (t - C * (1 - hat u)).

Lemma summand_here C t : 0 <= t -> summand C t 0 = t.
Proof. intros H. unfold summand. rewrite hat_peak, relu_of_nonnegative; lra. Qed.
Lemma summand_elsewhere C t u : t <= C -> 1 <= Rabs u -> summand C t u = 0.
Proof. intros H Hu. unfold summand. rewrite hat_outside by assumption. apply relu_of_nonpositive. lra. Qed.

(* sum_{j=1}^{J} relu(4^(o+j) v - C (1 - hat(y - j))) *)
Definition product_sum (C : R) (o J : nat) (v y : R) : R :=
  total (map (fun j => summand C (4 ^ (o + j) * v) (y - INR j)) (seq 1 J)).

(* Nonnegative for all real y and v: a ReLU behind it changes nothing. *)
Lemma product_sum_nonnegative C o J v y : 0 <= product_sum C o J v y.
Proof. apply total_nonnegative, Forall_map, Forall_forall. intros. apply relu_nonnegative. Qed.

Lemma total_single {A} (f : A -> R) i l : NoDup l -> In i l -> (forall j, In j l -> j <> i -> f j = 0) -> total (map f l) = f i.
Proof.
  intros D. induction D as [|j l Hj D IH]; intros Hi H; [contradiction|]. destruct Hi as [->|Hi]; simpl.
  - rewrite total_zero; [lra|]. intros k Hk. apply H; [right; assumption|]. intros ->. contradiction.
  - rewrite (H j); [|left; reflexivity|intros ->; contradiction].
    rewrite IH; [lra|assumption|]. intros; apply H; [right|]; assumption.
Qed.

Lemma integers_apart i j : i <> j -> 1 <= Rabs (INR i - INR j).
Proof.
  intros H. destruct (Nat.lt_total i j) as [L|[L|L]]; [|contradiction|];
    apply le_INR in L; rewrite S_INR in L; linear_cases.
Qed.

Lemma product_at_integers C o J v i :
  (1 <= i <= J)%nat -> 0 <= v <= 1 -> 4 ^ (o + J) <= C -> product_sum C o J v (INR i) = 4 ^ (o + i) * v.
Proof.
  intros Hi Hv HC. unfold product_sum. rewrite (total_single _ i).
  - replace (INR i - INR i) with 0 by lra. apply summand_here.
    apply Rmult_le_pos; [apply pow_le|]; lra.
  - apply seq_NoDup.
  - apply in_seq. lia.
  - intros j Hj Hji. apply in_seq in Hj. apply summand_elsewhere; [|apply integers_apart; lia].
    assert (4 ^ (o + j) <= 4 ^ (o + J)) by (apply Rle_pow; [lra|lia]).
    assert (0 < 4 ^ (o + j)) by (apply pow_lt; lra). nra.
Qed.

Theorem exact_product J a :
  (0 <= a <= 1 -> forall y, (1 <= y <= J)%nat ->
     total (map (fun j => relu (4 ^ j * a - 4 ^ J * (1 - hat (INR y - INR j)))) (seq 1 J)) = 4 ^ y * a) /\
  (forall u, hat u = relu (1 - Rabs u)) /\
  (forall y, 0 <= total (map (fun j => relu (4 ^ j * a - 4 ^ J * (1 - hat (y - INR j)))) (seq 1 J))).
Proof.
  split; [|split; [exact hat_is_a_tent|intros y; apply (product_sum_nonnegative (4 ^ J) 0 J a y)]].
  intros Ha y Hy. apply (product_at_integers (4 ^ J) 0 J a y Hy Ha). apply Rle_refl.
Qed.

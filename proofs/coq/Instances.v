(* The hypotheses of the theorems are not empty: f(x) = |x_1 - 1/3| on grids of every size; and what the theorems say of it. *)
From Coq Require Import Reals Lra Lia List Psatz.
From Syz Require Import Network Literal Statement Pieces Cells Approximation Moduli Integral Findings Main Main23.
Import ListNotations.
Open Scope R_scope.

Definition third (x : list R) : R := Rabs (nth 0 x 0 - 1 / 3).

Lemma third_lipschitz d : (1 <= d)%nat -> lipschitz d third 1.
Proof.
  intros Hd x y Hx Hy. destruct (first_coordinate d x Hd Hx) as (s & x' & -> & Hs).
  destruct (first_coordinate d y Hd Hy) as (t & y' & -> & Ht). rewrite Rmult_1_l.
  eapply Rle_trans; [|apply first_distance]. unfold third. simpl. linear_cases.
Qed.
Lemma third_unit d x : (1 <= d)%nat -> cube d x -> 0 <= third x <= 2 / 3.
Proof. intros Hd Hx. destruct (first_coordinate d x Hd Hx) as (s & x' & -> & Hs). unfold third. simpl. linear_cases. Qed.
Lemma third_continuous d : (1 <= d)%nat -> continuous d third.
Proof.
  intros Hd x eps Hx He. exists eps. split; [exact He|]. intros y Hy Hxy. pose proof (third_lipschitz d Hd x y Hx Hy). lra.
Qed.
(* Its moduli in one variable: omega(r) = r for r <= 2/3, and omega(1) = 2/3. *)
Lemma one_variable t : 0 <= t <= 1 -> cube 1 [t].
Proof. intros Ht. split; [reflexivity|]. constructor; [exact Ht|constructor]. Qed.
Lemma one_distance s t : distance [s] [t] = Rabs (s - t).
Proof.
  unfold distance. cbn [squares]. rewrite Rplus_0_r, <- pow2_abs. apply sqrt_pow2, Rabs_pos.
Qed.
Lemma third_modulus r : 0 <= r <= 2 / 3 -> modulus 1 third r r.
Proof.
  intros Hr. split.
  - intros t (x & y & Hx & Hy & Hd & ->). eapply Rle_trans; [apply (third_lipschitz 1); auto|]. lra.
  - intros b Hb. apply Hb. exists [1 / 3 + r], [1 / 3]. rewrite one_distance.
    repeat split; try apply one_variable; try lra; try (constructor; [lra|constructor]); unfold third; simpl; linear_cases.
Qed.
Lemma third_oscillation : modulus 1 third 1 (2 / 3).
Proof.
  split.
  - intros t (x & y & Hx & Hy & _ & ->). pose proof (third_unit 1 x (le_n 1) Hx). pose proof (third_unit 1 y (le_n 1) Hy).
    linear_cases.
  - intros b Hb. apply Hb. exists [1], [1 / 3]. rewrite one_distance.
    repeat split; try (constructor; [lra|constructor]); unfold third; simpl; linear_cases.
Qed.

Lemma third_moduli n : (1 <= n)%nat -> moduli 1 n third (/ 2 ^ n) (2 / 3).
Proof.
  intros Hn. pose proof (inverse_power_positive n) as P.
  assert (K : / 2 ^ n <= 2 / 3).
  { apply Rle_trans with (/ 2); [|lra]. apply Rinv_le_contravar; [lra|]. replace 2 with (2 ^ 1) at 1 by (simpl; lra).
    apply Rle_pow; [lra|exact Hn]. }
  unfold moduli. simpl (INR 1). rewrite sqrt_1. split; [|apply third_oscillation].
  unfold Rdiv. rewrite Rmult_1_l. apply third_modulus. lra.
Qed.

(* Grids of every size. *)
Lemma a_grid d n : (1 <= d)%nat -> (1 <= n)%nat -> grid d n (/ (3 * 2 ^ n)).
Proof.
  intros Hd Hn. split; [exact Hd|]. split; [exact Hn|]. split; [|lra].
  apply Rinv_0_lt_compat. pose proof (power_positive n). lra.
Qed.

(* s = 4/3, b = -1/3: the library's network is within 7/3 2^-n of |x - 1/3|. *)
Theorem third_literal n delta : grid 1 n delta ->
  exists a, coefficients 1 n a /\ forall t, 0 <= t <= 1 ->
  exists y, run (a ++ [4 / 3; - 1 / 3]) (real_network delta (literal_sup 1 n)) [t] = [y] /\
  Rabs (y - Rabs (t - 1 / 3)) <= 7 / 3 / 2 ^ n.
Proof.
  intros G. pose proof G as (_ & Hn & _). destruct (literal_2_2_holds 1%nat n delta G) as (_ & _ & _ & _ & T).
  destruct (T third (/ 2 ^ n) (2 / 3)) as (a & Ha & E).
  - apply third_moduli, Hn.
  - exists a. split; [exact Ha|]. intros t Ht. destruct (E [t] (one_variable t Ht)) as (y & Hy & B). exists y.
    replace (2 * (2 / 3)) with (4 / 3) in Hy by lra.
    replace (third (origin 1) - 2 / 3) with (- 1 / 3) in Hy by (unfold third, origin; simpl; linear_cases).
    split; [exact Hy|]. unfold third in B. simpl nth in B. eapply Rle_trans; [exact B|]. unfold Rdiv. lra.
Qed.

(* In any number of variables: 3 sqrt(d) 2^-n by Theorem 2.2', one phi1 and phi2 for all functions. *)
Theorem third_uniform d n : (1 <= d)%nat -> (1 <= n)%nat ->
  exists phi1 phi2 a W, coefficients d n a /\ within d phi1 phi2 a third W (3 * 1 * sqrt (INR d) / 2 ^ n).
Proof.
  intros Hd Hn. destruct (uniform_2_2_lipschitz_holds d n _ (a_grid d n Hd Hn)) as (phi1 & phi2 & _ & _ & T).
  destruct (T third 1) as (a & W & Ha & _ & E); [lra|apply third_lipschitz, Hd|]. exists phi1, phi2, a, W. auto.
Qed.

(* Theorem A.1 for it, a point on a cell, and a point in a gap. *)
Theorem third_on_cells n : (1 <= n)%nat ->
  exists phi1 phi2 a, coefficients 1 n a /\ forall t, 0 <= t <= 1 -> ~ Omega n (/ (3 * 2 ^ n)) [t] ->
  exists y, composed phi1 phi2 a [t] = [y] /\ Rabs (y - Rabs (t - 1 / 3)) <= 2 / 2 ^ n.
Proof.
  intros Hn. destruct (syz22_a1_cells_holds 1%nat n _ (a_grid 1 n (le_n 1) Hn)) as (phi1 & phi2 & _ & _ & T).
  destruct (T third (/ 2 ^ n)) as (a & Ha & E).
  - intros x Hx. pose proof (third_unit 1 x (le_n 1) Hx). lra.
  - apply third_moduli, Hn.
  - exists phi1, phi2, a. split; [exact Ha|]. intros t Ht HO. destruct (E [t] eq_refl) as (y & Hy & _ & B). exists y.
    split; [exact Hy|]. specialize (B (one_variable t Ht) HO). unfold third in B. simpl nth in B. unfold Rdiv. lra.
Qed.
Example outside_of_the_gaps : ~ Omega 1 (1 / 6) [1 / 4].
Proof.
  intros HO. inversion_clear HO as [? ? H|? ? H]; [|inversion H]. destruct H as (k & Hk & Ht).
  assert (k = 1)%nat as -> by (simpl in Hk; lia). simpl in Ht. lra.
Qed.
Example inside_of_a_gap : Omega 1 (1 / 6) [2 / 5].
Proof. constructor. exists 1%nat. split; [simpl; lia|]. simpl. lra. Qed.

(* Theorem 2.1, p = 2. *)
Theorem third_mean_square n : (1 <= n)%nat ->
  exists phi1 phi2 a, coefficients 1 n a /\ mean_within 1 2 phi1 phi2 a third (2 / 3) (11 / 3 / 2 ^ n).
Proof.
  intros Hn. destruct (syz22_2_1_holds 1%nat n 2) as (phi1 & phi2 & _ & _ & T); [lia|exact Hn|lra|].
  destruct (T third (third_continuous 1 (le_n 1))) as (w & W & a & [Hw HW] & Ha & E). destruct (third_moduli n Hn) as [Hw' HW'].
  rewrite (modulus_unique _ _ _ _ _ Hw Hw'), (modulus_unique _ _ _ _ _ HW HW') in E. exists phi1, phi2, a. split; [exact Ha|].
  replace (11 / 3 / 2 ^ n) with (/ 2 ^ n + 4 / 2 ^ n * (2 / 3)) by (field; pose proof (power_positive n); lra). exact E.
Qed.

(* Theorem 2.3 with eps = 1/100. *)
Theorem third_from_three_numbers : exists phi s v b, 0 <= v < 1 /\ read_from 1 phi s v b third (1 / 100).
Proof.
  destruct (syz22_2_3_holds 1%nat (1 / 100) 1 1) as (phi & _ & T); try lra; [lia|].
  destruct (T third) as (s & v & b & _ & Hv & E).
  - intros x y Hx Hy. rewrite power_one by apply sqrt_pos. apply (third_lipschitz 1); auto.
  - exists phi, s, v, b. auto.
Qed.

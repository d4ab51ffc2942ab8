(* Hoelder functions have moduli of continuity, and the error bounds in terms of moduli become rates. *)
From Coq Require Import Reals ZArith Lra Lia List.
From Syz Require Import Network Statement Pieces Cells Approximation Moduli.
Import ListNotations.
Local Open Scope R_scope.

(* ---- Powers ---- *)
Lemma power_positive_base t p : 0 < t -> power t p = Rpower t p.
Proof. intros. unfold power. destruct (Rle_dec t 0); [lra|reflexivity]. Qed.
Lemma power_nonnegative t p : 0 <= power t p.
Proof. unfold power. destruct (Rle_dec t 0); [lra|]. left. apply exp_pos. Qed.
Lemma power_monotone s t p : 0 < p -> s <= t -> power s p <= power t p.
Proof.
  intros Hp Hst. unfold power at 1. destruct (Rle_dec s 0); [apply power_nonnegative|].
  rewrite power_positive_base by lra. apply Rle_Rpower_l; lra.
Qed.
Lemma power_sqrt t p : 0 < t -> power (sqrt t) p = power t (p / 2).
Proof.
  intros Ht. rewrite !power_positive_base by (try apply sqrt_lt_R0; assumption).
  rewrite <- Rpower_sqrt, Rpower_mult by assumption. f_equal. lra.
Qed.
Lemma power_quotient t n p : 0 < t -> power (t / 2 ^ n) p = power t p * power 2 (- p * INR n).
Proof.
  intros Ht. assert (P : 0 < / 2 ^ n) by (apply Rinv_0_lt_compat, pow_lt; lra).
  rewrite !power_positive_base by (unfold Rdiv; nra || lra). unfold Rdiv. rewrite <- Rpower_mult_distr by assumption. f_equal.
  rewrite <- Rpower_pow, <- Rpower_Ropp, Rpower_mult by lra. f_equal. ring.
Qed.
Lemma inverse_power_small n p : p <= 1 -> / 2 ^ n <= power 2 (- p * INR n).
Proof.
  intros Hp. rewrite power_positive_base, <- Rpower_pow, <- Rpower_Ropp by lra.
  apply Rle_Rpower; [lra|]. pose proof (pos_INR n). nra.
Qed.

(* ---- The modulus of a Hoelder function ---- *)
Lemma modulus_nonnegative d f r w : 0 <= r -> modulus d f r w -> 0 <= w.
Proof.
  intros Hr [U _]. eapply Rle_trans; [apply Rabs_pos|]. apply U. exists (origin d), (origin d).
  rewrite distance_self. auto using origin_cube.
Qed.
Lemma hoelder_modulus d f alpha lambda r : 0 < alpha -> 0 <= lambda -> 0 <= r -> hoelder d f alpha lambda ->
  exists w, modulus d f r w /\ w <= lambda * power r alpha.
Proof.
  intros Ha Hl Hr Hf.
  apply modulus_exists; [exact Hr|]. intros x y Hx Hy Hd. eapply Rle_trans; [apply Hf; assumption|].
  apply Rmult_le_compat_l; [assumption|]. apply power_monotone; assumption.
Qed.

(* w = omega_f(sqrt(d) 2^-n) and W = omega_f(sqrt d): w + c 2^-n W <= (1 + c) lambda d^(alpha/2) 2^(-alpha n). *)
Theorem hoelder_rate d n f alpha lambda c :
  (1 <= d)%nat -> 0 < alpha <= 1 -> 0 <= lambda -> 0 <= c -> hoelder d f alpha lambda ->
  exists w W, modulus d f (sqrt (INR d) / 2 ^ n) w /\ modulus d f (sqrt (INR d)) W /\ 0 <= W /\
    w + c / 2 ^ n * W <= (1 + c) * lambda * power (INR d) (alpha / 2) * power 2 (- alpha * INR n).
Proof.
  intros Hd Ha Hl Hc Hf. assert (P : 0 < INR d) by (apply lt_0_INR; lia). pose proof (sqrt_lt_R0 _ P) as S.
  pose proof (inverse_power_positive n) as K.
  destruct (hoelder_modulus d f alpha lambda (sqrt (INR d) / 2 ^ n)) as (w & Hw & Bw); try assumption; try lra.
  { unfold Rdiv. nra. }
  destruct (hoelder_modulus d f alpha lambda (sqrt (INR d))) as (W & HW & BW); try assumption; try lra.
  exists w, W. rewrite power_quotient, power_sqrt in Bw by assumption. rewrite power_sqrt in BW by assumption.
  pose proof (modulus_nonnegative d f _ W (Rlt_le _ _ S) HW) as W0.
  split; [exact Hw|]. split; [exact HW|]. split; [exact W0|].
  pose proof (inverse_power_small n alpha ltac:(lra)) as Hh. set (h := power 2 (- alpha * INR n)) in *.
  set (A := power (INR d) (alpha / 2)) in *.
  assert (B : / 2 ^ n * W <= h * (lambda * A)) by (apply Rmult_le_compat; lra).
  apply (Rmult_le_compat_l c) in B; [|assumption]. unfold Rdiv. lra.
Qed.

(* ---- How fine a grid eps needs ---- *)
Lemma natural_above q : exists n, q <= INR n.
Proof.
  destruct (archimed q) as [A _]. exists (Z.to_nat (up q)). rewrite INR_IZR_INZ. destruct (Z.le_gt_cases 0 (up q)) as [U|U].
  - rewrite Z2Nat.id by assumption. lra.
  - apply IZR_lt in U. assert (0 <= IZR (Z.of_nat (Z.to_nat (up q)))) by (apply IZR_le; lia). lra.
Qed.
(* M 2^-n <= eps for some n >= 1. *)
Lemma fine_grid M eps : 0 < eps -> exists n, (1 <= n)%nat /\ M / 2 ^ n <= eps.
Proof.
  intros He. destruct (natural_above (M / eps)) as [n Hn]. exists (S n). split; [lia|].
  assert (P : INR n <= 2 ^ S n).
  { clear. induction n; [simpl; lra|]. rewrite S_INR. change (2 ^ S (S n)) with (2 * 2 ^ S n).
    pose proof (pow_R1_Rle 2 (S n) ltac:(lra)). lra. }
  pose proof (power_positive (S n)). apply (Rmult_le_reg_r (2 ^ S n)); [assumption|].
  replace (M / 2 ^ S n * 2 ^ S n) with (M / eps * eps) by (field; lra). nra.
Qed.
(* M 2^(-alpha n) <= eps for some n >= 1. *)
Lemma syz22_2_3_choice M eps alpha : 0 < eps -> 0 < alpha -> exists n, (1 <= n)%nat /\ M * power 2 (- alpha * INR n) <= eps.
Proof.
  intros He Ha. destruct (Rle_dec M eps) as [H|H].
  - exists 1%nat. split; [lia|]. rewrite power_positive_base by lra. pose proof (exp_pos (- alpha * INR 1 * ln 2)) as P.
    assert (L : Rpower 2 (- alpha * INR 1) <= 1).
    { rewrite <- (Rpower_O 2) by lra. apply Rle_Rpower; [lra|]. simpl. lra. }
    unfold Rpower in *. destruct (Rle_dec 0 M); nra.
  - assert (HM : 0 < M) by lra. pose proof ln_lt_2 as L2. assert (0 < ln 2) by lra.
    set (q := (ln M - ln eps) / (alpha * ln 2)).
    destruct (natural_above q) as [k Hk]. exists (S k). split; [lia|].
    assert (Hn : q <= INR (S k)) by (rewrite S_INR; lra).
    set (t := INR (S k)) in *. rewrite power_positive_base by lra. unfold Rpower.
    rewrite <- (exp_ln M) at 1 by assumption. rewrite <- exp_plus, <- (exp_ln eps) by assumption.
    assert (E : q * (alpha * ln 2) = ln M - ln eps) by (unfold q; field; lra).
    assert (q * (alpha * ln 2) <= t * (alpha * ln 2)) by (apply Rmult_le_compat_r; nra).
    assert (B : ln M + - alpha * t * ln 2 <= ln eps) by lra.
    destruct (Rle_lt_or_eq_dec _ _ B) as [B'|B']; [left; apply exp_increasing, B'|rewrite B'; apply Rle_refl].
Qed.

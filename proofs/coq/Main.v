(* The statements of Statement.v hold. *)
From Coq Require Import Reals Lra Lia List Psatz Arith QArith Qreals Qpower.
From Syz Require Import Network Literal Statement Pieces Cells Approximation Calculus Realise Size Moduli Rates Integral.
Import ListNotations.
Open Scope R_scope.

Lemma coefficients_nonnegative d n a : coefficients d n a -> length a = n /\ Forall (fun c => 0 <= c) a.
Proof. intros [L F]. split; [exact L|]. eapply Forall_impl; [|exact F]. cbv beta. intros c [Hc _]. lra. Qed.

(* ---- Theorem A.1 ---- *)
Theorem syz22_a1_cells_holds : syz22_a1_cells.
Proof.
  intros d n delta G. exists (real_network delta (phi1_lp d n)), (real_network delta (phi2_lp d n)).
  split; [apply phi1_lp_in_H; apply G|]. split; [apply phi2_lp_in_H; apply G|].
  intros f w F01 Fw. exists (code n d f). split; [apply code_coefficients|].
  intros x Lx. exists (psi0 n delta (code n d f) x). split; [|split].
  - apply composed_lp; auto. apply code_coefficients.
  - apply psi0_range.
  - intros Hx HO. apply (on_cells d n delta G f w F01); auto.
    intros u v Hu Hv Hr. apply (modulus_bound d f (sqrt (INR d) / 2 ^ n)); auto.
Qed.

(* ---- Theorem 2.2' and Theorem 2.2 ---- *)
Section Sup.
Variables (d n : nat) (delta : R).
Hypothesis on_grid : grid d n delta.
Variables (f : list R -> R) (w W : R).
Hypothesis f_modulus : modulus d f (sqrt (INR d) / 2 ^ n) w.
Hypothesis f_oscillation : modulus d f (sqrt (INR d)) W.
Let a := code n d (framed d f W).

Lemma psi_error x : cube d x ->
  Rabs (2 * W * psi n delta a x + (f (origin d) - W) - f x) <= w + 2 / 2 ^ n * W.
Proof.
  intros Hx. apply (scaled_error d n f w W f_modulus f_oscillation x); auto.
  intros w' Hw'. apply (on_the_cube d n delta on_grid (framed d f W) w'); auto. apply (framed_unit d f W); auto.
Qed.
Lemma psi0_error x : cube d x -> ~ Omega n delta x ->
  Rabs (2 * W * psi0 n delta a x + (f (origin d) - W) - f x) <= w + 2 / 2 ^ n * W.
Proof.
  intros Hx HO. apply (scaled_error d n f w W f_modulus f_oscillation x); auto.
  intros w' Hw'. apply (on_cells d n delta on_grid (framed d f W) w'); auto. apply (framed_unit d f W); auto.
Qed.
(* In the gaps: s psi_0 + b and f(x) both lie in [f(0) - W, f(0) + W]. *)
Lemma psi0_error_in_gaps x : cube d x -> Rabs (2 * W * psi0 n delta a x + (f (origin d) - W) - f x) <= 2 * W.
Proof.
  intros Hx. pose proof (oscillation_bound d f W f_oscillation x (origin d) Hx (origin_cube d)) as B.
  pose proof (psi0_range n delta a x). pose proof (modulus_nonnegative d f _ W (sqrt_pos _) f_oscillation).
  assert (- W <= f x - f (origin d) <= W) by (revert B; linear_cases). apply Rabs_le. nra.
Qed.
Lemma sup_within bound : w + 2 / 2 ^ n * W <= bound ->
  within d (real_network delta (phi1_sup d n)) (real_network delta (phi2_sup d n)) a f W bound.
Proof.
  intros Hb x Hx. exists (psi n delta a x). split; [|split; [apply psi_range|]].
  - apply composed_sup; auto; [apply code_coefficients|apply Hx].
  - eapply Rle_trans; [apply psi_error, Hx|exact Hb].
Qed.
End Sup.

Lemma networks_sup (P : nat -> nat -> network R -> network R -> Prop) : (forall d n delta, grid d n delta ->
  P d n (real_network delta (phi1_sup d n)) (real_network delta (phi2_sup d n))) -> networks_2_2 P.
Proof.
  intros HP d n delta G. exists (real_network delta (phi1_sup d n)), (real_network delta (phi2_sup d n)).
  split; [apply phi1_sup_in_H; apply G|]. split; [apply phi2_sup_in_H; apply G|]. apply HP, G.
Qed.
Theorem uniform_2_2_holds : uniform_2_2.
Proof.
  apply networks_sup. intros d n delta G f w W [Hw HW]. exists (code n d (framed d f W)).
  split; [apply code_coefficients|]. apply (sup_within d n delta G f w W); auto. lra.
Qed.
Lemma continuous_moduli d n f : continuous d f -> exists w W, moduli d n f w W.
Proof.
  intros Hf. pose proof (sqrt_pos (INR d)) as S. destruct (continuous_modulus_holds d f (sqrt (INR d)) Hf S) as [W HW].
  destruct (continuous_modulus_holds d f (sqrt (INR d) / 2 ^ n) Hf) as [w Hw].
  - apply Rmult_le_pos; [exact S|left; apply inverse_power_positive].
  - exists w, W. split; assumption.
Qed.
Theorem syz22_2_2_holds : syz22_2_2.
Proof.
  apply networks_sup. intros d n delta G f Hf. destruct (continuous_moduli d n f Hf) as (w & W & Hw & HW).
  exists w, W, (code n d (framed d f W)). split; [split; assumption|]. split; [apply code_coefficients|].
  apply (sup_within d n delta G f w W); auto. pose proof (modulus_nonnegative d f _ W (sqrt_pos _) HW).
  pose proof (inverse_power_positive n). apply Rplus_le_compat_l, Rmult_le_compat_r; [assumption|].
  apply Rmult_le_compat_r; lra.
Qed.
Lemma hoelder_2_2_from c : 2 <= c -> hoelder_2_2 (1 + c).
Proof.
  intros H2. apply networks_sup. intros d n delta G f alpha lambda Ha Hl Hf.
  destruct (hoelder_rate d n f alpha lambda c) as (w & W & Hw & HW & W0 & B); auto; [apply G|lra|].
  exists (code n d (framed d f W)), W. split; [apply code_coefficients|]. split; [exact HW|].
  apply (sup_within d n delta G f w W); auto. eapply Rle_trans; [|exact B].
  pose proof (inverse_power_positive n). apply Rplus_le_compat_l, Rmult_le_compat_r; [assumption|]. apply Rmult_le_compat_r; lra.
Qed.

Theorem uniform_2_2_hoelder_holds : uniform_2_2_hoelder.
Proof. unfold uniform_2_2_hoelder. replace 3 with (1 + 2) by lra. apply hoelder_2_2_from. lra. Qed.
Theorem syz22_2_2_hoelder_holds : syz22_2_2_hoelder.
Proof. unfold syz22_2_2_hoelder. replace 5 with (1 + 4) by lra. apply hoelder_2_2_from. lra. Qed.

Lemma lipschitz_2_2_from c : 2 <= c -> lipschitz_2_2 (1 + c).
Proof.
  intros H2. apply networks_sup. intros d n delta G f lambda Hl Hf.
  pose proof (sqrt_pos (INR d)) as S. pose proof (inverse_power_positive n) as P.
  destruct (lipschitz_modulus d f lambda (sqrt (INR d) / 2 ^ n) Hl) as (w & Hw & Bw); [unfold Rdiv; nra|exact Hf|].
  destruct (lipschitz_modulus d f lambda _ Hl S Hf) as (W & HW & BW).
  pose proof (modulus_nonnegative d f _ W S HW) as W0.
  exists (code n d (framed d f W)), W. split; [apply code_coefficients|]. split; [exact HW|].
  apply (sup_within d n delta G f w W); auto.
  assert (B : 2 / 2 ^ n * W <= c / 2 ^ n * (lambda * sqrt (INR d))).
  { apply Rmult_le_compat; try assumption; unfold Rdiv; nra. }
  replace ((1 + c) * lambda * sqrt (INR d) / 2 ^ n) with (lambda * (sqrt (INR d) / 2 ^ n) + c / 2 ^ n * (lambda * sqrt (INR d)))
    by (unfold Rdiv; ring). lra.
Qed.
Theorem uniform_2_2_lipschitz_holds : uniform_2_2_lipschitz.
Proof. unfold uniform_2_2_lipschitz. replace 3 with (1 + 2) by lra. apply lipschitz_2_2_from. lra. Qed.
Theorem syz22_2_2_lipschitz_holds : syz22_2_2_lipschitz.
Proof. unfold syz22_2_2_lipschitz. replace 5 with (1 + 4) by lra. apply lipschitz_2_2_from. lra. Qed.

Theorem literal_2_2_holds : literal_2_2.
Proof.
  intros d n delta G N. destruct G as (Hd & Hn & Hdelta) eqn:E. clear E. unfold N. clear N.
  assert (G' : grid d n delta) by (split; auto).
  pose proof (chained_phi1_sup d n Hd Hn) as C1. pose proof (chained_phi2_sup d n Hd Hn) as C2.
  split; [apply well_formed_real; [discriminate|apply (chained_whole d n) with (copies := (3 ^ d)%nat); assumption]|].
  unfold real_network. unfold literal_sup. rewrite !occurrences_map.
  split; [|split; [|split]].
  - intros i Hi. rewrite occurrences_map, occurrences_whole with (d := d) (copies := (3 ^ d)%nat) by assumption.
    destruct (Nat.ltb_spec i n), (Nat.eqb_spec i n), (Nat.eqb_spec i (S n)); lia.
  - rewrite occurrences_whole with (d := d) (copies := (3 ^ d)%nat) by assumption.
    destruct (Nat.ltb_spec n n), (Nat.eqb_spec n n), (Nat.eqb_spec n (S n)); lia.
  - rewrite occurrences_whole with (d := d) (copies := (3 ^ d)%nat) by assumption.
    destruct (Nat.ltb_spec (S n) n), (Nat.eqb_spec (S n) n), (Nat.eqb_spec (S n) (S n)); lia.
  - intros f w W [Hw HW]. pose proof (code_coefficients n d (framed d f W)) as HA.
    destruct (coefficients_nonnegative _ _ _ HA) as [La Ha].
    exists (code n d (framed d f W)). split; [exact HA|]. intros x Hx. eexists. split.
    + apply (literal_sup_runs d n delta G'); auto. apply Hx.
    + apply psi_error; auto.
Qed.

(* ---- Theorem 2.1 ---- *)
Theorem literal_2_1_holds : literal_2_1.
Proof.
  intros d n delta G N. destruct G as (Hd & Hn & Hdelta) eqn:E. clear E. unfold N. clear N.
  assert (G' : grid d n delta) by (split; auto).
  pose proof (chained_phi1_lp d n Hd Hn) as C1. pose proof (chained_phi2_lp d n Hd Hn) as C2.
  split; [apply well_formed_real; [discriminate|apply (chained_whole d n) with (copies := 1%nat); rewrite ?Nat.mul_1_l;
    assumption]|].
  split.
  - intros i Hi. unfold real_network, literal_lp. rewrite occurrences_map, occurrences_whole with (d := d) (copies := 1%nat)
      by (rewrite ?Nat.mul_1_l; assumption).
    destruct (Nat.ltb_spec i n), (Nat.eqb_spec i n), (Nat.eqb_spec i (S n)); lia.
  - intros f w W [Hw HW]. pose proof (code_coefficients n d (framed d f W)) as HA.
    destruct (coefficients_nonnegative _ _ _ HA) as [La Ha].
    exists (code n d (framed d f W)). split; [exact HA|]. intros x Hx. eexists. split; [|split].
    + apply (literal_lp_runs d n delta G'); auto. apply Hx.
    + apply (psi0_error_in_gaps d n delta f W HW), Hx.
    + apply psi0_error; auto.
Qed.
Lemma mean_error d n p delta f w W : 1 <= p -> grid d n delta ->
  INR d * 2 ^ n * delta * Rpower 2 p <= Rpower 2 (- p * INR n) ->
  modulus d f (sqrt (INR d) / 2 ^ n) w -> modulus d f (sqrt (INR d)) W ->
  forall bound, w + 4 / 2 ^ n * W <= bound ->
  mean_within d p (real_network delta (phi1_lp d n)) (real_network delta (phi2_lp d n)) (code n d (framed d f W)) f W bound.
Proof.
  intros Hp G Hsmall Hw HW bound Hb. set (a := code n d (framed d f W)). exists (psi0 n delta a).
  split; [intros x Hx; apply composed_lp; auto; [apply (code_coefficients n d)|apply Hx]|].
  pose proof (modulus_nonnegative d f _ W (sqrt_pos _) HW) as W0. pose proof (inverse_power_positive n) as P.
  assert (w0 : 0 <= w).
  { apply (modulus_nonnegative d f (sqrt (INR d) / 2 ^ n)); auto. apply Rmult_le_pos; [apply sqrt_pos|lra]. }
  assert (PW : 0 <= / 2 ^ n * W) by (apply Rmult_le_pos; lra).
  destruct (integral_of_error d n delta (fun x => Rabs (2 * W * psi0 n delta a x + (f (origin d) - W) - f x))
    (w + 2 / 2 ^ n * W) W p) as (pieces & A1 & A2 & A3); auto.
  - unfold Rdiv. lra.
  - apply G.
  - intros x Hx HO. split; [apply Rabs_pos|]. apply (psi0_error d n delta G); auto.
  - intros x Hx. split; [apply Rabs_pos|]. apply (psi0_error_in_gaps d n delta f W HW), Hx.
  - exists pieces. split; [exact A1|]. split; [exact A2|]. eapply Rle_trans; [exact A3|].
    apply power_monotone; [lra|]. eapply Rle_trans; [|exact Hb]. unfold Rdiv. lra.
Qed.
Lemma networks_lp (P : nat -> nat -> R -> network R -> network R -> Prop) :
  (forall d n p delta, 1 <= p -> grid d n delta -> INR d * 2 ^ n * delta * Rpower 2 p <= Rpower 2 (- p * INR n) ->
     P d n p (real_network delta (phi1_lp d n)) (real_network delta (phi2_lp d n))) -> networks_2_1 P.
Proof.
  intros HP d n p Hd Hn Hp. destruct (small_gaps d n p Hd Hn) as (delta & G & Hsmall).
  exists (real_network delta (phi1_lp d n)), (real_network delta (phi2_lp d n)).
  split; [apply phi1_lp_in_H; auto|]. split; [apply phi2_lp_in_H; auto|]. apply HP; assumption.
Qed.
Theorem syz22_2_1_holds : syz22_2_1.
Proof.
  apply networks_lp. intros d n p delta Hp G Hsmall f Hf. destruct (continuous_moduli d n f Hf) as (w & W & Hw & HW).
  exists w, W, (code n d (framed d f W)). split; [split; assumption|]. split; [apply code_coefficients|].
  apply (mean_error d n p delta f w W); auto. lra.
Qed.
Theorem syz22_2_1_hoelder_holds : syz22_2_1_hoelder.
Proof.
  apply networks_lp. intros d n p delta Hp G Hsmall f alpha lambda Ha Hl Hf.
  destruct (hoelder_rate d n f alpha lambda 4) as (w & W & Hw & HW & W0 & B); auto; [apply G|lra|].
  exists (code n d (framed d f W)), W. split; [apply code_coefficients|]. split; [exact HW|].
  apply (mean_error d n p delta f w W); auto.
Qed.

(* The rates, for the moduli of a Hoelder function. *)
Lemma modulus_unique d f r w w' : modulus d f r w -> modulus d f r w' -> w = w'.
Proof. intros [U L'] [U' L'']. apply Rle_antisym; [apply L', U'|apply L'', U]. Qed.
Theorem syz22_corollaries d n f alpha lambda w W : (1 <= d)%nat -> 0 < alpha <= 1 -> 0 <= lambda -> hoelder d f alpha lambda ->
  modulus d f (sqrt (INR d) / 2 ^ n) w -> modulus d f (sqrt (INR d)) W ->
  w + 4 / 2 ^ n * W <= 5 * lambda * power (INR d) (alpha / 2) * power 2 (- alpha * INR n) /\
  w + 2 / 2 ^ n * W <= 3 * lambda * power (INR d) (alpha / 2) * power 2 (- alpha * INR n).
Proof.
  intros Hd Ha Hl Hf Hw HW.
  assert (B : forall c, 0 <= c -> w + c / 2 ^ n * W <= (1 + c) * lambda * power (INR d) (alpha / 2) * power 2 (- alpha * INR n)).
  { intros c Hc. destruct (hoelder_rate d n f alpha lambda c) as (w' & W' & Hw' & HW' & _ & B); auto.
    rewrite (modulus_unique d f _ w w' Hw Hw'), (modulus_unique d f _ W W' HW HW'). exact B. }
  replace 5 with (1 + 4) by lra. replace 3 with (1 + 2) by lra. split; apply B; lra.
Qed.

(* ---- The network that is computed ---- *)
Lemma Q2R_power_of_two e : Q2R (Qpower 2 e) = powerRZ 2 e.
Proof.
  assert (P : forall k : nat, Q2R (Qpower 2 (Z.of_nat k)) = powerRZ 2 (Z.of_nat k)).
  { induction k; [unfold Q2R; simpl; lra|]. rewrite Nat2Z.inj_succ, <- Z.add_1_r.
    rewrite powerRZ_add by lra. rewrite <- IHk. simpl (powerRZ 2 1).
    rewrite (Qeq_eqR _ (Qpower 2 (Z.of_nat k) * 2)%Q); [rewrite Q2R_mult; unfold Q2R at 2; simpl; lra|].
    rewrite Qpower_plus by discriminate. reflexivity. }
  destruct (Z.le_gt_cases 0 e) as [H|H]; [rewrite <- (Z2Nat.id e H); apply P|].
  replace e with (- Z.of_nat (Z.to_nat (- e)))%Z by lia. rewrite powerRZ_neg', <- P.
  rewrite (Qeq_eqR _ (/ Qpower 2 (Z.of_nat (Z.to_nat (- e))))%Q) by (rewrite Qpower_opp; reflexivity).
  apply Q2R_inv. apply Qpower_not_0. discriminate.
Qed.
Lemma Q2R_integer z : Q2R (inject_Z z) = IZR z.
Proof. unfold Q2R, inject_Z. simpl. lra. Qed.
Lemma Q2R_rational delta c : ~ (delta == 0)%Q -> Q2R (rational delta c) = real (Q2R delta) c.
Proof.
  intros Hd. destruct c; cbn [rational real];
    rewrite ?Q2R_plus, ?Q2R_mult, ?Q2R_inv, ?Q2R_power_of_two, ?Q2R_integer by exact Hd; reflexivity.
Qed.
Theorem rational_is_real_holds : rational_is_real.
Proof.
  intros delta N Hd. unfold rational_network, real_network, network_map. rewrite map_map. apply map_ext. intros l.
  unfold layer_map. cbn [inputs rows]. f_equal. rewrite map_map. apply map_ext. intros [b ws].
  assert (E : forall e, entry_map Q2R (entry_map (rational delta) e) = entry_map (real (Q2R delta)) e).
  { destruct e; [|reflexivity]. cbn [entry_map]. f_equal. apply Q2R_rational, Hd. }
  unfold row_map. cbn [fst snd]. rewrite E, map_map. f_equal. apply map_ext. intros [c e]. cbn [fst snd]. rewrite E. reflexivity.
Qed.

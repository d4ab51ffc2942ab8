(* Theorem 2.3: the statements of Statement.v, proved. *)
From Coq Require Import Reals Lra Lia List.
From Syz Require Import Network Literal Statement Pieces Cells Approximation Calculus Realise Size Moduli Rates.
From Syz Require Import Product Universal ThreeParameters RealiseUniversal SizeUniversal.
Import ListNotations.
Local Open Scope R_scope.

Lemma joined_dyadic n d F : exists k : nat, 4 ^ (n * 2 ^ (d * n)) * joined n d F = INR k.
Proof. apply encode_dyadic. Qed.

Theorem syz22_2_3_exact_holds : Statement.syz22_2_3_exact.
Proof.
  intros d n delta G phi. pose proof G as (Hd & Hn & D & _). split; [|split; [|split]].
  - apply well_formed_real; apply (universal_shape d n Hd Hn).
  - unfold phi, real_network. rewrite stored_map. apply universal_stored.
  - unfold phi, real_network, network_map, hidden. rewrite map_length. apply universal_hidden.
  - intros f w W Hw HW. set (v := joined n d (framed d f W)).
    pose proof (joined_range n d (framed d f W)) as V. fold v in V.
    exists v. split; [exact V|]. split; [apply joined_dyadic|].
    intros x Hx. exists (direct_psi n delta v x). split; [|split].
    + apply universal_value; [exact D|apply Hx|apply V].
    + apply direct_psi_range.
    + apply (direct_error_of d n delta G); assumption.
Qed.

Lemma read_from_weaker d phi s v b f error error' :
  error <= error' -> read_from d phi s v b f error -> read_from d phi s v b f error'.
Proof. intros E R x Hx. destruct (R x Hx) as (y & Hy & Y & B). exists y. repeat split; try assumption; lra. Qed.

Theorem syz22_2_3_hoelder_holds : Statement.syz22_2_3_hoelder.
Proof.
  intros d n delta G phi f alpha lambda Ha Hl Hf. pose proof G as (Hd & _).
  destruct (hoelder_rate d n f alpha lambda 2) as (w & W & Hw & HW & W0 & B); try assumption; try lra.
  destruct (syz22_2_3_exact_holds d n delta G) as (_ & _ & _ & T). destruct (T f w W Hw HW) as (v & V & _ & R).
  exists (2 * W), v, (f (origin d) - W). repeat split; try lra. replace 3 with (1 + 2) by lra.
  apply (read_from_weaker _ _ _ _ _ _ _ _ B R).
Qed.

(* The widest gaps that are a power of two. *)
Lemma widest_gaps d n : (1 <= d)%nat -> (1 <= n)%nat -> grid d n (/ 2 ^ (n + 2)).
Proof.
  intros Hd Hn. split; [exact Hd|]. split; [exact Hn|]. pose proof (power_positive n).
  split; [apply inverse_power_positive|]. apply Rinv_le_contravar; [lra|]. rewrite pow_add. lra.
Qed.

(* n with 3 lambda d^(alpha/2) 2^(-alpha n) <= eps. *)
Theorem syz22_2_3_holds : Statement.syz22_2_3.
Proof.
  intros d eps alpha lambda Hd He Ha Hl.
  destruct (syz22_2_3_choice (3 * lambda * power (INR d) (alpha / 2)) eps alpha He (proj1 Ha)) as (n & Hn & Hc).
  pose proof (widest_gaps d n Hd Hn) as G.
  exists (real_network (/ 2 ^ (n + 2)) (universal_phi d n)). split; [apply (syz22_2_3_exact_holds d n _ G)|].
  intros f Hf. destruct (syz22_2_3_hoelder_holds d n _ G f alpha lambda Ha (Rlt_le _ _ Hl) Hf) as (s & v & b & S & V & R).
  exists s, v, b. split; [exact S|]. split; [exact V|]. exact (read_from_weaker _ _ _ _ _ _ _ _ Hc R).
Qed.

(* n with 3 lambda sqrt(d) 2^-n <= eps. *)
Theorem syz22_2_3_lipschitz_holds : Statement.syz22_2_3_lipschitz.
Proof.
  intros d eps lambda Hd He Hl. pose proof (sqrt_pos (INR d)) as S.
  destruct (fine_grid (3 * lambda * sqrt (INR d)) eps He) as (n & Hn & Hc).
  pose proof (widest_gaps d n Hd Hn) as G. pose proof (inverse_power_positive n) as P.
  destruct (syz22_2_3_exact_holds d n _ G) as (F & _ & _ & T).
  exists (real_network (/ 2 ^ (n + 2)) (universal_phi d n)). split; [exact F|]. intros f Hf.
  pose proof (Rlt_le _ _ Hl) as L0.
  destruct (lipschitz_modulus d f lambda (sqrt (INR d) / 2 ^ n) L0) as (w & Hw & Bw); [apply Rmult_le_pos; lra|exact Hf|].
  destruct (lipschitz_modulus d f lambda _ L0 S Hf) as (W & HW & BW). pose proof (modulus_nonnegative d f _ W S HW) as W0.
  destruct (T f w W Hw HW) as (v & V & _ & R). exists (2 * W), v, (f (origin d) - W).
  split; [lra|]. split; [lra|]. refine (read_from_weaker _ _ _ _ _ _ _ _ _ R).
  apply (Rmult_le_compat_l (/ 2 ^ n)) in BW; [|lra]. unfold Rdiv in *. lra.
Qed.

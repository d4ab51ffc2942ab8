(* What is proved, for a reader to audit: this file and the definitions of Network.v (and Literal.v where it is named).
   Each statement S is proved in Main.v as the theorem S_holds.

   syz22_a1_cells       Theorem A.1: on cells, n parameters; 0 <= psi <= 1 everywhere
   uniform_2_2          Theorem 2.2 for every delta in (0, 1/(3K)], the same networks for all f, with 2^(1-n) for 2^(2-n)
   syz22_2_2            Theorem 2.2 as printed
   literal_2_2          the network of the library, with the parameters a_1..a_n (3^d times each), s and b (once each)
   uniform_2_2_hoelder, uniform_2_2_lipschitz    3 lambda d^(alpha/2) 2^(-alpha n) and 3 lambda sqrt(d) 2^-n
   syz22_2_2_hoelder, syz22_2_2_lipschitz        the same with 5, as printed
   syz22_2_1            Theorem 2.1, the integral being any upper mean
   finding_e4           no delta has d omega_ft(delta) <= 2^-n for all f, unless d = n = 1 *)
From Coq Require Import Reals List.
From Syz Require Import Network Literal.
Import ListNotations.
Open Scope R_scope.

(* Points of [0, 1]^d, the Euclidean distance, the modulus of continuity omega_f(r) = w. *)
Definition cube (d : nat) (x : list R) : Prop := length x = d /\ Forall (fun t => 0 <= t <= 1) x.
Definition origin (d : nat) : list R := repeat 0 d.
Fixpoint squares (x y : list R) : R :=
  match x, y with s :: x', t :: y' => (s - t) ^ 2 + squares x' y' | _, _ => 0 end.
Definition distance (x y : list R) : R := sqrt (squares x y).
Definition modulus (d : nat) (f : list R -> R) (r w : R) : Prop :=
  is_lub (fun t => exists x y, cube d x /\ cube d y /\ distance x y <= r /\ t = Rabs (f x - f y)) w.
(* t^p for t >= 0 and real p > 0. *)
Definition power (t p : R) : R := if Rle_dec t 0 then 0 else Rpower t p.
Definition hoelder (d : nat) (f : list R -> R) (alpha lambda : R) : Prop :=
  forall x y, cube d x -> cube d y -> Rabs (f x - f y) <= lambda * power (distance x y) alpha.

(* d, n >= 1, K = 2^n, the width of the gaps, their union Omega. *)
Definition grid (d n : nat) (delta : R) : Prop := (1 <= d)%nat /\ (1 <= n)%nat /\ 0 < delta <= / (3 * 2 ^ n).
Definition gap (n : nat) (delta t : R) (k : nat) : Prop := (1 <= k < 2 ^ n)%nat /\ INR k / 2 ^ n - delta < t < INR k / 2 ^ n.
Definition Omega (n : nat) (delta : R) (x : list R) : Prop := Exists (fun t => exists k, gap n delta t k) x.

(* phi2 . L . phi1, L(t) = (a_1 t, ..., a_n t) for every number of a list. *)
Definition L (a t : list R) : list R := flat_map (fun s => map (fun c => c * s) a) t.
Definition composed (phi1 phi2 : network R) (a x : list R) : list R := run [] phi2 (L a (run [] phi1 x)).
Definition coefficients (n : nat) (a : list R) : Prop := length a = n /\ Forall (fun c => 0 <= c < 1 / 3) a.
(* H_W(inputs, outputs): networks without a parameter that store at most W numbers. *)
Definition H (W inputs outputs : nat) (N : network R) : Prop := well_formed 0 inputs outputs N /\ (stored N <= W)%nat.

Definition syz22_a1_cells : Prop :=
  forall d n delta, grid d n delta ->
  exists phi1 phi2, H (2 ^ (d * n + 4)) d 1 phi1 /\ H (2 ^ (d * n + 5) * n) n 1 phi2 /\
  forall f w, (forall x, cube d x -> 0 <= f x <= 1) -> modulus d f (sqrt (INR d) / 2 ^ n) w ->
  exists a, coefficients n a /\
  forall x, length x = d -> exists y, composed phi1 phi2 a x = [y] /\ 0 <= y <= 1 /\
    (cube d x -> ~ Omega n delta x -> Rabs (y - f x) <= w + / 2 ^ n).

(* Theorem 2.2 with an error bound: W = omega_f(sqrt d), w = omega_f(sqrt(d) 2^-n), s = 2 W, b = f(0) - W. *)
Definition theorem_2_2 (bound : nat -> nat -> R -> R -> R) : Prop :=
  forall d n delta, grid d n delta ->
  exists phi1 phi2, H (3 ^ d * 2 ^ (d * n + 5)) d (3 ^ d) phi1 /\ H (3 ^ d * 2 ^ (d * n + 8) * n) (3 ^ d * n) 1 phi2 /\
  forall f w W, modulus d f (sqrt (INR d) / 2 ^ n) w -> modulus d f (sqrt (INR d)) W ->
  exists a, coefficients n a /\
  forall x, cube d x -> exists y, composed phi1 phi2 a x = [y] /\ 0 <= y <= 1 /\
    Rabs (2 * W * y + (f (origin d) - W) - f x) <= bound d n w W.

Definition uniform_2_2 : Prop := theorem_2_2 (fun d n w W => w + 2 / 2 ^ n * W).
Definition syz22_2_2 : Prop := theorem_2_2 (fun d n w W => w + 4 / 2 ^ n * W).

(* The one network of the library, n + 2 parameters: a_1, ..., a_n in 3^d places each, s and b in one. *)
Definition literal_2_2 : Prop :=
  forall d n delta, grid d n delta -> let N := real_network delta (literal_sup d n) in
  well_formed (n + 2) d 1 N /\
  (forall i, (i < n)%nat -> occurrences i N = (3 ^ d)%nat) /\ occurrences n N = 1%nat /\ occurrences (S n) N = 1%nat /\
  forall f w W, modulus d f (sqrt (INR d) / 2 ^ n) w -> modulus d f (sqrt (INR d)) W ->
  exists a, coefficients n a /\
  forall x, cube d x -> exists y, run (a ++ [2 * W; f (origin d) - W]) N x = [y] /\ Rabs (y - f x) <= w + 2 / 2 ^ n * W.

(* Hoelder and Lipschitz functions: for the networks of theorem_2_2. *)
Definition rate_2_2 (factor : R) (alphas : R -> Prop) : Prop :=
  forall d n delta, grid d n delta ->
  exists phi1 phi2, H (3 ^ d * 2 ^ (d * n + 5)) d (3 ^ d) phi1 /\ H (3 ^ d * 2 ^ (d * n + 8) * n) (3 ^ d * n) 1 phi2 /\
  forall f alpha lambda, alphas alpha -> 0 <= lambda -> hoelder d f alpha lambda ->
  exists a s b, coefficients n a /\ 0 <= s /\
  forall x, cube d x -> exists y, composed phi1 phi2 a x = [y] /\
    Rabs (s * y + b - f x) <= factor * lambda * power (INR d) (alpha / 2) * power 2 (- alpha * INR n).

Definition uniform_2_2_hoelder : Prop := rate_2_2 3 (fun alpha => 0 < alpha <= 1).
Definition syz22_2_2_hoelder : Prop := rate_2_2 5 (fun alpha => 0 < alpha <= 1).

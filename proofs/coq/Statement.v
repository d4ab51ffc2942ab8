(* What is proved, for a reader to audit: this file and the definitions of Network.v (and Literal.v where it is named).
   Each statement S is proved as the theorem S_holds, in Main.v, Main23.v, MainStored23.v, Findings.v or Moduli.v.

   syz22_a1_cells          Theorem A.1: on cells, n parameters; 0 <= psi <= 1 everywhere
   uniform_2_2             Theorem 2.2': for every delta in (0, 1/(3K)], for all f with moduli, with 2^(1-n) for 2^(2-n)
   syz22_2_2               Theorem 2.2 as printed
   literal_2_2             the one network of the library: a_1..a_n in 3^d places each, s and b in one place each
   uniform_2_2_hoelder, uniform_2_2_lipschitz        3 lambda d^(alpha/2) 2^(-alpha n), 3 lambda sqrt(d) 2^-n
   syz22_2_2_hoelder, syz22_2_2_lipschitz            the same with 5, as printed
   syz22_2_1, syz22_2_1_hoelder      Theorem 2.1, the integral bounded by step functions; the rate as printed
   literal_2_1             the library's network of Theorem 2.1 on cells, and in the gaps
   syz22_2_3_exact         Theorem 2.3 on a grid: the network of the library (layout direct) with x and v as inputs, its exact
                           size and depth
   syz22_2_3_hoelder       3 lambda d^(alpha/2) 2^(-alpha n), the same network for all f
   syz22_2_3, syz22_2_3_lipschitz    Theorem 2.3 as printed
   literal_2_3             the one network of the library (layout direct): v, s and b in one place each
   finding_e1_last_cell               (1, ..., 1) is in no cell as printed and in no gap
   finding_e2_footnote_count          281 numbers, and the bound survives
   finding_e4_delta_depends_on_f      no delta in (0, 1/(3K)] has d omega_ft(delta) <= 2^-n for all f, unless d = n = 1
   finding_e5_one_class               nor for all f with one Lipschitz constant
   rational_is_real        the network that is computed in rational numbers is the one of the theorems
   continuous_modulus      a continuous function has every modulus *)
From Coq Require Import Reals QArith Qreals List.
From Syz Require Import Network Literal Universal.
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
(* t^p for t > 0 and real p; 0^p = 0, which is used for p > 0 only. *)
Definition power (t p : R) : R := if Rle_dec t 0 then 0 else Rpower t p.
Definition hoelder (d : nat) (f : list R -> R) (alpha lambda : R) : Prop :=
  forall x y, cube d x -> cube d y -> Rabs (f x - f y) <= lambda * power (distance x y) alpha.
Definition lipschitz (d : nat) (f : list R -> R) (lambda : R) : Prop :=
  forall x y, cube d x -> cube d y -> Rabs (f x - f y) <= lambda * distance x y.
Definition continuous (d : nat) (f : list R -> R) : Prop :=
  forall x eps, cube d x -> 0 < eps ->
  exists eta, 0 < eta /\ forall y, cube d y -> distance x y < eta -> Rabs (f x - f y) < eps.

(* d, n >= 1, K = 2^n, the width of the gaps, their union Omega. *)
Definition grid (d n : nat) (delta : R) : Prop := (1 <= d)%nat /\ (1 <= n)%nat /\ 0 < delta <= / (3 * 2 ^ n).
Definition gap (n : nat) (delta t : R) (k : nat) : Prop :=
  (1 <= k < 2 ^ n)%nat /\ INR k / 2 ^ n - delta < t < INR k / 2 ^ n.
Definition Omega (n : nat) (delta : R) (x : list R) : Prop := Exists (fun t => exists k, gap n delta t k) x.

(* w = omega_f(sqrt(d) 2^-n) and W = omega_f(sqrt d). *)
Definition moduli (d n : nat) (f : list R -> R) (w W : R) : Prop :=
  modulus d f (sqrt (INR d) / 2 ^ n) w /\ modulus d f (sqrt (INR d)) W.

(* phi2 . L . phi1, L(t) = (a_1 t, ..., a_n t) for every number of a list. *)
Definition L (a t : list R) : list R := flat_map (fun s => map (fun c => c * s) a) t.
Definition composed (phi1 phi2 : network R) (a x : list R) : list R := run [] phi2 (L a (run [] phi1 x)).
(* a_l in [0, 1/3) with 2^(dn) digits in base 4. *)
Definition coefficients (d n : nat) (a : list R) : Prop :=
  length a = n /\ Forall (fun c => 0 <= c < 1 / 3 /\ exists k : nat, 4 ^ (2 ^ (d * n)) * c = INR k) a.
(* H_W(inputs, outputs): networks without a parameter that store at most W numbers. *)
Definition H (W inputs outputs : nat) (N : network R) : Prop := well_formed 0 inputs outputs N /\ (stored N <= W)%nat.

(* ---- Theorem A.1 ---- *)
Definition syz22_a1_cells : Prop :=
  forall d n delta, grid d n delta ->
  exists phi1 phi2, H (2 ^ (d * n + 4)) d 1 phi1 /\ H (2 ^ (d * n + 5) * n) n 1 phi2 /\
  forall f w, (forall x, cube d x -> 0 <= f x <= 1) -> modulus d f (sqrt (INR d) / 2 ^ n) w ->
  exists a, coefficients d n a /\
  forall x, length x = d -> exists y, composed phi1 phi2 a x = [y] /\ 0 <= y <= 1 /\
    (cube d x -> ~ Omega n delta x -> Rabs (y - f x) <= w + / 2 ^ n).

(* ---- Theorem 2.2: P says what phi1, phi2, fixed by d, n and delta, do for all functions ---- *)
Definition networks_2_2 (P : nat -> nat -> network R -> network R -> Prop) : Prop :=
  forall d n delta, grid d n delta ->
  exists phi1 phi2, H (3 ^ d * 2 ^ (d * n + 5)) d (3 ^ d) phi1 /\ H (3 ^ d * 2 ^ (d * n + 8) * n) (3 ^ d * n) 1 phi2 /\
  P d n phi1 phi2.
(* W = omega_f(sqrt d), s = 2 W, b = f(0) - W. *)
Definition within (d : nat) (phi1 phi2 : network R) (a : list R) (f : list R -> R) (W bound : R) : Prop :=
  forall x, cube d x -> exists y, composed phi1 phi2 a x = [y] /\ 0 <= y <= 1 /\
  Rabs (2 * W * y + (f (origin d) - W) - f x) <= bound.
Definition uniform_2_2 : Prop := networks_2_2 (fun d n phi1 phi2 =>
  forall f w W, moduli d n f w W -> exists a, coefficients d n a /\ within d phi1 phi2 a f W (w + 2 / 2 ^ n * W)).
Definition syz22_2_2 : Prop := networks_2_2 (fun d n phi1 phi2 =>
  forall f, continuous d f -> exists w W a, moduli d n f w W /\ coefficients d n a /\
  within d phi1 phi2 a f W (w + 4 / 2 ^ n * W)).
Definition hoelder_2_2 (factor : R) : Prop := networks_2_2 (fun d n phi1 phi2 =>
  forall f alpha lambda, 0 < alpha <= 1 -> 0 <= lambda -> hoelder d f alpha lambda ->
  exists a W, coefficients d n a /\ modulus d f (sqrt (INR d)) W /\
  within d phi1 phi2 a f W (factor * lambda * power (INR d) (alpha / 2) * power 2 (- alpha * INR n))).
Definition lipschitz_2_2 (factor : R) : Prop := networks_2_2 (fun d n phi1 phi2 =>
  forall f lambda, 0 <= lambda -> lipschitz d f lambda ->
  exists a W, coefficients d n a /\ modulus d f (sqrt (INR d)) W /\
  within d phi1 phi2 a f W (factor * lambda * sqrt (INR d) / 2 ^ n)).

Definition uniform_2_2_hoelder : Prop := hoelder_2_2 3.
Definition syz22_2_2_hoelder : Prop := hoelder_2_2 5.
Definition uniform_2_2_lipschitz : Prop := lipschitz_2_2 3.
Definition syz22_2_2_lipschitz : Prop := lipschitz_2_2 5.

(* The one network of the library with its n + 2 parameters, in 3^d n + 2 places. *)
Definition literal_2_2 : Prop :=
  forall d n delta, grid d n delta -> let N := real_network delta (literal_sup d n) in
  well_formed (n + 2) d 1 N /\
  (forall i, (i < n)%nat -> occurrences i N = (3 ^ d)%nat) /\ occurrences n N = 1%nat /\ occurrences (S n) N = 1%nat /\
  forall f w W, moduli d n f w W ->
  exists a, coefficients d n a /\
  forall x, cube d x -> exists y, run (a ++ [2 * W; f (origin d) - W]) N x = [y] /\ Rabs (y - f x) <= w + 2 / 2 ^ n * W.

(* ---- Theorem 2.1: the integral of u >= 0 over the cube is at most c, because a sum of c_i 1_(box i) bounds u ---- *)
Fixpoint volume (box : list (R * R)) : R := match box with [] => 1 | (s, t) :: box' => (t - s) * volume box' end.
Fixpoint indicator (box : list (R * R)) (x : list R) : R :=
  match box, x with
  | (s, t) :: box', r :: x' => if Rle_dec s r then if Rle_dec r t then indicator box' x' else 0 else 0
  | _, _ => 1
  end.
Definition integral_at_most (d : nat) (u : list R -> R) (c : R) : Prop :=
  exists pieces : list (R * list (R * R)),
  Forall (fun p => 0 <= fst p /\ length (snd p) = d /\ Forall (fun side => fst side <= snd side) (snd p)) pieces /\
  (forall x, cube d x -> u x <= fold_right Rplus 0 (map (fun p => fst p * indicator (snd p) x) pieces)) /\
  fold_right Rplus 0 (map (fun p => fst p * volume (snd p)) pieces) <= c.
(* ||s phi2(L(phi1(x))) + b - f(x)||_p <= bound, written with p-th powers. *)
Definition mean_within (d : nat) (p : R) (phi1 phi2 : network R) (a : list R) (f : list R -> R) (W bound : R) : Prop :=
  exists psi, (forall x, cube d x -> composed phi1 phi2 a x = [psi x]) /\
  integral_at_most d (fun x => power (Rabs (2 * W * psi x + (f (origin d) - W) - f x)) p) (power bound p).
Definition networks_2_1 (P : nat -> nat -> R -> network R -> network R -> Prop) : Prop :=
  forall d n p, (1 <= d)%nat -> (1 <= n)%nat -> 1 <= p ->
  exists phi1 phi2, H (2 ^ (d * n + 4)) d 1 phi1 /\ H (2 ^ (d * n + 5) * n) n 1 phi2 /\ P d n p phi1 phi2.
Definition syz22_2_1 : Prop := networks_2_1 (fun d n p phi1 phi2 =>
  forall f, continuous d f -> exists w W a, moduli d n f w W /\ coefficients d n a /\
  mean_within d p phi1 phi2 a f W (w + 4 / 2 ^ n * W)).
Definition syz22_2_1_hoelder : Prop := networks_2_1 (fun d n p phi1 phi2 =>
  forall f alpha lambda, 0 < alpha <= 1 -> 0 <= lambda -> hoelder d f alpha lambda ->
  exists a W, coefficients d n a /\ modulus d f (sqrt (INR d)) W /\
  mean_within d p phi1 phi2 a f W (5 * lambda * power (INR d) (alpha / 2) * power 2 (- alpha * INR n))).
(* The library's network of Theorem 2.1, n + 2 parameters, each in one place; on cells, and everywhere. *)
Definition literal_2_1 : Prop :=
  forall d n delta, grid d n delta -> let N := real_network delta (literal_lp d n) in
  well_formed (n + 2) d 1 N /\ (forall i, (i < n + 2)%nat -> occurrences i N = 1%nat) /\
  forall f w W, moduli d n f w W ->
  exists a, coefficients d n a /\
  forall x, cube d x -> exists y, run (a ++ [2 * W; f (origin d) - W]) N x = [y] /\ Rabs (y - f x) <= 2 * W /\
  (~ Omega n delta x -> Rabs (y - f x) <= w + 2 / 2 ^ n * W).

(* ---- Theorem 2.3: phi(x, v) takes v as its last input and has no parameter; each f has its numbers s, v, b ---- *)
Definition read_from (d : nat) (phi : network R) (s v b : R) (f : list R -> R) (error : R) : Prop :=
  forall x, cube d x -> exists y, run [] phi (x ++ [v]) = [y] /\ 0 <= y <= 1 /\ Rabs (s * y + b - f x) <= error.

(* v has n 2^(dn) digits in base 4. *)
Definition syz22_2_3_exact : Prop :=
  forall d n delta, grid d n delta -> let phi := real_network delta (universal_phi d n) in
  well_formed 0 (d + 1) 1 phi /\ stored phi = universal_size d n /\ hidden phi = (2 * n * 2 ^ (d * n) + 3 * d + 7)%nat /\
  forall f w W, modulus d f (sqrt (INR d) / 2 ^ n) w -> modulus d f (sqrt (INR d)) W ->
  exists v, 0 <= v < 1 / 3 /\ (exists k : nat, 4 ^ (n * 2 ^ (d * n)) * v = INR k) /\
  read_from d phi (2 * W) v (f (origin d) - W) f (w + 2 / 2 ^ n * W).

Definition syz22_2_3_hoelder : Prop :=
  forall d n delta, grid d n delta -> let phi := real_network delta (universal_phi d n) in
  forall f alpha lambda, 0 < alpha <= 1 -> 0 <= lambda -> hoelder d f alpha lambda -> exists s v b, 0 <= s /\ 0 <= v < 1 /\
  read_from d phi s v b f (3 * lambda * power (INR d) (alpha / 2) * power 2 (- alpha * INR n)).

Definition syz22_2_3 : Prop :=
  forall d eps alpha lambda, (1 <= d)%nat -> 0 < eps -> 0 < alpha <= 1 -> 0 < lambda ->
  exists phi, well_formed 0 (d + 1) 1 phi /\
  forall f, hoelder d f alpha lambda -> exists s v b, 0 <= s /\ 0 <= v < 1 /\ read_from d phi s v b f eps.
(* alpha = 1, written without real powers *)
Definition syz22_2_3_lipschitz : Prop :=
  forall d eps lambda, (1 <= d)%nat -> 0 < eps -> 0 < lambda ->
  exists phi, well_formed 0 (d + 1) 1 phi /\
  forall f, lipschitz d f lambda -> exists s v b, 0 <= s /\ 0 <= v < 1 /\ read_from d phi s v b f eps.

(* The one network of the library with v, s and b stored in it, each in one place. *)
Definition literal_2_3 : Prop :=
  forall d n delta, grid d n delta -> let N := real_network delta (literal_three d n) in
  well_formed 3 d 1 N /\ (forall i, (i < 3)%nat -> occurrences i N = 1%nat) /\
  forall f w W, moduli d n f w W ->
  exists v, 0 <= v < 1 / 3 /\
  forall x, cube d x -> exists y, run [v; 2 * W; f (origin d) - W] N x = [y] /\ Rabs (y - f x) <= w + 2 / 2 ^ n * W.

(* ---- Findings ---- *)
(* The cells as printed, and with the last one closed at 1. *)
Definition printed_cell (n : nat) (delta t : R) (b : nat) : Prop :=
  (b < 2 ^ n)%nat /\ INR b / 2 ^ n <= t <= INR (S b) / 2 ^ n - delta.
Definition cell (n : nat) (delta t : R) (b : nat) : Prop :=
  (b < 2 ^ n)%nat /\ INR b / 2 ^ n <= t /\ ((S b < 2 ^ n)%nat -> t <= INR (S b) / 2 ^ n - delta).
Definition finding_e1_last_cell : Prop :=
  forall d n delta, grid d n delta -> let corner := repeat 1 d in
  cube d corner /\ ~ Omega n delta corner /\ ~ (exists beta, Forall2 (printed_cell n delta) corner beta) /\
  forall x, cube d x -> Omega n delta x \/ exists beta, Forall2 (cell n delta) x beta.
Definition finding_e2_footnote_count : Prop :=
  ((3 + 1) * 14 + (14 + 1) * 14 + (14 + 1) = 281)%nat /\
  forall d n, (1 <= d -> 1 <= n -> 3 ^ d * (2 ^ (d * n + 5) * n) + 281 * ((3 ^ d - 1) / 2) <= 3 ^ d * 2 ^ (d * n + 8) * n)%nat.
(* ft = (f - b)/s, s = 2 W, b = f(0) - W, W = omega_f(sqrt d). *)
Definition framed_by (d : nat) (f : list R -> R) (W : R) (x : list R) : R := (f x - (f (origin d) - W)) / (2 * W).
Definition finding_e4_delta_depends_on_f : Prop :=
  forall d n delta, grid d n delta ->
  (~ (d = 1 /\ n = 1)%nat -> exists f W v, continuous d f /\ modulus d f (sqrt (INR d)) W /\ 0 < W /\
     modulus d (framed_by d f W) delta v /\ / 2 ^ n < INR d * v) /\
  (d = 1%nat -> n = 1%nat -> forall f W v, modulus d f (sqrt (INR d)) W -> 0 < W ->
     modulus d (framed_by d f W) delta v -> INR d * v <= / 2 ^ n).
Definition finding_e5_one_class : Prop :=
  forall d n delta lambda, grid d n delta -> ~ (d = 1 /\ n = 1)%nat -> 0 < lambda ->
  exists f v, lipschitz d f lambda /\ modulus d f (sqrt (INR d)) (lambda * delta) /\
  modulus d (framed_by d f (lambda * delta)) delta v /\ v = 1 / 2 /\ / 2 ^ n < INR d * v.

(* ---- What is computed, and what the hypotheses ask ---- *)
Definition rational_is_real : Prop :=
  forall (delta : Q) (N : network number), ~ (delta == 0)%Q ->
  network_map Q2R (rational_network delta N) = real_network (Q2R delta) N.
Definition continuous_modulus : Prop := forall d f r, continuous d f -> 0 <= r -> exists w, modulus d f r w.

(* The networks of Theorems 2.1 and 2.2, layer by layer as the library stores them: same rows, same columns, same numbers.

   d axes, n bits, K = 2^n cells on an axis, J = 2^(dn) cells in all, delta the width of the gaps. *)
From Coq Require Import ZArith List.
From Syz Require Import Network.
Import ListNotations.

Definition fixed (m e : Z) : entry number := Fixed (Dyadic m e).
Definition integer (m : Z) : entry number := fixed m 0.
(* Weights in neighbouring columns. *)
Definition from {A} (start : nat) (ws : list (entry A)) : list (nat * entry A) := combine (seq start (length ws)) ws.

(* The same map on `copies` groups of inputs of their own. *)
Definition moved_row {A} (offset : nat) (r : row A) : row A := (fst r, map (fun cw => (offset + fst cw, snd cw)) (snd r)).
Definition side_by_side {A} (copies : nat) (l : layer A) : layer A :=
  Layer (copies * inputs l) (flat_map (fun k => map (moved_row (k * inputs l)) (rows l)) (seq 0 copies)).

(* {-1, 0, 1}^d, the first coordinate runs fastest. *)
Fixpoint shifts (d : nat) : list (list Z) :=
  match d with
  | O => [[]]
  | S d' => flat_map (fun rest => map (fun s => s :: rest) [-1; 0; 1]%Z) (shifts d')
  end.

(* ---- phi1: x -> 4^rho of the cells of x + delta shift, for every shift of a list ---- *)
(* The biases of the 2(K-1) ramps of g(x + shift delta): (1 + shift) delta - k/K and shift delta - k/K, k = 1..K-1. *)
Definition ends (n : nat) (shift : Z) : list number :=
  flat_map (fun k => map (fun side => Gap (side + shift) (- Z.of_nat k) (- Z.of_nat n)) [1; 0]%Z) (seq 1 (2 ^ n - 1)).
(* K^place g as a combination of the ramps: 1/delta and -1/delta, K - 1 times. *)
Definition slopes (n place : nat) : list (entry number) :=
  flat_map (fun _ => map (fun sign => Fixed (Slope sign (Z.of_nat (n * place)))) [1; -1]%Z) (seq 1 (2 ^ n - 1)).
Definition width (n : nat) : nat := 2 * (2 ^ n - 1).

Definition ramps (d n : nat) (shs : list (list Z)) : layer number :=
  Layer d (flat_map (fun shift =>
    flat_map (fun '(i, s) => map (fun e => (Fixed e, [(i, integer 1)])) (ends n s)) (combine (seq 0 d) shift)) shs).
Definition rho (d n : nat) : layer number :=
  Layer (d * width n) [(integer 1, from 0 (flat_map (slopes n) (seq 0 d)))].
(* h(y) = 4 + 12 relu(y - 1) + sum_{j=2}^{J-1} 9 4^(j-1) relu(y - j) *)
Definition kinks (cells : nat) : layer number :=
  Layer 1 (map (fun j => (integer (- Z.of_nat j), [(0, integer 1)])) (seq 1 (cells - 1))).
Definition rises (cells : nat) : layer number :=
  Layer (cells - 1) [(integer 4, from 0 (integer 12 :: map (fun j => fixed 9 (2 * Z.of_nat j - 2)) (seq 2 (cells - 2))))].

Definition first_network (d n : nat) (shs : list (list Z)) : network number :=
  ramps d n shs :: map (side_by_side (length shs)) [rho d n; kinks (2 ^ (d * n)); rises (2 ^ (d * n))].

(* ---- L: t -> (a_1 t, ..., a_n t) for each of the copies ---- *)
Definition linear (copies n : nat) : layer number :=
  Layer copies (flat_map (fun c => map (fun l => (integer 0, [(c, Param l)])) (seq 0 n)) (seq 0 copies)).

(* ---- readers: (t_1, ..., t_n) -> sum_l 2^-l clamp(tent^T(2^-T t_l)), T = 2 digits + 1, for each of the copies ---- *)
Definition tent_first (tents : nat) : layer number :=
  Layer 1 [(fixed (-1) (-1), [(0, fixed 1 (- Z.of_nat tents))]); (fixed 1 (-1), [(0, fixed (-1) (- Z.of_nat tents))])].
Definition tent_next : layer number :=
  Layer 2 [(fixed 1 (-1), from 0 [integer (-2); integer (-2)]); (fixed (-1) (-1), from 0 [integer 2; integer 2])].
Definition tent_clamp : layer number :=
  Layer 2 [(integer 2, from 0 [integer (-6); integer (-6)]); (integer 1, from 0 [integer (-6); integer (-6)])].
Definition binary_sum (n : nat) : layer number :=
  Layer (2 * n)
    [(integer 0, from 0 (flat_map (fun p => map (fun sign => fixed sign (- Z.of_nat (S p))) [1; -1]%Z) (seq 0 n)))].
Definition reader (digits n copies : nat) : network number :=
  map (side_by_side (copies * n)) (tent_first (2 * digits + 1) :: repeat tent_next (2 * digits) ++ [tent_clamp])
  ++ [side_by_side copies (binary_sum n)].

(* ---- medians of triples, axis by axis: mid(a, b, c) = (a + b - |max(a, b) - c| + |min(a, b) - c|) / 2 ---- *)
Definition mid_pairs : layer number :=
  Layer 3 (map (fun '(s, t) => (integer 0, from 0 [integer s; integer t])) [(1, 1); (-1, -1); (1, -1); (-1, 1)]%Z
           ++ map (fun s => (integer 0, [(2, integer s)])) [1; -1]%Z).
Definition mid_forms : layer number :=
  let row s form := (integer 0, from 0 (map (fun w => fixed (s * w) (-1)) form)) in
  Layer 6 (flat_map (fun form => [row 1 form; row (-1) form]%Z)
             [[2; -2]; [1; -1; 1; 1; -2; 2]; [1; -1; -1; -1; -2; 2]]%Z).
Definition mid_out : layer number :=
  Layer 6 [(integer 0, from 0 (map (fun w => fixed w (-1)) [1; -1; -1; -1; 1; 1]%Z))].
Definition mid_layers : network number := [mid_pairs; mid_forms; mid_out].
Fixpoint medians (d : nat) : network number :=
  match d with O => [] | S d' => map (side_by_side (3 ^ d')) mid_layers ++ medians d' end.

(* ---- The networks ---- *)
Definition outer (n : nat) : layer number := Layer 1 [(Param (S n), [(0, Param n)])].  (* y -> s y + b *)

(* Theorem 2.1: one copy, no medians. *)
Definition phi1_lp (d n : nat) : network number := first_network d n [repeat 0%Z d].
Definition phi2_lp (d n : nat) : network number := reader (2 ^ (d * n)) n 1.
Definition literal_lp (d n : nat) : network number := phi1_lp d n ++ [linear 1 n] ++ phi2_lp d n ++ [outer n].

(* Theorem 2.2: 3^d copies at the points x + delta shift, then d rounds of medians. *)
Definition phi1_sup (d n : nat) : network number := first_network d n (shifts d).
Definition phi2_sup (d n : nat) : network number := reader (2 ^ (d * n)) n (3 ^ d) ++ medians d.
Definition literal_sup (d n : nat) : network number :=
  phi1_sup d n ++ [linear (3 ^ d) n] ++ phi2_sup d n ++ [outer n].

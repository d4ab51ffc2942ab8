(* The network phi(x, v) of Theorem 2.3 with direct reading of v, layer by layer as the library stores it: d + 1 inputs,
   no parameter. Readers and medians are those of Literal.v; the readers have n J digits. *)
From Coq Require Import ZArith List.
From Syz Require Import Network Literal.
Import ListNotations.

(* A nonnegative number that is kept for one layer. *)
Definition carried (column : nat) : row number := (integer 0, [(column, integer 1)]).

(* ---- (x, v) -> (rho of the cells of x + delta shift for the 3^d shifts, v); 3d step functions for the 3^d indices ---- *)
Definition shared_ramps (d n : nat) : layer number :=
  Layer (d + 1) (flat_map (fun i => flat_map (fun s => map (fun e => (Fixed e, [(i, integer 1)])) (ends n s)) [-1; 0; 1]%Z)
                   (seq 0 d) ++ [carried d]).
(* K^i g(x_i + s delta) from the ramps of that coordinate and that shift *)
Definition axis_slopes (n i : nat) (s : Z) : list (nat * entry number) :=
  from ((3 * i + Z.to_nat (s + 1)) * width n) (slopes n i).
Definition index_row (d n : nat) (shift : list Z) : row number :=
  (integer 1, flat_map (fun '(i, s) => axis_slopes n i s) (combine (seq 0 d) shift)).
Definition indices (d n : nat) : layer number :=
  Layer (3 * d * width n + 1) (map (index_row d n) (shifts d) ++ [carried (3 * d * width n)]).

(* ---- (y_1, y_2, ..., v) -> 4^(lJ) 4^y_c v for l = 0..n-1, exactly at integers y_c in 1..J ----
   sum_{j=1}^{J} relu(4^(lJ + j) v - 4^(nJ) (1 - hat(y - j))), hat(u) = relu(u + 1) - 2 relu(u) + relu(u - 1) *)
Definition distances (copies cells : nat) : layer number :=
  Layer (copies + 1) (flat_map (fun c => map (fun i => (integer (- Z.of_nat i), [(c, integer 1)])) (seq 0 (cells + 2)))
                        (seq 0 copies) ++ [carried copies]).
Definition summand_row (cap exponent base source : nat) : row number :=
  let large := (2 * Z.of_nat cap)%Z in
  (fixed (-1) large, from base [fixed 1 large; fixed (-1) (large + 1); fixed 1 large]
                     ++ [(source, fixed 1 (2 * Z.of_nat exponent))]).
Definition summands (copies n cells : nat) : layer number :=
  let source := copies * (cells + 2) in
  Layer (source + 1) (flat_map (fun c => flat_map (fun l => map (fun j =>
      summand_row (n * cells) (l * cells + j) (c * (cells + 2) + (j - 1)) source)
    (seq 1 cells)) (seq 0 n)) (seq 0 copies)).
Definition sums (copies n cells : nat) : layer number :=
  Layer (copies * n * cells) (map (fun g => (integer 0, from (g * cells) (repeat (integer 1) cells))) (seq 0 (copies * n))).

(* ---- The network ---- *)
Definition product_layers (d n : nat) : network number :=
  let cells := 2 ^ (d * n) in
  let copies := 3 ^ d in
  [shared_ramps d n; indices d n; distances copies cells; summands copies n cells; sums copies n cells].
Definition universal_phi (d n : nat) : network number :=
  product_layers d n ++ reader (n * 2 ^ (d * n)) n (3 ^ d) ++ medians d.

(* As the library stores it for one target: x -> (x, v), then phi, then y -> s y + b; v, s, b are the parameters 0, 1, 2. *)
Definition with_number (d : nat) : layer number :=
  Layer d (map (fun i => (integer 0, [(i, integer 1)])) (seq 0 d) ++ [(Param 0, [])]).
Definition literal_three (d n : nat) : network number :=
  with_number d :: universal_phi d n ++ [Layer 1 [(Param 2, [(0, Param 1)])]].

(* The stored numbers: K = 2^n, J = 2^(dn), 3^d copies. *)
Definition universal_size (d n : nat) : nat :=
  let K := 2 ^ n in
  let J := 2 ^ (d * n) in
  12 * d * (K - 1) + 6 + 57 * ((3 ^ d - 1) / 2)
  + 3 ^ d * (2 * d * (K - 1) + 2 * J + 6 + n * (12 * n * J + 6 * J + 13)).

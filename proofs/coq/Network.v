(* ReLU networks as the library stores them: sparse affine maps, ReLU between consecutive ones. *)
From Coq Require Import Reals QArith ZArith List.
Import ListNotations.

(* A stored number is fixed, or it is the i-th intrinsic parameter (its value depends on the target function). *)
Inductive entry (A : Type) := Fixed (a : A) | Param (i : nat).
Arguments Fixed {A}.
Arguments Param {A}.

(* One affine form: its bias, and (column, weight) for each stored weight. A layer has one row for every output. *)
Definition row (A : Type) := (entry A * list (nat * entry A))%type.
Record layer (A : Type) := Layer { inputs : nat; rows : list (row A) }.
Arguments Layer {A}.
Arguments inputs {A}.
Arguments rows {A}.
Definition network (A : Type) := list (layer A).

(* ---- Evaluation: `a` lists the values of the parameters, the points are lists of numbers ---- *)
Open Scope R_scope.

Definition relu (t : R) : R := Rmax 0 t.
Definition value (a : list R) (e : entry R) : R := match e with Fixed c => c | Param i => nth i a 0 end.
Fixpoint weighted (a : list R) (ws : list (nat * entry R)) (x : list R) : R :=
  match ws with [] => 0 | (c, w) :: ws' => value a w * nth c x 0 + weighted a ws' x end.
Definition affine (a : list R) (l : layer R) (x : list R) : list R :=
  map (fun r => value a (fst r) + weighted a (snd r) x) (rows l).

(* ReLU after every layer but the last. *)
Fixpoint run (a : list R) (N : network R) (x : list R) : list R :=
  match N with
  | [] => x
  | [l] => affine a l x
  | l :: N' => run a N' (map relu (affine a l x))
  end.

(* ---- Shape and size ---- *)
Definition entry_ok {A} (q : nat) (e : entry A) : Prop := match e with Fixed _ => True | Param i => (i < q)%nat end.
Definition row_ok {A} (q d : nat) (r : row A) : Prop :=
  entry_ok q (fst r) /\ Forall (fun cw => (fst cw < d)%nat /\ entry_ok q (snd cw)) (snd r).
Fixpoint chained {A} (q d m : nat) (N : network A) : Prop :=
  match N with
  | [] => d = m
  | l :: N' => inputs l = d /\ Forall (row_ok q d) (rows l) /\ chained q (length (rows l)) m N'
  end.
(* d inputs, m outputs, every column below the number of inputs of its layer, every parameter below q. *)
Definition well_formed {A} (q d m : nat) (N : network A) : Prop := N <> [] /\ chained q d m N.

Definition entries {A} (N : network A) : list (entry A) :=
  flat_map (fun l => flat_map (fun r => fst r :: map snd (snd r)) (rows l)) N.
(* The number of stored numbers, weights and biases. *)
Definition stored {A} (N : network A) : nat := length (entries N).
(* How often the parameter i is stored. *)
Definition is_param {A} (i : nat) (e : entry A) : bool := match e with Fixed _ => false | Param j => Nat.eqb i j end.
Definition occurrences {A} (i : nat) (N : network A) : nat := length (filter (is_param i) (entries N)).
Definition hidden {A} (N : network A) : nat := (length N - 1)%nat.

(* ---- The numbers of the constructions, written once and read as real or as rational numbers ---- *)
(* Dyadic m e = m 2^e;  Gap c m e = c delta + m 2^e;  Slope m e = m 2^e / delta. *)
Inductive number := Dyadic (m e : Z) | Gap (c m e : Z) | Slope (m e : Z).

Definition real (delta : R) (c : number) : R :=
  match c with
  | Dyadic m e => IZR m * powerRZ 2 e
  | Gap c m e => IZR c * delta + IZR m * powerRZ 2 e
  | Slope m e => IZR m * powerRZ 2 e * / delta
  end.
Definition rational (delta : Q) (c : number) : Q :=
  (match c with
   | Dyadic m e => inject_Z m * Qpower 2 e
   | Gap c m e => inject_Z c * delta + inject_Z m * Qpower 2 e
   | Slope m e => inject_Z m * Qpower 2 e * / delta
   end)%Q.

(* The same network with every fixed number changed. *)
Definition entry_map {A B} (f : A -> B) (e : entry A) : entry B :=
  match e with Fixed a => Fixed (f a) | Param i => Param i end.
Definition row_map {A B} (f : A -> B) (r : row A) : row B :=
  (entry_map f (fst r), map (fun cw => (fst cw, entry_map f (snd cw))) (snd r)).
Definition layer_map {A B} (f : A -> B) (l : layer A) : layer B := Layer (inputs l) (map (row_map f) (rows l)).
Definition network_map {A B} (f : A -> B) (N : network A) : network B := map (layer_map f) N.

(* N : network number is built once; these are the network of the theorems and the one that is computed. *)
Definition real_network (delta : R) : network number -> network R := network_map (real delta).
Definition rational_network (delta : Q) : network number -> network Q := network_map (rational delta).

(* One definition that the statements use. *)
From Coq Require Import Reals.
Open Scope R_scope.

Definition sigma (t : R) : R := Rmax 0 t.

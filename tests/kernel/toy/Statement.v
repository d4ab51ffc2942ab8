(* Three theorems for the tests of the guard. *)
From Coq Require Import Reals.
From Syz Require Import Shapes.
Open Scope R_scope.

Definition sigma_bound : Prop := forall t : R, 0 <= sigma t /\ t <= sigma t.
Definition sigma_scale : Prop := forall c t : R, 0 <= c -> 5 * sigma (c * t) = 5 * (c * sigma t).
Definition small_step : Prop :=
  forall delta : R, 0 < delta <= / 3 -> sigma (1 - 2 * delta) = 1 - 2 * delta.

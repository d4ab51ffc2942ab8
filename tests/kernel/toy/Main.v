(* Proofs; a comment may say Admitted, and "Axiom" (* nested *) too. *)
From Coq Require Import Reals Lra.
From Syz Require Import Shapes.
From Syz Require Statement.
Open Scope R_scope.

Section Signs.
  Variable t : R.
  Lemma sigma_positive : 0 <= t -> sigma t = t.
  Proof. intros; apply Rmax_right; assumption. Qed.
  Lemma sigma_negative : t <= 0 -> sigma t = 0.
  Proof. intros; apply Rmax_left; assumption. Qed.
End Signs.

Theorem sigma_bound_holds : Statement.sigma_bound.
Proof. intros t. split; [apply Rmax_l | apply Rmax_r]. Qed.

Theorem sigma_scale_holds : Statement.sigma_scale.
Proof.
  intros c t Hc. destruct (Rle_dec 0 t) as [H | H].
  - rewrite (sigma_positive t) by assumption. rewrite sigma_positive; [reflexivity | apply Rmult_le_pos; assumption].
  - assert (c * - t >= 0) by (apply Rle_ge, Rmult_le_pos; lra).
    rewrite (sigma_negative t) by lra. rewrite sigma_negative; lra.
Qed.

Theorem small_step_holds : Statement.small_step.
Proof. intros delta H. apply sigma_positive. lra. Qed.

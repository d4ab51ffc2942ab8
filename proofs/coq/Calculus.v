(* What the operations on networks do to values, shapes and counts: numbers in neighbouring columns, the same map side by
   side, layers after layers, every fixed number changed. *)
From Coq Require Import Reals Lra Lia ZArith List Psatz Arith.
From Syz Require Import Network Literal Pieces.
Import ListNotations.
Open Scope R_scope.

(* ---- Weighted sums ---- *)
Fixpoint dense (ws x : list R) : R := match ws, x with w :: ws', t :: x' => w * t + dense ws' x' | _, _ => 0 end.

Lemma nth_skip {A} k : forall (x : list A) c d, nth c (skipn k x) d = nth (k + c) x d.
Proof. induction k; intros x c d; [reflexivity|]. destruct x; simpl; [destruct c; reflexivity|apply IHk]. Qed.
Lemma weighted_combine a ws : forall s x,
  weighted a (combine (seq s (length ws)) ws) x = dense (map (value a) ws) (skipn s x).
Proof.
  induction ws as [|w ws IH]; intros s x; [reflexivity|]. simpl length. simpl seq. simpl combine. simpl weighted.
  rewrite IH. replace (nth s x 0) with (nth 0 (skipn s x) 0) by (rewrite nth_skip; f_equal; lia).
  replace (skipn (S s) x) with (tl (skipn s x)).
  - simpl map. destruct (skipn s x); simpl; [|reflexivity]. destruct (map (value a) ws); simpl; lra.
  - clear. revert x. induction s; intros [|t x]; try reflexivity. exact (IHs x).
Qed.
Lemma weighted_from a ws x : weighted a (from 0 ws) x = dense (map (value a) ws) x.
Proof. unfold from. rewrite weighted_combine. reflexivity. Qed.
Lemma dense_app ws xs : forall ws' xs', length ws = length xs -> dense (ws ++ ws') (xs ++ xs') = dense ws xs + dense ws' xs'.
Proof.
  revert xs. induction ws; intros [|t xs] ws' xs' E; simpl in *; try discriminate; [lra|].
  rewrite IHws by lia. lra.
Qed.

Lemma weighted_moved a k ws x :
  weighted a (map (fun cw => ((k + fst cw)%nat, snd cw)) ws) x = weighted a ws (skipn k x).
Proof. induction ws as [|[c w] ws IH]; simpl; [reflexivity|]. rewrite IH, nth_skip. reflexivity. Qed.
Lemma weighted_first a ws x y : Forall (fun cw => (fst cw < length x)%nat) ws ->
  weighted a ws (x ++ y) = weighted a ws x.
Proof. induction 1 as [|[c w] ws H _ IH]; simpl in *; [reflexivity|]. rewrite IH, app_nth1 by auto. reflexivity. Qed.

(* ---- Side by side ---- *)
Lemma affine_side_by_side a q l xs :
  Forall (row_ok q (inputs l)) (rows l) -> Forall (fun x => length x = inputs l) xs ->
  affine a (side_by_side (length xs) l) (concat xs) = concat (map (affine a l) xs).
Proof.
  intros Hr Hx. unfold affine at 1. simpl rows.
  assert (G : forall k before, length before = (k * inputs l)%nat ->
    map (fun r => value a (fst r) + weighted a (snd r) (before ++ concat xs))
      (flat_map (fun k => map (moved_row (k * inputs l)) (rows l)) (seq k (length xs)))
    = concat (map (affine a l) xs)).
  { induction Hx as [|x xs Lx _ IH]; intros k before Lb; [reflexivity|].
    simpl length. simpl seq. simpl flat_map. simpl concat. rewrite map_app. f_equal.
    - rewrite map_map. apply map_ext_in. intros r Hin. simpl. f_equal. rewrite weighted_moved, <- Lb.
      rewrite skipn_app, skipn_all, Nat.sub_diag. simpl. apply weighted_first. rewrite Lx.
      rewrite Forall_forall in Hr. destruct (Hr r Hin) as [_ Hc]. eapply Forall_impl; [|exact Hc]. simpl; intros; tauto.
    - rewrite app_assoc. apply IH. rewrite app_length, Lb, Lx. lia. }
  apply (G O []). reflexivity.
Qed.

Lemma affine_length a l x : length (affine a l x) = length (rows l).
Proof. apply map_length. Qed.
Lemma run_length a q : forall N d m x, chained q d m N -> length x = d -> length (run a N x) = m.
Proof.
  induction N as [|l N IH]; intros d m x C L; [simpl in *; congruence|]. destruct C as (_ & _ & C).
  destruct N as [|l' N]; [simpl in *; rewrite affine_length; exact C|].
  apply (IH _ _ _ C). rewrite map_length. apply affine_length.
Qed.
Lemma run_cons a l N x : N <> [] -> run a (l :: N) x = run a N (map relu (affine a l x)).
Proof. destruct N; [congruence|reflexivity]. Qed.

Theorem run_side_by_side a q N : forall d m xs, chained q d m N -> Forall (fun x => length x = d) xs ->
  run a (map (side_by_side (length xs)) N) (concat xs) = concat (map (run a N) xs).
Proof.
  induction N as [|l N IH]; intros d m xs C Hx; [simpl; rewrite map_id; reflexivity|].
  destruct C as (E & Hr & C). subst d. destruct (list_eq_dec Nat.eq_dec (map (fun _ => O) N) []) as [Z|Z].
  - apply map_eq_nil in Z. subst N. simpl. apply (affine_side_by_side a q); auto.
  - assert (N <> []) by (intros ->; apply Z; reflexivity).
    simpl map at 1. rewrite run_cons by (destruct N; [congruence|discriminate]).
    rewrite (affine_side_by_side a q) by auto. rewrite concat_map, map_map.
    set (ys := map (fun x => map relu (affine a l x)) xs).
    replace (length xs) with (length ys) by apply map_length.
    rewrite (IH _ _ ys C).
    + unfold ys. rewrite map_map. f_equal. apply map_ext. intros x. symmetry. apply run_cons. auto.
    + apply Forall_map, Forall_forall. intros. rewrite map_length. apply affine_length.
Qed.

(* ---- One network after another: the ReLU between them does nothing to numbers >= 0 ---- *)
Lemma relu_of_nonnegatives l : Forall (fun t => 0 <= t) l -> map relu l = l.
Proof. induction 1; simpl; [reflexivity|]. rewrite relu_of_nonnegative by auto. f_equal; auto. Qed.
Theorem run_chain a N M : forall x, N <> [] -> M <> [] -> run a (N ++ M) x = run a M (map relu (run a N x)).
Proof.
  induction N as [|l N IH]; intros x HN HM; [congruence|]. destruct N as [|l' N].
  - simpl app. apply run_cons, HM.
  - simpl app. rewrite !run_cons by discriminate. apply (IH _ ltac:(discriminate) HM).
Qed.
Theorem run_after a N M x : N <> [] -> Forall (fun t => 0 <= t) (run a N x) ->
  run a (N ++ M) x = run a M (run a N x).
Proof.
  intros HN H. destruct M as [|l M]; [rewrite app_nil_r; reflexivity|].
  rewrite run_chain by (auto; discriminate). rewrite relu_of_nonnegatives by exact H. reflexivity.
Qed.

(* ---- Shapes ---- *)
Section Shape.
Context {A : Type}.
Implicit Types (N M : network A) (l : layer A).

Lemma chained_app q d m p N M : chained q d m N -> chained q m p M -> chained q d p (N ++ M).
Proof.
  revert d. induction N as [|l N IH]; intros d HN HM; simpl in *; [subst; exact HM|].
  destruct HN as (E & Hr & HN). auto.
Qed.
Lemma row_ok_moved q w k i (r : row A) : (i < k)%nat -> row_ok q w r -> row_ok q (k * w) (moved_row (i * w) r).
Proof.
  intros Hi [Hb Hc]. split; [exact Hb|]. simpl. apply Forall_map. eapply Forall_impl; [|exact Hc].
  intros [c e] [H1 H2]; simpl in *. split; [nia|exact H2].
Qed.
Lemma side_by_side_rows k l : length (rows (side_by_side k l)) = (k * length (rows l))%nat.
Proof.
  simpl. generalize O. induction k; intros s; [reflexivity|]. simpl. rewrite app_length, map_length, IHk. reflexivity.
Qed.
Lemma chained_side_by_side q k N : forall d m, chained q d m N -> chained q (k * d) (k * m) (map (side_by_side k) N).
Proof.
  induction N as [|l N IH]; intros d m C; simpl in *; [congruence|]. destruct C as (<- & Hr & C).
  split; [reflexivity|]. split.
  - apply Forall_forall. intros r Hin. apply in_flat_map in Hin. destruct Hin as (i & Hi & Hin).
    apply in_seq in Hi. apply in_map_iff in Hin. destruct Hin as (r' & <- & Hin). apply row_ok_moved; [lia|].
    rewrite Forall_forall in Hr. auto.
  - pose proof (side_by_side_rows k l) as E. simpl in E. rewrite E. auto.
Qed.
Lemma chained_more q q' N : (q <= q')%nat -> forall d m, chained q d m N -> chained q' d m N.
Proof.
  intros Hq. assert (E : forall e : entry A, entry_ok q e -> entry_ok q' e) by (destruct e; simpl; auto; lia).
  induction N as [|l N IH]; intros d m C; simpl in *; [exact C|]. destruct C as (<- & Hr & C).
  repeat split; auto. eapply Forall_impl; [|exact Hr]. intros r [Hb Hc]. split; auto.
  eapply Forall_impl; [|exact Hc]. intros [c e] [H1 H2]; auto.
Qed.
Lemma row_ok_from q d (b : entry A) ws : entry_ok q b -> Forall (entry_ok q) ws -> (length ws <= d)%nat ->
  row_ok q d (b, from 0 ws).
Proof.
  intros Hb Hw Hl. split; [exact Hb|]. simpl. unfold from.
  assert (G : forall s, (s + length ws <= d)%nat ->
    Forall (fun cw => (fst cw < d)%nat /\ entry_ok q (snd cw)) (combine (seq s (length ws)) ws)).
  { clear Hl. induction Hw; intros s Hs; simpl in *; constructor; [split; [simpl; lia|auto]|apply IHHw; lia]. }
  apply G. lia.
Qed.

(* ---- Counts ---- *)
Lemma entries_app N M : entries (N ++ M) = entries N ++ entries M. Proof. apply flat_map_app. Qed.
Lemma stored_app N M : stored (N ++ M) = (stored N + stored M)%nat.
Proof. unfold stored. rewrite entries_app. apply app_length. Qed.
Lemma occurrences_app i N M : occurrences i (N ++ M) = (occurrences i N + occurrences i M)%nat.
Proof. unfold occurrences. rewrite entries_app, filter_app. apply app_length. Qed.
Definition counted (p : entry A -> bool) (es : list (entry A)) : nat := length (filter p es).
Lemma counted_side_by_side p k N : counted p (entries (map (side_by_side k) N)) = (k * counted p (entries N))%nat.
Proof.
  unfold counted. induction N as [|l N IH]; simpl; [lia|]. rewrite !filter_app, !app_length, IH, Nat.mul_add_distr_l. f_equal.
  generalize O. clear. induction k; intros s; [reflexivity|]. simpl. rewrite flat_map_app, filter_app, app_length, IHk. f_equal.
  clear IHk. induction (rows l) as [|r rs IHr]; [reflexivity|].
  assert (E : map snd (snd (moved_row (s * inputs l) r)) = map snd (snd r)).
  { simpl. rewrite map_map. reflexivity. }
  cbn [map flat_map]. rewrite E. cbn [app filter]. change (fst (moved_row (s * inputs l) r)) with (fst r).
  destruct (p (fst r)); cbn [length]; rewrite !filter_app, !app_length, IHr; reflexivity.
Qed.
Lemma counted_all es : counted (fun _ => true) es = length es.
Proof. unfold counted. induction es; simpl; auto. Qed.
Lemma stored_side_by_side k N : stored (map (side_by_side k) N) = (k * stored N)%nat.
Proof. unfold stored. rewrite <- !counted_all. apply counted_side_by_side. Qed.
Lemma occurrences_side_by_side i k N : occurrences i (map (side_by_side k) N) = (k * occurrences i N)%nat.
Proof. apply counted_side_by_side. Qed.
End Shape.

(* Without a parameter in it a network does not look at their values. *)
Lemma run_fixed a b N : forall d m x, chained 0 d m N -> run a N x = run b N x.
Proof.
  assert (V : forall e : entry R, entry_ok 0 e -> value a e = value b e) by (destruct e; simpl; [reflexivity|lia]).
  assert (E : forall q l x, Forall (row_ok 0 q) (rows l) -> affine a l x = affine b l x).
  { intros q l x Hl. unfold affine. apply map_ext_in. intros r Hr. rewrite Forall_forall in Hl. destruct (Hl r Hr) as [Hb Hc].
    rewrite (V _ Hb). f_equal. induction Hc as [|[c w] ws [_ Hw] _ IH]; [reflexivity|]. simpl in *. rewrite (V _ Hw), IH.
    reflexivity. }
  induction N as [|l N IH]; intros d m x C; [reflexivity|]. destruct C as (_ & Hl & C). destruct N as [|l' N].
  - simpl. apply (E d), Hl.
  - rewrite !run_cons, (E d) by (discriminate || exact Hl). apply (IH _ _ _ C).
Qed.

(* ---- Every fixed number changed ---- *)
Section Map.
Context {A B : Type}.
Variable f : A -> B.

Lemma network_map_app N M : network_map f (N ++ M) = network_map f N ++ network_map f M. Proof. apply map_app. Qed.
Lemma layer_map_side_by_side k l : layer_map f (side_by_side k l) = side_by_side k (layer_map f l).
Proof.
  unfold layer_map, side_by_side. simpl. f_equal. generalize O. induction k; intros s; [reflexivity|]. simpl.
  rewrite map_app, IHk. f_equal. rewrite !map_map. apply map_ext. intros r. unfold row_map, moved_row. simpl.
  rewrite !map_map. reflexivity.
Qed.
Lemma network_map_side_by_side k N : network_map f (map (side_by_side k) N) = map (side_by_side k) (network_map f N).
Proof. unfold network_map. rewrite !map_map. apply map_ext. intros; apply layer_map_side_by_side. Qed.
Lemma from_map s ws : map (fun cw => (fst cw, entry_map f (snd cw))) (from s ws) = from s (map (entry_map f) ws).
Proof.
  unfold from. rewrite map_length. revert s. induction ws; intros s; simpl; [reflexivity|]. rewrite IHws. reflexivity.
Qed.
Lemma entry_ok_map q e : entry_ok q e -> entry_ok q (entry_map f e). Proof. destruct e; auto. Qed.
Lemma chained_map q N : forall d m, chained q d m N -> chained q d m (network_map f N).
Proof.
  induction N as [|l N IH]; intros d m C; simpl in *; [exact C|]. destruct C as (<- & Hr & C).
  rewrite map_length. repeat split; auto. apply Forall_map. eapply Forall_impl; [|exact Hr].
  intros r [Hb Hc]. split; [apply entry_ok_map, Hb|]. simpl. apply Forall_map. eapply Forall_impl; [|exact Hc].
  intros [c e] [H1 H2]. split; [exact H1|apply entry_ok_map, H2].
Qed.
Lemma entries_map N : entries (network_map f N) = map (entry_map f) (entries N).
Proof.
  unfold entries. induction N as [|l N IH]; [reflexivity|]. simpl. rewrite IH, map_app. f_equal. clear.
  induction (rows l) as [|r rs IHr]; [reflexivity|]. simpl. rewrite map_app, IHr, !map_map. reflexivity.
Qed.
Lemma stored_map N : stored (network_map f N) = stored N.
Proof. unfold stored. rewrite entries_map. apply map_length. Qed.
Lemma occurrences_map i N : occurrences i (network_map f N) = occurrences i N.
Proof.
  unfold occurrences. rewrite entries_map. induction (entries N) as [|e es IH]; [reflexivity|]. simpl.
  destruct e; simpl; [apply IH|]. destruct (Nat.eqb i i0); simpl; auto.
Qed.
End Map.

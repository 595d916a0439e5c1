using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Grading.Proofs;

[Collection(GraderCollection.Name)]
public sealed class CoqProofTests(SharedGrader shared)
{
    private const string Zero = "forall n : nat, n + 0 = n";
    private const string False = "forall n : nat, n = 0";

    [Theory]
    [InlineData(Zero, "intro n. induction n; simpl; auto.", "")]
    [InlineData(Zero, "Proof. intro n. induction n; simpl; auto. Qed.", "")]
    [InlineData(Zero, "intro n. (* admit. Qed. *) induction n; [ reflexivity | ]. simpl. rewrite IHn. reflexivity.", "")]
    [InlineData("forall a b c : nat, a < b -> a + c < b + c.", "intros. lia.", "Require Import Lia.")]
    [InlineData("forall l : list nat, rev (rev l) = l", "apply rev_involutive.", "Require Import List.\nImport ListNotations.")]
    [InlineData("forall t : tree, mirror (mirror t) = t", "induction t as [|l Hl r Hr]; simpl; congruence.",
        "Inductive tree := leaf | node (l r : tree).\nFixpoint mirror t := match t with leaf => leaf | node l r => node (mirror r) (mirror l) end.")]
    [InlineData("forall P : Prop, P \\/ ~ P", "exact classic.", "Require Import Classical.")]
    [InlineData("forall x : R, x < x + 1", "intro x. lra.", "Require Import Reals Lra.\nOpen Scope R_scope.")]
    public async Task A_proof_is_accepted(string statement, string proof, string preamble)
    {
        var result = await shared.JudgeAsync(new ProofCheck("coq", statement, proof, preamble));
        Assert.Equal((Verdict.Accepted, ""), (result.Verdict, result.Message));
        Assert.True(result.Cost.Wall > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("no proof", "auto.")]
    [InlineData("nothing", "")]
    [InlineData("admit", "intro n. admit.")]
    [InlineData("Admitted", "Admitted. Theorem other : True. Proof. exact I.")]
    [InlineData("an axiom", "Qed. Axiom all : forall n : nat, n = 0. Theorem other : True. exact I.")]
    [InlineData("an axiom within", "Axiom all : forall n : nat, n = 0. exact all.")]
    [InlineData("a parameter within", "Local Parameter all : forall n : nat, n = 0. exact all.")]
    [InlineData("an axiom behind attributes", "#[local] Axiom all : forall n : nat, n = 0. exact all.")]
    [InlineData("an axiom after a comment", "(* a (* nested *) \"*)\" comment *) Axiom all : forall n : nat, n = 0. exact all.")]
    [InlineData("an axiom behind a comment that only seems to end", "(* \" *) Axiom all : forall n : nat, n = 0. exact all. (* \" *) auto.")]
    [InlineData("an end and another statement", "Abort. Theorem reasonops_answer : True. Proof. exact I.")]
    [InlineData("another statement first", "exact I. Qed. Theorem reasonops_answer : True. Proof. exact I.")]
    [InlineData("a hypothesis", "Hypothesis all : forall n : nat, n = 0. exact all.")]
    [InlineData("a variable", "Variable all : forall n : nat, n = 0. exact all.")]
    [InlineData("a fixpoint without an end", "Unset Guard Checking. exact (fix f (n : nat) : n = 0 := f n).")]
    [InlineData("a fixpoint marked as good", "#[bypass_check(guard)] Fixpoint f (n : nat) : n = 0 := f n. exact f.")]
    [InlineData("types in types", "Unset Universe Checking. auto.")]
    [InlineData("a notation", "Notation \"x = y\" := True. exact (fun _ => I).")]
    [InlineData("a plug-in", "Declare ML Module \"ltac_plugin\". auto.")]
    [InlineData("a file", "Load \"/etc/passwd\". auto.")]
    [InlineData("a redirection", "Redirect \"ReasonopsChecked\" Print nat. auto.")]
    [InlineData("an extraction", "Extraction \"x.ml\" nat. auto.")]
    [InlineData("a prefix before it", "Time Fail Succeed Admitted.")]
    [InlineData("classical logic that nobody offered", "Require Import Classical. apply NNPP.")]
    [InlineData("a goal given up", "intro n. give_up.")]
    [InlineData("no syntax", "intro n n n )( .")]
    [InlineData("a comment without an end", "auto. (* ")]
    [InlineData("a string without an end", "auto. \" ")]
    [InlineData("a tactic without an end", "intro n. exfalso. idtac \"Closed under the global context\".")]
    public async Task What_is_no_proof_is_refused(string what, string proof)
    {
        var result = await shared.JudgeAsync(new ProofCheck("coq", False, proof));
        Assert.True(result.Verdict is Verdict.WrongAnswer or Verdict.CompileError, $"{what}: {result.Verdict}: {result.Message}");
        Assert.NotEqual("", result.Message);
    }

    [Fact]
    public async Task A_proof_without_an_end_is_out_of_time()
    {
        var result = await shared.JudgeAsync(new ProofCheck("coq", False, "intro n. do 100000 (do 100000 (do 100000 idtac)). auto."), SharedGrader.Limits with { Cpu = TimeSpan.FromSeconds(2) });
        Assert.Equal(Verdict.TimeLimit, result.Verdict);
    }

    [Fact]
    public async Task A_statement_that_is_none_is_not_the_proofs_fault()
    {
        var result = await shared.JudgeAsync(new ProofCheck("coq", "forall n, n + missing = n", "auto."));
        Assert.Equal(Verdict.InternalError, result.Verdict);
        Assert.StartsWith("statement or preamble: ", result.Message, StringComparison.Ordinal);
    }
}

using System.Text;
using ReasonOps.Sandbox.Grading.Proofs;

namespace ReasonOps.Sandbox.Tests.Grading.Proofs;

/// <summary>The rules and the checker's word, each by itself: were the one passed by, the other would stand.</summary>
public sealed class CoqKernelTests
{
    private const string Summary = "CONTEXT SUMMARY\n===============\n\n* Theory: Set is predicative\n  \n* Axioms:";
    private const string Rest = "\n  \n* Constants/Inductives relying on type-in-type: <none>\n  \n* Constants/Inductives relying on unsafe (co)fixpoints: <none>\n  \n* Inductives whose positivity is assumed: <none>\n";

    [Fact]
    public void A_module_that_rests_on_nothing_has_no_assumptions() => Assert.Empty(CoqContext.Read($"{Summary} <none>\n  {Rest}")!.Assumptions);

    [Fact]
    public void An_axiom_of_the_proofs_is_beyond_what_the_statement_has()
    {
        var own = CoqContext.Read($"{Summary}\n    Coq.Logic.Classical_Prop.classic\n{Rest}")!;
        var proof = CoqContext.Read($"{Summary}\n    Coq.Logic.Classical_Prop.classic\n    ReasonopsAnswer.all\n{Rest}")!;
        Assert.Equal(["Axioms: ReasonopsAnswer.all"], proof.Beyond(own));
        Assert.Empty(own.Beyond(proof));
    }

    [Theory]
    [InlineData("type-in-type: <none>", "type-in-type:\n    ReasonopsAnswer.x\n")]
    [InlineData("(co)fixpoints: <none>", "(co)fixpoints:\n    ReasonopsAnswer.x\n")]
    [InlineData("positivity is assumed: <none>", "positivity is assumed:\n    ReasonopsAnswer.x\n")]
    public void A_check_that_was_turned_off_is_an_assumption(string with, string without) =>
        Assert.Single(CoqContext.Read($"{Summary} <none>\n  {Rest.Replace(with, without, StringComparison.Ordinal)}")!.Assumptions);

    [Fact]
    public void A_check_that_failed_says_nothing() => Assert.Null(CoqContext.Read("Fatal Error: Not a proof\n"));

    [Fact]
    public void Sentences_end_at_full_stops_outside_of_comments_and_strings() =>
        Assert.Equal(["exact (Nat.add 1 2)", "idtac \"a. b\"", "auto ..", "x"], CoqText.Sentences("exact (Nat.add 1 2). idtac \"a. b\". (* . \"*)\" (* . *) *) auto ... x.")!);

    [Theory]
    [InlineData("(* \" *)")]
    [InlineData("(* (* *)")]
    [InlineData("\"a")]
    public void What_does_not_end_has_no_sentences(string text) => Assert.Null(CoqText.Sentences(text));

    [Fact]
    public void Any_text_is_read()
    {
        var random = new Random(1);
        foreach (var length in Enumerable.Range(0, 2000))
        {
            var text = new StringBuilder();
            for (var i = 0; i < length % 40; i++) text.Append("(*)\". \n ab'"[random.Next(10)]);
            _ = CoqRules.Refusal(text.ToString());
            _ = CoqRules.Read(text.ToString()).Header;
            _ = CoqRules.Bare(text.ToString());
        }
    }
}

using ReasonOps.Sandbox.Grading;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Grading;

public sealed class VerdictsTests
{
    [Theory]
    [InlineData(Ending.Exited, 1, Verdict.RuntimeError, Verdict.CompileError)]
    [InlineData(Ending.Signalled, 11, Verdict.RuntimeError, Verdict.CompileError)]
    [InlineData(Ending.CpuLimit, 0, Verdict.TimeLimit, Verdict.TimeLimit)]
    [InlineData(Ending.WallLimit, 0, Verdict.TimeLimit, Verdict.TimeLimit)]
    [InlineData(Ending.MemoryLimit, 0, Verdict.MemoryLimit, Verdict.MemoryLimit)]
    [InlineData(Ending.OutputLimit, 0, Verdict.OutputLimit, Verdict.OutputLimit)]
    [InlineData(Ending.FileLimit, 0, Verdict.OutputLimit, Verdict.OutputLimit)]
    [InlineData(Ending.ProcessLimit, 0, Verdict.ProcessLimit, Verdict.ProcessLimit)]
    [InlineData(Ending.SecurityViolation, 0, Verdict.SecurityViolation, Verdict.SecurityViolation)]
    [InlineData(Ending.NotFound, 0, Verdict.InternalError, Verdict.InternalError)]
    public void Each_ending_has_its_verdict(Ending ending, int code, Verdict run, Verdict compilation)
    {
        Assert.Equal(run, Verdicts.OfRun(Step(ending, code)));
        Assert.Equal(compilation, Verdicts.OfCompilation(Step(ending, code)));
        Assert.NotEqual("", Verdicts.Message(Step(ending, code)));
    }

    [Fact]
    public void Every_ending_is_known()
    {
        foreach (var ending in Enum.GetValues<Ending>().Where(ending => ending is not (Ending.NotFound or Ending.Exited)))
            Assert.NotEqual(Verdict.InternalError, Verdicts.OfRun(Step(ending)));
        Assert.Null(Verdicts.OfRun(Step(Ending.Exited)));
        Assert.Null(Verdicts.OfCompilation(Step(Ending.Exited)));
    }

    [Theory]
    [InlineData("", Ending.Exited, 0, Verdict.InternalError)]
    [InlineData("{\"verdict\":\"Accepted\",\"message\":\"\"}", Ending.Exited, 1, Verdict.InternalError)]
    [InlineData("{\"verdict\":\"Accepted\",\"message\":\"\"}", Ending.WallLimit, 0, Verdict.TimeLimit)]
    [InlineData("{\"verdict\":\"Accepted\",\"message\":\"\"}{}", Ending.Exited, 0, Verdict.InternalError)]
    [InlineData("{\"verdict\":\"Accepted\",\"message\":\"\"}", Ending.Exited, 0, Verdict.Accepted)]
    [InlineData("{\"verdict\":\"Broken\",\"message\":\"ended\"}", Ending.Exited, 0, Verdict.MemoryLimit)]
    [InlineData("{\"verdict\":\"UnfitTests\",\"message\":\"x\"}", Ending.Exited, 0, Verdict.InternalError)]
    public void A_judge_counts_only_where_it_ended_well(string said, Ending ending, int code, Verdict verdict)
    {
        var judge = Step(ending, code) with { Output = System.Text.Encoding.UTF8.GetBytes(said) };
        Assert.Equal(verdict, AssertGrader.Result(Step(Ending.MemoryLimit), judge).Verdict);
    }

    [Fact]
    public void A_program_that_was_stopped_is_not_accepted_whatever_the_judge_says()
    {
        var judge = Step(Ending.Exited) with { Output = "{\"verdict\":\"Accepted\",\"message\":\"\"}"u8.ToArray() };
        Assert.Equal(Verdict.SecurityViolation, AssertGrader.Result(Step(Ending.SecurityViolation, 31), judge).Verdict);
    }

    private static StepOutcome Step(Ending ending, int code = 0) => new(ending, code, TimeSpan.Zero, TimeSpan.Zero, 0, default, default);
}

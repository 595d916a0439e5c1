using System.Collections.Concurrent;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Grading;

[Collection(GraderCollection.Name)]
public sealed class HumanEvalTests(SharedGrader shared)
{
    [Fact]
    public async Task Every_canonical_solution_is_accepted()
    {
        var refused = await VerdictsAsync(problem => problem.Check(problem.Solution), verdict => verdict != Verdict.Accepted);
        Assert.Equal(164, HumanEval.All.Count);
        Assert.Empty(refused);
    }

    /// <summary>Each solution with one change that plain Python, running the tests in the program's own process, fails on: Data/HumanEvalMutants.tsv.</summary>
    [Fact]
    public async Task Every_broken_solution_is_refused()
    {
        var mutants = HumanEval.Mutants();
        var wrong = await VerdictsAsync(problem => problem.Check(mutants[problem.Id]), verdict => verdict is not (Verdict.WrongAnswer or Verdict.RuntimeError));
        Assert.Equal(164, mutants.Count);
        Assert.Empty(wrong);
    }

    /// <summary>The problems whose result is as given, with it.</summary>
    private async Task<IEnumerable<string>> VerdictsAsync(Func<HumanEval, CodeCheck> check, Func<Verdict, bool> picked)
    {
        var found = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(HumanEval.All, new ParallelOptions { MaxDegreeOfParallelism = shared.Pool.Places }, async (problem, _) =>
        {
            var result = await shared.JudgeAsync(check(problem));
            if (picked(result.Verdict)) found.Add($"{problem.Id}: {result.Verdict}: {result.Message}");
        });
        return found;
    }
}

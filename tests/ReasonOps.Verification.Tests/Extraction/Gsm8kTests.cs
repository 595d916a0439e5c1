using System.Text.Json;
using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Verification.Tests.Extraction;

/// <summary>The first hundred test problems of GSM8K (Cobbe et al. 2021; MIT licence beside them): solutions that end in <c>#### number</c>.</summary>
public class Gsm8kTests
{
    private static IEnumerable<string> Solutions() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Extraction", "Gsm8k", "test-first-100.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("answer").GetString()!);

    [Fact]
    public void Every_solution_has_the_answer_behind_its_mark_and_no_other()
    {
        var count = 0;
        foreach (var solution in Solutions())
        {
            var number = solution[(solution.LastIndexOf('#') + 1)..].Trim();
            var plain = decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(number, AnswerEquivalence.Extract(solution));
            Assert.Equal(Agreement.Equal, Compare(solution, FormattableString.Invariant($"{plain}")));
            Assert.Equal(Agreement.Equal, Compare(FormattableString.Invariant($"The answer is ${plain:N2}."), solution));
            Assert.Equal(Agreement.Different, Compare(solution, FormattableString.Invariant($"{plain + 1}")));
            count++;
        }
        Assert.InRange(count, 100, int.MaxValue);
    }

    private static Agreement Compare(string answer, string expected) => AnswerEquivalence.Compare(answer, expected, EquivalenceOptions.Default);
}

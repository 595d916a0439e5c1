using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Manifests;

namespace ReasonOps.Api.Tests.Manifests;

public class SpellingTests
{
    private static readonly string[] Fields = ["reasoningTokens", "answerTokens", "deadline", "whenSpent", "strategies", "autoscaling", "keyValueOccupancy"];

    private static readonly Arbitrary<string> Words = Gen.Elements("abcdeXYZ".ToCharArray()).ArrayOf().Select(letters => new string(letters)).ToArbitrary();

    [Fact]
    public void The_distance_is_a_symmetric_count_that_is_zero_for_the_same_word_alone() =>
        Prop.ForAll(Words, Words, (a, b) =>
            Spelling.Distance(a, b) == Spelling.Distance(b, a)
            && Spelling.Distance(a, b) <= Math.Max(a.Length, b.Length)
            && Spelling.Distance(a, b) >= Math.Abs(a.Length - b.Length)
            && Spelling.Distance(a, b) == 0 == a.Equals(b, StringComparison.OrdinalIgnoreCase)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_known_word_with_one_letter_lost_changed_or_swapped_is_still_known()
    {
        var typos =
            from word in Gen.Elements(Fields)
            from at in Gen.Choose(0, word.Length - 2)
            from typo in Gen.Elements(
                word.Remove(at, 1), word.Insert(at, "q"), word[..at] + "q" + word[(at + 1)..], word[..at] + word[at + 1] + word[at] + word[(at + 2)..], word.ToUpperInvariant())
            select (word, typo);
        Prop.ForAll(typos.ToArbitrary(), pair => Spelling.Closest(pair.typo, Fields) == pair.word).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_suggestion_is_always_a_known_word_and_none_is_nearer() =>
        Prop.ForAll(Words, word =>
        {
            string[] known = ["abc", "bcd", "cdeXY", "ZZtop"];
            var found = Spelling.Closest(word, known);
            return found is null || (known.Contains(found) && known.All(other => Spelling.Distance(word, other) >= Spelling.Distance(word, found)));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("MajorityVoting", "MajorityVote")]
    [InlineData("majorityvote", "MajorityVote")]
    [InlineData("SingelChain", "SingleChain")]
    [InlineData("Oracle", null)]
    [InlineData("", null)]
    public void Strategies_are_suggested_when_near(string word, string? expected) =>
        Assert.Equal(expected, Spelling.Closest(word, ["SingleChain", "MajorityVote"]));

    [Fact]
    public void A_word_without_end_is_not_compared() => Assert.Null(Spelling.Closest(new string('a', 100_000), ["aaaa"]));
}

using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Engines.Chains;

namespace ReasonOps.Engines.Tests.Chains;

public sealed class ThinkSplitterTests
{
    // Pieces of tags, so that near-tags and tags cut anywhere come up often.
    private static readonly Gen<string> Texts = Gen.Elements("<think>", "</think>", "<", "</", "think", ">", "\n", " ", "a", "1+1=2;", "</thin")
        .ListOf().Select(string.Concat);

    [Fact]
    public void A_text_in_pieces_is_split_as_the_whole_text_is() =>
        Prop.ForAll(
            Texts.Zip(ArbMap.Default.GeneratorFor<int[]>()).ToArbitrary(),
            input =>
            {
                var (text, sizes) = input;
                Assert.Equal(Whole(text), Split(ThinkSplitter.Place.Start, Pieces(text, sizes)));
                Assert.Equal(WholeThinking(text), Split(ThinkSplitter.Place.Thinking, Pieces(text, sizes)));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("<think>\nab</think>\n\n63", "ab", "63")]
    [InlineData("<think>ab</think>63", "ab", "63")]
    [InlineData(" \n<think>ab", "ab", "")]
    [InlineData("<think></think>63", "", "63")]
    [InlineData("63", "", "63")]
    [InlineData("  63", "", "  63")]
    [InlineData("<thin", "", "<thin")]
    [InlineData("<think>a</thin", "a</thin", "")]
    [InlineData("63 <think>no</think>", "", "63 <think>no</think>")]
    [InlineData("", "", "")]
    public void Thinking_is_what_the_tags_at_the_start_hold(string text, string thought, string said)
    {
        Assert.Equal((thought, said), Whole(text));
        Assert.Equal((thought, said), Split(ThinkSplitter.Place.Start, text.Select(character => character.ToString())));
    }

    private static (string, string) Split(ThinkSplitter.Place place, IEnumerable<string> pieces)
    {
        var splitter = new ThinkSplitter(place);
        var parts = pieces.Select(splitter.Feed).ToList();
        parts.Add(splitter.Flush());
        return (string.Concat(parts.Select(part => part.Thought)), string.Concat(parts.Select(part => part.Said)));
    }

    private static (string, string) Whole(string text)
    {
        var visible = text.TrimStart();
        if (!visible.StartsWith("<think>", StringComparison.Ordinal)) return ("", text);
        var inside = visible["<think>".Length..];
        return WholeThinking(inside.StartsWith('\n') ? inside[1..] : inside);
    }

    private static (string, string) WholeThinking(string text)
    {
        var parts = text.Split("</think>", 2);
        return (parts[0], parts.Length < 2 ? "" : parts[1].TrimStart('\n'));
    }

    private static IEnumerable<string> Pieces(string text, int[] sizes)
    {
        for (int at = 0, i = 0; at < text.Length; i++)
        {
            var size = sizes.Length == 0 ? text.Length : Math.Min(text.Length - at, Math.Abs(sizes[i % sizes.Length] % 5) + 1);
            yield return text.Substring(at, size);
            at += size;
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Inference.Serving;

namespace ReasonOps.Inference.Tests.Serving;

public class StopTextTests
{
    /// <summary>Texts and stops over two letters, so that they overlap in every way; the numbers say where the text is cut.</summary>
    [Fact]
    public void Text_in_any_chunks_is_cut_where_the_whole_would_be() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(bool[] Text, bool[][] Stops, int[] Cuts)>(), given =>
        {
            var text = Letters(given.Text);
            string[] stops = [.. given.Stops.Where(stop => stop.Length > 0).Select(Letters)];
            var stop = new StopText(stops);
            var passed = new System.Text.StringBuilder();
            var (from, cut) = (0, 0);
            while (from < text.Length)
            {
                var length = given.Cuts.Length == 0 ? 1 : Math.Abs(given.Cuts[cut++ % given.Cuts.Length] % 4);
                var to = Math.Min(text.Length, from + Math.Max(length, 1));
                passed.Append(stop.Pass(text[from..to]));
                from = to;
            }
            passed.Append(stop.Flush());

            var at = FirstToEnd(text, stops);
            Assert.Equal(text[..(at ?? text.Length)], passed.ToString());
            Assert.Equal(at is not null, stop.Met);
            Assert.Equal("", stop.Pass("") + stop.Flush());
        }).QuickCheckThrowOnFailure();

    /// <summary>Where the text ends: before the leftmost of the stop texts that are complete first.</summary>
    private static int? FirstToEnd(string text, string[] stops)
    {
        for (var end = 1; end <= text.Length; end++)
        {
            var starts = stops.Where(stop => text[..end].EndsWith(stop, StringComparison.Ordinal)).Select(stop => end - stop.Length).ToArray();
            if (starts.Length > 0) return starts.Min();
        }
        return null;
    }

    private static string Letters(bool[] bits) => string.Concat(bits.Select(bit => bit ? 'a' : 'b'));

    [Fact]
    public void What_cannot_begin_a_stop_text_is_passed_on_at_once()
    {
        var stop = new StopText(["ab"]);

        Assert.Equal("xb", stop.Pass("xb"));
        Assert.Equal("x", stop.Pass("xa"));
        Assert.Equal("a", stop.Pass("a"));
        Assert.Equal("ac", stop.Pass("c"));
        Assert.Equal("", stop.Pass("ab!"));
        Assert.Equal("", stop.Pass("more"));
    }
}

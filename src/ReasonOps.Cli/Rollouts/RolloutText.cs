using System.Globalization;
using System.Text.Json;
using ReasonOps.Cli.Output;
using ReasonOps.Rollouts.Datasets;

namespace ReasonOps.Cli.Rollouts;

/// <summary>What a job came to, for people or for programs.</summary>
internal static class RolloutText
{
    public static void Write(Manifest manifest, string folder, TimeSpan took, OutputFormat format)
    {
        if (format == OutputFormat.Json) Console.WriteLine(JsonSerializer.Serialize(manifest, DatasetJson.Plain.Manifest));
        else Write(manifest, folder, took, Console.Out);
    }

    private static void Write(Manifest manifest, string folder, TimeSpan took, TextWriter output)
    {
        var counts = manifest.Counts;
        output.WriteLine(Text($"{counts.Problems:N0} problems, {counts.Rollouts:N0} rollouts: {counts.Right:N0} right, {counts.Wrong:N0} wrong{Some(counts.Undecided, "undecided")}{Some(counts.Quarantined, "problems set aside")}"));
        output.WriteLine(string.Join("   ", counts.PassAt.Select(pair => Text($"pass@{pair.Key} {pair.Value:0.000}"))));
        output.WriteLine(Text($"kept {counts.Kept:N0} ({counts.KeptTokens:N0} tokens); dropped {Dropped(counts)}"));
        output.WriteLine(Text($"{counts.Drawn:N0} tokens drawn for {counts.TokensUnshared:N0} of trajectories, {counts.Tokens:N0} where what is shared counts once"));
        foreach (var (format, shards) in manifest.Shards)
            output.WriteLine(Text($"  {format,-20} {shards.Sum(shard => (long)shard.Lines),9:N0} lines in {shards.Count} {(shards.Count == 1 ? "shard" : "shards")}"));
        output.WriteLine(Text($"{folder}   {took.TotalSeconds:0} s"));
    }

    private static string Dropped(DatasetCounts counts) =>
        counts.Dropped.Count == 0 ? "none" : string.Join(", ", counts.Dropped.Select(pair => Text($"{pair.Value:N0} {pair.Key.ToLowerInvariant()}")));

    private static string Some(long count, string what) => count == 0 ? "" : Text($", {count:N0} {what}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

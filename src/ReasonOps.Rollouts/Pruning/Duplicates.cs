using System.Text;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Pruning;

/// <summary>What was kept so far, by normalised text and by sequences of words.</summary>
/// <param name="maxOverlap">Share of a text's sequences that may stand in one kept; null: nothing is a duplicate.</param>
internal sealed class Duplicates(double? maxOverlap)
{
    /// <summary>Words of a sequence.</summary>
    private const int Words = 5;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly List<HashSet<string>> _sequences = [];

    public bool Has(Rollout rollout)
    {
        if (maxOverlap is not { } most) return false;
        var text = Normalised(rollout);
        return _texts.Contains(text) || (most < 1 && _sequences.Any(kept => Overlap(Sequences(text), kept) > most));
    }

    public void Add(Rollout rollout)
    {
        if (maxOverlap is not { } most) return;
        var text = Normalised(rollout);
        _texts.Add(text);
        if (most < 1) _sequences.Add(Sequences(text));
    }

    /// <summary>Letters, digits and signs in lower case, runs of white space as one space.</summary>
    private static string Normalised(Rollout rollout)
    {
        var text = new StringBuilder(rollout.Reasoning.Length + rollout.Content.Length);
        foreach (var letter in $"{rollout.Reasoning} {rollout.Content}")
        {
            if (!char.IsWhiteSpace(letter)) text.Append(char.ToLowerInvariant(letter));
            else if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
        }
        return text.ToString().TrimEnd();
    }

    private static HashSet<string> Sequences(string text)
    {
        var words = text.Split(' ');
        var sequences = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i == 0 || i + Words <= words.Length; i++) sequences.Add(string.Join(' ', words.Skip(i).Take(Words)));
        return sequences;
    }

    private static double Overlap(HashSet<string> of, HashSet<string> kept) => (double)of.Count(kept.Contains) / of.Count;
}

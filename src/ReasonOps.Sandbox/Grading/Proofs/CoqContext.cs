using System.Collections.Frozen;

namespace ReasonOps.Sandbox.Grading.Proofs;

/// <summary>What <c>coqchk -o</c> says that a module and all it loads rest on: axioms, and constants whose checks were turned off, by kernel name.</summary>
internal sealed record CoqContext(FrozenSet<string> Assumptions)
{
    private const string Summary = "CONTEXT SUMMARY";

    /// <summary>Null where the text has no summary. Only what a checker that exits with 0 wrote may be read.</summary>
    public static CoqContext? Read(string output)
    {
        var start = output.LastIndexOf(Summary, StringComparison.Ordinal);
        if (start < 0) return null;
        var found = new List<string>();
        var heading = "";
        foreach (var line in output[start..].Split('\n').Skip(2))
        {
            if (line.StartsWith("* ", StringComparison.Ordinal)) heading = line[2..line.IndexOf(':', StringComparison.Ordinal)];
            else if (line.Trim() is { Length: > 0 } name) found.Add($"{heading}: {name}");
            if (line.StartsWith("* Theory", StringComparison.Ordinal) && !line.Contains("Set is predicative", StringComparison.Ordinal)) found.Add(line);
        }
        return new CoqContext(found.ToFrozenSet());
    }

    public IEnumerable<string> Beyond(CoqContext other) => Assumptions.Where(one => !other.Assumptions.Contains(one)).Order(StringComparer.Ordinal);
}

using System.Collections.Frozen;

namespace ReasonOps.Sandbox.Grading.Proofs;

/// <summary>
/// What a Coq proof may not say. The kernel's result decides, and this is the fence before it: what a proof has no business
/// with is refused by name, before anything is run.
/// </summary>
internal static class CoqRules
{
    /// <summary>Anywhere.</summary>
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        "admit", "give_up", "Admitted", "Admit", "bypass_check", "Axiom", "Axioms", "Parameter", "Parameters", "Conjecture", "Conjectures",
        "Redirect", "Extraction", "Drop");

    /// <summary>Where a command begins.</summary>
    private static readonly FrozenSet<string> Commands = FrozenSet.Create(
        "Qed", "Defined", "Save", "Abort", "Restart", "Undo", "Reset", "Back", "BackTo", "Quit", "Cd", "Load", "Declare", "Add", "Remove", "Require", "From",
        "Set", "Unset", "Variable", "Variables", "Hypothesis", "Hypotheses", "Context", "Primitive", "Register", "Comments", "Test", "Optimize",
        "Theorem", "Lemma", "Fact", "Remark", "Corollary", "Proposition", "Property", "Example", "Proof", "Goal", "Module", "Section", "End", "Include");

    /// <summary>Words that may stand before a command.</summary>
    private static readonly FrozenSet<string> Before = FrozenSet.Create(
        "Time", "Fail", "Succeed", "Timeout", "Local", "Global", "Export", "Polymorphic", "Monomorphic", "Program", "Cumulative", "NonCumulative", "Private");

    /// <summary>A proof as it stands between <c>Proof.</c> and <c>Qed.</c>, also where both were written along.</summary>
    public static string Bare(string proof)
    {
        var bare = proof.Trim();
        if (bare.StartsWith("Proof.", StringComparison.Ordinal)) bare = bare["Proof.".Length..].TrimStart();
        foreach (var end in (string[])["Qed.", "Defined."])
        {
            if (bare.EndsWith(end, StringComparison.Ordinal) && !bare.EndsWith("*" + end, StringComparison.Ordinal)) bare = bare[..^end.Length].TrimEnd();
        }
        return bare;
    }

    /// <summary>What is wrong with a proof's words; null where nothing is.</summary>
    public static string? Refusal(string proof)
    {
        if (CoqText.Sentences(proof) is not { } sentences) return "a comment or a string does not end";
        foreach (var sentence in sentences)
        {
            var words = CoqText.Words(sentence).ToArray();
            if (words.FirstOrDefault(Words.Contains) is { } word) return $"a proof may not use \"{word}\"";
            if (words.SkipWhile(one => Before.Contains(one) || char.IsAsciiDigit(one[0])).FirstOrDefault() is { } first && Commands.Contains(first))
                return $"a proof may not use the command \"{first}\"";
        }
        return null;
    }

    /// <summary>What a preamble loads, and what it sets for the sentences after it. All of its definitions stand in a module of their own, so that they are made once.</summary>
    public static Preamble Read(string text)
    {
        var sentences = CoqText.Sentences(text) ?? [text];
        var loads = sentences.Where(sentence => First(sentence) is "Require" or "From").ToArray();
        var settings = sentences.Where(sentence => First(sentence) is "Import" or "Export" or "Open" or "Close" or "Set" or "Unset").ToArray();
        return new Preamble(text, Lines(loads), Lines(settings), sentences.Count > loads.Length + settings.Length);
    }

    private static string? First(string sentence) => CoqText.Words(sentence).SkipWhile(Before.Contains).FirstOrDefault()
        is "Export" or null ? CoqText.Words(sentence).FirstOrDefault() : CoqText.Words(sentence).SkipWhile(Before.Contains).First();

    private static string Lines(IEnumerable<string> sentences) => string.Concat(sentences.Select(sentence => $"{sentence}.\n"));

    /// <param name="Text">The whole.</param>
    /// <param name="Loads">Its <c>Require</c>s.</param>
    /// <param name="Settings">Its <c>Import</c>s, open scopes and options.</param>
    /// <param name="Defines">Whether there is more than that.</param>
    public sealed record Preamble(string Text, string Loads, string Settings, bool Defines)
    {
        public string Header => Defines ? $"{Loads}Require Import {CoqGrader.PreambleModule}.\n{Settings}" : Loads + Settings;
    }
}

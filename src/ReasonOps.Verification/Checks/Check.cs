using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Verification.Checks;

/// <summary>What is to be decided: is this right?</summary>
public abstract record Check;

/// <summary>Two answers in mathematics, compared by meaning: LaTeX or plain text, perhaps with prose around.</summary>
/// <param name="Answer">What was answered.</param>
/// <param name="Expected">What is known to be right.</param>
public sealed record MathCheck(string Answer, string Expected) : Check
{
    public EquivalenceOptions Options { get; init; } = EquivalenceOptions.Default;
}

/// <summary>Two texts, equal once white space around them is gone.</summary>
public sealed record ExactCheck(string Answer, string Expected) : Check;

/// <summary>A program and what it must do.</summary>
/// <param name="Language">A name of the table of languages: <c>python</c>, <c>cpp</c>.</param>
/// <param name="Code">The program's source; it is untrusted.</param>
/// <param name="Tests">What it must do.</param>
public sealed record CodeCheck(string Language, string Code, CodeTests Tests) : Check;

/// <summary>A proof of a statement.</summary>
/// <param name="System"><c>coq</c> or <c>lean</c>.</param>
/// <param name="Statement">What is to be proved, as the system's source: <c>forall n : nat, n + 0 = n</c>.</param>
/// <param name="Proof">The proof, as the system's source: what stands between <c>Proof.</c> and <c>Qed.</c>; it is untrusted.</param>
/// <param name="Preamble">Imports and definitions that the statement needs; trusted.</param>
public sealed record ProofCheck(string System, string Statement, string Proof, string Preamble = "") : Check;

/// <summary>What a program must do.</summary>
public abstract record CodeTests;

/// <summary>Started once for each case, it must write what is expected.</summary>
public sealed record StdioTests(IReadOnlyList<StdioCase> Cases) : CodeTests;

/// <param name="Input">What it reads on standard input.</param>
/// <param name="Expected">What it writes; white space at the ends of lines and of the text does not count.</param>
public sealed record StdioCase(string Input, string Expected);

/// <summary>Code in the program's language that calls the program's functions and fails where they are wrong.</summary>
/// <param name="Code">Trusted, and never run in the program's process. HumanEval's <c>def check(candidate)</c> or plain asserts over the program's names.</param>
/// <param name="EntryPoint">The function that HumanEval's <c>check</c> is called with; null for plain asserts.</param>
public sealed record AssertTests(string Code, string? EntryPoint = null) : CodeTests;

using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Languages;

namespace ReasonOps.Sandbox.Serving.Checks;

/// <summary>What a pool decides, of what its machine can.</summary>
internal sealed class PoolLanguages(IReadOnlyList<CheckKind> checks, LanguageTable table)
{
    /// <summary>As <c>math, python, nodejs</c>.</summary>
    public string Decided => string.Join(", ", checks.Contains(CheckKind.Math) ? Names.Prepend("math") : Names);

    /// <summary>Programs and proofs, by the names of the table.</summary>
    public IReadOnlyList<string> Names { get; } = [.. table.Available.Select(language => language.Name).Where(name => IsOf(checks, name))];

    public bool Decides(CheckKind kind) => checks.Contains(kind);

    /// <summary>Null where the pool runs no such programs, or the machine cannot.</summary>
    public Language? Program(string name) => table.Find(name) is { } language && KindOf(language.Name) != CheckKind.Proof ? Served(language) : null;

    /// <summary>Null where the pool checks no such proofs, or the machine cannot.</summary>
    public Language? Prover(string name) => table.Find(name) is { } language && KindOf(language.Name) == CheckKind.Proof ? Served(language) : null;

    /// <summary>Why <see cref="Program"/> or <see cref="Prover"/> found nothing, and what would be right.</summary>
    public string Refusal(string name)
    {
        if (table.Find(name) is not null) return $"this pool does not decide \"{name}\"; it decides {Decided}";
        var wanted = name.Length <= 60 ? name : name[..60] + "...";
        return table.Missing.FirstOrDefault(missing => missing.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? $"\"{wanted}\" is not available here, {known.Program} is not installed; this pool decides {Decided}"
            : $"\"{wanted}\" is not known; this pool decides {Decided}";
    }

    private Language? Served(Language language) => Names.Contains(language.Name) ? language : null;

    private static bool IsOf(IReadOnlyList<CheckKind> checks, string name) => KindOf(name) is { } kind && checks.Contains(kind);

    /// <summary>A language that no kind of check speaks of is served by no pool.</summary>
    private static CheckKind? KindOf(string language) => language switch
    {
        "python" => CheckKind.Python,
        "nodejs" => CheckKind.JavaScript,
        "c" => CheckKind.C,
        "cpp" => CheckKind.Cpp,
        "csharp" => CheckKind.CSharp,
        "bash" => CheckKind.Bash,
        "coq" or "lean" => CheckKind.Proof,
        _ => null,
    };
}

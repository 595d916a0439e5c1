using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Jails;

/// <summary>What a <see cref="SandboxPool"/> is made of.</summary>
public sealed record SandboxOptions
{
    /// <summary>Runs at once.</summary>
    public required int Places { get; init; }

    public IsolationMode Mode { get; init; } = IsolationMode.Namespaces;

    /// <summary>Where a folder of the pool's own is made, and removed at the end; others must be able to pass through it.</summary>
    public string WorkFolder { get; init; } = Path.GetTempPath();

    /// <summary>Interpreters that each place keeps prepared.</summary>
    public IReadOnlyList<WarmInterpreter> Warm { get; init; } = [WarmInterpreter.Python];

    /// <summary>Read-only in every box, beside the system's own: where a language lives that is not under /usr.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];
}

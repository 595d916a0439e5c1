using Microsoft.Extensions.Logging;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Isolation;
using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Serving;

/// <summary>How one verifier is served.</summary>
public sealed record VerifierOptions
{
    public required VerifierSettings Settings { get; init; }

    /// <summary>Where programs run; whoever made it stops it.</summary>
    public required ISandbox Sandbox { get; init; }

    /// <summary>What was found of its layers at start.</summary>
    public required IsolationReport Isolation { get; init; }

    public required LanguageTable Languages { get; init; }

    /// <summary>Addresses to listen on, as <c>http://127.0.0.1:8090</c>; port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8090"];

    /// <summary>SHA-256 of keys that are taken beside those of the settings, lower-case hex; null adds none.</summary>
    public IReadOnlyList<string>? KeyHashes { get; init; }

    /// <summary>How long checks that run or wait may go on once the verifier is told to stop; then they are killed.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Told to callers of <c>/run_code</c>.</summary>
    public string? PodName { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where logs go; without it, JSON lines on standard output.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}

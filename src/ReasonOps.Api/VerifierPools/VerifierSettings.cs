using System.ComponentModel;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.VerifierPools;

/// <summary>
/// All that one verifier is told: what the operator mounts as JSON into its pods, and what <c>reasonops up</c> hands over in memory.
/// Nothing is left out of it, so that a verifier has no defaults of its own.
/// </summary>
public sealed record VerifierSettings
{
    /// <summary>The pool's name, for metrics and <c>/health</c>.</summary>
    public required string Pool { get; init; }

    /// <summary>What it decides; requests for anything else are refused.</summary>
    public required IReadOnlyList<CheckKind> Checks { get; init; }

    /// <summary>The most that a run may use; a request may ask for less, and more is cut down to this.</summary>
    public required VerifierLimits Limits { get; init; }

    public required IsolationMode Isolation { get; init; }

    /// <summary>Runs at once.</summary>
    public required int Workers { get; init; }

    /// <summary>Requests that may wait; one more is answered with 429 and <c>Retry-After</c>.</summary>
    public required int Queue { get; init; }

    /// <summary>SHA-256 of each key that callers may show as bearer token, lower-case hex; null where none is asked for. Empty: nobody passes.</summary>
    public IReadOnlyList<string>? KeyHashes { get; init; }
}

/// <summary>What one run may use, over its whole tree of processes.</summary>
public sealed record VerifierLimits
{
    public required Duration Cpu { get; init; }
    public required Duration Wall { get; init; }

    /// <summary>Bytes.</summary>
    public required long Memory { get; init; }
    public required int Processes { get; init; }

    /// <summary>Bytes of standard output and standard error together.</summary>
    public required long Output { get; init; }

    /// <summary>Bytes of all files together.</summary>
    public required long Files { get; init; }
}

/// <summary>What a pool decides.</summary>
[Description("a check")]
public enum CheckKind
{
    /// <summary>Answers in mathematics, compared by meaning, and exact texts; needs no sandbox.</summary>
    Math,

    /// <summary>Programs in Python 3.</summary>
    Python,

    /// <summary>Programs in JavaScript.</summary>
    JavaScript,

    /// <summary>Programs in C.</summary>
    C,

    /// <summary>Programs in C++.</summary>
    Cpp,

    /// <summary>Programs in C#.</summary>
    CSharp,

    /// <summary>Shell scripts.</summary>
    Bash,

    /// <summary>Proofs: Coq, and Lean where the image has it.</summary>
    Proof,
}

/// <summary>What stands between a program and the rest.</summary>
[Description("a mode of isolation")]
public enum IsolationMode
{
    /// <summary>bubblewrap's namespaces, a read-only root, seccomp, rlimits, and control groups where they are delegated.</summary>
    Namespaces,

    /// <summary>What a pod under the restricted standard can do by itself: Landlock, seccomp without sockets, rlimits.</summary>
    Landlock,

    /// <summary>A RuntimeClass (gVisor or Kata) stands around the pod, and whichever of the others holds there is used inside.</summary>
    RuntimeClass,
}

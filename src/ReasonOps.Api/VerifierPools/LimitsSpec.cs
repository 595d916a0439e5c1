using System.ComponentModel;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.VerifierPools;

/// <summary>What one run may use, over its whole tree of processes. A request may ask for less.</summary>
public sealed record LimitsSpec
{
    /// <summary>CPU time of all its processes together; 10s unless said.</summary>
    [Lasting(PoolRules.LongestRun), FilledIn("10s")]
    public Duration? Cpu { get; init; }

    /// <summary>From its start to its end; waiting in the queue is not counted. 20s unless said.</summary>
    [Lasting(PoolRules.LongestRun), FilledIn("20s")]
    public Duration? Wall { get; init; }

    /// <summary>Bytes of memory, from 16Mi; 512Mi unless said.</summary>
    [Positive, FilledIn("512Mi")]
    public Quantity? Memory { get; init; }

    /// <summary>Processes and threads at once; 64 unless said.</summary>
    [Bounds(1, 4096), FilledIn(64)]
    public int? Processes { get; init; }

    /// <summary>Bytes of standard output and standard error together; 1Mi unless said.</summary>
    [Positive, FilledIn("1Mi")]
    public Quantity? Output { get; init; }

    /// <summary>Bytes of all files together; they are held in memory. 16Mi unless said.</summary>
    [Positive, FilledIn("16Mi")]
    public Quantity? Files { get; init; }

    /// <summary>What it reaches.</summary>
    [FilledIn(nameof(NetworkAccess.None))]
    public NetworkAccess? Network { get; init; }
}

[Description("a kind of network access")]
public enum NetworkAccess
{
    /// <summary>Nothing at all: no address, and no socket to one.</summary>
    None,
}

/// <summary>What stands between a program and the rest.</summary>
[Rule("has(self.mode) || has(self.runtimeClassName)", "give a mode: Namespaces, Landlock or RuntimeClass")]
[Rule("!has(self.mode) || (self.mode == 'RuntimeClass') == has(self.runtimeClassName)", "mode RuntimeClass and runtimeClassName go together; give both or neither")]
public sealed record IsolationSpec
{
    /// <summary>Checked when a verifier starts: one that cannot isolate so refuses work. <c>RuntimeClass</c> where a class is named, and never chosen otherwise.</summary>
    public IsolationMode? Mode { get; init; }

    /// <summary>The RuntimeClass (gVisor's or Kata's) that verifiers run under.</summary>
    [DnsName]
    public string? RuntimeClassName { get; init; }
}

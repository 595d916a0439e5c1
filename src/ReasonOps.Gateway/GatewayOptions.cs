using Microsoft.Extensions.Logging;
using ReasonOps.Api.Snapshots;

namespace ReasonOps.Gateway;

/// <summary>How one gateway runs. What it serves is in its snapshot: a file that is watched, or one given here for good.</summary>
public sealed record GatewayOptions
{
    /// <summary>Addresses to listen on, as <c>http://127.0.0.1:8080</c>; port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>The snapshot's file. Exactly one of this and <see cref="Snapshot"/> is set.</summary>
    public string? SnapshotPath { get; init; }

    public GatewaySnapshot? Snapshot { get; init; }

    /// <summary>Where usage is recorded, and kept across restarts; null: in a temporary folder, only for as long as the gateway runs.</summary>
    public string? LedgerFolder { get; init; }

    /// <summary>A PostgreSQL connection string: usage is recorded there, and limits hold over all gateways that use it. A secret, never logged.</summary>
    public string? LedgerDatabase { get; init; }

    /// <summary>How long that database may take to let a request in; then this gateway's own limits stand in for it.</summary>
    public TimeSpan DatabasePatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long requests that run may go on once the gateway is told to stop; then their chains are cancelled.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(30);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The seed of each request that brings none; must leave room for a seed a chain above it.</summary>
    public Func<long> Seeds { get; init; } = Chat.Seeds.Fresh;

    /// <summary>Where logs go; without it, JSON lines on standard output.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}

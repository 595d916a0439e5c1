namespace ReasonOps.Ledger.Records;

/// <summary>
/// What one request took. Open from before its first chain until it is settled, once; one whose gateway died is settled as
/// <see cref="Lost"/> with what is known of it, unless its gateway turns out to live and settles it itself.
/// </summary>
public sealed record UsageRecord
{
    /// <summary>The <see cref="Outcome"/> of a request whose gateway died under it.</summary>
    public const string Lost = "Lost";

    /// <summary>The request's own: writing a record again changes nothing.</summary>
    public required string Id { get; init; }
    public required string Service { get; init; }
    public required string Tenant { get; init; }
    public required string Model { get; init; }
    public required string Strategy { get; init; }

    /// <summary>Chains it might have voted with.</summary>
    public required int Votes { get; init; }

    /// <summary>The process that served it.</summary>
    public required string Gateway { get; init; }
    public required DateTimeOffset Started { get; init; }
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How it ended; null: it is open.</summary>
    public string? Outcome { get; init; }
    public UsageTokens Tokens { get; init; }

    /// <summary>What it cost by <see cref="Rates"/>, in their currency; 0 without.</summary>
    public decimal Cost { get; init; }

    /// <summary>Prices of its day: a later change of them changes no record.</summary>
    public UsageRates? Rates { get; init; }

    /// <summary>The day it counts for, in UTC: that of its start, so that a record never moves.</summary>
    public DateOnly Day => DateOnly.FromDateTime(Started.UtcDateTime);
}

/// <param name="Input">The prompt's, once, however many chains share it.</param>
/// <param name="Cached">Those of <paramref name="Input"/> that the engine held already.</param>
/// <param name="Reasoning">That the winning chain thought.</param>
/// <param name="Answer">That the winning chain answered in.</param>
/// <param name="Wasted">Of all other chains; of all chains while none has won.</param>
public readonly record struct UsageTokens(long Input, long Cached, long Reasoning, long Answer, long Wasted)
{
    /// <summary>Everything the engines were paid for.</summary>
    public long Total => Input + Reasoning + Answer + Wasted;
}

/// <summary>For a million tokens each.</summary>
public sealed record UsageRates(decimal Input, decimal Reasoning, decimal Answer)
{
    private const decimal Million = 1_000_000m;

    /// <param name="thought">Of all chains, losers included.</param>
    /// <param name="said">Of all chains, losers included.</param>
    public decimal Cost(long input, long thought, long said) => (input * Input + thought * Reasoning + said * Answer) / Million;
}

using System.Text.Json.Serialization;
using ReasonOps.Ledger.Records;

namespace ReasonOps.Gateway.Accounting;

/// <summary>One page of a tenant's usage. A row says only what was summed apart.</summary>
internal sealed record UsageAnswer
{
    public string Object { get; init; } = "list";
    public required string Tenant { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }
    public required IReadOnlyList<UsageSum> Data { get; init; }
    public required bool HasMore { get; init; }

    /// <summary>Of the next page; absent on the last.</summary>
    public string? After { get; init; }

    public static UsageAnswer Of(UsageQuery query, UsagePage page) => new()
    {
        Tenant = query.Tenant,
        From = query.From.ToString("yyyy-MM-dd", null),
        To = query.To.ToString("yyyy-MM-dd", null),
        Data = [.. page.Rows.Select(row => UsageSum.Of(row, query.Tenant))],
        HasMore = page.More,
        After = page.More ? UsageParameters.Cursor(page.Rows[^1].Key) : null,
    };
}

/// <param name="Running">Requests that are not settled yet: theirs can still grow.</param>
/// <param name="Lost">Requests whose gateway died under them.</param>
internal sealed record UsageSum(
    string Tenant, string? Day, string? Model, string? Strategy, long Requests, long Running, long Lost, TokenSums Tokens, decimal Cost)
{
    public static UsageSum Of(UsageRow row, string tenant) => new(
        tenant, Said(row.Key.Day), Said(row.Key.Model), Said(row.Key.Strategy), row.Requests, row.Open, row.Lost,
        new TokenSums(row.Tokens.Input, row.Tokens.Cached, row.Tokens.Reasoning, row.Tokens.Answer, row.Tokens.Wasted), row.Cost);

    private static string? Said(string text) => text.Length > 0 ? text : null;
}

/// <param name="Cached">Those of <paramref name="Input"/> that engines held already.</param>
/// <param name="Wasted">Of chains that did not win.</param>
internal sealed record TokenSums(long Input, long Cached, long Reasoning, long Answer, long Wasted);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageAnswer))]
internal sealed partial class UsageJson : JsonSerializerContext;

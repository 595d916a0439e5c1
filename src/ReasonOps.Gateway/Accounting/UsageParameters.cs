using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using ReasonOps.Ledger.Records;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Accounting;

/// <summary>What <c>GET /v1/usage</c> is asked: <c>from</c>, <c>to</c>, <c>by</c>, <c>limit</c>, <c>after</c>; each mistake is named with the way out.</summary>
internal static class UsageParameters
{
    private const int MostRows = 1000;
    private const int Rows = 100;
    private const int Days = 30;

    private static readonly string[] Known = ["from", "to", "by", "limit", "after"];

    /// <exception cref="ApiException">400 with the parameter in <c>param</c>.</exception>
    public static UsageQuery Read(string service, string tenant, IQueryCollection query, DateOnly today)
    {
        if (query.Keys.FirstOrDefault(key => !Known.Contains(key)) is { } unknown)
            throw Wrong(Shown(unknown), $"is no parameter; there are {string.Join(", ", Known)}");
        var to = Day(query, "to") ?? today;
        var from = Day(query, "from") ?? to.AddDays(-Math.Min(Days - 1, to.DayNumber));
        if (from > to) throw Wrong("from", $"is {from:yyyy-MM-dd}, after to, {to:yyyy-MM-dd}; put it on or before");
        return new UsageQuery(service, tenant, from, to, By(One(query, "by") ?? "day"), Limit(One(query, "limit")), After(One(query, "after")));
    }

    public static string Cursor(UsageKey key) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key.Day}\n{key.Model}\n{key.Strategy}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static DateOnly? Day(IQueryCollection query, string name) => One(query, name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw Wrong(name, $"is \"{Shown(text)}\"; use a day in UTC as 2026-01-31");

    private static UsageGroups By(string text)
    {
        var groups = UsageGroups.None;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            groups |= word switch
            {
                "day" => UsageGroups.Day,
                "model" => UsageGroups.Model,
                "strategy" => UsageGroups.Strategy,
                _ => throw Wrong("by", $"has \"{Shown(word)}\"; use day, model and strategy, with commas between, or nothing for one sum"),
            };
        }
        return groups;
    }

    private static int Limit(string? text) => text is null ? Rows
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostRows ? limit
        : throw Wrong("limit", $"is \"{Shown(text)}\"; use a whole number from 1 to {MostRows}");

    private static UsageKey? After(string? text)
    {
        if (text is null) return null;
        var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        Span<byte> bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) && Encoding.UTF8.GetString(bytes[..length]).Split('\n') is [var day, var model, var strategy]
            ? new UsageKey(day, model, strategy)
            : throw Wrong("after", "is not one of this API; pass on the last page's \"after\", or leave it out for the first page");
    }

    private static string? One(IQueryCollection query, string name) => query[name] switch
    {
        { Count: 0 } => null,
        { Count: 1 } one => one.ToString(),
        _ => throw Wrong(name, "is given twice; give it once"),
    };

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private static ApiException Wrong(string name, string message) => ApiException.InvalidRequest(name, $"{name}: {message}");
}

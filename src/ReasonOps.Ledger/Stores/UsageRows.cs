using System.Data.Common;
using System.Globalization;
using ReasonOps.Ledger.Records;

namespace ReasonOps.Ledger.Stores;

/// <summary>Records and sums as rows of <see cref="UsageSql"/>.</summary>
internal static class UsageRows
{
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static IEnumerable<(string Name, object? Value)> Of(UsageRecord record)
    {
        var tokens = record.Tokens;
        return
        [
            ("id", record.Id), ("service", record.Service), ("tenant", record.Tenant), ("model", record.Model), ("strategy", record.Strategy), ("votes", record.Votes),
            ("gateway", record.Gateway), ("day", Text(record.Day)), ("started", record.Started.ToUnixTimeMilliseconds()),
            ("ended", record.Ended?.ToUnixTimeMilliseconds()), ("outcome", record.Outcome),
            ("input", tokens.Input), ("cached", tokens.Cached), ("reasoning", tokens.Reasoning), ("answer", tokens.Answer), ("wasted", tokens.Wasted),
            ("cost", record.Cost), ("rate_input", record.Rates?.Input), ("rate_reasoning", record.Rates?.Reasoning), ("rate_answer", record.Rates?.Answer),
        ];
    }

    public static UsageRecord Record(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Service = row.GetString(1),
        Tenant = row.GetString(2),
        Model = row.GetString(3),
        Strategy = row.GetString(4),
        Votes = row.GetInt32(5),
        Gateway = row.GetString(6),
        Started = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
        Ended = row.IsDBNull(9) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        Outcome = row.IsDBNull(10) ? null : row.GetString(10),
        Tokens = Tokens(row, 11),
        Cost = row.GetDecimal(16),
        Rates = row.IsDBNull(17) ? null : new UsageRates(row.GetDecimal(17), row.GetDecimal(18), row.GetDecimal(19)),
    };

    public static UsageRow Sum(DbDataReader row) => new(
        new UsageKey(row.GetString(0), row.GetString(1), row.GetString(2)), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), Tokens(row, 6), row.GetDecimal(11));

    // PostgreSQL sums whole numbers into decimals.
    private static UsageTokens Tokens(DbDataReader row, int first) =>
        new(Long(row, first), Long(row, first + 1), Long(row, first + 2), Long(row, first + 3), Long(row, first + 4));

    private static long Long(DbDataReader row, int i) => Convert.ToInt64(row.GetValue(i), CultureInfo.InvariantCulture);
}

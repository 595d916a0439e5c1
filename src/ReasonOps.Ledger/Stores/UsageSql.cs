using ReasonOps.Ledger.Records;

namespace ReasonOps.Ledger.Stores;

/// <summary>The table of usage, in SQL that SQLite and PostgreSQL both read.</summary>
internal static class UsageSql
{
    public const string Columns = """
        id, service, tenant, model, strategy, votes, gateway, day, started, ended, outcome,
        input, cached, reasoning, answer, wasted, cost, rate_input, rate_reasoning, rate_answer
        """;

    public static string Schema(SqlDialect dialect) => $"""
        {dialect.LockSchema}
        CREATE TABLE IF NOT EXISTS usage (
          id text PRIMARY KEY, service text NOT NULL, tenant text NOT NULL, model text NOT NULL, strategy text NOT NULL, votes integer NOT NULL, gateway text NOT NULL,
          day text NOT NULL, started bigint NOT NULL, ended bigint, outcome text,
          input bigint NOT NULL, cached bigint NOT NULL, reasoning bigint NOT NULL, answer bigint NOT NULL, wasted bigint NOT NULL,
          cost {dialect.DecimalType} NOT NULL,
          rate_input {dialect.DecimalType}, rate_reasoning {dialect.DecimalType}, rate_answer {dialect.DecimalType});
        CREATE INDEX IF NOT EXISTS usage_of_tenant ON usage (service, tenant, day);
        CREATE INDEX IF NOT EXISTS usage_open ON usage (gateway) WHERE outcome IS NULL;
        """;

    /// <summary>What is settled stays, but a gateway's own word stands above what others took for its end; of an open record the later word counts.</summary>
    public const string Write = $"""
        INSERT INTO usage ({Columns})
        VALUES (@id, @service, @tenant, @model, @strategy, @votes, @gateway, @day, @started, @ended, @outcome,
          @input, @cached, @reasoning, @answer, @wasted, @cost, @rate_input, @rate_reasoning, @rate_answer)
        ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, outcome = excluded.outcome,
          input = excluded.input, cached = excluded.cached, reasoning = excluded.reasoning, answer = excluded.answer, wasted = excluded.wasted,
          cost = excluded.cost
        WHERE usage.outcome IS NULL AND (excluded.outcome IS NOT NULL OR excluded.wasted >= usage.wasted)
          OR usage.outcome = '{UsageRecord.Lost}' AND excluded.outcome <> '{UsageRecord.Lost}'
        """;

    public const string OpenOfGateway = $"SELECT {Columns} FROM usage WHERE gateway = @gateway AND outcome IS NULL ORDER BY id";

    /// <summary>A row more than asked for says whether there are more.</summary>
    public static string Sums(SqlDialect dialect, UsageGroups by, bool after)
    {
        var (day, model, strategy) = (Column(by, UsageGroups.Day, "day"), Column(by, UsageGroups.Model, "model"), Column(by, UsageGroups.Strategy, "strategy"));
        return $"""
            SELECT d, m, s, count(*), sum(CASE WHEN outcome IS NULL THEN 1 ELSE 0 END), sum(CASE WHEN outcome = '{UsageRecord.Lost}' THEN 1 ELSE 0 END),
              sum(input), sum(cached), sum(reasoning), sum(answer), sum(wasted), {dialect.DecimalSum}(cost)
            FROM (SELECT {day} AS d, {model} AS m, {strategy} AS s, outcome, input, cached, reasoning, answer, wasted, cost
                  FROM usage WHERE service = @service AND tenant = @tenant AND day >= @from AND day <= @to) AS records
            {(after ? "WHERE (d, m, s) > (@day, @model, @strategy)" : "")}
            GROUP BY d, m, s ORDER BY d, m, s LIMIT @limit
            """;
    }

    private static string Column(UsageGroups by, UsageGroups one, string name) => by.HasFlag(one) ? name : "CAST('' AS text)";
}

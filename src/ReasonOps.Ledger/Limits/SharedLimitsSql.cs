namespace ReasonOps.Ledger.Limits;

/// <summary>
/// The limits of all gateways, as functions of the database: a request is let in or refused in one round trip and under one row's lock,
/// by the database's own clock. What is used drains evenly, as in a gateway's own buckets.
/// </summary>
internal static class SharedLimitsSql
{
    /// <summary>How long a gateway may be silent before what it holds is given back and what it left open is settled.</summary>
    public const int AbsentSeconds = 30;

    public const string Schema = """
        CREATE TABLE IF NOT EXISTS gateways (id text PRIMARY KEY, seen timestamptz NOT NULL);
        CREATE TABLE IF NOT EXISTS limits (
          service text, tenant text, requests float8 NOT NULL, tokens float8 NOT NULL, day float8 NOT NULL,
          most_requests float8, most_tokens float8, most_day float8, at timestamptz NOT NULL, PRIMARY KEY (service, tenant));
        CREATE TABLE IF NOT EXISTS reservations (
          id text PRIMARY KEY, service text NOT NULL, tenant text NOT NULL, gateway text NOT NULL,
          chains integer NOT NULL, tokens float8 NOT NULL, day float8 NOT NULL, made timestamptz NOT NULL);
        CREATE INDEX IF NOT EXISTS reservations_of_tenant ON reservations (service, tenant);
        CREATE INDEX IF NOT EXISTS reservations_of_gateway ON reservations (gateway);

        CREATE OR REPLACE FUNCTION reasonops_drained(l limits) RETURNS limits LANGUAGE plpgsql AS $$
        DECLARE
          now timestamptz := clock_timestamp();
          seconds float8 := greatest(0, extract(epoch FROM now - l.at));
        BEGIN
          l.requests := CASE WHEN l.most_requests IS NULL THEN 0 ELSE greatest(0, l.requests - l.most_requests * seconds / 60) END;
          l.tokens := CASE WHEN l.most_tokens IS NULL THEN 0 ELSE greatest(0, l.tokens - l.most_tokens * seconds / 60) END;
          l.day := CASE WHEN l.most_day IS NULL THEN 0 ELSE greatest(0, l.day - l.most_day * seconds / 86400) END;
          l.at := greatest(l.at, now);
          RETURN l;
        END $$;

        CREATE OR REPLACE FUNCTION reasonops_admit(
          its_service text, its_tenant text, its_gateway text, its_id text, its_chains integer, its_tokens float8,
          a_minute float8, tokens_a_minute float8, tokens_a_day float8, at_once integer,
          OUT refused text, OUT wait float8, OUT spare float8) LANGUAGE plpgsql AS $$
        DECLARE
          l limits;
          minute float8 := CASE WHEN tokens_a_minute IS NULL THEN 0 ELSE least(its_tokens, tokens_a_minute) END;
          day_ float8 := CASE WHEN tokens_a_day IS NULL THEN 0 ELSE least(its_tokens, tokens_a_day) END;
          rounding CONSTANT float8 := 1e-6;
          running bigint;
        BEGIN
          -- A limit that is lost with the machine is no loss: a request need not wait for the disk.
          PERFORM set_config('synchronous_commit', 'off', true);
          INSERT INTO limits VALUES (its_service, its_tenant, 0, 0, 0, a_minute, tokens_a_minute, tokens_a_day, clock_timestamp()) ON CONFLICT DO NOTHING;
          SELECT * INTO l FROM limits WHERE service = its_service AND tenant = its_tenant FOR UPDATE;
          l := reasonops_drained(l);
          l.most_requests := a_minute; l.most_tokens := tokens_a_minute; l.most_day := tokens_a_day;
          SELECT coalesce(sum(chains), 0) INTO running FROM reservations WHERE service = its_service AND tenant = its_tenant;
          IF l.requests + 1 > a_minute + rounding THEN
            refused := 'requestsPerMinute'; wait := (l.requests + 1 - a_minute) / a_minute * 60; spare := a_minute - l.requests;
          ELSIF running + its_chains > at_once THEN
            refused := 'concurrent'; wait := 1; spare := running;
          ELSIF l.tokens + minute > tokens_a_minute + rounding THEN
            refused := 'tokensPerMinute'; wait := (l.tokens + minute - tokens_a_minute) / tokens_a_minute * 60; spare := tokens_a_minute - l.tokens;
          ELSIF l.day + day_ > tokens_a_day + rounding THEN
            refused := 'tokensPerDay'; wait := (l.day + day_ - tokens_a_day) / tokens_a_day * 86400; spare := tokens_a_day - l.day;
          ELSE
            l.requests := l.requests + 1; l.tokens := l.tokens + minute; l.day := l.day + day_;
            INSERT INTO reservations VALUES (its_id, its_service, its_tenant, its_gateway, its_chains, minute, day_, clock_timestamp()) ON CONFLICT DO NOTHING;
          END IF;
          UPDATE limits SET (requests, tokens, day, most_requests, most_tokens, most_day, at)
            = (l.requests, l.tokens, l.day, l.most_requests, l.most_tokens, l.most_day, l.at) WHERE service = its_service AND tenant = its_tenant;
        END $$;

        -- What no reservation was made for (the database was away) is charged all the same.
        CREATE OR REPLACE FUNCTION reasonops_settle(its_service text, its_tenant text, its_id text, spent float8) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
          l limits;
          r reservations;
        BEGIN
          PERFORM set_config('synchronous_commit', 'off', true);
          SELECT * INTO l FROM limits WHERE service = its_service AND tenant = its_tenant FOR UPDATE;
          IF NOT FOUND THEN RETURN; END IF;
          DELETE FROM reservations WHERE id = its_id RETURNING * INTO r;
          l := reasonops_drained(l);
          UPDATE limits SET tokens = greatest(0, l.tokens - coalesce(r.tokens, 0) + spent), day = greatest(0, l.day - coalesce(r.day, 0) + spent),
            requests = l.requests, at = l.at WHERE service = its_service AND tenant = its_tenant;
        END $$;
        """;

    public const string Admit =
        "SELECT * FROM reasonops_admit(@service, @tenant, @gateway, @id, @chains, @tokens, @requests_a_minute, @tokens_a_minute, @tokens_a_day, @at_once)";

    public const string Settle = "SELECT reasonops_settle(@service, @tenant, @id, @spent)";

    /// <summary>Says that this gateway lives and what of it does; gives back what others hold no longer, and settles what they left.</summary>
    public static readonly string Beat = $"""
        INSERT INTO gateways VALUES (@gateway, now()) ON CONFLICT (id) DO UPDATE SET seen = now();
        DELETE FROM reservations WHERE gateway = @gateway AND id <> ALL (@running) AND made < now() - interval '{AbsentSeconds} seconds';
        DELETE FROM reservations WHERE gateway NOT IN (SELECT id FROM gateways WHERE seen > now() - interval '{AbsentSeconds} seconds');
        UPDATE usage SET outcome = 'Lost', ended = extract(epoch FROM now()) * 1000
          WHERE outcome IS NULL AND gateway NOT IN (SELECT id FROM gateways WHERE seen > now() - interval '{AbsentSeconds} seconds');
        DELETE FROM gateways WHERE seen < now() - interval '1 day';
        """;

    /// <summary>It stops in order and holds nothing.</summary>
    public const string Leave = "DELETE FROM reservations WHERE gateway = @gateway; DELETE FROM gateways WHERE id = @gateway";
}

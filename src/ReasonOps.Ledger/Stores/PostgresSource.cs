using Npgsql;

namespace ReasonOps.Ledger.Stores;

/// <summary>Connections to PostgreSQL, as <c>Host=...;Username=...</c> or <c>postgres://user:password@host:port/database</c>.</summary>
public static class PostgresSource
{
    private const int Seconds = 5;
    private const int MostConnections = 16;

    /// <exception cref="ArgumentException">It is neither; the message repeats nothing of it, since a password stands in it.</exception>
    public static NpgsqlDataSource Of(string connection)
    {
        try
        {
            var given = connection.Contains("://", StringComparison.Ordinal) ? OfUrl(new Uri(connection)) : new NpgsqlConnectionStringBuilder(connection);
            if (string.IsNullOrEmpty(given.Host)) throw new ArgumentException("no host");
            // A database that does not answer must not hold requests longer than records may wait here.
            if (given.Timeout > Seconds) given.Timeout = Seconds;
            if (given.CommandTimeout > Seconds) given.CommandTimeout = Seconds;
            // A server has a hundred connections, and many gateways.
            if (given.MaxPoolSize > MostConnections) given.MaxPoolSize = MostConnections;
            given.ApplicationName ??= "reasonops";
            given.IncludeErrorDetail = false;
            return NpgsqlDataSource.Create(given);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ArgumentException("the ledger's database is not a connection string; write postgres://USER:PASSWORD@HOST:5432/DATABASE "
                + "or Host=HOST;Username=USER;Password=PASSWORD;Database=DATABASE", nameof(connection));
        }
    }

    private static NpgsqlConnectionStringBuilder OfUrl(Uri url)
    {
        if (url.Scheme is not ("postgres" or "postgresql")) throw new ArgumentException("another scheme");
        var (user, password) = url.UserInfo.Split(':', 2) is [var name, var secret] ? (name, secret) : (url.UserInfo, "");
        var built = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : 5432,
            Username = Uri.UnescapeDataString(user),
            Password = Uri.UnescapeDataString(password),
            Database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/')),
        };
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (pair.Split('=', 2) is [var key, var value]) built[key is "sslmode" ? "SSL Mode" : key] = Uri.UnescapeDataString(value).Replace("-", "", StringComparison.Ordinal);
        return built;
    }
}

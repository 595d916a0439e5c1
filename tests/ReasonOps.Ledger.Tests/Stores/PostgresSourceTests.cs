using Npgsql;
using ReasonOps.Ledger.Stores;

namespace ReasonOps.Ledger.Tests.Stores;

public sealed class PostgresSourceTests
{
    [Theory]
    [InlineData("postgres://math:s3cret%21@db.team-a:6432/usage?sslmode=verify-full", "db.team-a", 6432)]
    [InlineData("postgresql://math:s3cret%21@db.team-a/usage", "db.team-a", 5432)]
    [InlineData("Host=db.team-a;Port=6432;Username=math;Password=s3cret!;Database=usage", "db.team-a", 6432)]
    public async Task A_database_is_named_by_a_URL_or_by_words(string given, string host, int port)
    {
        await using var source = PostgresSource.Of(given);

        var built = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Assert.Equal((host, port, "math", "usage"), (built.Host, built.Port, built.Username, built.Database));
        Assert.InRange(built.Timeout, 1, 5);
    }

    [Theory]
    [InlineData("mysql://math:s3cret@db/usage")]
    [InlineData("Hots=db;Password=s3cret")]
    [InlineData("Password=s3cret")]
    [InlineData("://s3cret")]
    public void What_is_none_is_refused_without_being_repeated(string given)
    {
        var refusal = Assert.Throws<ArgumentException>(() => PostgresSource.Of(given));

        Assert.Contains("postgres://USER:PASSWORD@HOST", refusal.Message);
        Assert.DoesNotContain("s3cret", refusal.ToString());
    }
}

using System.CommandLine;
using ReasonOps.Api.Kinds;
using ReasonOps.Cli.Output;
using ReasonOps.Ledger.Stores;

namespace ReasonOps.Cli.Local;

/// <summary>Where usage is recorded: a folder, and a database where gateways share one.</summary>
internal static class LedgerPlace
{
    private const string Ledger = "reasonops/ledger";

    /// <summary>Holds the connection string in a pod: an argument could be read by everyone who may list processes.</summary>
    public const string DatabaseVariable = "REASONOPS_LEDGER_DATABASE";

    public static Option<string?> Folder() => new("--ledger")
    {
        Description = "The folder of usage records; reasonops/ledger under $XDG_STATE_HOME or ~/.local/state unless said", HelpName = "FOLDER",
    };

    /// <exception cref="WrongInputException">It cannot be written.</exception>
    public static string FolderOf(string? given)
    {
        var folder = given ?? Path.Combine(StateFolder(), Ledger);
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception) when (given is null && Directory.Exists(Path.GetTempPath()))
        {
            // A container's home is often nobody's, and its root read-only.
            return Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Ledger)).FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WrongInputException($"--ledger {folder}: usage cannot be recorded there: {failure.Message}; name a folder that can be written");
        }
    }

    /// <exception cref="WrongInputException">It is no connection string; nothing of it is repeated.</exception>
    public static string? DatabaseOfEnvironment() =>
        Environment.GetEnvironmentVariable(DatabaseVariable) is { Length: > 0 } given ? Checked(given, DatabaseVariable) : null;

    /// <exception cref="WrongInputException">It is no connection string.</exception>
    public static string? DatabaseOf(SecretReference? secret, SecretValues values) =>
        secret is null ? null : Checked(values.LedgerDatabase(secret), $"--secret {secret}");

    private static string Checked(string connection, string place)
    {
        try
        {
            PostgresSource.Of(connection).Dispose();
            return connection;
        }
        catch (ArgumentException fault)
        {
            throw new WrongInputException($"{place}: {fault.Message}");
        }
    }

    private static string StateFolder() => Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
        ? state
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
}

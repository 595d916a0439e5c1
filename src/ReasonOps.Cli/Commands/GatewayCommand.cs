using System.CommandLine;
using Microsoft.Extensions.Hosting;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Gateway;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops gateway</c>: one gateway over a snapshot that something else writes.</summary>
internal static class GatewayCommand
{
    public static Command Create()
    {
        var snapshot = new Option<string>("--snapshot", "-s") { Description = "The snapshot's file; watched", Required = true, HelpName = "FILE" };
        var (url, drain) = (CommonOptions.Url("http://127.0.0.1:8080"), CommonOptions.Drain());
        var ledger = LedgerPlace.Folder();
        var command = new Command("gateway", """
            Serves a snapshot: tenants, their policies and where the engines are. A changed file is taken up within seconds.
            With a PostgreSQL connection string in REASONOPS_LEDGER_DATABASE, gateways share their usage records and their tenants' limits.

            Example:
              reasonops gateway --snapshot /etc/reasonops/snapshot.json --url http://0.0.0.0:8080
            """) { snapshot, url, drain, ledger };
        command.Run(async (parsed, cancellation) =>
        {
            await using var gateway = GatewayHost.Build(new GatewayOptions
            {
                Urls = [parsed.GetRequiredValue(url)], SnapshotPath = parsed.GetRequiredValue(snapshot), Logging = Logs.ForPrograms,
                LedgerFolder = LedgerPlace.FolderOf(parsed.GetValue(ledger)), LedgerDatabase = LedgerPlace.DatabaseOfEnvironment(),
                DrainLimit = TimeSpan.FromSeconds(parsed.GetValue(drain)),
            });
            await gateway.StartAsync(cancellation);
            Console.WriteLine($"gateway on {gateway.Urls.First()}/v1");
            await gateway.WaitForShutdownAsync(cancellation);
        });
        return command;
    }
}

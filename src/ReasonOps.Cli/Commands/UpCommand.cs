using System.CommandLine;
using System.Text.Json;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops up</c>: a manifest served whole on this machine until Ctrl-C.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var (file, secret, secrets, models, output) =
            (CommonOptions.File(), CommonOptions.Secret(), CommonOptions.Secrets(), CommonOptions.Models(), CommonOptions.Output());
        var ledger = LedgerPlace.Folder();
        var port = new Option<int>("--port", "-p")
        {
            Description = "The gateway's port, or the first verifier's without a service; 0 takes a free one", DefaultValueFactory = _ => 8080,
        }.Within(0, 65535);
        var command = new Command("up", """
            Serves a manifest on this machine: a ReasoningService with its engines and its gateway, and a verifier for each VerifierPool, all on loopback
            ports; Ctrl-C drains and stops, a second one stops at once.

            Example:
              reasonops up -f config/samples/arithmetic.yaml --secret free-keys=rk-mine
            """) { file, secret, secrets, models, port, ledger, output };
        command.Run(async (parsed, cancellation) =>
        {
            var (service, pools) = await ManifestFile.ReadLocalAsync(parsed.GetRequiredValue(file), cancellation);
            var values = await SecretValues.ReadAsync(parsed.GetValue(secret) ?? [], parsed.GetValue(secrets), cancellation);
            values.Complete(service, pools);
            var options = new LocalOptions(parsed.GetValue(port), parsed.GetValue(models), DrainLimit: TimeSpan.FromSeconds(30))
            {
                LedgerFolder = service is null ? null : LedgerPlace.FolderOf(parsed.GetValue(ledger)),
            };
            await ServeAsync(service, pools, values, options, parsed.GetValue(output), cancellation);
        });
        return command;
    }

    private static async Task ServeAsync(
        ReasoningService? service, IReadOnlyList<VerifierPool> pools, SecretValues secrets, LocalOptions options, OutputFormat output, CancellationToken cancellation)
    {
        var progress = new StartText(output == OutputFormat.Text ? Console.Out : TextWriter.Null);
        var first = service is null ? options : options with { Port = 0 };
        await using var verifiers = await LocalVerifiers.StartAsync(pools, secrets, first, progress, cancellation);
        if (service is not null) progress.Accepted(service);
        await using var local = service is null ? null
            : await LocalService.StartAsync(service, secrets, options with { Verifier = verifiers.TargetOf(service, secrets) }, snapshot => snapshot, progress, cancellation);
        if (output == OutputFormat.Json) Console.WriteLine(JsonSerializer.Serialize(Started.Of(service, local, verifiers, secrets), CliJson.Default.Started));
        progress.Ready(verifiers, secrets);
        if (service is not null) progress.Ready(service, local!, secrets);
        progress.Serving();
        await cancellation.WaitAsync();
        progress.Draining();
    }

    /// <summary>Completes, without an exception, when it is cancelled.</summary>
    private static Task WaitAsync(this CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellation.Register(done.SetResult);
        return done.Task;
    }
}

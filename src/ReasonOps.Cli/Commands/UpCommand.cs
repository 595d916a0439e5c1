using System.CommandLine;
using System.Text.Json;
using ReasonOps.Api.ReasoningServices;
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
        var port = new Option<int>("--port", "-p")
        {
            Description = "The gateway's port; 0 takes a free one", DefaultValueFactory = _ => 8080,
        }.Within(0, 65535);
        var command = new Command("up", """
            Serves a ReasoningService on this machine: starts its engines and its gateway on loopback ports; Ctrl-C drains and stops, a second one stops at once.

            Example:
              reasonops up -f config/samples/arithmetic.yaml --secret free-keys=rk-mine
            """) { file, secret, secrets, models, port, output };
        command.Run(async (parsed, cancellation) =>
        {
            var service = await ManifestFile.ReadAsync(parsed.GetRequiredValue(file), cancellation);
            var values = await SecretValues.ReadAsync(parsed.GetValue(secret) ?? [], parsed.GetValue(secrets), cancellation);
            values.Complete(service);
            var options = new LocalOptions(parsed.GetValue(port), parsed.GetValue(models), DrainLimit: TimeSpan.FromSeconds(30));
            await ServeAsync(service, values, options, parsed.GetValue(output), cancellation);
        });
        return command;
    }

    private static async Task ServeAsync(
        ReasoningService service, SecretValues secrets, LocalOptions options, OutputFormat output, CancellationToken cancellation)
    {
        var progress = new StartText(output == OutputFormat.Text ? Console.Out : TextWriter.Null);
        progress.Accepted(service);
        await using var local = await LocalService.StartAsync(service, secrets, options, snapshot => snapshot, progress, cancellation);
        if (output == OutputFormat.Json) Console.WriteLine(JsonSerializer.Serialize(Started.Of(service, local, secrets), CliJson.Default.Started));
        else progress.Ready(service, local, secrets);
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

using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Rollouts;

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
            ports, and runs its RolloutJob beside them; Ctrl-C drains and stops, a second one stops at once.

            Example:
              reasonops up -f config/samples/arithmetic.yaml --secret free-keys=rk-mine
            """) { file, secret, secrets, models, port, ledger, output };
        command.Run(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            var manifest = await ManifestFile.ReadJobsAsync(path, "nothing was started", cancellation);
            var (service, pools) = ManifestFile.Local(path, manifest);
            var job = manifest.Jobs.Count == 0 ? null : RolloutManifest.Of(path, manifest);
            var values = await SecretValues.ReadAsync(parsed.GetValue(secret) ?? [], parsed.GetValue(secrets), cancellation);
            values.Complete(service, pools);
            var options = new LocalOptions(parsed.GetValue(port), parsed.GetValue(models), DrainLimit: TimeSpan.FromSeconds(30))
            {
                LedgerFolder = service is null ? null : LedgerPlace.FolderOf(parsed.GetValue(ledger)),
            };
            await ServeAsync(service, pools, job, values, options, parsed.GetValue(output), cancellation);
        });
        return command;
    }

    private static async Task ServeAsync(
        ReasoningService? service, IReadOnlyList<VerifierPool> pools, RolloutManifest? job, SecretValues secrets, LocalOptions options, OutputFormat output, CancellationToken cancellation)
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
        if (job is not null) await DrawAsync(job, local!.Snapshot with { Verifier = verifiers.TargetOf(job.Pool, secrets) }, secrets, output, cancellation);
        await cancellation.WaitAsync();
        progress.Draining();
    }

    /// <summary>Runs the job to its end, or until all is stopped; what goes wrong with it does not end what is served.</summary>
    private static async Task DrawAsync(RolloutManifest manifest, GatewaySnapshot snapshot, SecretValues secrets, OutputFormat output, CancellationToken cancellation)
    {
        var (job, clock) = (manifest.Job, Stopwatch.StartNew());
        try
        {
            var places = RolloutPlaces.Of(job, dataset: null, claims: [], secrets.BucketKeys(job));
            await using var judge = new LocalJudge(manifest, service: null);
            var written = await new LocalRollout(job, judge.Of(snapshot), places, output == OutputFormat.Text ? Console.Error : TextWriter.Null).RunAsync(cancellation);
            RolloutText.Write(written, job.Spec.Output.Uri, clock.Elapsed, output);
        }
        catch (Exception fault) when (fault is IOException or WrongInputException)
        {
            Console.Error.WriteLine($"RolloutJob {job.Metadata.Name}: {fault.Message}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was final is in the journal; up again goes on from there.
        }
    }

    /// <summary>Completes, without an exception, when it is cancelled.</summary>
    private static Task WaitAsync(this CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellation.Register(done.SetResult);
        return done.Task;
    }
}

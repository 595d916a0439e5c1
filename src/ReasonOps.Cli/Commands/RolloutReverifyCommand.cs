using System.CommandLine;
using System.Diagnostics;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Rollouts;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Verdicts;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops rollout reverify</c>: every verdict of a job's journal again, without inference, and the dataset anew.</summary>
internal static class RolloutReverifyCommand
{
    public static Command Create()
    {
        var (file, secret, secrets, output) = (CommonOptions.File(), CommonOptions.Secret(), CommonOptions.Secrets(), CommonOptions.Output());
        var to = new Option<string?>("--out") { Description = "Where the journal and the dataset are; spec.output.uri unless said", HelpName = "URI" };
        var command = new Command("reverify", """
            Has everything that a RolloutJob drew checked again by its VerifierPool, and writes the dataset anew; no engine is started. For a verifier that
            was mended. What comes of it stands beside the journal, which stays as it is. Killed, the same command goes on where it was.

            Example:
              reasonops rollout reverify -f config/samples/local/arithmetic-rollouts.yaml
            """) { file, to, secret, secrets, output };
        command.Run(async (parsed, cancellation) =>
        {
            var clock = Stopwatch.StartNew();
            var path = parsed.GetRequiredValue(file);
            var manifest = await RolloutManifest.ReadAsync(path, cancellation);
            var (job, service) = (manifest.Job, manifest.Service);
            if (manifest.Pool is not { } pool || job.Spec.Verify is not { } verify) throw new WrongInputException($"{path}  spec.verify: names no VerifierPool, so nothing can be checked; add verify.poolRef");
            var values = await SecretValues.ReadAsync(parsed.GetValue(secret) ?? [], parsed.GetValue(secrets), cancellation);
            var keys = values.BucketKeys(job);
            values.Complete(service, manifest.Pools);
            var places = RolloutPlaces.Of(job, parsed.GetValue(to), claims: [], keys);
            var told = parsed.GetValue(output) == OutputFormat.Text ? Console.Error : TextWriter.Null;
            using var store = await places.OpenDatasetAsync(cancellation);
            await RolloutOrigin.CheckAsync(store, job, cancellation);
            await using var verifiers = await LocalVerifiers.StartAsync(
                [.. manifest.Pools.Where(each => each.Metadata.Name == pool)], values, new LocalOptions(Port: 0, Models: null, DrainLimit: TimeSpan.Zero), new StartText(told), cancellation);
            var snapshot = SnapshotBuilder.Build(service, values.ByName, new EngineTargets { Runtime = "onnx" }) with { Verifier = verifiers.TargetOf(pool, values) };
            var result = await RecheckAsync(store, snapshot, verify, cancellation);
            told.WriteLine(FormattableString.Invariant($"{result.Verdicts:N0} verdicts of {result.Problems:N0} problems found out again: {result.Changed:N0} changed"));
            var written = await new RolloutWrite(job, snapshot, places).RunAsync(cancellation);
            RolloutText.Write(written, places.Dataset, clock.Elapsed, parsed.GetValue(output));
            if (result.Left > 0)
                throw new IOException(FormattableString.Invariant($"{result.Left:N0} problems could not be checked and stay as they were; the same command tries them again"));
        });
        return command;
    }

    private static async Task<ReverifyResult> RecheckAsync(IDatasetStore store, GatewaySnapshot snapshot, VerifySpec verify, CancellationToken cancellation)
    {
        await using var ports = new RolloutPorts(snapshot, temperature: 0, verify);
        return await new Reverification(store, ports.CheckerOf, TimeProvider.System).RunAsync(cancellation);
    }
}

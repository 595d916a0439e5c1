using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Rollouts;
using ReasonOps.Rollouts.Datasets;
using ReasonOps.Rollouts.Problems;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops rollout worker</c> and <c>reasonops rollout write</c>: what the pods of a job run.</summary>
internal static class RolloutWorkerCommand
{
    private const string IndexVariable = "JOB_COMPLETION_INDEX";

    public static Command CreateWorker()
    {
        var (job, snapshot, to, claims, log) = (Job(), Snapshot(), To(), Claims(), Log());
        var partition = new Option<Partition?>("--partition")
        {
            Description = $"Which part of the problems, from 0, of how many; of --partitions the one in {IndexVariable} unless said", HelpName = "I/N", CustomParser = result => Read(result.Tokens[0].Value, result.AddError),
        };
        var partitions = new Option<int?>("--partitions") { Description = $"How many parts there are, where {IndexVariable} says which one this is", HelpName = "N" };
        partitions.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var parts) && parts < 1) result.AddError($"--partitions {parts}: must be 1 or more");
        });
        var port = new Option<int?>("--port") { Description = "Of /healthz and /metrics, 0 for a free one; not served unless said", HelpName = "PORT" };
        var again = CommonOptions.RetryQuarantined();
        var host = new Option<IPAddress>("--host")
        {
            Description = "Where --port listens", HelpName = "ADDRESS", DefaultValueFactory = _ => IPAddress.Any,
            CustomParser = result => IPAddress.TryParse(result.Tokens[0].Value, out var address) ? address : Wrong(result),
        };
        var command = new Command("worker", $"""
            Draws one partition of a job from engines that run elsewhere, as the pods of a RolloutJob do. What is final is in the journal under --out; stopped or
            killed, the same command goes on where it was. Exit code 130 when it was told to stop before its end.

            Example:
              reasonops rollout worker --job job.yaml --snapshot snapshot.json --partition 0/8 --out /data/berry --port 8080
            """) { job, snapshot, partition, partitions, again, to, port, host, claims, log };
        command.Run(async (parsed, cancellation) =>
        {
            var part = parsed.GetValue(partition) ?? OfEnvironment(parsed.GetValue(partitions));
            var read = await JobFile.ReadAsync(parsed.GetRequiredValue(job), cancellation);
            var places = RolloutPlaces.Of(read, parsed.GetValue(to), parsed.GetValue(claims) ?? []);
            var draw = new RolloutDraw(read, await JobFile.ReadSnapshotAsync(parsed.GetRequiredValue(snapshot), cancellation), places, part, Console.Error) { RetryQuarantined = parsed.GetValue(again) };
            var at = parsed.GetValue(port) is { } number ? new IPEndPoint(parsed.GetRequiredValue(host), number) : null;
            await new WorkerHost(draw, at, new TerminationLog(parsed.GetValue(log))).RunAsync(cancellation);
        });
        return command;
    }

    public static Command CreateWrite()
    {
        var (job, snapshot, to, claims, log) = (Job(), Snapshot(), To(), Claims(), Log());
        var command = new Command("write", """
            Writes the dataset of a job out of the journals of all its partitions. No engine is asked, and it may be done again at any time.

            Example:
              reasonops rollout write --job job.yaml --snapshot snapshot.json --out /data/berry
            """) { job, snapshot, to, claims, log };
        command.Run(async (parsed, cancellation) =>
        {
            var read = await JobFile.ReadAsync(parsed.GetRequiredValue(job), cancellation);
            var places = RolloutPlaces.Of(read, parsed.GetValue(to), parsed.GetValue(claims) ?? []);
            var written = await new RolloutWrite(read, await JobFile.ReadSnapshotAsync(parsed.GetRequiredValue(snapshot), cancellation), places).RunAsync(cancellation);
            var manifest = JsonSerializer.SerializeToUtf8Bytes(written, DatasetJson.Plain.Manifest);
            Console.WriteLine(System.Text.Encoding.UTF8.GetString(manifest));
            new TerminationLog(parsed.GetValue(log)).Write(JsonSerializer.Serialize(Report(written, manifest, parsed.GetValue(to) ?? read.Spec.Output.Uri), RolloutReportJson.Default.DatasetReport));
        });
        return command;
    }

    private static DatasetReport Report(Manifest written, byte[] manifest, string output) => new()
    {
        Manifest = $"{output.TrimEnd('/')}/manifest.json",
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(manifest)),
        Problems = written.Counts.Problems, Quarantined = written.Counts.Quarantined, Rollouts = written.Counts.Rollouts,
        Right = written.Counts.Right, Wrong = written.Counts.Wrong, Kept = written.Counts.Kept, Forward = written.Counts.Forward, KeptTokens = written.Counts.KeptTokens,
        Lines = written.Shards.ToDictionary(shards => shards.Key, shards => shards.Value.Sum(shard => (long)shard.Lines)),
        PassAt = written.Counts.PassAt,
    };

    private static IPAddress? Wrong(ArgumentResult result)
    {
        result.AddError($"--host {result.Tokens[0].Value}: is not an address; give one as 0.0.0.0");
        return null;
    }

    private static Partition? Read(string text, Action<string> error)
    {
        if (text.Split('/') is [var index, var parts] && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
            && int.TryParse(parts, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && i < n)
            return new Partition(i, n);
        error($"--partition {text}: is not a part of several; write 0/8 for the first of eight, 7/8 for the last");
        return null;
    }

    /// <exception cref="WrongInputException">Nobody says which part it is.</exception>
    private static Partition OfEnvironment(int? partitions)
    {
        if (partitions is not { } parts) throw new WrongInputException($"--partition: which part of the problems is missing; give it as 0/8, or --partitions 8 with {IndexVariable} set");
        var text = Environment.GetEnvironmentVariable(IndexVariable);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < parts
            ? new Partition(index, parts)
            : throw new WrongInputException($"{IndexVariable} is {(text is null ? "not set" : $"\"{text}\"")}; with --partitions {parts} it must be from 0 to {parts - 1}");
    }

    private static Option<string> Job() => new("--job") { Description = "A manifest with the RolloutJob", Required = true, HelpName = "FILE" };

    private static Option<string> Snapshot() => new("--snapshot") { Description = "Where the engines, reward models and verifier of its service are, as gateways read it", Required = true, HelpName = "FILE" };

    private static Option<string?> To() => new("--out") { Description = "Where the journals and the dataset are; spec.output.uri unless said", HelpName = "URI" };

    private static Option<string[]> Claims() => new("--claim") { Description = "Where a volume claim is mounted, for pvc:// addresses; may be given again", HelpName = "NAME=FOLDER" };

    private static Option<string?> Log() => new("--termination-log") { Description = "Where the last figures go, as JSON; /dev/termination-log where there is one", HelpName = "FILE" };
}

using System.CommandLine;
using Microsoft.Extensions.Logging;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Sandbox.Serving;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops verifier</c>: one verifier of a pool.</summary>
internal static class VerifierCommand
{
    private static readonly Option<string?> Settings = new("--settings", "-s") { Description = "What the operator wrote for it, as JSON", HelpName = "FILE" };

    private static readonly Option<string?> Pool = new("--file", "-f") { Description = "A manifest with one VerifierPool, in place of --settings", HelpName = "FILE" };

    private static readonly Option<string?> Keys = new("--key-file")
    {
        Description = "Keys that callers may show as bearer tokens, one a line; beside those of the settings", HelpName = "FILE",
    };

    public static Command Create()
    {
        var (url, drain) = (CommonOptions.Url("http://127.0.0.1:8090"), CommonOptions.Drain());
        var command = new Command("verifier", """
            Decides what is right: compares answers, runs programs against tests, checks proofs; POST /v1/verify, and /run_code as SandboxFusion has it.
            It starts only where programs are kept in, and says which layer is missing where they are not.

            Example:
              reasonops verifier -f config/samples/verifierpool.yaml
              curl http://127.0.0.1:8090/v1/verify -d '{"type":"math","answer":"\\frac{1}{2}","expected":"0.5"}'
            """) { Settings, Pool, Keys, url, drain };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Settings) is null == result.GetResult(Pool) is null) result.AddError("give one of --settings FILE and --file FILE");
        });
        command.Run(async (parsed, cancellation) =>
        {
            var settings = await ReadAsync(parsed, cancellation);
            var keys = parsed.GetValue(Keys) is { } file ? await KeyFile.ReadAsync(file, cancellation) : null;
            using var loggers = LoggerFactory.Create(Logs.ForPrograms);
            await using var server = await VerifierServer.StartAsync(settings, options => options with
            {
                Urls = [parsed.GetRequiredValue(url)], KeyHashes = keys, Logging = Logs.ForPrograms, DrainLimit = TimeSpan.FromSeconds(parsed.GetValue(drain)),
                PodName = Environment.GetEnvironmentVariable("POD_NAME"),
            }, loggers, cancellation);
            Console.WriteLine($"{settings.Pool} on {server.Url}");
            await server.WaitForShutdownAsync(cancellation);
        });
        return command;
    }

    private static async Task<VerifierSettings> ReadAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Settings) is { } file) return await SettingsFile.ReadAsync(file, cancellation);
        var path = parsed.GetRequiredValue(Pool)!;
        var pools = (await ManifestFile.ReadWholeAsync(path, "nothing was started", cancellation)).Pools;
        if (pools is not [var pool]) throw new WrongInputException($"{path}: holds {pools.Count} VerifierPools; give a manifest with one");
        if (pool.Spec.Keys is { } keys && parsed.GetValue(Keys) is null)
            throw new WrongInputException($"{path}  spec.keys: names the secret {keys.SecretRef}, which is not here; give its keys with --key-file");
        return VerifierSettingsBuilder.Of(pool);
    }
}

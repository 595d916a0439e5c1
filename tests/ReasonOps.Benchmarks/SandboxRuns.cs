using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Jails;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Serving;

namespace ReasonOps.Benchmarks;

/// <summary>
/// A program that prints a number, run by a prepared interpreter, by one that is started in the same isolation, and by one that is started without
/// any (the limit of what starting one can cost), in turn; then as many at once as there are cores, through the sandbox and over HTTP.
/// </summary>
internal static class SandboxRuns
{
    private const int Pairs = 200;
    private const int WarmUp = 10;
    private const int Many = 1000;

    private static readonly Runtime Python = new("python", WarmInterpreter.Python, "/usr/bin/python3", "-c", "main.py", "print(6 * 7)");
    private static readonly Runtime JavaScript = new("javascript", WarmInterpreter.JavaScript, "/usr/bin/node", "-e", "main.js", "console.log(6 * 7)");

    private static int Cores => Environment.ProcessorCount;

    public static async Task<IReadOnlyList<Row>> RunAsync() =>
        [.. await OfAsync(Python), .. await OfAsync(JavaScript), .. await OverHttpAsync()];

    private static async Task<IReadOnlyList<Row>> OfAsync(Runtime runtime)
    {
        await using var pool = await SandboxPool.StartAsync(
            new SandboxOptions { Places = Cores, Warm = [runtime.Interpreter] }, NullLoggerFactory.Instance, CancellationToken.None);
        var (warm, cold, bare) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < WarmUp + Pairs; round++)
        {
            var times = (await TimedAsync(() => PrintsAsync(pool, runtime.Warm)), await TimedAsync(() => PrintsAsync(pool, runtime.Cold)), await TimedAsync(() => BareAsync(runtime)));
            if (round < WarmUp) continue;
            warm.Add(times.Item1);
            cold.Add(times.Item2);
            bare.Add(times.Item3);
        }
        var (perSecond, _) = await ManyAsync(() => PrintsAsync(pool, runtime.Warm));
        var (name, medians) = (runtime.Name, FormattableString.Invariant(
            $"medians of {Pairs} in turn: warm {At(warm, 0.5):0.0} ms, cold {At(cold, 0.5):0.0} ms, bare {At(bare, 0.5):0.0} ms"));
        return
        [
            new($"sandbox.warm_{name}_speedup", At(cold, 0.5) / At(warm, 0.5), "ratio", $"{runtime.Program} {runtime.Flag} in the same isolation", medians),
            new($"sandbox.warm_{name}_vs_bare_limit", At(bare, 0.5) / At(warm, 0.5), "ratio", $"{runtime.Program} {runtime.Flag} without any isolation", medians),
            new($"sandbox.warm_{name}_p50_ms", At(warm, 0.50), "ms", "one at a time", ""),
            new($"sandbox.warm_{name}_p99_ms", At(warm, 0.99), "ms", "one at a time", ""),
            new(name == "python" ? "sandbox.runs_per_s_core" : $"sandbox.{name}_runs_per_s_core", perSecond / Cores, "1/s a core", "",
                FormattableString.Invariant($"{Many} warm {name} runs, {Cores} at once")),
        ];
    }

    private static async Task<IReadOnlyList<Row>> OverHttpAsync()
    {
        var settings = new VerifierSettings
        {
            Pool = "bench", Checks = [CheckKind.Python], Isolation = IsolationMode.Namespaces, Workers = Cores, Queue = 256,
            Limits = new VerifierLimits
            {
                Cpu = Duration.FromSeconds(10), Wall = Duration.FromSeconds(20), Memory = 512 << 20, Processes = 64, Output = 1 << 20, Files = 16 << 20,
            },
        };
        await using var server = await VerifierServer.StartAsync(
            settings, options => options with { Urls = ["http://127.0.0.1:0"], Logging = _ => { } }, NullLoggerFactory.Instance, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        var body = Encoding.UTF8.GetBytes("""{"language":"python","code":"print(6 * 7)"}""");
        var (perSecond, times) = await ManyAsync(async () =>
        {
            using var answer = await http.PostAsync("/run_code", new ByteArrayContent(body));
            var text = await answer.Content.ReadAsStringAsync();
            if (!text.StartsWith("""{"status":"Success""", StringComparison.Ordinal)) throw new InvalidOperationException(text);
        });
        return
        [
            new("sandbox.http_runs_per_s_core", perSecond / Cores, "1/s a core", "sandbox.runs_per_s_core", FormattableString.Invariant($"{Many} of POST /run_code, {Cores} at once")),
            new("sandbox.http_p50_ms", At(times, 0.50), "ms", "", FormattableString.Invariant($"{Cores} at once")),
            new("sandbox.http_p99_ms", At(times, 0.99), "ms", "", FormattableString.Invariant($"{Cores} at once")),
        ];
    }

    private static async Task<(double PerSecond, List<double> Times)> ManyAsync(Func<Task> run)
    {
        var times = new System.Collections.Concurrent.ConcurrentQueue<double>();
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, Many, new ParallelOptions { MaxDegreeOfParallelism = Cores }, async (_, _) => times.Enqueue(await TimedAsync(run)));
        return (Many / Stopwatch.GetElapsedTime(begun).TotalSeconds, [.. times]);
    }

    private static async Task<double> TimedAsync(Func<Task> run)
    {
        var begun = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static async Task PrintsAsync(SandboxPool pool, RunRequest request)
    {
        var step = (await pool.RunAsync(request, CancellationToken.None)).Steps.Single();
        if (Encoding.UTF8.GetString(step.Output.Span) != "42\n") throw new InvalidOperationException($"{step.Ending} {step.Code}: {Encoding.UTF8.GetString(step.Error.Span)}");
    }

    private static async Task BareAsync(Runtime runtime)
    {
        using var process = Process.Start(new ProcessStartInfo(runtime.Program, [runtime.Flag, runtime.Code]) { RedirectStandardOutput = true })!;
        if (await process.StandardOutput.ReadToEndAsync() != "42\n") throw new InvalidOperationException($"{runtime.Program} printed something else");
        await process.WaitForExitAsync();
    }

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)(share * times.Count));

    private sealed record Runtime(string Name, WarmInterpreter Interpreter, string Program, string Flag, string File, string Code)
    {
        private static readonly RunLimits Limits = new();

        public RunRequest Warm { get; } = new()
        {
            Files = [new BoxFile(File, Encoding.UTF8.GetBytes(Code))], Steps = [new RunStep { Command = [File], Warm = Interpreter, Limits = Limits }],
        };

        public RunRequest Cold { get; } = new() { Steps = [new RunStep { Command = [Program, Flag, Code], Limits = Limits }] };
    }
}

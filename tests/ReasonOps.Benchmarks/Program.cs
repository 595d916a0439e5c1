using ReasonOps.Benchmarks;
using ReasonOps.Benchmarks.Rollouts;
using ReasonOps.Benchmarks.Strategies;

// The benchmarks, in order. Each returns rows with ids of its own prefix, so that --only PREFIX can pick.
(string Prefix, Func<Task<IReadOnlyList<Row>>> Run)[] benchmarks =
[
    ("engine.shared_prefix", SharedPrefix.RunAsync),
    ("gateway.overhead", GatewayOverhead.RunAsync),
    ("gateway.streams_held", StreamsHeld.RunAsync),
    ("fairness", FairShares.RunAsync),
    ("operator", OperatorAtScale.RunAsync),
    ("equivalence", EquivalenceThroughput.RunAsync),
    ("sandbox", SandboxRuns.RunAsync),
    ("autoscale", Autoscaling.RunAsync),
    ("strategies", StrategyRows.RunAsync),
    ("rollouts.engine", RolloutRows.RunAsync),
    ("rollouts.resume", JournalResume.RunAsync),
    ("rollouts.memory", ProblemMemory.RunAsync),
];

// A process of its own, which tells what it needed.
if (args is ["--problem-memory", var problems]) return await ProblemMemory.MeasureAsync(long.Parse(problems, System.Globalization.CultureInfo.InvariantCulture));

var only = args is ["--only", var prefix] ? prefix : "";
var chosen = benchmarks.Where(benchmark => benchmark.Prefix.StartsWith(only, StringComparison.Ordinal) || only.StartsWith(benchmark.Prefix, StringComparison.Ordinal)).ToArray();
if (chosen.Length == 0 || args.Length is not (0 or 2))
{
    Console.Error.WriteLine($"usage: --only PREFIX, where PREFIX begins one of {string.Join(", ", benchmarks.Select(benchmark => benchmark.Prefix))}");
    return 2;
}

var rows = new List<Row>();
foreach (var (name, run) in chosen)
{
    Console.Error.WriteLine($"running {name}");
    rows.AddRange(await run());
}
Report.Print(rows);
Report.Merge(rows);
return 0;

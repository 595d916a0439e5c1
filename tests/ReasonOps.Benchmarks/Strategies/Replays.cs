using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Benchmarks.Strategies;

/// <summary>Settings measured on a record, as many at a time as there are processors.</summary>
internal sealed class Replays(Replayer replayer)
{
    public Curve Curve(string name, IEnumerable<Setting> settings) => new(name, All(settings));

    public IReadOnlyList<Measured> All(IEnumerable<Setting> settings) =>
        [.. settings.AsParallel().AsOrdered().Select(setting => replayer.Measure(setting, CancellationToken.None))];
}

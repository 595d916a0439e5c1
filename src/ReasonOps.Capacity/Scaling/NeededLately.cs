namespace ReasonOps.Capacity.Scaling;

/// <summary>The most replicas that were needed over a window: a maximum that slides.</summary>
public sealed class NeededLately
{
    /// <summary>By time; each is less than those before it, as an earlier and smaller one decides nothing. So there are never more than replicas.</summary>
    private readonly (DateTimeOffset At, int Replicas)[] _needs;

    private NeededLately((DateTimeOffset At, int Replicas)[] needs) => _needs = needs;

    public static NeededLately None { get; } = new([]);

    public bool IsEmpty => _needs.Length == 0;

    public int Most => IsEmpty ? 0 : _needs[0].Replicas;

    /// <param name="now">Not before the last.</param>
    /// <param name="replicas">Needed now.</param>
    /// <param name="window">What is as old no longer counts.</param>
    public NeededLately With(DateTimeOffset now, int replicas, TimeSpan window) =>
        new([.. _needs.Where(need => need.Replicas > replicas && now - need.At < window), (now, replicas)]);

    public override string ToString() => string.Join(", ", _needs.Select(need => FormattableString.Invariant($"{need.Replicas} at {need.At:HH:mm:ss}")));
}

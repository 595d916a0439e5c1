using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Capacity.Scaling;
using static ReasonOps.Capacity.Tests.Scaling.Scenes;

namespace ReasonOps.Capacity.Tests.Scaling;

public class AutoscalerProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly Gen<double?> Occupancy = Gen.OneOf(Gen.Constant<double?>(null), Gen.Constant<double?>(double.NaN), Gen.Choose(-5, 130).Select(part => (double?)(part / 100.0)));

    private static readonly Gen<ReplicaLoad> Replica =
        from phase in Gen.Elements(ReplicaPhase.Starting, ReplicaPhase.Ready, ReplicaPhase.Ready, ReplicaPhase.Ready, ReplicaPhase.Draining)
        from occupancy in Occupancy
        from age in Gen.Elements(0, 20, 44, 60, -1)
        from running in Gen.Choose(0, 50)
        from waiting in Gen.Elements(0, 0, 3, 30)
        select new ReplicaLoad("", phase, Start.AddMinutes(-10))
        {
            ReadAt = age < 0 ? null : Start.AddSeconds(-age), Occupancy = occupancy, CapacityTokens = 100_000, Running = running, Waiting = waiting,
        };

    private static readonly Arbitrary<Case> Cases = (
        from least in Gen.Choose(0, 3)
        from more in Gen.Choose(0, 10)
        from replicas in Replica.ListOf()
        from wanted in Gen.Choose(0, 12)
        from now in Gen.Choose(0, 900_000)
        from then in Gen.Choose(0, 900_000)
        from waiting in Gen.Choose(0, 40)
        from known in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from step in Gen.Elements(1.0, 1.5, 3.0)
        from below in Gen.Elements<int?>(null, 10, 290, 301, 900)
        select new Case(
            Law with { MinReplicas = least, MaxReplicas = Math.Max(1, least + more), CapacityTokens = 100_000, FullStep = step },
            Input(wanted, known ? Demand(now, then, waiting, 2000 * waiting) : null, [.. replicas.Take(12).Select((replica, i) => replica with { Name = $"r{i}" })]),
            new() { Needed = below is { } seconds ? NeededLately.None.With(Start.AddSeconds(-seconds), least, TimeSpan.FromMinutes(5)) : NeededLately.None, Queued = below, QueuedSince = below is { } ago ? Start.AddSeconds(-ago) : null })).ToArbitrary();

    [Fact]
    public void The_budget_holds_in_every_state_in_between() => Prop.ForAll(Cases, given =>
    {
        var draining = given.Input.Replicas.Count(replica => replica.Phase == ReplicaPhase.Draining);
        var there = given.Input.Wanted!.Value;
        var decided = given.Decide().Replicas;
        Assert.InRange(decided, 0, given.Law.MaxReplicas);
        // What was too many before was not this decision; it makes it no worse.
        Assert.True(decided + draining <= given.Law.MaxReplicas || decided <= there);
    }).Check(Many);

    [Fact]
    public void None_is_taken_away_on_unknown_data() => Prop.ForAll(Cases, given =>
    {
        var silent = given with { Input = given.Input with { Replicas = [.. given.Input.Replicas, Silent(99)] } };
        Assert.True(silent.Decide().Replicas >= Math.Min(given.Input.Wanted!.Value, given.Law.MaxReplicas));
        var untold = given with { Input = given.Input with { Demand = null } };
        Assert.True(untold.Decide().Replicas >= Math.Min(given.Input.Wanted!.Value, given.Law.MaxReplicas));
    }).Check(Many);

    [Fact]
    public void At_most_one_goes_at_a_time_and_it_has_a_name() => Prop.ForAll(Cases, given =>
    {
        var (there, decision) = (Math.Min(given.Input.Wanted!.Value, given.Law.MaxReplicas), given.Decide());
        Assert.True(decision.Replicas >= there - 1);
        if (decision.Replicas < there && given.Input.Replicas.Any(replica => replica.Phase != ReplicaPhase.Draining))
            Assert.Contains(given.Input.Replicas, replica => replica.Name == decision.Leaves && replica.Phase != ReplicaPhase.Draining);
    }).Check(Many);

    [Fact]
    public void More_demand_never_means_fewer() => Prop.ForAll(Cases, Gen.Choose(0, 500_000).ToArbitrary(), (given, more) =>
    {
        if (given.Input.Demand is not { } demand) return;
        var higher = demand with { Horizons = [.. demand.Horizons.Select(horizon => horizon with { ArrivingTokens = horizon.ArrivingTokens + more })] };
        Assert.True((given with { Input = given.Input with { Demand = higher } }).Decide().Replicas >= given.Decide().Replicas);
    }).Check(Many);

    [Fact]
    public void One_more_that_starts_never_brings_another() => Prop.ForAll(Cases, given =>
    {
        var before = given.Decide().Replicas;
        if (before <= given.Input.Wanted) return;
        // The decision done: its replicas start, and nothing else changed.
        var started = given with
        {
            Input = given.Input with
            {
                Wanted = before,
                Replicas = [.. given.Input.Replicas, .. Enumerable.Range(50, before - given.Input.Wanted!.Value).Select(i => Other(i, ReplicaPhase.Starting))],
            },
        };
        Assert.Equal(before, started.Decide().Replicas);
    }).Check(Many);

    [Fact]
    public void The_same_inputs_bring_the_same_decisions() => Prop.ForAll(Cases, given =>
        Assert.Equal(Text(given.Decide()), Text(given.Decide()))).Check(Many);

    private static string Text(ScalingDecision decision) => $"{decision.Replicas} {decision.Reason} {decision.Leaves} {decision.Demand} {decision.Memory.Needed} {decision.Memory.IdleSince} {decision.Memory.StartUp}";

    private sealed record Case(ScalingLaw Law, ScalingInput Input, ScalingMemory Memory)
    {
        public ScalingDecision Decide() => Autoscaler.Decide(Law, Input, Memory);

        public override string ToString() => $"{Law}\n{string.Join('\n', Input.Replicas)}\nwanted {Input.Wanted} demand {Input.Demand?.Horizons[0]} {Input.Demand?.Horizons[4]} waiting {Input.Demand?.WaitingTokens} {Memory.Needed}";
    }
}

using ReasonOps.Capacity.Forecasts;

namespace ReasonOps.Capacity.Scaling;

/// <summary>KV tokens that will be asked for, as far as anyone can tell.</summary>
/// <param name="Tokens">When a replica wanted now would answer; null: nobody tells.</param>
/// <param name="Peak">The most from now until well after then: who goes must not be missed soon.</param>
/// <param name="Text">Of the first, for people.</param>
internal sealed record Outlook(double? Tokens, double Peak, string Text)
{
    /// <summary>Engines that hold so much more than the gateways know of have other clients.</summary>
    private const double Unexplained = 0.1;

    public static Outlook Of(Fleet fleet, DemandForecast? demand, TimeSpan ahead, TimeSpan further) =>
        demand is not null ? Forecast(fleet, demand, ahead, further) : Seen(fleet);

    private static Outlook Forecast(Fleet fleet, DemandForecast demand, TimeSpan ahead, TimeSpan further)
    {
        var now = demand.At(TimeSpan.Zero).RunningTokens;
        var seen = fleet.Used + fleet.UsedByDraining;
        var others = seen - now - demand.ClosedLoopTokens is var more && more > Unexplained * seen ? more : 0;
        // Those that wait are served by what there is until another could help; they count as much as they would fill of that time.
        var waiting = demand.WaitingTokens * (demand.WaitingSeconds > 0 ? Math.Min(1, demand.WaitingSeconds / Math.Max(1, ahead.TotalSeconds)) : 1);
        var pace = fleet.AtTarget;
        var (then, peak) = (At(ahead), Math.Max(At(TimeSpan.Zero), At(ahead)));
        foreach (var horizon in demand.Horizons.Where(horizon => horizon.Ahead <= ahead + further)) peak = Math.Max(peak, At(horizon.Ahead));
        return new(then, peak, $"forecast {Need.Short(then)} KV tokens in {ahead.TotalSeconds:0} s{(others > 0 ? $", {Need.Short(others)} of them of clients no gateway knows" : "")}");

        double At(TimeSpan when)
        {
            var at = demand.At(when);
            // What drains ends where it is, and needs no room elsewhere.
            var drains = now > 0 ? Math.Min(fleet.UsedByDraining * Math.Min(1, at.RunningTokens / now), at.RunningTokens) : 0;
            return pace * (at.RunningTokens - drains + at.ArrivingTokens + waiting + others);
        }
    }

    /// <summary>Without a gateway's word: what is in use, and what waits at what runs now on average; a silent replica is as full as it may be.</summary>
    private static Outlook Seen(Fleet fleet)
    {
        if (fleet.Each is not { } each || fleet.Ready.Count == 0) return new(null, 0, "the demand is not known");
        var chain = fleet.Running > 0 ? fleet.Used / fleet.Running : 0;
        var tokens = fleet.Used + fleet.Waiting * chain + fleet.Unknown * each;
        return new(tokens, tokens, $"no gateway tells its forecast; {Need.Short(tokens)} KV tokens are in use or waited for{(fleet.Unknown > 0 ? $", {Need.Count(fleet.Unknown)} being silent and taken as full" : "")}");
    }
}

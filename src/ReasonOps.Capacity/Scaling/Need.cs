using System.Globalization;
using ReasonOps.Capacity.Forecasts;

namespace ReasonOps.Capacity.Scaling;

/// <summary>How many replicas something asks for, and why.</summary>
internal sealed record Need(int Replicas, string Reason)
{
    /// <summary>Of the operations a replica has, so many shall be asked for: beyond, prompts wait for each other.</summary>
    private const double Busy = 0.8;

    /// <summary>A replica that has just begun reads many prompts at once, and is through them soon.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Need Most(params ReadOnlySpan<Need> needs)
    {
        var most = needs[0];
        foreach (var need in needs) most = need.Replicas > most.Replicas ? need : most;
        return most;
    }

    /// <summary>By KV tokens.</summary>
    public static Need Tokens(double tokens, string when, double each, Fleet fleet, ScalingLaw law) => new(
        Whole(tokens / each),
        $"{when}, {Count(fleet.Active)} {(fleet.Active == 1 ? "holds" : "hold")} {Short(fleet.Active * each)}{(each < fleet.Capacity * law.Occupancy ? " at the promised speed" : Text($" at {100 * law.Occupancy:0} %"))}");

    /// <summary>By what must be computed: KV can be almost empty while prompts queue up.</summary>
    public static Need Compute(DemandForecast? demand, ScalingLaw law) =>
        law.ComputeTokensPerSecond is { } each and > 0 && demand?.TokensPerSecond is { } rate and > 0
            ? new(Whole(rate / (each * Busy)), $"{Short(rate)} tokens/s to compute, a replica does {Short(each)} at most")
            : new(0, "");

    /// <summary>By engines' queues, where they do not get shorter: at most twice what answers now.</summary>
    /// <param name="waiting">Of open-loop clients.</param>
    /// <param name="since">When they began not to become fewer; null: they do, or are not too many.</param>
    public static Need Queue(int waiting, DateTimeOffset now, DateTimeOffset? since, Fleet fleet, ScalingLaw law)
    {
        var most = law.Waiting * fleet.Ready.Count;
        return waiting > most && now - since >= Patience
            ? new(Math.Min(2 * fleet.Ready.Count, Whole(fleet.Ready.Count * waiting / most)), $"{waiting} requests wait in the engines, {most:0} may, and they do not become fewer")
            : new(0, "");
    }

    public static string Count(int replicas) => replicas == 1 ? "1 replica" : $"{replicas} replicas";

    /// <summary>As 212k.</summary>
    public static string Short(double tokens) =>
        tokens >= 9.95e6 ? Text($"{tokens / 1e6:0}M") : tokens >= 1e6 ? Text($"{tokens / 1e6:0.0}M") : tokens >= 9950 ? Text($"{tokens / 1e3:0}k") : tokens >= 1000 ? Text($"{tokens / 1e3:0.0}k") : Text($"{tokens:0}");

    private static int Whole(double replicas) => (int)Math.Min(Math.Ceiling(replicas - 1e-9), int.MaxValue / 4);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

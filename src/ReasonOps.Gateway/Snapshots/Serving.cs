using ReasonOps.Api.Snapshots;
using ReasonOps.Engines.Chains;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Trust;
using ReasonOps.Gateway.Chat;
using ReasonOps.Gateway.Strategies;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Gateway.Snapshots;

/// <summary>One snapshot made ready to serve. A request takes it once and keeps it to its end.</summary>
internal sealed class Serving(GatewaySnapshot snapshot, TenantKeys keys, EnginePool engines, ReasoningPorts ports, DateTimeOffset since)
{
    private static readonly NumericEquivalence Equivalence = new();

    private readonly AnswerFormat _format = Format(snapshot);

    public GatewaySnapshot Snapshot => snapshot;
    public EnginePool Engines => engines;
    public TenantKeys Keys => keys;

    /// <summary>When it was taken.</summary>
    public DateTimeOffset Since => since;

    /// <summary>Makes once what requests will make, so that a snapshot that cannot be served is refused whole.</summary>
    /// <exception cref="InvalidSnapshotException">It names a runtime, strategy, rule or format that does not exist.</exception>
    public static void Check(GatewaySnapshot snapshot)
    {
        try
        {
            EngineRuntime.Of(snapshot.Engines.Runtime);
            Format(snapshot);
            foreach (var tenant in snapshot.Tenants) Check(tenant);
        }
        catch (ArgumentException fault)
        {
            throw new InvalidSnapshotException(fault.Message);
        }
    }

    /// <exception cref="ApiException">404 naming what there is.</exception>
    public void RequireModel(string model)
    {
        if (model != Snapshot.Model) throw ApiException.ModelNotFound(model, [Snapshot.Model]);
    }

    public EngineChainSampler SamplerFor(ChatRequest template) => new EngineChainSampler(Engines, template);

    /// <summary>Holds a vote against the engines whose chains lost it.</summary>
    public void Witness(RunResult result, EngineChainSampler drawn) => Engines.Witness(VoteShares.Of(result, Equivalence, drawn.DrawnBy));

    public IAsyncEnumerable<RunEvent> Run(
        ChainMeter chains, Tenant tenant, RequestPlan plan, long seed, TimeProvider time, CancellationToken cancellation)
    {
        var strategy = Strategy.Create(plan.Settings);
        // What is set aside for the request is what a search is held to; whole chains are bounded by their number.
        var most = WholeChains.IsSearch(plan.Settings) ? (int?)Math.Min(int.MaxValue, plan.MostTokens) : null;
        var budget = new Budget(plan.ReasoningTokens, plan.AnswerTokens, most, plan.Deadline, Spent(tenant.Policy));
        return ports.RunnerFor(chains, plan.Question, plan.Check, time).RunAsync(strategy, budget, _format, seed, cancellation);
    }

    private static void Check(TenantSnapshot policy)
    {
        foreach (var kind in policy.Strategies) Strategy.Create(SettingsReader.Of(policy, kind, policy.Votes.Max));
        Spent(policy);
    }

    private static AnswerFormat Format(GatewaySnapshot snapshot) => AnswerFormat.Create(snapshot.AnswerFormat.Kind, snapshot.AnswerFormat.Pattern);

    private static WhenSpent Spent(TenantSnapshot policy) => Enum.TryParse<WhenSpent>(policy.WhenSpent, out var spent)
        ? spent
        : throw new ArgumentException($"whenSpent: \"{policy.WhenSpent}\" is not one; use {string.Join(", ", Enum.GetNames<WhenSpent>())}");
}

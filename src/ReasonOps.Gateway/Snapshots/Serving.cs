using ReasonOps.Api.Snapshots;
using ReasonOps.Engines;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Gateway.Snapshots;

/// <summary>One snapshot made ready to serve. A request takes it once and keeps it to its end.</summary>
internal sealed class Serving
{
    private static readonly NumericEquivalence Equivalence = new();

    private readonly AnswerFormat _format;

    /// <exception cref="SnapshotException">It names a strategy, rule or format that does not exist.</exception>
    public Serving(GatewaySnapshot snapshot, IReadOnlyList<Tenant> tenants, EnginePool engines, DateTimeOffset since)
    {
        (Snapshot, Engines, Since) = (snapshot, engines, since);
        Keys = new TenantKeys(tenants);
        try
        {
            _format = AnswerFormat.Create(snapshot.AnswerFormat.Kind, snapshot.AnswerFormat.Pattern);
            foreach (var tenant in snapshot.Tenants) Try(tenant);
        }
        catch (ArgumentException fault)
        {
            throw new SnapshotException(fault.Message);
        }
    }

    public GatewaySnapshot Snapshot { get; }
    public EnginePool Engines { get; }
    public TenantKeys Keys { get; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset Since { get; }

    /// <exception cref="ApiException">404 naming what there is.</exception>
    public void RequireModel(string model)
    {
        if (model != Snapshot.Model) throw ApiException.ModelNotFound(model, [Snapshot.Model]);
    }

    public IChainSampler SamplerFor(ChatRequest template) => new EngineChainSampler(Engines, template);

    public IAsyncEnumerable<RunEvent> Run(
        IChainSampler chains, Tenant tenant, RequestPlan plan, long seed, TimeProvider time, CancellationToken cancellation)
    {
        var policy = tenant.Policy;
        var strategy = Strategy.Create(plan.Strategy, plan.Votes, Stop(policy), Equivalence);
        var budget = new Budget(plan.ReasoningTokens, plan.AnswerTokens, RequestTokens: null, plan.Deadline, Spent(policy));
        return new Runner(chains, time).RunAsync(strategy, budget, _format, seed, cancellation);
    }

    /// <summary>Makes once what requests will make, so that a snapshot that cannot be served is refused whole.</summary>
    private static void Try(TenantSnapshot policy)
    {
        foreach (var kind in policy.Strategies) Strategy.Create(kind, policy.Votes.Max, Stop(policy), Equivalence);
        Spent(policy);
    }

    private static StopRule Stop(TenantSnapshot policy) => StopRule.Create(policy.Stop.Rule, policy.Stop.Confidence, policy.Stop.Window);

    private static WhenSpent Spent(TenantSnapshot policy) => Enum.TryParse<WhenSpent>(policy.WhenSpent, out var spent)
        ? spent
        : throw new ArgumentException($"whenSpent: \"{policy.WhenSpent}\" is not one; use {string.Join(", ", Enum.GetNames<WhenSpent>())}");
}

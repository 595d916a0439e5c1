using ReasonOps.Api.Snapshots;
using ReasonOps.Engines.Checks;
using ReasonOps.Gateway.Strategies;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Strategies.Options;

namespace ReasonOps.Gateway.Tenants;

/// <summary>What a request gets: what it asked for, within what its tenant may have.</summary>
/// <param name="ReasoningTokens">That each chain may think.</param>
/// <param name="AnswerTokens">That each chain may answer in.</param>
/// <param name="Clamped">What was above the tenant's maximum, each as <c>votes: 64 -> 16</c>.</param>
internal sealed record RequestPlan(
    string Strategy, int Votes, int ReasoningTokens, int AnswerTokens, TimeSpan Deadline, IReadOnlyList<string> Clamped)
{
    /// <summary>What its strategy is made of.</summary>
    public required StrategySettings Settings { get; init; }

    /// <summary>What is asked, for those who judge answers to it.</summary>
    public required ChatRequest Question { get; init; }

    /// <summary>What is right; null where the request does not say.</summary>
    public AnswerCheck? Check { get; init; }

    /// <summary>What its caller should know of it beforehand.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The most its chains can spend together.</summary>
    public long MostTokens => WholeChains.Most(Settings) * ((long)ReasoningTokens + AnswerTokens);
}

/// <summary>Makes a <see cref="RequestPlan"/> of a request that <c>ChatRules</c> has passed.</summary>
internal static class Planning
{
    public const string SingleChain = "SingleChain";

    /// <summary>Shares of the tenant's maximum that <c>reasoning_effort</c> stands for.</summary>
    public static readonly IReadOnlyDictionary<string, double> Efforts = new Dictionary<string, double>
    {
        ["minimal"] = 0.10,
        ["low"] = 0.25,
        ["medium"] = 0.50,
        ["high"] = 1.00,
    };

    /// <exception cref="ApiException">403 for a strategy the tenant may not use.</exception>
    public static RequestPlan Plan(TenantSnapshot tenant, ChatRequest request)
    {
        var clamped = new List<string>();
        var strategy = Strategy(tenant, request.Reasonops?.Strategy);
        var votes = Votes(tenant, request.Reasonops?.Votes, strategy, clamped);
        var reasoning = Reasoning(tenant, request, clamped);
        var (think, answer) = Divide(tenant, request, reasoning, clamped);
        var settings = SettingsReader.Of(tenant, strategy, votes);
        var check = request.Reasonops?.Check is { } given ? AnswerCheck.Read(given).Check : null;
        return new RequestPlan(strategy, votes, think, answer, TimeSpan.FromSeconds(tenant.DeadlineSeconds), clamped)
        {
            Settings = settings,
            Question = request,
            Check = check,
            Notes = check is null && AsksVerifier(settings) ? [$"{strategy} asks a verifier, and the request does not say what is right; send reasonops.check"] : [],
        };
    }

    private static bool AsksVerifier(StrategySettings settings) => SettingsReader.Parts(settings).Any(kind => kind == "Revision"
        || (settings.Reward.By == Ranking.Verifier && kind is "WeightedVote" or "BestOfN" or "MonteCarlo" or "TreeSearch"));

    private static string Strategy(TenantSnapshot tenant, string? asked) =>
        asked is null ? tenant.Strategy
        : tenant.Strategies.Contains(asked, StringComparer.Ordinal) ? asked
        : throw ApiException.Forbidden(
            $"reasonops.strategy: \"{asked}\" is not open to tenant {tenant.Name}; use {string.Join(" or ", tenant.Strategies)}",
            "reasonops.strategy");

    /// <summary>More votes than chains may run at once would never be admitted, so the limit on those bounds votes too.</summary>
    private static int Votes(TenantSnapshot tenant, int? asked, string strategy, List<string> clamped)
    {
        if (strategy == SingleChain) return Clamp("votes", asked ?? 1, 1, clamped);
        return Clamp("votes", asked ?? tenant.Votes.Default, Math.Min(tenant.Votes.Max, tenant.Limits.Concurrent ?? int.MaxValue), clamped);
    }

    /// <summary>A number of tokens says more than an effort, so it wins over one.</summary>
    private static int Reasoning(TenantSnapshot tenant, ChatRequest request, List<string> clamped)
    {
        var bounds = tenant.ReasoningTokens;
        if (request.Reasonops?.ReasoningTokens is { } tokens) return Clamp("reasoning_tokens", tokens, bounds.Max, clamped);
        return request.ReasoningEffort is { } effort
            ? Math.Max(1, (int)(bounds.Max * Efforts[effort]))
            : bounds.Default;
    }

    /// <summary>
    /// <c>max_completion_tokens</c> bounds thinking and answer together, as OpenAI counts. The thinking gives way first; the
    /// answer keeps its room up to half of the bound, since a chain that may only think has nothing to say.
    /// </summary>
    private static (int Reasoning, int Answer) Divide(TenantSnapshot tenant, ChatRequest request, int reasoning, List<string> clamped)
    {
        if ((request.MaxCompletionTokens ?? request.MaxTokens) is not { } asked) return (reasoning, tenant.AnswerTokens);
        var name = request.MaxCompletionTokens is null ? "max_tokens" : "max_completion_tokens";
        var bound = Clamp(name, asked, tenant.ReasoningTokens.Max + tenant.AnswerTokens, clamped);
        var answer = Math.Min(tenant.AnswerTokens, (bound + 1) / 2);
        return (Math.Min(reasoning, bound - answer), answer);
    }

    private static int Clamp(string name, int asked, int most, List<string> clamped)
    {
        if (asked <= most) return asked;
        clamped.Add($"{name}: {asked} -> {most}");
        return most;
    }
}

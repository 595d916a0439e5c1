using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Api.Snapshots;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Cli.Evaluation;

/// <summary>A strategy that a tenant may have, as it is asked for.</summary>
internal sealed record EvaluatedStrategy(TenantSnapshot Tenant, string Key, string Strategy)
{
    private static readonly string[] Ranked = ["WeightedVote", "BestOfN", "Cascade", "ComputeOptimal", "MonteCarlo", "TreeSearch"];

    /// <summary>Null where the strategy ranks by nothing.</summary>
    public string? By => Ranked.Contains(Strategy) ? Tenant.Settings.Reward?.By : null;

    /// <summary>It is told what is right.</summary>
    public bool IsChecked => Strategy == "Revision" || By == "Verifier";

    public string? Note => IsChecked ? "its verifier knows the answer, as tests of a program do" : null;

    /// <summary>As many votes as its tenant may have at most.</summary>
    public int MostVotes => Strategy == "SingleChain" ? 1 : Tenant.Votes.Max;

    public ReasonOpsOverrides Asking(Problem problem, int votes) => new()
    {
        Strategy = Strategy,
        Votes = votes,
        Check = IsChecked ? JsonElement.Parse(new JsonObject { ["type"] = "math", ["expected"] = problem.Answer }.ToJsonString()) : null,
    };
}

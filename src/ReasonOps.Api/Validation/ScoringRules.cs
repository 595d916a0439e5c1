using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

internal static class ScoringRules
{
    public static void Check(Field scoring, ScoringSpec? declared)
    {
        if (declared?.Outcome is { } outcome)
            Scorer(scoring["outcome"], outcome);
        if (declared?.Process is { } process)
            Scorer(scoring["process"], process);
        if (declared?.Judge is { } judge)
            EngineRules.Url(scoring["judge"]["endpoint"]["url"], judge.Endpoint.Url);
    }

    private static void Scorer(Field at, ScorerSpec scorer)
    {
        if (scorer is { Uri: null, Endpoint: null })
            at.Error("needs a uri (of a model to start a scorer with) or the endpoint of a scorer that already runs", at["uri"].Path, at["endpoint"].Path);
        if (scorer is { Uri: not null, Endpoint: not null })
            at["uri"].Error("cannot be set beside endpoint: that scorer has loaded its model; take one away", at["endpoint"].Path);
        if (scorer.Endpoint is { } endpoint)
            EngineRules.Url(at["endpoint"]["url"], endpoint.Url);
    }
}

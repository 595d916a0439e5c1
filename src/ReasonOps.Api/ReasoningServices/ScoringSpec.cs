using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>What ranks answers: reward models of outcomes (ORM) and of steps (PRM), and a second model that compares.</summary>
public sealed record ScoringSpec
{
    /// <summary>A model that gives a whole chain one reward (ORM).</summary>
    public ScorerSpec? Outcome { get; init; }

    /// <summary>A model that gives every step a reward (PRM).</summary>
    public ScorerSpec? Process { get; init; }

    /// <summary>A model that says which of two answers is better.</summary>
    public JudgeSpec? Judge { get; init; }
}

/// <summary>A reward model: one to start, or one that already runs.</summary>
[Rule("has(self.uri) != has(self.endpoint)", "give a uri to start a scorer, or the endpoint of one that already runs, and not both")]
public sealed record ScorerSpec
{
    /// <summary>Where its weights are, as <c>embedded://arithmetic-reward</c> or <c>hf://owner/name</c>. On a cluster no scorer is started: give an endpoint there.</summary>
    [ModelUri]
    public string? Uri { get; init; }

    /// <summary>A scorer that already runs.</summary>
    public ServiceEndpoint? Endpoint { get; init; }
}

/// <summary>A second model that compares answers.</summary>
public sealed record JudgeSpec
{
    /// <summary>Where it is served, by the API of OpenAI.</summary>
    public required ServiceEndpoint Endpoint { get; init; }

    /// <summary>What it is called there.</summary>
    [Length(1, 253), Pattern(@"^[^\s\x00-\x1f\x7f]*$", "is not a model name; give what the endpoint calls it, without spaces")]
    public required string Model { get; init; }
}

/// <summary>A server that already runs.</summary>
public sealed record ServiceEndpoint
{
    /// <summary>The address of its API, up to and with <c>/v1</c>.</summary>
    [Length(1, 2048)]
    public required string Url { get; init; }

    /// <summary>The key that it wants as its bearer token.</summary>
    public SecretReference? KeySecretRef { get; init; }
}

using System.Text.Json.Nodes;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>How lines are written.</summary>
public sealed record DatasetSettings
{
    /// <summary>The job's name: <c>data_source</c> of verl.</summary>
    public required string Source { get; init; }

    /// <summary>Where a step ends, for labels of steps.</summary>
    public required StepFormat Steps { get; init; }

    /// <summary>What the model writes before its thinking and behind it.</summary>
    public (string Open, string Close) Thinking { get; init; } = ("<think>\n", "\n</think>\n\n");

    /// <summary>Labels of steps are shares of what was right; otherwise whether anything was.</summary>
    public bool Soft { get; init; }

    public int PairsPerProblem { get; init; } = 4;
}

/// <summary>One way to write a finished problem down: lines of JSON as some trainer reads them. Pure.</summary>
public abstract class DatasetFormat(DatasetSettings settings)
{
    protected DatasetSettings Settings => settings;

    /// <summary>Also its folder, in small letters.</summary>
    public abstract string Name { get; }

    /// <param name="problem">With everything that was drawn.</param>
    /// <param name="kept">What is left of it after pruning.</param>
    public abstract IEnumerable<JsonObject> Lines(FinishedProblem problem, PruneResult kept);

    /// <summary>A chain as the model writes it.</summary>
    protected string Completion(Rollout rollout) => Completion(rollout.Reasoning, rollout.Content);

    protected string Completion(string reasoning, string content) =>
        reasoning.Length == 0 ? content : settings.Thinking.Open + reasoning + settings.Thinking.Close + content;

    protected static string IdOf(FinishedProblem problem, Rollout rollout) => $"{problem.Settled.Problem.Id}/{rollout.Tree.Variant}/{rollout.Number}";

    /// <param name="messages">Roles and contents.</param>
    protected static JsonArray Messages(params ReadOnlySpan<(string Role, string Content)> messages)
    {
        var array = new JsonArray();
        foreach (var (role, content) in messages) array.Add(new JsonObject { ["role"] = role, ["content"] = content });
        return array;
    }
}

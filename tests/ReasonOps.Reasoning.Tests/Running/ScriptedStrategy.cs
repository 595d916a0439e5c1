using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Tests.Running;

/// <summary>A strategy of one function; its answer is the last chain that ran.</summary>
internal sealed class ScriptedStrategy(Func<RunState, Decision> decide, int asked = 4, bool live = false, int window = 0) : IStrategy
{
    public int Asked => asked;
    public bool Live => live;
    public int ConfidenceWindow => window;

    /// <summary>The states it was asked about, as they were then.</summary>
    public List<RunState> Seen { get; } = [];

    public Decision Decide(RunState run)
    {
        Seen.Add(run with { Ended = [.. run.Ended], Comparisons = [.. run.Comparisons] });
        return decide(run);
    }

    public Outcome Conclude(RunState run)
    {
        var ran = run.Ended.Where(chain => chain.Ran).ToArray();
        return new Outcome(ran.LastOrDefault(), ran.Length, ran.Length > 0 ? 1 : 0, null) { Notes = ["scripted"] };
    }

    /// <summary>Draws these one group after the other, each once all before it is quiet; then answers.</summary>
    public static ScriptedStrategy InTurn(params Draft[][] groups)
    {
        var next = 0;
        return new(run => !run.IsQuiet ? new Decision.Wait() : next < groups.Length ? new Decision.More { Draw = groups[next++] } : Answer(run));
    }

    public static Decision Answer(RunState run) => new Decision.Answer(new ScriptedStrategy(_ => new Decision.Wait()).Conclude(run));
}

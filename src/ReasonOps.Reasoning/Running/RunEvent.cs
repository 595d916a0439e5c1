namespace ReasonOps.Reasoning.Running;

/// <summary>What a run reports: any number of texts, then one <see cref="Finished"/>.</summary>
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>More thinking of the leading chain: the first that may still answer; where it is gone on from, its heir.</summary>
    public sealed record Thought(string Text) : RunEvent;

    /// <summary>More of the answer: as it comes where one chain is asked for, whole once decided otherwise.</summary>
    public sealed record Said(string Text) : RunEvent;

    /// <summary>Once and last, when nothing is in flight any more.</summary>
    public sealed record Finished(RunResult Result) : RunEvent;
}

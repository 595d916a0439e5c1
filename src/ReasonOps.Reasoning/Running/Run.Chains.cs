using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Running;

/// <summary>How a chain goes from thinking to answering to its end, and what its budget has to say to that.</summary>
internal sealed partial class Run
{
    private void Progress(ChainProgress chain, ChainEvent report)
    {
        switch (report)
        {
            case ChainEvent.Thought thought:
                Think(chain, thought);
                break;
            case ChainEvent.Said said:
                Say(chain, said);
                break;
            case ChainEvent.Ended { End: ChainEnd.Length } when !chain.Answering && budget.WhenSpent == WhenSpent.ForceAnswer:
                // A limit of the engine's own ended it in mid-thought.
                Force(chain);
                break;
            case ChainEvent.Ended { End: ChainEnd.Stopped or ChainEnd.Length } ended:
                EndWithVote(chain, ended.End);
                break;
            case ChainEvent.Ended { End: ChainEnd.Refused } refused:
                Fail(chain, refused.Reason ?? "the engine refused it", ChainEnd.Refused);
                break;
            case ChainEvent.Ended ended:
                Fail(chain, ended.Reason ?? "the engine gave the chain up");
                break;
        }
    }

    private void Think(ChainProgress chain, ChainEvent.Thought thought)
    {
        var kept = chain.Think(thought.Text, thought.Tokens);
        Narration.Thought(chain, kept.Text);
        if (!kept.Cut) return;
        chain.Wave.Overruns = true;
        ThinkingSpent(chain);
    }

    private void Say(ChainProgress chain, ChainEvent.Said said)
    {
        var kept = chain.Say(said.Text, said.Tokens);
        Narration.Said(chain, kept.Text);
        if (!kept.Cut) return;
        chain.Wave.Overruns = true;
        EndWithVote(chain, ChainEnd.Length);
    }

    private void ThinkingSpent(ChainProgress chain)
    {
        switch (budget.WhenSpent)
        {
            case WhenSpent.ForceAnswer when chain.Answering:
                EndWithVote(chain, ChainEnd.Length);
                break;
            case WhenSpent.ForceAnswer:
                Force(chain);
                break;
            case WhenSpent.Truncate:
                End(chain, ChainEnd.Length);
                break;
            case WhenSpent.Fail:
                End(chain, ChainEnd.Length);
                GiveUp(RunEnd.BudgetSpent, $"chain {chain.Index} spent its {_ledger.ReasoningTokens} reasoning tokens");
                break;
        }
    }

    /// <summary>Closes the chain's thinking and asks for its answer.</summary>
    private void Force(ChainProgress chain)
    {
        var thinking = chain.Wave;
        var continuation = new Continuation(chain.Reasoning, Closed: true);
        chain.Close(fanOut.Launch(new ChainsRequest(chain.Index, 1, seed, 0, _ledger.AnswerTokens, continuation)));
        CancelIfDone(thinking);
    }

    private void EndWithVote(ChainProgress chain, ChainEnd end) => End(chain, end, format.Extract(chain.Content));

    private void End(ChainProgress chain, ChainEnd end, string? answer = null, string? reason = null)
    {
        _ended.Add(chain.End(end, answer, reason));
        CancelIfDone(chain.Wave);
    }

    /// <summary>A wave that overruns has to be told when it is no longer needed; any other closes by itself, after its last figures.</summary>
    private void CancelIfDone(Wave wave)
    {
        if (wave.Overruns && IsComplete(wave)) wave.Cancel();
    }

    private void Fail(ChainProgress chain, string reason, ChainEnd end = ChainEnd.Failed)
    {
        End(chain, end, reason: reason);
        if (Narration.Committed && Narration.Leading == chain) GiveUp(RunEnd.Failed, reason);
        else Narration.Follow(_chains);
    }

    /// <summary>Chains whose stream is over although they have not ended.</summary>
    private void EndThoseLeft(Signal over)
    {
        var reason = over.Failure ?? "the engine's stream ended before the chain did";
        foreach (var chain in InFlight.Where(chain => chain.Wave == over.Wave).ToArray()) Fail(chain, reason);
    }

    /// <summary>More was sent than the request may take: the vote is over what has ended. Where nothing has, one chain is left to answer.</summary>
    private void Overdraw()
    {
        _overdrawn = true;
        if (_ended.Exists(chain => chain.Ran) || InFlight.FirstOrDefault() is not { } first)
        {
            Conclude(strategy.Conclude(State));
        }
        else if (budget.WhenSpent == WhenSpent.ForceAnswer)
        {
            LeaveOnly(first);
        }
        else if (budget.WhenSpent == WhenSpent.Truncate)
        {
            End(first, ChainEnd.Length);
            Conclude(strategy.Conclude(State));
        }
        else
        {
            GiveUp(RunEnd.BudgetSpent, $"the request spent its {budget.RequestTokens} tokens");
        }
    }

    private void LeaveOnly(ChainProgress chain)
    {
        foreach (var wave in InFlight.Select(each => each.Wave).Distinct()) wave.Overruns = true;
        foreach (var other in InFlight.Where(other => other != chain).ToArray())
        {
            other.End(ChainEnd.Cancelled);
            CancelIfDone(other.Wave);
        }
        if (!chain.Answering) Force(chain);
    }
}

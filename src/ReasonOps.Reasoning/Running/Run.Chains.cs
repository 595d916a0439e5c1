using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Running;

/// <summary>How a chain goes from thinking to answering to its end, and what its budget has to say to that.</summary>
internal sealed partial class Run
{
    private void Progress(ChainProgress chain, ChainEvent report)
    {
        if (report is ChainEvent.Ended { Weights: { } weights }) chain.Weights = weights;
        switch (report)
        {
            case ChainEvent.Drawn drawn:
                chain.Draw(drawn.Tokens);
                break;
            case ChainEvent.Thought thought:
                Think(chain, thought);
                break;
            case ChainEvent.Said said:
                Say(chain, said);
                break;
            case ChainEvent.Ended { End: ChainEnd.Length } when !chain.Answering && ForcesAnswer:
                // A limit of the engine's own ended it in mid-thought.
                AskForAnswer(chain, forced: true);
                break;
            case ChainEvent.Ended { End: ChainEnd.Stopped } when chain.IsCutShort && !Narration.Committed:
                AskForAnswer(chain, forced: false);
                break;
            case ChainEvent.Ended { End: ChainEnd.Step } when chain.Plan.Step && !chain.Answering:
                End(chain, ChainEnd.Step);
                break;
            case ChainEvent.Ended { End: ChainEnd.Stopped or ChainEnd.Length } ended:
                EndWithVote(chain, ended.End);
                break;
            // Where the question was gone on from, what is refused is that, not the question.
            case ChainEvent.Ended { End: ChainEnd.Refused } refused when chain.Plan.Begun.Length == 0 && chain.Plan.Turns.Count == 0:
                Fail(chain, refused.Reason ?? "the engine refused it", ChainEnd.Refused);
                break;
            case ChainEvent.Ended ended:
                Fail(chain, ended.Reason ?? "the engine gave the chain up");
                break;
        }
    }

    private void Think(ChainProgress chain, ChainEvent.Thought thought)
    {
        var windows = chain.Windows;
        var kept = chain.Think(thought.Text, thought.Tokens, thought.Confidences);
        if (chain.Windows > windows) _news++;
        Narration.Thought(chain, kept.Text);
        if (kept.Cut) Overrun(chain);
        if (kept.Step) End(chain, ChainEnd.Step);
        else if (kept.Cut) ThinkingSpent(chain);
    }

    private void Say(ChainProgress chain, ChainEvent.Said said)
    {
        var windows = chain.Windows;
        var kept = chain.Say(said.Text, said.Tokens, said.Confidences);
        if (chain.Windows > windows) _news++;
        Narration.Said(chain, kept.Text);
        if (!kept.Cut) return;
        Overrun(chain);
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
                AskForAnswer(chain, forced: true);
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
    /// <param name="forced">By its budget, not by itself.</param>
    private void AskForAnswer(ChainProgress chain, bool forced)
    {
        var thinking = chain.Wave;
        var closed = chain.Plan with { Closed = true, Begun = chain.Reasoning };
        chain.Close(fanOut.Launch(Request(closed, chain.Index, 1)), forced);
        CancelIfDone(thinking);
    }

    private void EndWithVote(ChainProgress chain, ChainEnd end) => End(chain, end, format.Extract(chain.Content));

    private void End(ChainProgress chain, ChainEnd end, string? answer = null, string? reason = null)
    {
        _places[chain.Index] = _ended.Count;
        _ended.Add(chain.End(end, answer, reason));
        _inFlight.Remove(chain);
        _news++;
        CancelIfDone(chain.Wave);
    }

    /// <summary>A wave that overruns has to be told when it is no longer needed; any other closes by itself, after its last figures.</summary>
    private void CancelIfDone(Wave wave)
    {
        if (wave.Overruns && IsComplete(wave)) wave.Cancel();
    }

    /// <summary>Its engine goes on with what is no longer wanted of it.</summary>
    private void Overrun(ChainProgress chain)
    {
        chain.Wave.Overruns = true;
        _lingering.Add((chain, chain.Wave));
    }

    /// <summary>A report that no one listens to: the engine did not stop where its chain ended, or only now.</summary>
    private void NoteOverrun(Wave wave, ChainEvent report)
    {
        if (!wave.Has(report.Chain)) return;
        if (report is ChainEvent.Ended)
        {
            _lingering.RemoveAll(each => each.Chain.Index == report.Chain && each.Wave == wave);
        }
        else if (report is ChainEvent.Thought { Text.Length: > 0 } or ChainEvent.Said { Text.Length: > 0 })
        {
            if (_chains[report.Chain] is { Ended.End: ChainEnd.Step } chain && chain.Wave == wave && !wave.Overruns) Overrun(chain);
            wave.Overruns = true;
            CancelIfDone(wave);
        }
    }

    /// <returns>Whether any was in flight.</returns>
    private bool Cancel(IReadOnlyList<int> indices)
    {
        var cancelled = _inFlight.Where(chain => indices.Contains(chain.Index) && !Narration.HasSaid(chain)).ToArray();
        foreach (var chain in cancelled) Cancel(chain);
        if (cancelled.Length > 0) Narration.Follow(_chains);
        return cancelled.Length > 0;
    }

    private void Cancel(ChainProgress chain)
    {
        Overrun(chain);
        End(chain, ChainEnd.Cancelled);
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
        foreach (var chain in _inFlight.Where(chain => chain.Wave == over.Wave).ToArray()) Fail(chain, reason);
    }

    /// <summary>More was sent than the request may take: the vote is over what has ended. Where nothing has, one chain is left to answer.</summary>
    private void Overdraw()
    {
        _overdrawn = true;
        if (_ended.Exists(chain => chain.Ran) || _inFlight.Count == 0)
        {
            if (!Rescue()) Conclude(strategy.Conclude(State));
        }
        else if (ForcesAnswer)
        {
            LeaveOnly(_inFlight[0]);
        }
        else if (budget.WhenSpent == WhenSpent.Truncate)
        {
            End(_inFlight[0], ChainEnd.Length);
            Conclude(strategy.Conclude(State));
        }
        else
        {
            GiveUp(RunEnd.BudgetSpent, $"the request spent its {budget.RequestTokens} tokens");
        }
    }

    private void LeaveOnly(ChainProgress chain)
    {
        chain.Wave.Overruns = true;
        foreach (var other in _inFlight.Where(other => other != chain).ToArray()) Cancel(other);
        if (!chain.Answering) AskForAnswer(chain, forced: true);
    }
}

using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Running;

/// <summary>How drafts become chains, and which of them can be had.</summary>
internal sealed partial class Run
{
    /// <summary>Chains of a step or two that a search may draw for each whole one.</summary>
    private const int PartsOfChain = 64;

    /// <summary>Ended here, but their engine still draws them, with others that are wanted.</summary>
    private readonly List<(ChainProgress Chain, Wave Wave)> _lingering = [];
    private int _whole;
    private bool _rescued;

    /// <summary>A strategy that never has enough is stopped here.</summary>
    private long MaxWhole => (4L * strategy.Asked) + 16;

    private long MaxChains => PartsOfChain * MaxWhole;

    private bool ForcesAnswer => budget.WhenSpent == WhenSpent.ForceAnswer;

    private long Held
    {
        get
        {
            _lingering.RemoveAll(each => each.Wave.IsOver);
            return _inFlight.Sum(chain => chain.Unspent) + _lingering.Sum(each => Math.Max(0, each.Chain.Plan.Cost - _ledger.SpentBy(each.Chain.Index)));
        }
    }

    /// <summary>Chains of equal drafts in a row share a request, and with it the prefix.</summary>
    private void Start(IReadOnlyList<Draft> drafts)
    {
        // What was said cannot be unsaid: no other chain may answer.
        if (drafts.Count == 0 || Refusal is not null || Narration.Committed) return;
        for (int first = 0, count; first < drafts.Count; first += count)
        {
            count = drafts.Skip(first).TakeWhile(draft => draft == drafts[first]).Count();
            if (PlanFor(drafts[first]) is not { } plan) continue;
            var room = Room(plan, count);
            if (room > 0) Launch(plan, room);
            if (room < count) break;
        }
        Narration.Follow(_chains);
    }

    private int Room(ChainPlan plan, int wanted)
    {
        var most = plan.IsWhole ? Math.Min(MaxWhole - _whole, MaxChains - _chains.Count) : MaxChains - _chains.Count;
        return _ledger.Room((int)Math.Clamp(most, 0, wanted), plan.Cost, Held);
    }

    /// <summary>Null: its parent is no ended chain.</summary>
    private ChainPlan? PlanFor(Draft draft)
    {
        var parent = draft.Parent is { } index ? EndedAt(index) : null;
        if (draft.Parent is not null && parent is null) return null;
        return ChainPlan.Of(draft, parent, _ledger.ReasoningTokens, _ledger.AnswerTokens, ForcesAnswer);
    }

    private ChainProgress? EndedAt(int index) =>
        index >= 0 && index < _chains.Count && _chains[index] is { Ended: not null } chain ? chain : null;

    private void Launch(ChainPlan plan, int count)
    {
        var wave = fanOut.Launch(Request(plan, _chains.Count, count));
        for (var i = 0; i < count; i++)
        {
            var chain = new ChainProgress(_chains.Count, wave, plan, steps, strategy.ConfidenceWindow);
            _chains.Add(chain);
            _inFlight.Add(chain);
        }
        if (plan.IsWhole) _whole += count;
    }

    private ChainsRequest Request(ChainPlan plan, int first, int count) => new(
        first, count, seed, plan.Closed ? 0 : Hint(plan), plan.AnswerTokens,
        plan.Closed || plan.Begun.Length > 0 ? new Continuation(plan.Begun, plan.Closed) : null)
    {
        Turns = plan.Turns,
        Temperature = plan.Draft.Temperature,
        StepEnds = plan.Step ? steps.Ends : [],
        Confidences = strategy.ConfidenceWindow > 0,
        Logprobs = logprobs,
    };

    /// <summary>
    /// An engine that keeps to its hint closes the thinking there and answers. Where a spent budget is not to end in an answer
    /// it is told of one token more, which tells a chain that spends its budget from one that ends on it.
    /// </summary>
    private int Hint(ChainPlan plan)
    {
        var room = plan.ReasoningTokens - plan.InheritedTokens;
        return ForcesAnswer ? room : (int)Math.Min(int.MaxValue, room + 1L);
    }

    /// <summary>
    /// A search that can have no more before any of its chains came to an answer: the best partial one is asked for its answer,
    /// for which there is room, as every chain was held in full.
    /// </summary>
    private bool Rescue()
    {
        if (_rescued || !ForcesAnswer || Refusal is not null || _ended.Exists(chain => chain.Ran)) return false;
        _rescued = true;
        var best = _ended.Where(chain => chain.End == ChainEnd.Step)
            .MaxBy(chain => (RewardAggregate.Last.Of(chain.Process) ?? RewardAggregate.Last.Of(chain.Outcome) ?? -1, chain.ReasoningTokens, -chain.Index));
        if (best is null || PlanFor(new Draft { Parent = best.Index, Closed = true }) is not { } plan) return false;
        Launch(plan, 1);
        Narration.Follow(_chains);
        return true;
    }
}

using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Running;

/// <summary>What the strategy wants to know about chains that have ended, and what was found.</summary>
internal sealed partial class Run
{
    private readonly HashSet<ScoreAsk> _scores = [];
    private readonly HashSet<int> _checks = [];
    private readonly HashSet<CompareAsk> _compares = [];
    private int _awaited;

    /// <summary>Nothing is asked twice, nor about chains that have not ended.</summary>
    private void Ask(Decision.More more)
    {
        var scores = more.Score.Where(ask => EndedAt(ask.Chain) is not null && _scores.Add(ask)).ToArray();
        foreach (var batch in scores.GroupBy(ask => ask.Kind)) Score(batch.Key, [.. batch.Select(ask => _chains[ask.Chain].Ended!)]);
        foreach (var index in more.Check)
            if (EndedAt(index)?.Ended is { } chain && _checks.Add(index)) Inquire(1, run => ports.CheckAsync(chain, run));
        foreach (var (left, right) in more.Compare) Compare(left, right);
    }

    private void Score(RewardKind kind, Chain[] chains) => Inquire(chains.Length, run => ports.ScoreAsync(kind, chains, run));

    private void Compare(int left, int right)
    {
        if (EndedAt(left)?.Ended is not { } first || EndedAt(right)?.Ended is not { } second) return;
        if (left == right || _compares.Count >= MaxChains || !_compares.Add(new CompareAsk(left, right))) return;
        Inquire(1, run => ports.CompareAsync(first, second, run));
    }

    private void Inquire(int count, Func<CancellationToken, Task<Finding>> inquiry)
    {
        _awaited += count;
        fanOut.Ask(inquiry);
    }

    private void Put(Finding finding)
    {
        _news++;
        switch (finding)
        {
            case Finding.Scored scored:
                _awaited -= scored.Chains.Count;
                foreach (var (chain, reward) in scored.Chains.Zip(scored.Rewards)) Put(chain, reward, scored.Kind);
                break;
            case Finding.Checked found:
                _awaited--;
                Put(found.Chain, chain => chain with { Check = found.Result });
                break;
            case Finding.Compared compared:
                _awaited--;
                _comparisons.Add(compared.Comparison);
                break;
        }
    }

    private void Put(int index, Reward reward, RewardKind kind) =>
        Put(index, chain => kind == RewardKind.Outcome ? chain with { Outcome = reward } : chain with { Process = reward });

    private void Put(int index, Func<Chain, Chain> found) => _ended[_places[index]] = _chains[index].Found(found);
}

namespace ReasonOps.Reasoning.Voting;

/// <summary>Answers counted in order of arrival; equivalent ones are one candidate.</summary>
public sealed class Tally(IAnswerEquivalence equivalence)
{
    private readonly List<Candidate> _candidates = [];
    private Candidate? _latest;

    /// <summary>In order of their first vote.</summary>
    public IReadOnlyList<Candidate> Candidates => _candidates;

    /// <summary>All votes, those for no one included.</summary>
    public int Cast { get; private set; }

    /// <summary>The most votes; of equals the one that had them first. Null until a vote is for someone.</summary>
    public Candidate? Leader { get; private set; }

    /// <summary>The most votes any candidate but the leader has.</summary>
    public int RunnerUpVotes => _candidates.Where(candidate => candidate != Leader).Select(candidate => candidate.Votes).DefaultIfEmpty().Max();

    /// <summary>How many of the last votes in a row agree.</summary>
    public int Streak { get; private set; }

    /// <summary>The leader's share of the votes cast, 0 to 1.</summary>
    public double Agreement => Leader is null ? 0 : (double)Leader.Votes / Cast;

    /// <param name="answer">Null: a vote for no one.</param>
    public void Add(string? answer)
    {
        Cast++;
        var candidate = answer is null ? null : For(answer);
        Streak = candidate is null ? 0 : candidate == _latest ? Streak + 1 : 1;
        _latest = candidate;
        if (candidate is not null && ++candidate.Votes > (Leader?.Votes ?? 0)) Leader = candidate;
    }

    private Candidate For(string answer)
    {
        if (_candidates.Find(candidate => equivalence.Same(candidate.Answer, answer)) is { } known) return known;
        var candidate = new Candidate(answer);
        _candidates.Add(candidate);
        return candidate;
    }
}

/// <summary>An answer that has votes, in the words of the first of them.</summary>
public sealed class Candidate(string answer)
{
    public string Answer { get; } = answer;
    public int Votes { get; internal set; }
}

using System.Globalization;

namespace ReasonOps.Reasoning.Voting;

/// <summary>When a vote is decided before every vote is cast.</summary>
public abstract partial record StopRule
{
    public abstract string Name { get; }

    public static IReadOnlyList<string> Rules { get; } = [nameof(None), nameof(Beta), nameof(Window), nameof(Majority)];

    /// <param name="rule">One of <see cref="Rules"/>.</param>
    /// <param name="confidence">Of Beta: the probability that the leader stays ahead, between 0 and 1.</param>
    /// <param name="window">Of Window: how many votes in a row must agree, 1 or more.</param>
    /// <exception cref="ArgumentException">The rule is unknown, or its number out of range.</exception>
    public static StopRule Create(string rule, double confidence, int window) => rule switch
    {
        nameof(None) => new None(),
        nameof(Beta) when confidence is > 0 and < 1 => new Beta(confidence),
        nameof(Beta) => throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"confidence: {confidence} is not between 0 and 1, both excluded"), nameof(confidence)),
        nameof(Window) when window >= 1 => new Window(window),
        nameof(Window) => throw new ArgumentException($"window: {window} is not 1 or more", nameof(window)),
        nameof(Majority) => new Majority(),
        _ => throw new ArgumentException($"rule: \"{rule}\" is not a stop rule; use one of {string.Join(", ", Rules)}", nameof(rule)),
    };

    /// <param name="tally">The votes so far.</param>
    /// <param name="asked">Votes that may be cast in all.</param>
    public bool Decided(Tally tally, int asked) => DecidedBy(tally, asked) is not null;

    /// <summary>
    /// The rule that has decided the vote: this one, or Majority when the votes left cannot matter any more; null while it is open.
    /// </summary>
    public string? DecidedBy(Tally tally, int asked) => tally.Leader is null ? null : DecidedBy(Standing.Of(tally), asked);

    /// <summary>
    /// The fewest further votes that could decide it, were they all to agree; 0 when decided. As many chains are started
    /// next, so that what a lucky streak makes unnecessary is never started.
    /// </summary>
    public int Needed(Tally tally, int asked)
    {
        if (Decided(tally, asked)) return 0;
        var left = Math.Max(0, asked - tally.Cast);
        var standing = Standing.Of(tally);
        for (var streak = 1; streak < left; streak++)
        {
            if (DecidedBy(standing.After(streak), asked) is not null) return streak;
        }
        return left;
    }

    private protected virtual bool StopsWhenUnbeatable => true;

    private string? DecidedBy(Standing standing, int asked) =>
        Settled(standing, asked) ? Name
        : StopsWhenUnbeatable && standing.IsUnbeatable(asked) ? nameof(Majority)
        : null;

    private protected abstract bool Settled(Standing standing, int asked);

    /// <summary>All of a tally that a rule looks at.</summary>
    private protected readonly record struct Standing(int Leader, int RunnerUp, int Streak, int Cast)
    {
        public static Standing Of(Tally tally) => new(tally.Leader?.Votes ?? 0, tally.RunnerUpVotes, tally.Streak, tally.Cast);

        /// <summary>The votes left cannot put anyone ahead of the leader.</summary>
        public bool IsUnbeatable(int asked) => Leader >= RunnerUp + asked - Cast;

        /// <summary>So many more votes, all for the leader.</summary>
        public Standing After(int streak) => new(Leader + streak, RunnerUp, Streak + streak, Cast + streak);
    }
}

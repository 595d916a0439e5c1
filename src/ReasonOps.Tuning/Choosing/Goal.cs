using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Tuning.Choosing;

/// <summary>What is wanted of a setting.</summary>
public abstract record Goal
{
    /// <summary>As right as this, for the fewest tokens.</summary>
    /// <param name="Least">0 to 1.</param>
    public sealed record Accuracy(double Least) : Goal
    {
        public override bool IsMetBy(Measured setting) => setting.Accuracy >= Least;

        private protected override Measured Best(IEnumerable<Measured> settings) => settings.MinBy(setting => (setting.MeanTokens, setting.MeanSeconds))!;

        /// <summary>The most accurate, and of equals the cheapest.</summary>
        private protected override Measured Nearest(IEnumerable<Measured> settings) => settings.MinBy(setting => (-setting.Accuracy, setting.MeanTokens))!;
    }

    /// <summary>As right as can be, for no more tokens than this.</summary>
    /// <param name="Most">A question, on average.</param>
    public sealed record Tokens(double Most) : Goal
    {
        public override bool IsMetBy(Measured setting) => setting.MeanTokens <= Most;

        private protected override Measured Best(IEnumerable<Measured> settings) => settings.MinBy(setting => (-setting.Accuracy, setting.MeanTokens))!;

        private protected override Measured Nearest(IEnumerable<Measured> settings) => settings.MinBy(setting => (setting.MeanTokens, -setting.Accuracy))!;
    }

    public abstract bool IsMetBy(Measured setting);

    /// <summary>The best of those that meet it; where none does, the one that comes nearest.</summary>
    /// <param name="settings">One or more.</param>
    public Measured Choose(IReadOnlyList<Measured> settings)
    {
        var met = settings.Where(IsMetBy).ToArray();
        return met.Length > 0 ? Best(met) : Nearest(settings);
    }

    private protected abstract Measured Best(IEnumerable<Measured> settings);

    private protected abstract Measured Nearest(IEnumerable<Measured> settings);
}

using System.Globalization;

namespace ReasonOps.Reasoning.Voting;

public abstract partial record StopRule
{
    /// <summary>Every vote is cast.</summary>
    public sealed record None : StopRule
    {
        public override string Name => nameof(None);

        private protected override bool StopsWhenUnbeatable => false;

        private protected override bool Settled(Standing standing, int asked) => standing.Cast >= asked;
    }

    /// <summary>The votes left cannot put anyone ahead of the leader (who wins ties, having been there first).</summary>
    public sealed record Majority : StopRule
    {
        public override string Name => nameof(Majority);

        private protected override bool Settled(Standing standing, int asked) => standing.IsUnbeatable(asked);
    }

    /// <summary>So many votes in a row agree. Early-Stopping Self-Consistency, arXiv:2401.10480.</summary>
    public sealed record Window(int Size) : StopRule
    {
        public override string Name => $"Window({Size})";

        private protected override bool Settled(Standing standing, int asked) =>
            standing.Streak >= Size;
    }

    /// <summary>The leader stays ahead of the runner-up with this probability. Adaptive-Consistency, arXiv:2305.11860.</summary>
    public sealed record Beta(double Confidence) : StopRule
    {
        public override string Name => string.Create(CultureInfo.InvariantCulture, $"Beta({Confidence})");

        private protected override bool Settled(Standing standing, int asked) =>
            ProbabilityAhead(standing.Leader, standing.RunnerUp) >= Confidence;

        /// <summary>
        /// P(X > 1/2) of X ~ Beta(leader + 1, runnerUp + 1), which is the regularised incomplete beta function at 1/2 and so
        /// a binomial tail: P(at most <paramref name="leader"/> heads in leader + runnerUp + 1 throws of a coin).
        /// </summary>
        public static double ProbabilityAhead(int leader, int runnerUp)
        {
            // Summed from its larger end, where the first point cannot underflow.
            if (leader < runnerUp) return 1 - ProbabilityAhead(runnerUp, leader);
            var throws = leader + runnerUp + 1;
            var (term, tail) = (Point(throws, leader + 1), 0.0);
            for (var heads = leader + 1; heads <= throws; heads++)
            {
                tail += term;
                term *= (double)(throws - heads) / (heads + 1);
            }
            return 1 - tail;
        }

        /// <summary>P(so many heads in so many throws); halves as it multiplies, so that it neither over- nor underflows on the way.</summary>
        private static double Point(int throws, int heads)
        {
            var (point, halvings) = (1.0, throws);
            for (var i = 1; i <= heads; i++)
            {
                point *= (double)(throws - heads + i) / i;
                for (; point > 1 && halvings > 0; halvings--) point /= 2;
            }
            return Math.ScaleB(point, -halvings);
        }
    }
}

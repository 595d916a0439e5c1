using ReasonOps.Reasoning.Steps;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Labels;

/// <summary>
/// What steps are worth by what became of them (Math-Shepherd, arXiv:2312.08935): the share of the rollouts through a step that were right (soft), or
/// whether one was (hard). A step that one rollout alone came through has that one's fate.
/// </summary>
public static class StepLabels
{
    /// <summary>One a step of each rollout's thinking.</summary>
    /// <param name="rollouts">Of one problem and variant.</param>
    /// <param name="format">Where a step ends.</param>
    public static IReadOnlyList<LabelledSteps> Of(IReadOnlyList<Rollout> rollouts, StepFormat format)
    {
        var decided = rollouts.Where(rollout => rollout.Leaf.Verdict != Verdict.Undecided).ToArray();
        var steps = decided.Select(rollout => format.Split(rollout.Reasoning)).ToArray();
        var shared = new SharedSteps();
        var paths = decided.Select((rollout, i) => shared.Add(steps[i], rollout.IsRight)).ToArray();
        return [.. decided.Select((rollout, i) => new LabelledSteps(rollout, steps[i], [.. paths[i].Select(shared.ShareRight)]))];
    }

    /// <summary>Steps by those before them: rollouts that begin alike go the same way as long as they do.</summary>
    private sealed class SharedSteps
    {
        private readonly Dictionary<(int After, string Step), int> _places = [];
        private readonly List<(int Right, int All)> _fates = [];

        /// <summary>The places that a rollout goes through, one a step.</summary>
        public List<int> Add(IReadOnlyList<string> steps, bool isRight)
        {
            var (path, at) = (new List<int>(steps.Count), -1);
            foreach (var step in steps)
            {
                if (!_places.TryGetValue((at, step), out var place))
                {
                    _places[(at, step)] = place = _fates.Count;
                    _fates.Add(default);
                }
                var (right, all) = _fates[place];
                _fates[place] = (right + (isRight ? 1 : 0), all + 1);
                path.Add(at = place);
            }
            return path;
        }

        public double ShareRight(int place) => (double)_fates[place].Right / _fates[place].All;
    }
}

/// <param name="Rollout">Whose thinking it is.</param>
/// <param name="Steps">In order; together they are the thinking.</param>
/// <param name="Soft">The share of rollouts through each that were right, 0 to 1.</param>
public sealed record LabelledSteps(Rollout Rollout, IReadOnlyList<string> Steps, IReadOnlyList<double> Soft)
{
    /// <summary>Whether one was right.</summary>
    public IReadOnlyList<bool> Hard => [.. Soft.Select(share => share > 0)];
}

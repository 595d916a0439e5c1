using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Running;

/// <summary>Hears what becomes of a job, from several threads at once. What it does not ask to hear is not told.</summary>
public interface IRolloutProgress
{
    /// <summary>A tree is final.</summary>
    void Drawn(TrajectoryTree tree)
    {
    }

    /// <summary>Nothing more is drawn for a problem.</summary>
    void Settled(SettledProblem problem)
    {
    }

    /// <summary>Something failed and is tried again.</summary>
    void Trouble(Problem problem, string why)
    {
    }

    /// <summary>What is drawn cannot be kept for now; it waits, and is tried again.</summary>
    void Trouble(string why)
    {
    }
}

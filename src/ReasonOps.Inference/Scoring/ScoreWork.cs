namespace ReasonOps.Inference.Scoring;

/// <summary>The texts of one request, on their way through the queue. The scorer's loop alone sets it.</summary>
internal sealed class ScoreWork(IReadOnlyList<RewardText> texts, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<double[][]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly double[][] _scores = new double[texts.Count][];
    private int _left = texts.Count;

    public Task<double[][]> Scores => _done.Task;
    public bool IsCancelled => cancellation.IsCancellationRequested;
    public IEnumerable<ScorePart> Parts => texts.Select((text, index) => new ScorePart(this, index, text));

    public void Set(int index, double[] scores)
    {
        _scores[index] = scores;
        if (--_left == 0) _done.TrySetResult(_scores);
    }

    public void Fail(Exception failure)
    {
        _done.TrySetException(failure);
        _ = _done.Task.Exception; // seen: who asked may have left
    }
}

internal readonly record struct ScorePart(ScoreWork Work, int Index, RewardText Text);

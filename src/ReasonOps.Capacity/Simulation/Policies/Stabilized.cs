namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>
/// The second half of Kubernetes' HorizontalPodAutoscaler (autoscaling/v2, defaults of 1.30): up at once, at most to double or by four pods a sync; down to the
/// highest recommendation of the last five minutes.
/// </summary>
public sealed class Stabilized(double seconds = 300)
{
    private readonly Queue<(double At, int Replicas)> _recommended = new();

    public int Of(double now, int wanted, int recommended)
    {
        // It begins with what it finds, as the controller does.
        if (_recommended.Count == 0) _recommended.Enqueue((now, wanted));
        _recommended.Enqueue((now, recommended));
        while (_recommended.Peek().At < now - seconds) _recommended.Dequeue();
        return recommended > wanted
            ? Math.Min(recommended, Math.Max(2 * wanted, wanted + 4))
            : Math.Min(wanted, _recommended.Max(each => each.Replicas));
    }
}

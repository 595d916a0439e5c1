using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Running;

/// <summary>A chain's <see cref="Confidence"/>, kept up token by token.</summary>
internal sealed class ConfidenceMeter(int window)
{
    private readonly Queue<double> _group = [];
    private double _sum;
    private double _groupSum;
    private double _lowest = double.PositiveInfinity;
    private int _count;

    /// <summary>Null before the first token.</summary>
    public Confidence? Value => _count == 0 ? null : new Confidence(_sum / _count, double.IsFinite(_lowest) ? _lowest : Tail, Tail);

    private double Tail => _groupSum / _group.Count;

    public void Add(double confidence)
    {
        // An engine's log probabilities may be minus infinity.
        if (!double.IsFinite(confidence)) return;
        _count++;
        _sum += confidence;
        _groupSum += confidence;
        _group.Enqueue(confidence);
        if (_group.Count > window) _groupSum -= _group.Dequeue();
        if (_group.Count == window) _lowest = Math.Min(_lowest, Tail);
    }
}

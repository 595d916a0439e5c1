namespace ReasonOps.Reasoning.Strategies.TreeSearch;

/// <summary>The question or a step of the tree, with what is known of all below it.</summary>
internal sealed class Place
{
    private readonly double _prior;
    private readonly IReadOnlyList<Place> _below;
    private double _sum;
    private int _visits;

    /// <param name="prior">How likely the step is where it was drawn, 0 to 1.</param>
    /// <param name="value">Of the step itself, 0 to 1, which counts as a visit; null: not known.</param>
    /// <param name="ends">The worth of the leaves that end here.</param>
    /// <param name="wanted">What a visit that stays here would draw.</param>
    public Place(double prior, double? value, IReadOnlyList<Place> below, IReadOnlyList<double> ends, IReadOnlyList<Draft> wanted)
    {
        (_prior, _below, Wanted) = (prior, below, wanted);
        _sum = ends.Sum() + below.Sum(place => place.Leaves.Sum) + (value ?? 0);
        _visits = ends.Count + below.Sum(place => place.Leaves.Count) + (value is null ? 0 : 1);
        Leaves = (_sum - (value ?? 0), _visits - (value is null ? 0 : 1));
    }

    public IReadOnlyList<Draft> Wanted { get; private set; }

    /// <summary>A visit here finds something to draw.</summary>
    public bool IsOpen => Wanted.Count > 0 || _below.Any(place => place.IsOpen);

    private (double Sum, int Count) Leaves { get; }

    private double Mean => _visits == 0 ? 0.5 : _sum / _visits;

    /// <summary>A visit on its way counts as lost, so that the next one looks elsewhere.</summary>
    public void Lose() => _visits++;

    public IReadOnlyList<Draft> Take()
    {
        var taken = Wanted;
        Wanted = [];
        return taken;
    }

    /// <summary>PUCT: the value, and the more of a bonus the likelier and the less visited; of equals the one drawn first.</summary>
    public Place Select(double exploration) => _below.Where(place => place.IsOpen).MaxBy(place =>
        (place._visits == 0 ? Mean : place.Mean) + (exploration * place._prior * Math.Sqrt(Math.Max(1, _visits)) / (1 + place._visits)))!;
}

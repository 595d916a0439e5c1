using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Tuning.Choosing;

/// <summary>
/// Questions in two halves. What is chosen on one is measured on the other, both ways round: the best of many settings owes some of its
/// figures to luck, and luck does not carry over to other questions.
/// </summary>
public sealed class Halves
{
    private readonly int[] _first;
    private readonly int[] _second;

    /// <param name="questions">2 or more.</param>
    public Halves(int questions, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(questions, 2);
        var order = Enumerable.Range(0, questions).ToArray();
        new Random(seed).Shuffle(order);
        (_first, _second) = (order[..(questions / 2)], order[(questions / 2)..]);
    }

    /// <param name="choose">Gets all settings as they fared on one half and picks one of them.</param>
    /// <returns>What was picked on all questions, with what was picked on each half as it fared on the other.</returns>
    public Measured Choose(IReadOnlyList<Measured> settings, Func<IReadOnlyList<Measured>, Measured> choose)
    {
        var (onSecond, onFirst) = (Pick(settings, choose, _first), Pick(settings, choose, _second));
        double[] Joined(Func<Measured, double[]> of)
        {
            var all = new double[_first.Length + _second.Length];
            foreach (var question in _second) all[question] = of(onSecond)[question];
            foreach (var question in _first) all[question] = of(onFirst)[question];
            return all;
        }
        return new Measured(choose(settings).Setting, Joined(each => each.Right), Joined(each => each.Tokens), Joined(each => each.Seconds), Joined(each => each.Cast))
        {
            HeldOut = true,
        };
    }

    /// <returns>The whole of what was picked by its half.</returns>
    private static Measured Pick(IReadOnlyList<Measured> settings, Func<IReadOnlyList<Measured>, Measured> choose, int[] half)
    {
        var seen = settings.Select(setting => setting.On(half)).ToList();
        return settings[seen.IndexOf(choose(seen))];
    }
}

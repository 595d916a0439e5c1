namespace ReasonOps.Tuning.Statistics;

/// <summary>What is worth its price: nothing else is at least as good for no more.</summary>
public static class Pareto
{
    /// <returns>From the cheapest to the best; of equals the first.</returns>
    public static IReadOnlyList<T> Set<T>(IEnumerable<T> items, Func<T, double> cost, Func<T, double> gain)
    {
        var set = new List<T>();
        foreach (var item in items.OrderBy(cost).ThenByDescending(gain))
        {
            if (set.Count == 0 || gain(item) > gain(set[^1])) set.Add(item);
        }
        return set;
    }
}

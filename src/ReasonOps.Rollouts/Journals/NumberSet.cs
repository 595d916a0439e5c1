namespace ReasonOps.Rollouts.Journals;

/// <summary>Numbers as ranges: those that fill up nearly in order take the place of the gaps alone.</summary>
public sealed class NumberSet
{
    private readonly SortedList<long, long> _ranges = [];

    public long Count { get; private set; }

    /// <summary>Ranges it is kept in.</summary>
    public int Ranges => _ranges.Count;

    public bool Contains(long number) => Before(number) is >= 0 and var at && _ranges.GetValueAtIndex(at) >= number;

    /// <returns>False: it was in it already.</returns>
    public bool Add(long number)
    {
        var at = Before(number);
        if (at >= 0 && _ranges.GetValueAtIndex(at) >= number) return false;
        Count++;
        var last = number;
        if (at + 1 < _ranges.Count && _ranges.GetKeyAtIndex(at + 1) == number + 1)
        {
            last = _ranges.GetValueAtIndex(at + 1);
            _ranges.RemoveAt(at + 1);
        }
        if (at >= 0 && _ranges.GetValueAtIndex(at) == number - 1) _ranges.SetValueAtIndex(at, last);
        else _ranges.Add(number, last);
        return true;
    }

    /// <summary>Index of the last range that begins no later; -1: none does.</summary>
    private int Before(long number)
    {
        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_ranges.GetKeyAtIndex(middle) <= number) low = middle + 1;
            else high = middle - 1;
        }
        return high;
    }
}

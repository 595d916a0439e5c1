namespace ReasonOps.Rollouts.Journals;

/// <summary>Numbers as bits, a page of them at a time: an eighth of a byte each where they lie close, in whatever order they come.</summary>
internal sealed class NumberBits
{
    private const int PageBits = 1 << 15;
    private readonly Dictionary<long, ulong[]> _pages = [];

    public bool Contains(long number) => _pages.TryGetValue(number / PageBits, out var page) && (page[Word(number)] & Bit(number)) != 0;

    /// <returns>False: it was in it already.</returns>
    public bool Add(long number)
    {
        if (!_pages.TryGetValue(number / PageBits, out var page)) _pages[number / PageBits] = page = new ulong[PageBits / 64];
        var isNew = (page[Word(number)] & Bit(number)) == 0;
        page[Word(number)] |= Bit(number);
        return isNew;
    }

    private static int Word(long number) => (int)(number % PageBits / 64);

    private static ulong Bit(long number) => 1UL << (int)(number % 64);
}

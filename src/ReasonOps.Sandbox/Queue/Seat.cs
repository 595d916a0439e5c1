namespace ReasonOps.Sandbox.Queue;

/// <summary>A seat in a lane's line, until it is disposed.</summary>
internal sealed class Seat(Lane lane) : IDisposable
{
    private int _over;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0) lane.Stand();
    }
}

/// <summary>A seat in each of some lines.</summary>
internal sealed class Seats : IDisposable
{
    private readonly List<Seat> _seats = [];

    /// <exception cref="QueueFullException">One of them has none left.</exception>
    public static Seats Take(IEnumerable<Lane> lanes)
    {
        var seats = new Seats();
        try
        {
            foreach (var lane in lanes) seats._seats.Add(lane.TakeSeat());
            return seats;
        }
        catch (QueueFullException)
        {
            seats.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var seat in _seats) seat.Dispose();
    }
}

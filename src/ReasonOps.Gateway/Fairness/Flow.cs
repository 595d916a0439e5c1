namespace ReasonOps.Gateway.Fairness;

/// <summary>A tenant in a <see cref="FairQueue"/>: what waits, what runs, and how far its share has brought it.</summary>
internal sealed class Flow
{
    // How fast what a tenant's requests really spend is learnt.
    private const double Learning = 0.1;
    private const double LeastRatio = 0.05;

    private double _ratio = 1;

    public LinkedList<Waiter> Waiting { get; } = new();
    public int Running { get; private set; }

    /// <summary>Tokens served, over the share: the flow with the least is next.</summary>
    public double Virtual { get; set; }

    public bool IsIdle => Running == 0 && Waiting.Count == 0;

    /// <summary>What a request that may spend so much is expected to: early stops leave most of a vote's budget unspent.</summary>
    public long Expect(long most) => Math.Max(1, (long)(most * _ratio));

    public void Start(long tokens, int share)
    {
        Running++;
        Virtual += (double)tokens / share;
    }

    /// <summary>What was expected is put right by what was spent.</summary>
    public void End(Place place, long spent)
    {
        Running--;
        Virtual += (double)(spent - place.Tokens) / place.Share;
        // A request that never ran says nothing.
        if (spent > 0) _ratio = Math.Clamp(_ratio + Learning * ((double)spent / place.Most - _ratio), LeastRatio, 1);
    }
}

/// <summary>A request that waits for room.</summary>
internal sealed record Waiter(Flow Flow, FairRequest Request, long Since, long Order)
{
    public TaskCompletionSource<Place> Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <param name="Most">Tokens it can spend at most.</param>
/// <param name="Patience">How long it may wait.</param>
internal sealed record FairRequest(string Tenant, int Share, Priority Priority, long Most, TimeSpan Patience);

/// <summary>A request's room on the engines, held until <see cref="Leave"/>.</summary>
/// <param name="Tokens">That it is expected to spend.</param>
internal sealed record Place(FairQueue Queue, Flow Flow, long Tokens, long Most, int Share)
{
    private int _left;

    /// <param name="spent">Tokens, of all its chains and the prompt.</param>
    public void Leave(long spent)
    {
        if (Interlocked.Exchange(ref _left, 1) == 0) Queue.Leave(this, spent);
    }
}

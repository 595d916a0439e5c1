using ReasonOps.Capacity.Forecasts;

namespace ReasonOps.Rollouts.Running;

/// <summary>
/// The engines' KV cache as a worker shares it out: searches start, in turn, while what those under way are expected to hold stays under the target. How
/// long chains become is learned as they end, so that engines are full and not overrun, whatever the model thinks.
/// </summary>
/// <param name="tokens">KV tokens of this worker's share of all engines that there are now, times the occupancy to keep; looked at whenever a search could start.</param>
/// <param name="most">Tokens a chain can come to.</param>
public sealed class KeyValueRoom(Func<double> tokens, int most)
{
    private const double Shrink = 0.8;
    private const double Regrow = 0.05;

    /// <summary>That begin at once: what engines run together as a rule. More come as these end, twice as many each time, so that no engine is met by thousands of new connections.</summary>
    private const int First = 256;

    private readonly Lock _lock = new();
    private readonly ChainLengths _lengths = new();
    private readonly Queue<Waiting> _waiting = [];
    private double _held;
    private int _running;
    private double _most = First;
    private double _grow = 1;

    /// <param name="tokens">They are never more, and never fewer.</param>
    /// <param name="most">Tokens a chain can come to.</param>
    public KeyValueRoom(double tokens, int most)
        : this(() => tokens, most)
    {
    }

    /// <summary>Chains under way.</summary>
    public int Running
    {
        get { lock (_lock) return _running; }
    }

    /// <summary>Waits until there is room for so many chains; there always is for one search.</summary>
    /// <param name="chains">That run at once.</param>
    /// <param name="promptTokens">That they share.</param>
    /// <param name="cancellation">Leaves the line.</param>
    public async Task<IDisposable> EnterAsync(int chains, int promptTokens, CancellationToken cancellation)
    {
        var waiting = new Waiting(chains, promptTokens);
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            Admit();
        }
        await using var gone = cancellation.Register(() => waiting.Begun.TrySetCanceled(cancellation));
        return await waiting.Begun.Task;
    }

    /// <summary>A chain ended.</summary>
    /// <param name="length">Its tokens.</param>
    /// <param name="cut">It would have gone on.</param>
    public void Learn(int length, bool cut)
    {
        lock (_lock) _lengths.Observe(length, cut);
    }

    /// <summary>An engine would take no more, whatever its cache holds: fewer run from now on, and one more again for every few that end.</summary>
    public void Crowd()
    {
        // Of many that are refused together the first says it all.
        lock (_lock)
            if (_running <= _most) (_most, _grow) = (Math.Max(1, _running * Shrink), Regrow);
    }

    private void Admit()
    {
        var all = tokens();
        while (_waiting.TryPeek(out var first))
        {
            // A chain holds, over its life, half of what it comes to.
            var needs = first.PromptTokens + first.Chains * _lengths.Mean(most) / 2;
            if (_running > 0 && (_held + needs > all || _running + first.Chains > _most)) return;
            _waiting.Dequeue();
            var place = new Place(this, first.Chains, needs);
            if (!first.Begun.TrySetResult(place)) continue;
            _held += needs;
            _running += first.Chains;
        }
    }

    private void Leave(int chains, double held)
    {
        lock (_lock)
        {
            _running -= chains;
            _most += chains * _grow;
            _held = _running == 0 ? 0 : _held - held;
            Admit();
        }
    }

    private sealed record Waiting(int Chains, int PromptTokens)
    {
        public TaskCompletionSource<IDisposable> Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(KeyValueRoom room, int chains, double held) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) room.Leave(chains, held);
        }
    }
}

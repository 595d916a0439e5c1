using System.Threading.Channels;

namespace ReasonOps.Kubernetes.Queues;

/// <summary>
/// Keys that wait for a worker. A key is in it once however often it was added; no two workers hold one key; a key added while it is
/// worked on comes again, once. So every <see cref="Add"/> is followed by work that begins after it, and no key is ever dropped:
/// <see cref="Retry"/> delays more and more, up to the backoff's cap, without end. Bounded by the number of keys.
/// </summary>
public sealed class WorkQueue<TKey> : IDisposable where TKey : notnull
{
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly Lock _lock = new();
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly Dictionary<TKey, long> _waiting = [];
    private readonly Dictionary<TKey, long> _again = [];
    private readonly HashSet<TKey> _worked = [];
    private readonly DelayedKeys<TKey> _delayed = new();
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private bool _closed;

    /// <param name="backoff">Of failing keys; 5 ms doubling to 5 min where none is given.</param>
    public WorkQueue(TimeProvider time, Backoff? backoff = null)
    {
        _time = time;
        _backoff = backoff ?? new Backoff(TimeSpan.FromMilliseconds(5), TimeSpan.FromMinutes(5));
        _timer = time.CreateTimer(_ => AddDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keys that wait for a worker, or will when the one that holds them is done.</summary>
    public int Count { get { lock (_lock) return _waiting.Count + _again.Count; } }

    /// <summary>Keys that become due later.</summary>
    public int Delayed { get { lock (_lock) return _delayed.Count; } }

    /// <summary>How long the first of those that wait has waited.</summary>
    public TimeSpan OldestWaiting
    {
        get
        {
            lock (_lock)
            {
                var now = _time.GetTimestamp();
                return _time.GetElapsedTime(_waiting.Values.Concat(_again.Values).DefaultIfEmpty(now).Min(), now);
            }
        }
    }

    /// <summary>Asks for work on a key now; nothing once shut down.</summary>
    public void Add(TKey key)
    {
        lock (_lock) AddNow(key);
    }

    /// <summary>Asks for work on a key later; of several delays the one that ends first holds.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        lock (_lock)
        {
            if (_closed) return;
            if (delay <= TimeSpan.Zero)
            {
                AddNow(key);
                return;
            }
            _delayed.Add(key, _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency));
            SetTimer();
        }
    }

    /// <summary>Asks for work on a key that failed, after a delay that grows with its failures in a row.</summary>
    /// <returns>The delay.</returns>
    public TimeSpan Retry(TKey key)
    {
        TimeSpan delay;
        lock (_lock) delay = _backoff.Delay(_failures[key] = _failures.GetValueOrDefault(key) + 1);
        AddAfter(key, delay);
        return delay;
    }

    /// <summary>The key's failures are over; its next <see cref="Retry"/> is a first one.</summary>
    public void Forget(TKey key)
    {
        lock (_lock) _failures.Remove(key);
    }

    /// <summary>Waits for a key and takes it; dispose the work when done. Null once shut down and empty.</summary>
    public async ValueTask<Work?> TakeAsync(CancellationToken cancellation)
    {
        while (await _ready.Reader.WaitToReadAsync(cancellation))
        {
            if (!_ready.Reader.TryRead(out var key)) continue;
            lock (_lock)
            {
                _waiting.Remove(key, out var since);
                _worked.Add(key);
                return new Work(this, key, _time.GetElapsedTime(since));
            }
        }
        return null;
    }

    /// <summary>Takes no more keys and forgets delayed ones; those that wait are still handed out, then workers are told to end.</summary>
    /// <returns>Done when no key waits or is worked on.</returns>
    public Task ShutDownAsync()
    {
        lock (_lock)
        {
            _closed = true;
            _delayed.Clear();
            EndIfDrained();
        }
        return _drained.Task;
    }

    public void Dispose()
    {
        _ = ShutDownAsync();
        _timer.Dispose();
    }

    private void AddNow(TKey key)
    {
        if (_closed) return;
        if (_worked.Contains(key)) _again.TryAdd(key, _time.GetTimestamp());
        else if (_waiting.TryAdd(key, _time.GetTimestamp())) _ready.Writer.TryWrite(key);
    }

    private void Done(TKey key)
    {
        lock (_lock)
        {
            _worked.Remove(key);
            if (_again.Remove(key, out var since))
            {
                _waiting.Add(key, since);
                _ready.Writer.TryWrite(key);
            }
            EndIfDrained();
        }
    }

    private void EndIfDrained()
    {
        if (!_closed || _again.Count > 0) return;
        _ready.Writer.TryComplete();
        if (_waiting.Count == 0 && _worked.Count == 0) _drained.TrySetResult();
    }

    private void AddDue()
    {
        lock (_lock)
        {
            while (_delayed.TryTakeDue(_time.GetTimestamp(), out var key)) AddNow(key);
            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (_delayed.Next is not { } due) return;
        // Rounded up, lest the timer fires before the key is due and is set again for nothing; a day is far within a timer's reach.
        var wait = Math.Ceiling((due - _time.GetTimestamp()) * 1000.0 / _time.TimestampFrequency);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(wait, 0, TimeSpan.MillisecondsPerDay)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>A key in the hands of one worker.</summary>
    public sealed class Work : IDisposable
    {
        private readonly WorkQueue<TKey> _queue;
        private int _done;

        internal Work(WorkQueue<TKey> queue, TKey key, TimeSpan waited) => (_queue, Key, Waited) = (queue, key, waited);

        public TKey Key { get; }

        /// <summary>From the first add to the hand-out.</summary>
        public TimeSpan Waited { get; }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _done, 1) == 0) _queue.Done(Key);
        }
    }
}

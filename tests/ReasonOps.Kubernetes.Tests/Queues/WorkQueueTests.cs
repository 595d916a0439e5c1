using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Kubernetes.Queues;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Queues;

public class WorkQueueTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_key_added_often_comes_once()
    {
        using var queue = new WorkQueue<string>(_time);
        foreach (var key in new[] { "a", "b", "a", "a" }) queue.Add(key);
        Assert.Equal(["a", "b"], await DrainAsync(queue));
    }

    [Fact]
    public async Task A_key_added_while_it_is_worked_on_comes_again_once_and_not_before()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.Add("a");
        var work = await queue.TakeAsync(default);
        queue.Add("a");
        queue.Add("a");
        var next = queue.TakeAsync(default);
        Assert.False(next.IsCompleted);
        Assert.Equal(1, queue.Count);
        work!.Dispose();
        Assert.Equal("a", (await next)!.Key);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Of_several_delays_the_one_that_ends_first_holds()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("a", TimeSpan.FromSeconds(3));
        queue.AddAfter("a", TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal((0, 1), (queue.Count, queue.Delayed));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((1, 0), (queue.Count, queue.Delayed));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1, queue.Count);
        Assert.Equal(TimeSpan.FromSeconds(60), queue.OldestWaiting);
    }

    [Fact]
    public async Task A_failing_key_waits_longer_and_longer_up_to_the_cap_and_is_never_dropped()
    {
        using var queue = new WorkQueue<string>(_time, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), new Random(1)));
        for (var failure = 1; failure <= 100; failure++)
        {
            var delay = queue.Retry("a");
            var full = Math.Min(60, Math.Pow(2, failure - 1));
            Assert.InRange(delay.TotalSeconds, full / 2, full);
            Assert.Equal(0, queue.Count);
            _time.Advance(delay + TimeSpan.FromMilliseconds(1));
            (await queue.TakeAsync(default))!.Dispose();
        }
        queue.Forget("a");
        Assert.InRange(queue.Retry("a").TotalSeconds, 0.5, 1);
    }

    [Fact]
    public async Task Shutting_down_hands_out_what_waits_and_tells_workers_to_end()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.Add("a");
        queue.Add("b");
        queue.AddAfter("late", TimeSpan.FromSeconds(1));
        var held = await queue.TakeAsync(default);
        queue.Add("a");
        var drained = queue.ShutDownAsync();
        queue.Add("refused");
        _time.Advance(TimeSpan.FromSeconds(2));
        (await queue.TakeAsync(default))!.Dispose();
        Assert.False(drained.IsCompleted);
        held!.Dispose();
        using (var again = await queue.TakeAsync(default)) Assert.Equal("a", again!.Key);
        Assert.Null(await queue.TakeAsync(default));
        await drained.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_worker_that_gives_up_waiting_takes_no_key_with_it()
    {
        using var queue = new WorkQueue<string>(_time);
        using var impatient = new CancellationTokenSource();
        var waiting = queue.TakeAsync(impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        queue.Add("a");
        Assert.Equal("a", (await queue.TakeAsync(default))!.Key);
    }

    /// <summary>Any order of adds, delays, failures, takes and ends: a model of what each key is owed.</summary>
    [Fact]
    public void Every_add_is_followed_by_work_that_begins_after_it_and_no_two_hold_a_key()
    {
        var operations = (from operation in Gen.Choose(0, 5) from key in Gen.Choose(0, 3) from seconds in Gen.Choose(0, 20) select (operation, key, seconds)).ListOf();
        Prop.ForAll(Arb.From(operations), steps =>
        {
            using var model = new Model();
            foreach (var (operation, key, seconds) in steps) model.Step(operation, key, TimeSpan.FromSeconds(seconds));
            model.Finish();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Under_many_threads_no_add_is_lost_and_no_two_hold_a_key()
    {
        const int Keys = 7, Adds = 3000;
        using var queue = new WorkQueue<int>(TimeProvider.System, new Backoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(3)));
        var (added, seen, held) = (new int[Keys], new int[Keys], new int[Keys]);
        var overlaps = 0;
        var workers = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            while (await queue.TakeAsync(default) is { } work)
            {
                using (work)
                {
                    if (Interlocked.Increment(ref held[work.Key]) > 1) Interlocked.Increment(ref overlaps);
                    if (random.Next(10) == 0)
                    {
                        queue.Retry(work.Key);
                    }
                    else
                    {
                        queue.Forget(work.Key);
                        Volatile.Write(ref seen[work.Key], Volatile.Read(ref added[work.Key]));
                    }
                    await Task.Yield();
                    Interlocked.Decrement(ref held[work.Key]);
                }
            }
        })).ToList();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(adder => Task.Run(() =>
        {
            var random = new Random(100 + adder);
            for (var i = 0; i < Adds; i++)
            {
                var key = random.Next(Keys);
                Interlocked.Increment(ref added[key]);
                if (random.Next(3) == 0) queue.AddAfter(key, TimeSpan.FromMilliseconds(random.Next(3)));
                else queue.Add(key);
            }
        })));
        await Until.True(() => added.SequenceEqual(seen), "all seen");
        await queue.ShutDownAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, overlaps);
    }

    private static async Task<List<string>> DrainAsync(WorkQueue<string> queue)
    {
        _ = queue.ShutDownAsync();
        var keys = new List<string>();
        while (await queue.TakeAsync(default) is { } work)
        {
            keys.Add(work.Key);
            work.Dispose();
        }
        return keys;
    }

    private sealed class Model : IDisposable
    {
        private readonly ManualTime _time = new();
        private readonly WorkQueue<int> _queue;
        private readonly HashSet<int> _owedNow = [];
        private readonly Dictionary<int, DateTimeOffset> _owedAt = [];
        private readonly Dictionary<int, WorkQueue<int>.Work> _held = [];

        public Model() => _queue = new(_time, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), new Random(3)));

        public void Step(int operation, int key, TimeSpan span)
        {
            switch (operation)
            {
                case 0:
                    _queue.Add(key);
                    _owedNow.Add(key);
                    break;
                case 1:
                    _queue.AddAfter(key, span);
                    Owe(key, span);
                    break;
                case 2:
                    Owe(key, _queue.Retry(key));
                    break;
                case 3:
                    Advance(span);
                    break;
                case 4:
                    Take();
                    break;
                default:
                    if (_held.Remove(key, out var work)) work.Dispose();
                    break;
            }
            Assert.Equal(_owedNow.Count, _queue.Count);
            Assert.Equal(_owedAt.Count, _queue.Delayed);
        }

        /// <summary>All that is owed comes, and then nothing more.</summary>
        public void Finish()
        {
            Advance(TimeSpan.FromMinutes(1));
            while (_owedNow.Count > 0)
            {
                foreach (var key in _held.Keys.ToList()) Step(5, key, default);
                Take();
            }
            Assert.Equal((0, 0), (_queue.Count, _queue.Delayed));
        }

        public void Dispose() => _queue.Dispose();

        private void Owe(int key, TimeSpan delay)
        {
            if (delay <= TimeSpan.Zero) _owedNow.Add(key);
            else if (!_owedAt.TryGetValue(key, out var due) || due > _time.GetUtcNow() + delay) _owedAt[key] = _time.GetUtcNow() + delay;
        }

        private void Advance(TimeSpan span)
        {
            // The queue's timer counts whole milliseconds.
            _time.Advance(span + TimeSpan.FromMilliseconds(2));
            foreach (var (key, due) in _owedAt.ToList())
            {
                if (due > _time.GetUtcNow()) continue;
                _owedAt.Remove(key);
                _owedNow.Add(key);
            }
        }

        private void Take()
        {
            if (!_owedNow.Except(_held.Keys).Any()) return;
            var taking = _queue.TakeAsync(default).AsTask();
            Assert.True(taking.IsCompletedSuccessfully, "a key is owed and was not handed out");
            var work = taking.GetAwaiter().GetResult()!;
            Assert.True(_owedNow.Remove(work.Key), "a key that nobody asked for");
            Assert.True(_held.TryAdd(work.Key, work), "two hold a key");
        }
    }
}

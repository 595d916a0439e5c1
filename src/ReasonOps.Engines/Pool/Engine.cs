using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Trust;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Engines.Pool;

public enum EngineState
{
    /// <summary>Not seen healthy yet, or lost. Gets nothing.</summary>
    Down,

    /// <summary>Gets new questions.</summary>
    Ready,

    /// <summary>No longer listed: ends what it has, goes on with questions whose prefix it holds, gets no new ones.</summary>
    Draining,

    /// <summary>It answers, and what it says is not to be trusted: ends what it has, and gets more only while no other is ready. It stays so until it is replaced.</summary>
    Suspect,
}

/// <summary>One engine seen from outside: where it is, whether it is well, and what this process has asked of it.</summary>
public sealed class Engine
{
    /// <summary>Looks at its health in a row that a ready engine may leave unanswered: a burst of requests keeps it, or us, from it.</summary>
    private const int MaxLateLooks = 3;

    private readonly HashSet<string> _refusedFields = [];
    private int _lateLooks;
    private int _chains;
    private long _tokens;
    private volatile EngineState _state = EngineState.Down;

    internal Engine(EngineAddress address, EngineRuntime runtime, HttpClient http)
    {
        Address = address;
        Runtime = runtime;
        Client = new OpenAiClient(http, address.Url, address.Key);
        Probe = new HealthProbe(http, address);
    }

    public string Name => Address.Url.Authority;
    public EngineAddress Address { get; }
    public EngineRuntime Runtime { get; }
    public EngineState State => _state;

    /// <summary>Why it is down or suspect; null when it is neither.</summary>
    public string? Reason { get; private set; } = "not seen yet";

    public int ChainsInFlight => Volatile.Read(ref _chains);

    /// <summary>The KV tokens that the chains in flight are predicted to come to: see <see cref="EngineLease"/>.</summary>
    public long TokensInFlight => Volatile.Read(ref _tokens);

    /// <summary>The path or repository of the model it serves, as vLLM's list of models has it; null where it was not asked or does not say.</summary>
    public string? Serves { get; private set; }

    /// <summary>What its votes say of it.</summary>
    public VoteTest Votes { get; } = new();

    internal OpenAiClient Client { get; }
    internal HealthProbe Probe { get; }

    /// <summary>When to look at its health next, as the pool's time stamp.</summary>
    internal DateTimeOffset ProbeAt { get; set; }
    internal TimeSpan Backoff { get; set; }

    /// <summary>When to ask it its canary next; null before it is ready.</summary>
    internal DateTimeOffset? CanaryAt { get; set; }

    /// <summary>It is being looked at.</summary>
    internal Task Looked { get; set; } = Task.CompletedTask;

    /// <summary>It lives: it has said something.</summary>
    internal void Heard() => Volatile.Write(ref _lateLooks, 0);

    /// <summary>Told of a look at its health that came to no answer in time.</summary>
    /// <returns>True while that may be for the work it has.</returns>
    internal bool IsBusy() => State == EngineState.Ready && Interlocked.Increment(ref _lateLooks) < MaxLateLooks;

    internal bool Enter(EngineState state, string? reason = null)
    {
        Reason = reason;
        var changed = _state != state;
        _state = state;
        return changed;
    }

    /// <summary>Asks it what it serves. It is well all the same if it does not say.</summary>
    internal async Task IdentifyAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            var models = (await Client.ModelsAsync(either.Token)).Data;
            Serves = (models.FirstOrDefault(model => model.Id == Address.Model) ?? (models.Count > 0 ? models[0] : null))?.Root;
        }
        catch (Exception failure) when (failure is ApiException or MalformedResponseException or HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Serves = null;
        }
    }

    internal void Carry(int chains, long tokens)
    {
        Interlocked.Add(ref _chains, chains);
        Interlocked.Add(ref _tokens, tokens);
    }

    /// <summary>Whether it has refused requests for a field that another of its runtime may take.</summary>
    internal bool Refuses(string field)
    {
        lock (_refusedFields) return _refusedFields.Contains(field);
    }

    /// <returns>False when that was known.</returns>
    internal bool LearnRefusal(string field)
    {
        lock (_refusedFields) return _refusedFields.Add(field);
    }
}

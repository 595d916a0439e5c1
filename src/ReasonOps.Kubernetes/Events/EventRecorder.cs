using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Events;

/// <summary>Writes events from a loop of its own, so that <see cref="Record"/> neither waits nor fails; what is too much is dropped.</summary>
/// <param name="component">Who says it: <c>reasonops-operator</c>.</param>
/// <param name="instance">Which of them: the pod's name.</param>
public sealed partial class EventRecorder(IKubernetesClient client, string component, string instance, TimeProvider time, ILogger<EventRecorder> log)
    : IEventRecorder, IDisposable
{
    /// <summary>The server's limit of a message is 1024.</summary>
    private const int MaxWaiting = 1024, MaxMessage = 980, MaxName = 253;

    private static readonly EntityType Type = EntityType.Of<Corev1Event>();
    private static readonly TimeSpan WriteDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(3);

    private readonly ILogger _log = log;
    private readonly Channel<Happening> _waiting = Channel.CreateBounded<Happening>(MaxWaiting);
    private readonly EventCorrelator _correlator = new(time);
    private readonly EventMeter _meter = new();

    internal Meter Meter => _meter.Meter;

    public void Record(ObjectReference about, EventType type, string reason, string message)
    {
        var text = message.Length > MaxMessage ? message[..MaxMessage] + "…" : message;
        if (!_waiting.Writer.TryWrite(new(about, type, reason, text, time.GetUtcNow()))) _meter.Dropped("full");
    }

    /// <summary>Writes until cancelled, then what is left, for three seconds at most.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stopping = cancellation.Register(() => cut.CancelAfter(StopDeadline));
        try
        {
            await foreach (var happening in _waiting.Reader.ReadAllAsync(cancellation)) await TellAsync(happening, cut.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            while (!cut.IsCancellationRequested && _waiting.Reader.TryRead(out var happening)) await TellAsync(happening, cut.Token);
        }
    }

    public void Dispose() => _meter.Dispose();

    private async Task TellAsync(Happening happening, CancellationToken cut)
    {
        if (_correlator.Judge(happening) is not { } told)
        {
            _meter.Dropped("limited");
            return;
        }
        using var deadline = new CancellationTokenSource(WriteDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cut);
        try
        {
            if (told.Name is null || !await CountAsync(happening.About, told, either.Token)) await CreateAsync(happening, told, either.Token);
            _meter.Written();
        }
        catch (Exception fault)
        {
            _meter.Dropped("failed");
            LogFailed(fault, happening.Reason, happening.About);
        }
    }

    private async Task<bool> CountAsync(ObjectReference about, Told told, CancellationToken cancellation)
    {
        var patch = new JsonObject {
            ["count"] = told.Count, ["message"] = told.Message,
            ["lastTimestamp"] = told.Last.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
        return await client.PatchAsync(Type, NamespaceOf(about), told.Name!, patch, null, cancellation) is not null;
    }

    private async Task CreateAsync(Happening happening, Told told, CancellationToken cancellation)
    {
        var about = happening.About;
        var suffix = "." + RandomNumberGenerator.GetHexString(16, lowercase: true);
        var written = await client.CreateAsync(Type, new Corev1Event {
            Metadata = new() { Name = about.Name[..Math.Min(about.Name.Length, MaxName - suffix.Length)] + suffix, Namespace = NamespaceOf(about) },
            InvolvedObject = new() {
                ApiVersion = about.ApiVersion, Kind = about.Kind, NamespaceProperty = about.Namespace, Name = about.Name,
                Uid = about.Uid, ResourceVersion = about.ResourceVersion },
            Type = happening.Type.ToString(), Reason = happening.Reason, Message = told.Message, Count = told.Count,
            FirstTimestamp = told.First, LastTimestamp = told.Last,
            Source = new() { Component = component }, ReportingComponent = component, ReportingInstance = instance,
        }, cancellation);
        told.Name = written.Metadata.Name;
    }

    /// <summary>What has no namespace has its events in the default one.</summary>
    private static string NamespaceOf(ObjectReference about) => about.Namespace ?? "default";

    [LoggerMessage(LogLevel.Warning, "Event {Reason} of {About} could not be written")]
    private partial void LogFailed(Exception fault, string reason, ObjectReference about);
}

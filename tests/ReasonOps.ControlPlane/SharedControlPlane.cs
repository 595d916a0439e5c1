using System.Collections.Concurrent;
using Xunit;

namespace ReasonOps.ControlPlane;

/// <summary>
/// One control plane for all tests of an assembly, as <c>IClassFixture&lt;SharedControlPlane&gt;</c>: it starts with the first that asks and
/// ends with the process. Each test works in a namespace of its own; who wants to harm the server starts one alone
/// (<see cref="LocalControlPlane.StartAsync"/>).
/// </summary>
public class SharedControlPlane : IAsyncLifetime
{
    private static readonly ConcurrentDictionary<(bool, bool), Lazy<Task<LocalControlPlane>>> Planes = new();
    private readonly ControlPlaneOptions _options;
    private LocalControlPlane? _plane;

    public SharedControlPlane()
        : this(new())
    {
    }

    private protected SharedControlPlane(ControlPlaneOptions options) => _options = options;

    public LocalControlPlane Plane => _plane ?? throw new InvalidOperationException("the control plane starts with its first test class");

    public async Task InitializeAsync() => _plane = await Planes
        .GetOrAdd((_options.Controllers, _options.Scheduler), _ => new(() => StartAsync(_options))).Value;

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    private static async Task<LocalControlPlane> StartAsync(ControlPlaneOptions options)
    {
        var plane = await LocalControlPlane.StartAsync(options);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => plane.Abandon();
        return plane;
    }
}

/// <summary>The same with kube-controller-manager and kube-scheduler.</summary>
public sealed class SharedWholeControlPlane() : SharedControlPlane(ControlPlaneOptions.Whole);

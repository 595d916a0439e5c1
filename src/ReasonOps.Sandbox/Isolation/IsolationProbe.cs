using System.Text;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Jails;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Isolation;

/// <summary>Tries each layer from inside, as a run would: what was not tried is not reported.</summary>
internal static class IsolationProbe
{
    /// <summary>Signals to processes outside are confined from this version of Landlock on (Linux 6.12).</summary>
    private const int LeastLandlock = 6;

    private static readonly (string Name, Ending Ending)[] Limits =
        [("memory", Ending.MemoryLimit), ("processes", Ending.ProcessLimit), ("wall", Ending.WallLimit), ("cpu", Ending.CpuLimit)];

    private static readonly string[] Layers = ["network", "files", "processes", "capabilities", "no_new_privs", "seccomp", "inheritance"];

    public static async Task<IReadOnlyList<IsolationLayer>> TryAsync(Place place, IsolationMode mode, string launcher, CancellationToken cancellation)
    {
        List<IsolationLayer> layers = [Wall(place, mode)];
        if (layers[0].Holds)
        {
            layers.AddRange(await TryLayersAsync(place, launcher, cancellation));
            foreach (var (name, ending) in Limits)
                layers.Add(await TryLimitAsync(place, launcher, name, ending, cancellation));
        }
        layers.Add(new IsolationLayer("control group", place.Group is not null, Required: false, place.Group ?? "not delegated; limits of whole trees are sampled"));
        return layers;
    }

    private static IsolationLayer Wall(Place place, IsolationMode mode) => mode == IsolationMode.Landlock
        ? new IsolationLayer("Landlock", place.LandlockVersion >= LeastLandlock, Required: true,
            place.LandlockVersion >= LeastLandlock
                ? $"version {place.LandlockVersion}"
                : $"version {Math.Max(place.LandlockVersion, 0)}; {LeastLandlock} is needed (Linux 6.12), below it programs could signal the verifier")
        : new IsolationLayer("namespaces", true, Required: true, "bubblewrap: user, pid, net, ipc, uts, mount; and pid, ipc, mount anew for each run");

    private static async Task<IEnumerable<IsolationLayer>> TryLayersAsync(Place place, string launcher, CancellationToken cancellation)
    {
        var step = await RunAsync(place, [launcher, "probe"], new RunLimits(), cancellation);
        var seen = Encoding.UTF8.GetString(step.Output.Span).Split('\n')
            .Select(line => line.Split('\t')).Where(parts => parts.Length == 3).ToDictionary(parts => parts[0], parts => (Holds: parts[1] == "1", Seen: parts[2]));
        return Layers.Select(name => seen.TryGetValue(name, out var layer)
            ? new IsolationLayer(name, layer.Holds, Required: true, layer.Seen)
            : new IsolationLayer(name, false, Required: true, $"could not be tried: the probe ended with {step.Ending} {step.Code}"));
    }

    private static async Task<IsolationLayer> TryLimitAsync(Place place, string launcher, string name, Ending ending, CancellationToken cancellation)
    {
        var tight = new RunLimits { Cpu = TimeSpan.FromSeconds(20), Wall = TimeSpan.FromSeconds(60), Memory = 64 << 20, Processes = 8 };
        var limits = name switch
        {
            "wall" => tight with { Wall = TimeSpan.FromMilliseconds(50) },
            "cpu" => tight with { Cpu = TimeSpan.FromMilliseconds(50) },
            _ => tight,
        };
        var step = await RunAsync(place, [launcher, "probe", name], limits, cancellation);
        return new IsolationLayer($"{name} limit", step.Ending == ending, Required: true, $"a program beyond it ended with {step.Ending}");
    }

    private static async Task<StepOutcome> RunAsync(Place place, string[] command, RunLimits limits, CancellationToken cancellation)
    {
        var outcome = await place.RunAsync(new RunRequest { Steps = [new RunStep { Command = command, Limits = limits }] }, cancellation);
        return outcome.Steps[0];
    }
}

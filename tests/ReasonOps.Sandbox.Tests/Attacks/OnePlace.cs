using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Jails;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Tests.Jails;

namespace ReasonOps.Sandbox.Tests.Attacks;

/// <summary>A pool of one place, and what may be there when nothing runs in it.</summary>
public abstract class OnePlace(IsolationMode mode) : IAsyncLifetime
{
    // Its user's number is told by the box, the files it finds, and who else is there.
    private const string Look = """
        import os
        box = sorted(os.listdir("."))
        try: owner = int(open("/proc/self/uid_map").read().split()[1])
        except OSError: owner = os.getuid()
        found = [] if os.environ["HOME"] != "/box" else os.listdir("/tmp") + os.listdir("/dev/shm") + [pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) not in (1, os.getpid())]
        print(owner, box, found, sum(range(10)), sorted(os.environ) == ["HOME", "LANG", "PATH", "TMPDIR"] or sorted(os.environ))
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private int _user;
    private IReadOnlyList<int> _idle = [];

    private protected IsolationMode Mode => mode;

    public SandboxPool Pool { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Pool = await Boxes.PoolAsync(mode);
        Assert.True(Pool.Report.Isolates, string.Join("; ", Pool.Report.Layers));
        _user = int.Parse((await LookAsync(warm: true)).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        _idle = await IdleAsync();
    }

    public async Task DisposeAsync()
    {
        await Pool.DisposeAsync();
        Assert.Empty(await SettledAsync([]));
    }

    /// <summary>The next runs in the same place see nothing of the one before, and no process of it is left on the machine.</summary>
    public async Task IsUnharmedAsync()
    {
        foreach (var warm in new[] { false, true })
        {
            var box = mode == IsolationMode.Landlock ? "['.tmp', 'main.py']" : "['main.py']";
            Assert.Equal($"{_user} {box} [] 45 True\n", await LookAsync(warm));
        }
        Assert.Equal(_idle, await SettledAsync(_idle));
    }

    private async Task<string> LookAsync(bool warm)
    {
        var request = Boxes.Python(Look);
        if (warm)
            request = request with { Steps = [request.Steps[0] with { Command = ["main.py"], Warm = WarmInterpreter.Python }] };
        var step = (await Pool.RunAsync(request, CancellationToken.None)).Steps[0];
        Assert.True(step is { Ending: Ending.Exited, Code: 0 }, $"{step.Ending} {step.Code}: {step.Err()}");
        Assert.Equal("", step.Err());
        return step.Out();
    }

    // The same twice in a row, and not without the supervisor and its interpreter.
    private async Task<IReadOnlyList<int>> IdleAsync()
    {
        for (var before = Processes(); ; before = Processes())
        {
            var after = await SettledAsync(before);
            if (after.Count > 2 && after.SequenceEqual(before))
                return after;
        }
    }

    private async Task<IReadOnlyList<int>> SettledAsync(IReadOnlyList<int> wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var there = Processes();
            if (there.SequenceEqual(wanted) || TimeProvider.System.GetElapsedTime(start) > Patience)
                return there;
            await Task.Delay(20);
        }
    }

    // What is made ahead for the next run may be there, new each time: the init of its box (process 1 of a namespace in the place's own), and
    // the process that waits for a script. Two of either would be one too many.
    private List<int> Processes()
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit))
            .Select(name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture)).Where(IsOurs).Order().ToList();
        var inits = all.Where(process => Line(process, "NSpid:") is [_, _, .., "1"] numbers && numbers.Length > 3).ToList();
        var ready = all.Where(IsPrepared).OrderBy(Started).Skip(1).ToList(); // the first is the interpreter itself
        return inits.Count > 1 || ready.Count > 1 ? all : [.. all.Except(inits).Except(ready)];
    }

    // A run's process has its filter.
    private static bool IsPrepared(int process) =>
        Read(process, "cmdline").Split('\0') is ["/usr/bin/python3", .., var script, ""] && script.EndsWith("/zygote.py", StringComparison.Ordinal) && Line(process, "Seccomp:") is [_, "0"];

    private static long Started(int process)
    {
        var stat = Read(process, "stat");
        return stat.Length == 0 ? long.MaxValue : long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], System.Globalization.CultureInfo.InvariantCulture);
    }

    private bool IsOurs(int process) => Line(process, "Uid:") is [_, var user, ..] && user == $"{_user}";

    private static string[] Line(int process, string name) =>
        Read(process, "status").Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split('\t') ?? [];

    private static string Read(int process, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{name}");
        }
        catch (IOException)
        {
            return ""; // it has just ended
        }
    }
}

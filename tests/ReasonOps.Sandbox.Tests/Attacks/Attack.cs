using System.Globalization;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Tests.Jails;

namespace ReasonOps.Sandbox.Tests.Attacks;

/// <summary>
/// A program of <c>Programs/</c>. Its first lines say how it may end: <c>expect</c> and endings (with <c>compile</c>: of the compiler),
/// then <c>limits</c> it is given. One that ends by itself says <c>held</c> where all it tried failed, else what came through.
/// </summary>
internal sealed record Attack(string Name, string Program, IReadOnlyList<Ending> Expected, bool AtCompilation, RunLimits Limits)
{
    private static readonly RunLimits Usual = new()
    {
        Cpu = TimeSpan.FromSeconds(15), Wall = TimeSpan.FromSeconds(60), Memory = 160L << 20, Processes = 32, Output = 64 << 10, Files = 4 << 20, FileCount = 1000,
    };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Attacks", "Programs");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    public static Attack Read(string name)
    {
        var program = File.ReadAllText(Path.Combine(Folder, name));
        var head = program.Split('\n').Take(2).Select(line => line.TrimStart('#', '/', ' ').Split(' ')).ToList();
        if (head[0][0] != "expect")
            throw new InvalidDataException($"{name}: its first line does not say what to expect");
        var words = head[0][1..];
        var endings = words.Where(word => word != "compile").Select(Enum.Parse<Ending>).ToList();
        return new Attack(name, program, endings, words.Contains("compile"), head[1][0] == "limits" ? Limit(head[1][1..]) : Usual);
    }

    public RunRequest Request => Name.Split('.', 2)[1] switch
    {
        "py" => Run("main.py", "python3", "main.py"),
        "warm.py" => Run("main.py", WarmInterpreter.Python, "main.py"),
        "sh" => Run("main.sh", "bash", "main.sh"),
        "c" => Compiled("main.c", "gcc"),
        _ => Compiled("main.cpp", "g++"),
    };

    private static RunLimits Limit(string[] words) => words.Select(word => word.Split('=')).Aggregate(Usual, (limits, pair) => pair[0] switch
    {
        "cpu" => limits with { Cpu = Seconds(pair[1]) },
        _ => limits with { Wall = Seconds(pair[1]) },
    });

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));

    private RunRequest Run(string file, params string[] command) => new()
    {
        Files = [Boxes.Text(file, Program)],
        Steps = [new RunStep { Command = command, Limits = Limits }],
    };

    private RunRequest Run(string file, WarmInterpreter warm, params string[] command) => new()
    {
        Files = [Boxes.Text(file, Program)],
        Steps = [new RunStep { Command = command, Warm = warm, Limits = Limits }],
    };

    private RunRequest Compiled(string file, string compiler)
    {
        var limits = AtCompilation ? Limits with { Cpu = TimeSpan.FromSeconds(3) } : Usual with { Memory = 512L << 20 };
        return new RunRequest
        {
            Files = [Boxes.Text(file, Program)],
            Steps =
            [
                new RunStep { Command = [compiler, "-w", "-O1", "-o", "program", file], Limits = limits },
                new RunStep { Command = ["./program"], Limits = Limits },
            ],
        };
    }
}

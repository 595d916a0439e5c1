using System.Text;
using System.Text.RegularExpressions;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Languages;

/// <summary>The table: every language that is known, whether or not its programs are here.</summary>
internal static partial class KnownLanguages
{
    private static readonly RunLimits Large = new() { Cpu = TimeSpan.FromSeconds(30), Wall = TimeSpan.FromSeconds(40), Memory = 1L << 30, Files = 256L << 20, Processes = 128, FileCount = 8192 };

    /// <summary>A runtime with threads of its own beside the program's.</summary>
    private static readonly RunLimits Threads = new() { Memory = 256L << 20, Processes = 48 };

    /// <param name="Language">A row.</param>
    /// <param name="Missing">The program that is not installed; null where all are.</param>
    public sealed record Row(Language Language, string? Missing)
    {
        public Row With(Func<Language, Language> change) => this with { Language = change(Language) };
    }

    private static readonly Dictionary<string, string> GoEnvironment = new()
    {
        ["GO111MODULE"] = "off", ["CGO_ENABLED"] = "0", ["GOFLAGS"] = "-p=2", ["GOTELEMETRY"] = "off",
    };

    public static IReadOnlyList<Row> All(Programs programs) =>
    [
        Interpreted(programs, "python", ["python3", "py"], "main.py", ["python3", "{file}"], PythonSyntax())
            .With(python => python with { Warm = WarmInterpreter.Python }),
        Interpreted(programs, "nodejs", ["javascript", "js", "node"], "main.js", ["node", "{file}"], NodeSyntax())
            .With(node => node with { Warm = WarmInterpreter.JavaScript, RunNeeds = Threads }),
        Compiled(programs, "c", [], "main.c", ["gcc", "-std=gnu17", "-O2", "-w", "-o", "main", "{file}", "-lm", "-pthread"], ["./main"]),
        Compiled(programs, "cpp", ["c++", "cxx"], "main.cpp", ["g++", "-std=gnu++20", "-O2", "-w", "-o", "main", "{file}", "-pthread"], ["./main"]),
        CSharp(programs.DotNet),
        Interpreted(programs, "bash", ["sh", "shell"], "main.sh", ["bash", "{file}"], BashSyntax()),
        .. Machines(programs),
        .. Scripts(programs),
        Interpreted(programs, "coq", [], "main.v", ["coqc", "-q", "{file}"]),
        Interpreted(programs, "lean", [], "main.lean", ["lean", "{file}"]),
    ];

    private static IEnumerable<Row> Machines(Programs programs) =>
    [
        Compiled(programs, "java", [], "Main.java", ["javac", "-J-XX:+UseSerialGC", "-J-XX:TieredStopAtLevel=1", "-nowarn", "-d", ".", "{file}"],
            ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss64m", "-cp", ".", "{class}"])
            .With(java => java with { RunNeeds = Threads }),
        Compiled(programs, "go", [], "main.go", ["go", "build", "-o", "main", "{file}"], ["./main"])
            .With(go => go with { RunNeeds = Threads, Environment = GoEnvironment }),
        Compiled(programs, "rust", ["rs"], "main.rs", ["rustc", "-O", "-o", "main", "{file}"], ["./main"]),
        Interpreted(programs, "typescript", ["ts"], "main.ts", ["tsx", "{file}"]).With(typescript => typescript with { RunNeeds = Threads }),
        Compiled(programs, "pascal", [], "main.pas", ["fpc", "-O2", "{file}"], ["./main"]),
        Compiled(programs, "fortran", [], "main.f90", ["gfortran", "-O2", "-o", "main", "{file}"], ["./main"]),
    ];

    private static IEnumerable<Row> Scripts(Programs programs) =>
    [
        Interpreted(programs, "perl", ["pl"], "main.pl", ["perl", "{file}"], PerlSyntax()),
        Interpreted(programs, "php", [], "main.php", ["php", "-f", "{file}"]),
        Interpreted(programs, "ruby", ["rb"], "main.rb", ["ruby", "{file}"]),
        Interpreted(programs, "lua", [], "main.lua", ["lua", "{file}"]),
        Interpreted(programs, "R", [], "main.R", ["Rscript", "{file}"]),
        Interpreted(programs, "julia", ["jl"], "main.jl", ["julia", "{file}"]).With(julia => julia with { RunNeeds = Threads }),
        Interpreted(programs, "ocaml", ["ml"], "main.ml", ["ocaml", "{file}"]),
        Interpreted(programs, "haskell", ["hs"], "main.hs", ["runghc", "{file}"]),
        Interpreted(programs, "racket", [], "main.rkt", ["racket", "{file}"]),
        Interpreted(programs, "sql", ["sqlite"], "main.sql", ["sqlite3", "-batch", ":memory:", ".read {file}"]),
    ];

    private static Row CSharp(DotNet? dotnet)
    {
        var language = new Language { Name = "csharp", Aliases = ["c#", "cs"], File = "main.cs", Run = [] };
        if (dotnet?.Compiler is null) return new Row(language, "the .NET SDK");
        return new Row(language with
        {
            Beside = [Text("csc.rsp", dotnet.ResponseFile), Text("usings.cs", DotNet.Usings), Text("main.runtimeconfig.json", dotnet.RuntimeConfiguration)],
            Compile = [dotnet.Host, "exec", dotnet.Compiler, "@csc.rsp", "usings.cs", "{file}"],
            Run = [dotnet.Host, "exec", "main.dll"],
            CompileNeeds = Large,
            RunNeeds = Threads,
            Environment = DotNet.Environment,
        }, null);
    }

    private static Row Interpreted(Programs programs, string name, string[] aliases, string file, string[] run, Regex? syntax = null) =>
        Found(programs, run[0], new Language { Name = name, Aliases = aliases, File = file, Run = run, SyntaxError = syntax });

    private static Row Compiled(Programs programs, string name, string[] aliases, string file, string[] compile, string[] run) =>
        Found(programs, compile[0], new Language { Name = name, Aliases = aliases, File = file, Compile = compile, Run = run, CompileNeeds = Large });

    /// <summary>Commands are made absolute, so that a file of the box is never taken for the compiler.</summary>
    private static Row Found(Programs programs, string name, Language language)
    {
        var missing = programs.Find(name) == name ? name : null;
        return new Row(language with { Compile = Absolute(language.Compile), Run = Absolute(language.Run)! }, missing);

        IReadOnlyList<string>? Absolute(IReadOnlyList<string>? command) => command is null ? null : [programs.Find(command[0]), .. command.Skip(1)];
    }

    private static BoxFile Text(string path, string content) => new(path, Encoding.UTF8.GetBytes(content));

    // A traceback's header is missing where the script itself could not be read.
    [GeneratedRegex(@"\A\s{0,8}File ""[^""\n]{1,200}"", line [0-9]{1,9}\n(?:.{0,400}\n){0,4}?(?:SyntaxError|IndentationError|TabError): ", RegexOptions.CultureInvariant)]
    private static partial Regex PythonSyntax();

    // What node's own loader could not compile; JSON.parse and eval say SyntaxError too, with frames of the program.
    [GeneratedRegex(@"^SyntaxError: .{0,400}\n\s{1,8}at (?:wrapSafe|internalCompileFunction|compileFunction|Object\.compileFunction)\b", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex NodeSyntax();

    [GeneratedRegex(@"^.{1,200}: line [0-9]{1,9}: (?:syntax error|unexpected EOF)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex BashSyntax();

    [GeneratedRegex(@"^(?:syntax error at|Execution of .{1,200} aborted due to compilation errors)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex PerlSyntax();
}

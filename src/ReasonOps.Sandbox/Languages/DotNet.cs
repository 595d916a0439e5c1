namespace ReasonOps.Sandbox.Languages;

/// <summary>C#'s compiler, run without the build system around it, and what it compiles against.</summary>
/// <param name="Host">The program <c>dotnet</c> itself.</param>
/// <param name="Compiler"><c>csc.dll</c>; null where there is a runtime and no SDK.</param>
/// <param name="References">The folder of the assemblies that a program may use.</param>
/// <param name="Version">Of the runtime: <c>10.0.3</c>.</param>
internal sealed record DotNet(string Host, string? Compiler, string References, string Version)
{
    public static DotNet? In(string root)
    {
        var runtime = Newest(Path.Combine(root, "shared", "Microsoft.NETCore.App"));
        if (runtime is null) return null;
        var sdk = Newest(Path.Combine(root, "sdk"));
        var compiler = sdk is null ? null : Path.Combine(sdk, "Roslyn", "bincore", "csc.dll");
        return new DotNet(Path.Combine(root, "dotnet"), File.Exists(compiler) ? compiler : null, runtime, Path.GetFileName(runtime));
    }

    private static string? Newest(string folder) => Directory.Exists(folder)
        ? Directory.GetDirectories(folder).Where(path => System.Version.TryParse(Path.GetFileName(path), out _)).MaxBy(path => System.Version.Parse(Path.GetFileName(path)))
        : null;

    /// <summary>Read by the compiler as <c>@csc.rsp</c>; what the SDK's own templates use without saying so is there too.</summary>
    public string ResponseFile => $"""
        -nologo
        -langversion:latest
        -optimize+
        -nullable:disable
        -unsafe+
        -out:main.dll
        {string.Join('\n', Directory.GetFiles(References, "*.dll").Where(IsManaged).Select(path => $"-r:{path}"))}
        """;

    /// <summary>The namespaces that a project of the SDK has without saying so.</summary>
    public const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; " +
        "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>No diagnostics socket and no second copy of memory mapped as executable: both fail in a box, and neither is needed.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_gcConcurrent"] = "0",
    };

    public string RuntimeConfiguration =>
        """{"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"VERSION"},"configProperties":{"System.Globalization.Invariant":true}}}"""
            .Replace("VERSION", Version, StringComparison.Ordinal);

    private static bool IsManaged(string path) =>
        Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll")
        && !name.Contains(".Native", StringComparison.Ordinal);
}

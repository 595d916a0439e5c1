using System.Runtime.InteropServices;

namespace ReasonOps.Sandbox.Languages;

/// <summary>Finds programs where every box has them.</summary>
/// <param name="exists">Whether a file is there.</param>
/// <param name="dotnet">Where .NET is, for its compiler: the folder of <c>sdk</c> and <c>shared</c>; null where there is none.</param>
internal sealed class Programs(Func<string, bool> exists, string? dotnet)
{
    /// <summary>Every box's PATH. What only its user has (a home folder's tools) is in no box.</summary>
    private static readonly string[] Folders = ["/usr/bin", "/bin", "/usr/local/bin"];

    public static Programs OfThisMachine()
    {
        // .../shared/Microsoft.NETCore.App/10.0.0/
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return new Programs(File.Exists, File.Exists(Path.Combine(root, "dotnet")) ? root : null);
    }

    /// <summary>The path of a program; its bare name where it is nowhere.</summary>
    public string Find(string name) => Folders.Select(folder => $"{folder}/{name}").FirstOrDefault(exists) ?? name;

    public DotNet? DotNet { get; } = dotnet is null ? null : DotNet.In(dotnet);
}

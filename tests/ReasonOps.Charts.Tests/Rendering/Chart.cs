using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Rendering;

/// <summary>The chart, as the real helm renders it for a release <c>reasonops</c> in <c>reasonops-system</c>.</summary>
internal static class Chart
{
    public const string Release = "reasonops";
    public const string Namespace = "reasonops-system";

    public static string Folder { get; } = Repository.PathOf("charts", "reasonops");

    public static string Values(string file) => Repository.PathOf("tests", "ReasonOps.Charts.Tests", "Values", file);

    /// <exception cref="ToolFailedException">It was refused.</exception>
    public static async Task<IReadOnlyList<Manifest>> RenderAsync(params string[] arguments) => Parse(await TextAsync(arguments));

    public static async Task<string> TextAsync(params string[] arguments)
    {
        var result = await TryAsync(arguments);
        return result.ExitCode == 0 ? result.Output : throw new ToolFailedException(result);
    }

    public static Task<ToolResult> TryAsync(params string[] arguments) =>
        HelmAsync(["template", Release, Folder, "--namespace", Namespace, .. arguments]);

    public static IReadOnlyList<Manifest> Parse(string text) => [.. YamlDocuments.Read(text).Select(body => new Manifest(body))];

    public static async Task<ToolResult> HelmAsync(params string[] arguments) =>
        await KubeTools.RunAsync("helm", arguments, null, null, CancellationToken.None);

    public static Manifest Only(this IEnumerable<Manifest> manifests, string kind, string? name = null) =>
        Assert.Single(manifests, manifest => manifest.Kind == kind && (name is null || manifest.Name == name));
}

namespace ReasonOps.Api.Manifests;

/// <param name="Line">From 1; 0 for an object that came from no text.</param>
/// <param name="Path">As <c>spec.tenants[1].votes.max</c>; empty when the text itself is at fault.</param>
/// <param name="Message">What was found, and what would be right.</param>
public sealed record ManifestError(int Line, string Path, string Message)
{
    /// <summary>As <c>broken.yaml:14  spec.tenants[1].votes.max: 3 is below votes.default 5; ...</c></summary>
    public string Render(string file) => $"{file}:{Line}  {ToString()}";

    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}

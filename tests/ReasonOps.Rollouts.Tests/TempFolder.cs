namespace ReasonOps.Rollouts.Tests;

/// <summary>A folder of one test, gone with it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("reasonops-rollouts-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

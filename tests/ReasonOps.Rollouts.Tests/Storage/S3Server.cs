using System.Diagnostics;
using System.Text;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Rollouts.Tests.Storage;

/// <summary>A real S3 server (s3rver, from npm) with one bucket, in a process of its own.</summary>
public sealed class S3Server : IAsyncLifetime, IDisposable
{
    public const string Bucket = "datasets";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reasonops-s3-");
    private Process? _process;

    public Uri Url { get; private set; } = null!;

    public S3Settings Settings => Of(Url);

    /// <summary>What a process of its own needs to know of them.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["AWS_ACCESS_KEY_ID=S3RVER", "AWS_SECRET_ACCESS_KEY=S3RVER"];

    /// <summary>With the keys that the server knows.</summary>
    public static S3Settings Of(Uri url) => new() { Endpoint = url, PathStyle = true, Credentials = new("S3RVER", "S3RVER"), Every = TimeSpan.FromMilliseconds(50) };

    public async Task InitializeAsync()
    {
        var script = Path.Combine(Root(), "node_modules", "s3rver", "bin", "s3rver.js");
        var listens = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        _process = new Process
        {
            // Its page tokens are made with a cipher that Node has in its legacy provider only.
            StartInfo = new("node", ["--openssl-legacy-provider", script, "--silent", "-d", _folder.FullName, "-a", "127.0.0.1", "-p", "0", "--configure-bucket", Bucket])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) listens.TrySetException(new InvalidOperationException($"s3rver ended: {said}"));
            else if (line.Data.Contains("listening on ", StringComparison.Ordinal)) listens.TrySetResult(line.Data[(line.Data.LastIndexOf(':') + 1)..].Trim());
        };
        _process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Url = new Uri($"http://127.0.0.1:{await listens.Task.WaitAsync(Limit)}");
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
        _folder.Delete(recursive: true);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ReasonOps.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

/// <summary>One server for all tests of buckets; each has a prefix of its own.</summary>
[CollectionDefinition(nameof(S3Server))]
public sealed class S3ServerUsers : ICollectionFixture<S3Server>;

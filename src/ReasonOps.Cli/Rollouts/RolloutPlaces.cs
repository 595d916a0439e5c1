using System.Net;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Cli.Output;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Cli.Rollouts;

/// <summary>Where a job reads and writes, as this process finds it.</summary>
/// <param name="S3">The server of every bucket among them.</param>
internal sealed record RolloutPlaces(string Problems, string Dataset, S3Settings S3)
{
    private const string Claim = "pvc://";

    /// <param name="job">What it names; defaulted.</param>
    /// <param name="dataset">In place of its output; null: as it says.</param>
    /// <param name="claims">Where volume claims are mounted, each in a folder of its name; null: they are not.</param>
    /// <param name="keys">Of <c>spec.s3.secretRef</c>; null: they are in the environment, or wherever Amazon's own tools find them.</param>
    public static RolloutPlaces Of(RolloutJob job, string? dataset, string? claims, S3Credentials? keys = null) =>
        new(Mounted(job.Spec.Problems.Uri, claims), Mounted(dataset ?? job.Spec.Output.Uri, claims), new S3Settings
        {
            Endpoint = job.Spec.S3?.Endpoint is { } endpoint ? new Uri(endpoint) : null,
            Region = job.Spec.S3?.Region,
            PathStyle = job.Spec.S3?.PathStyle ?? false,
            Credentials = keys,
            Every = job.Spec.Checkpoint!.Every!.Value.Span,
        });

    /// <summary>Within limits: a server that takes no connection, or says nothing, is told of and not waited for.</summary>
    public static HttpClient Http() =>
        new(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1), PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            AutomaticDecompression = DecompressionMethods.None,
        })
        {
            Timeout = TimeSpan.FromMinutes(2),
        };

    /// <exception cref="WrongInputException">Nobody keeps datasets there.</exception>
    /// <exception cref="IOException">There is no such bucket, no server, or the credentials are wrong.</exception>
    public async Task<IDatasetStore> OpenDatasetAsync(CancellationToken cancellation)
    {
        try
        {
            return await DatasetStore.OpenAsync(Dataset, S3, cancellation);
        }
        catch (FormatException wrong)
        {
            throw new WrongInputException($"spec.output.uri {wrong.Message}");
        }
    }

    /// <exception cref="WrongInputException">There is no such file, or nobody reads from there.</exception>
    /// <exception cref="IOException">There is no such object, no server, or the credentials are wrong.</exception>
    public async Task<Stream> OpenProblemsAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            return await ProblemStream.OpenAsync(Problems, S3, http, cancellation);
        }
        catch (Exception wrong) when (wrong is FormatException or FileNotFoundException)
        {
            throw new WrongInputException($"spec.problems.uri {(wrong is FormatException ? "" : $"{Problems}: ")}{wrong.Message}");
        }
        catch (IOException fault)
        {
            throw new IOException($"spec.problems.uri {Problems}: {fault.Message}", fault);
        }
    }

    /// <exception cref="WrongInputException">A path that leads out of its claim.</exception>
    private static string Mounted(string uri, string? claims)
    {
        if (claims is null || !uri.StartsWith(Claim, StringComparison.Ordinal)) return uri;
        var path = uri[Claim.Length..];
        return path.Split('/').Contains("..")
            ? throw new WrongInputException($"{uri}: leads out of its claim; leave .. out")
            : Path.Combine(claims, path);
    }
}

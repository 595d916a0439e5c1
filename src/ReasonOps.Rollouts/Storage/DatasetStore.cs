namespace ReasonOps.Rollouts.Storage;

/// <summary>A store by its URI.</summary>
public static class DatasetStore
{
    /// <param name="uri">A path, or <c>s3://bucket/prefix</c>.</param>
    /// <param name="s3">Which server of buckets.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="FormatException">Nobody keeps datasets there; says what to write.</exception>
    /// <exception cref="IOException">There is no such bucket, no server, or the credentials are wrong.</exception>
    public static async Task<IDatasetStore> OpenAsync(string uri, S3Settings s3, CancellationToken cancellation) =>
        uri.StartsWith(S3Address.Scheme, StringComparison.Ordinal) ? await S3Store.OpenAsync(uri, s3, cancellation)
        : uri.Contains("://", StringComparison.Ordinal) ? throw new FormatException(Refusal(uri, "datasets are kept in a folder or under s3://BUCKET/PREFIX"))
        : new FolderStore(uri);

    /// <summary>Why a URI cannot be had here.</summary>
    /// <param name="uri">With a scheme.</param>
    /// <param name="otherwise">What could be written.</param>
    internal static string Refusal(string uri, string otherwise) => uri.StartsWith("pvc://", StringComparison.Ordinal)
        ? $"{uri} is a volume of a cluster, which one machine does not have; write the path of a folder, or s3://BUCKET/PREFIX"
        : $"{uri}: {otherwise}";
}

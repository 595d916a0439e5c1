namespace ReasonOps.Rollouts.Storage;

/// <summary><c>s3://bucket/key</c>.</summary>
internal sealed record S3Address(string Bucket, string Key)
{
    public const string Scheme = "s3://";

    /// <exception cref="FormatException">There is no bucket in it.</exception>
    public static S3Address Parse(string uri)
    {
        var rest = uri[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (bucket, key) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..].Trim('/'));
        return bucket.Length > 0 ? new(bucket, key) : throw new FormatException($"{uri} names no bucket; write s3://BUCKET/PREFIX");
    }
}

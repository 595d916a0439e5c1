using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace ReasonOps.Rollouts.Storage;

/// <summary>One bucket: what is asked of it, and what can go wrong in words that say what to do.</summary>
internal sealed class S3Bucket : IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly string _name;
    private readonly string _server;
    private readonly TimeSpan _timeout;

    public S3Bucket(string name, S3Settings settings)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = settings.PathStyle,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = settings.Attempts - 1,
            Timeout = settings.Timeout,
        };
        var region = settings.Region ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") ?? "us-east-1";
        if (settings.Endpoint is { } endpoint) (config.ServiceURL, config.AuthenticationRegion) = (endpoint.ToString(), region);
        else config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        (_name, _timeout, _server) = (name, settings.Timeout, settings.Endpoint?.GetLeftPart(UriPartial.Authority) ?? $"Amazon S3 ({region})");
        _client = settings.Credentials switch
        {
            null => new AmazonS3Client(config),
            { SessionToken: { } token } held => new AmazonS3Client(held.AccessKeyId, held.SecretAccessKey, token, config),
            var held => new AmazonS3Client(held.AccessKeyId, held.SecretAccessKey, config),
        };
    }

    public void Dispose() => _client.Dispose();

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) => AskAsync<IReadOnlyList<string>>(prefix, async () =>
    {
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = _name, Prefix = prefix };
        do
        {
            var page = await _client.ListObjectsV2Async(request, cancellation);
            keys.AddRange(page.S3Objects.Select(each => each.Key));
            request.ContinuationToken = page.IsTruncated ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }, cancellation);

    /// <summary>Whether the bucket is there and may be read.</summary>
    public Task ProbeAsync(CancellationToken cancellation) => AskAsync("", () => _client.ListObjectsV2Async(new() { BucketName = _name, MaxKeys = 1 }, cancellation), cancellation);

    /// <param name="key">Of the object.</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <param name="version">Only of this one, as it was told before; null: of any.</param>
    /// <param name="cancellation">Ends the request.</param>
    public Task<SourcePart> ReadAsync(string key, long from, string? version, CancellationToken cancellation) => AskAsync(key, async () =>
    {
        var request = new GetObjectRequest { BucketName = _name, Key = key, EtagToMatch = version };
        if (from > 0) request.ByteRange = new ByteRange(from, long.MaxValue);
        var answer = await _client.GetObjectAsync(request, cancellation);
        return new SourcePart(answer.ResponseStream, answer.HttpStatusCode == HttpStatusCode.PartialContent ? from : 0, answer.ETag, answer.ContentLength);
    }, cancellation);

    /// <returns>Null: there is none.</returns>
    public Task<byte[]?> ReadSmallAsync(string key, CancellationToken cancellation) => AskAsync<byte[]?>(key, async () =>
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(_timeout);
        try
        {
            using var answer = await _client.GetObjectAsync(new GetObjectRequest { BucketName = _name, Key = key }, late.Token);
            using var bytes = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(bytes, late.Token);
            return bytes.ToArray();
        }
        catch (AmazonS3Exception none) when (none.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }, cancellation);

    /// <param name="key">Of the object.</param>
    /// <param name="content">Seekable, for what is sent again; left open.</param>
    /// <param name="isNew">Nothing of this name is replaced, where the server can see to it.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <returns>False: there was one already.</returns>
    public Task<bool> PutAsync(string key, Stream content, bool isNew, CancellationToken cancellation) => AskAsync(key, async () =>
    {
        content.Position = 0;
        // Chunks with signatures of their own are not known to every server.
        var request = new PutObjectRequest { BucketName = _name, Key = key, InputStream = content, AutoCloseStream = false, UseChunkEncoding = false };
        if (isNew) request.Headers["If-None-Match"] = "*";
        try
        {
            await _client.PutObjectAsync(request, cancellation);
            return true;
        }
        catch (AmazonS3Exception there) when (isNew && there.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => AskAsync(key, () => _client.DeleteObjectAsync(_name, key, cancellation), cancellation);

    private async Task<T> AskAsync<T>(string key, Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask();
        }
        catch (AmazonServiceException refusal)
        {
            throw new IOException($"s3://{_name}/{key}: {Told(refusal)}", refusal);
        }
        catch (Exception fault) when (fault is AmazonClientException or HttpRequestException or WebException || fault is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new IOException($"s3://{_name}/{key}: {Told(fault)}", fault);
        }
    }

    private string Told(AmazonServiceException refusal) => refusal.ErrorCode switch
    {
        "NoSuchBucket" => $"{_server} has no bucket {_name}; make it, or name another",
        "NoSuchKey" => "there is no such object",
        "InvalidAccessKeyId" => $"{_server} does not know this access key; check AWS_ACCESS_KEY_ID",
        "SignatureDoesNotMatch" => $"{_server} finds the secret key wrong; check AWS_SECRET_ACCESS_KEY, and spec.s3.region",
        "ExpiredToken" or "InvalidToken" => $"{_server} finds the session token expired or wrong; renew AWS_SESSION_TOKEN",
        "AccessDenied" => $"{_server} does not allow it to this access key; it needs to list, get, put and delete objects of bucket {_name}",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" => $"the bucket is in another region; set spec.s3.region ({refusal.Message})",
        _ when refusal.StatusCode == 0 && refusal.InnerException is { } inner => Told(inner),
        _ => $"{_server} answered {(int)refusal.StatusCode} {refusal.ErrorCode}: {refusal.Message}",
    };

    private string Told(Exception fault) => fault switch
    {
        OperationCanceledException => $"{_server} did not answer in time",
        AmazonClientException when fault.Message.Contains("credential", StringComparison.OrdinalIgnoreCase)
            => "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or spec.s3.secretRef",
        _ => $"{_server} cannot be reached: {(fault.GetBaseException() ?? fault).Message}",
    };
}

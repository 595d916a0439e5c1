using System.Net;
using System.Net.Http.Headers;

namespace ReasonOps.Rollouts.Storage;

/// <summary>The lines of problems, from wherever they are, as a stream that is never held whole.</summary>
public static class ProblemStream
{
    /// <param name="uri">A path, <c>http://</c>, <c>https://</c> or <c>s3://bucket/key</c>.</param>
    /// <param name="s3">Which server of buckets.</param>
    /// <param name="http">Asks the others.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="FormatException">Nobody reads from there; says what to write.</exception>
    /// <exception cref="IOException">There is none, or it cannot be had.</exception>
    public static async Task<Stream> OpenAsync(string uri, S3Settings s3, HttpClient http, CancellationToken cancellation)
    {
        if (uri.StartsWith("http://", StringComparison.Ordinal) || uri.StartsWith("https://", StringComparison.Ordinal))
            return await ResumingStream.OpenAsync((from, version, ask) => AskAsync(http, uri, from, version, ask), TimeProvider.System, cancellation);
        if (uri.StartsWith(S3Address.Scheme, StringComparison.Ordinal))
        {
            var address = S3Address.Parse(uri);
            var bucket = new S3Bucket(address.Bucket, s3);
            return await ResumingStream.OpenAsync((from, version, ask) => bucket.ReadAsync(address.Key, from, version, ask), TimeProvider.System, cancellation, bucket);
        }
        if (uri.Contains("://", StringComparison.Ordinal))
            throw new FormatException(DatasetStore.Refusal(uri, "problems are read from a path, http://, https:// or s3://BUCKET/KEY"));
        return File.Exists(uri) ? new FileStream(uri, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan)
            : throw new FileNotFoundException("no such file", uri);
    }

    private static async Task<SourcePart> AskAsync(HttpClient http, string uri, long from, string? version, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        if (from > 0 && version is not null && EntityTagHeaderValue.TryParse(version, out var tag) && !tag.IsWeak) request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        try
        {
            var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                answer.Dispose();
                throw new IOException($"the server answered {(int)answer.StatusCode}");
            }
            var part = answer.StatusCode == HttpStatusCode.PartialContent ? from : 0;
            return new SourcePart(await answer.Content.ReadAsStreamAsync(cancellation), part, answer.Headers.ETag?.ToString(), answer.Content.Headers.ContentLength ?? -1);
        }
        catch (HttpRequestException fault)
        {
            throw new IOException($"it cannot be reached: {fault.Message}", fault);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException("the server did not answer in time");
        }
    }
}

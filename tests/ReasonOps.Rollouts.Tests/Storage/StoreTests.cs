using System.Text;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Rollouts.Tests.Storage;

/// <summary>What every store does, on a folder and on a real server of buckets.</summary>
[Collection(nameof(S3Server))]
public sealed class StoreTests(S3Server server) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_was_put_is_there_whole_and_may_be_replaced_listed_and_deleted(bool s3)
    {
        using var store = await OpenAsync(s3);
        Assert.Empty(await store.ListAsync("sft/", default));
        await store.PutAsync("sft/b.jsonl", "first"u8.ToArray(), default);
        await store.PutAsync("sft/a.jsonl", "other"u8.ToArray(), default);
        await store.PutAsync("sft/b.jsonl", "second"u8.ToArray(), default);
        Assert.Equal(["sft/a.jsonl", "sft/b.jsonl"], await store.ListAsync("sft/", default));
        Assert.Equal("second", await TextAsync(store, "sft/b.jsonl"));
        await store.DeleteAsync("sft/b.jsonl", default);
        await store.DeleteAsync("sft/b.jsonl", default);
        Assert.Equal(["sft/a.jsonl"], await store.ListAsync("sft/", default));
        await Assert.ThrowsAnyAsync<IOException>(() => store.ReadAsync("sft/b.jsonl", default));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_draft_is_nothing_until_it_is_published(bool s3)
    {
        using var store = await OpenAsync(s3);
        await using (var left = store.Draft("sft")) await left.Content.WriteAsync("half"u8.ToArray());
        Assert.Empty(await store.ListAsync("sft/", default));
        await using (var draft = store.Draft("sft"))
        {
            await draft.Content.WriteAsync("whole"u8.ToArray());
            await draft.PublishAsync("x.jsonl", default);
        }
        Assert.Equal(["sft/x.jsonl"], await store.ListAsync("sft/", default));
        Assert.Equal("whole", await TextAsync(store, "sft/x.jsonl"));
    }

    [Fact]
    public async Task More_names_than_a_page_holds_are_all_listed_in_order()
    {
        using var store = await OpenAsync(s3: true);
        await Parallel.ForAsync(0, 1010, async (i, cancellation) => await store.PutAsync($"many/{i:D5}", "x"u8.ToArray(), cancellation));
        Assert.Equal(Enumerable.Range(0, 1010).Select(i => $"many/{i:D5}"), await store.ListAsync("many/", default));
    }

    [Theory]
    [InlineData("nobody", S3Server.Bucket, "check AWS_ACCESS_KEY_ID")]
    [InlineData("S3RVER", "nowhere", "has no bucket nowhere; make it, or name another")]
    public async Task What_cannot_be_had_is_told_at_once_with_the_way_out(string key, string bucket, string told)
    {
        var fault = await Assert.ThrowsAsync<IOException>(() => S3Store.OpenAsync($"s3://{bucket}/x", server.Settings with { Credentials = new(key, "S3RVER") }, default));
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The server of the tests takes any secret of a key that it knows.</summary>
    [Fact]
    public async Task A_wrong_secret_key_is_told_and_never_shown()
    {
        await using var proxy = new FaultyProxy(server.Url, (_, _) => Fault.Forged);
        var fault = await Assert.ThrowsAsync<IOException>(() => S3Store.OpenAsync("s3://datasets/x", S3Server.Of(proxy.Url) with { Credentials = new("S3RVER", "sesame") }, default));
        Assert.Contains("check AWS_SECRET_ACCESS_KEY", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, proxy.Connections);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_with_its_address()
    {
        var fault = await Assert.ThrowsAsync<IOException>(() => S3Store.OpenAsync("s3://datasets/x", S3Server.Of(new Uri("http://127.0.0.1:1")) with { Attempts = 1 }, default));
        Assert.Contains("http://127.0.0.1:1 cannot be reached", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pvc://datasets/berry", "is a volume of a cluster, which one machine does not have; write the path of a folder")]
    [InlineData("gs://datasets/berry", "datasets are kept in a folder or under s3://BUCKET/PREFIX")]
    [InlineData("s3:///berry", "names no bucket; write s3://BUCKET/PREFIX")]
    public async Task An_address_that_nobody_keeps_datasets_at_is_told_with_what_to_write(string uri, string told)
    {
        var fault = await Assert.ThrowsAsync<FormatException>(() => DatasetStore.OpenAsync(uri, new S3Settings(), default));
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>As many faults as requests are tried again for, one after the other, of every kind.</summary>
    [Fact]
    public async Task What_a_busy_or_broken_server_or_a_cut_connection_spoils_is_asked_for_again()
    {
        await using var proxy = new FaultyProxy(server.Url, (connection, _) => (connection % 4) switch { 1 => Fault.Busy, 2 => Fault.Broken, 3 => Fault.CutAnswer, _ => Fault.None });
        using var store = await S3Store.OpenAsync($"s3://{S3Server.Bucket}/{Guid.NewGuid():N}", S3Server.Of(proxy.Url), default);
        await store.PutAsync("a", "content"u8.ToArray(), default);
        Assert.Equal("content", await TextAsync(store, "a"));
        Assert.InRange(proxy.Connections, 9, 40);
    }

    [Fact]
    public async Task A_long_read_that_is_cut_again_and_again_goes_on_where_it_was()
    {
        var content = new byte[200_000];
        new Random(1).NextBytes(content);
        var prefix = $"{Guid.NewGuid():N}";
        using (var store = await S3Store.OpenAsync($"s3://{S3Server.Bucket}/{prefix}", server.Settings, default)) await store.PutAsync("problems", content, default);
        var gets = 0;
        await using var proxy = new FaultyProxy(server.Url, (_, request) => request.Contains("problems", StringComparison.Ordinal) && Interlocked.Increment(ref gets) <= 4 ? Fault.CutBody : Fault.None);
        await using var read = await ProblemStream.OpenAsync($"s3://{S3Server.Bucket}/{prefix}/problems", S3Server.Of(proxy.Url), new HttpClient(), default);
        using var all = new MemoryStream();
        await read.CopyToAsync(all);
        Assert.Equal(content, all.ToArray());
        Assert.Equal(5, gets);
    }

    private async Task<IDatasetStore> OpenAsync(bool s3) =>
        s3 ? await DatasetStore.OpenAsync($"s3://{S3Server.Bucket}/{Guid.NewGuid():N}", server.Settings, default) : await DatasetStore.OpenAsync(_folder.Path, new S3Settings(), default);

    private static async Task<string> TextAsync(IDatasetStore store, string name)
    {
        await using var stream = await store.ReadAsync(name, default);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}

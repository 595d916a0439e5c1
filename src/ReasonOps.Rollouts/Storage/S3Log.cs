using System.Globalization;
using System.Text;

namespace ReasonOps.Rollouts.Storage;

/// <summary>
/// Lines in objects, <c>name/00000001-0123abcd.jsonl</c> and on: what is written at once is one object. Behind the number stands who wrote it, so that two processes that
/// write one log by mistake replace nothing of each other's, and whoever reads keeps the first of each key. <c>name/writer</c> says whose turn it is: the one
/// that opened it last; another finds that out before its next object, and ends.
/// </summary>
internal sealed class S3Log : ILineLog
{
    private readonly S3Bucket _bucket;
    private readonly string _prefix;
    private readonly string _name;
    private readonly string _writer;
    private int _number;

    private S3Log(S3Bucket bucket, string prefix, string name, string writer, Gathering gathering, IReadOnlyList<string> files)
    {
        (_bucket, _prefix, _name, _writer, Gathering, Files) = (bucket, prefix, name, writer, gathering, files);
        _number = files is [.., var last] ? NumberOf(last) : 0;
    }

    public IReadOnlyList<string> Files { get; }
    public int Torn => 0;
    public Gathering? Gathering { get; }

    public static async Task<S3Log> OpenAsync(S3Bucket bucket, string prefix, string name, Gathering gathering, CancellationToken cancellation)
    {
        var writer = Guid.NewGuid().ToString("N")[..8];
        using var mine = new MemoryStream(Encoding.ASCII.GetBytes(writer));
        await bucket.PutAsync($"{prefix}{name}/writer", mine, isNew: false, cancellation);
        var keys = await bucket.ListAsync($"{prefix}{name}/", cancellation);
        return new S3Log(bucket, prefix, name, writer, gathering, [.. keys.Where(key => key.EndsWith(".jsonl", StringComparison.Ordinal)).Select(key => key[prefix.Length..])]);
    }

    public async Task WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        if (lines.Count == 0) return;
        if (await _bucket.ReadSmallAsync($"{_prefix}{_name}/writer", CancellationToken.None) is { } writer && Encoding.ASCII.GetString(writer) != _writer)
            throw new TakenOverException(_name);
        using var content = new MemoryStream();
        foreach (var line in lines) content.Write(line.Span);
        // That it is there already is an attempt whose answer was lost: nobody else has this name, and a number is not used again before it is there.
        await _bucket.PutAsync(string.Create(CultureInfo.InvariantCulture, $"{_prefix}{_name}/{_number + 1:D8}-{_writer}.jsonl"), content, isNew: true, CancellationToken.None);
        _number++;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static int NumberOf(string file) => int.Parse(Path.GetFileName(file).Split('-')[0], CultureInfo.InvariantCulture);
}

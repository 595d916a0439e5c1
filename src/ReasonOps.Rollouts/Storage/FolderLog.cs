using System.Globalization;

namespace ReasonOps.Rollouts.Storage;

/// <summary>
/// Lines in files of a folder, <c>name-000001.jsonl</c> and on: appended and synchronised, and a new file where one is full. A process never goes on with the
/// file of another, whose torn tail it cuts.
/// </summary>
internal sealed class FolderLog : ILineLog
{
    private const long MostBytes = 64L << 20;

    private readonly string _path;
    private readonly FileStream _lock;
    private FileStream? _file;
    private long _end;
    private int _number;

    private FolderLog(string path, string name, FileStream held, IReadOnlyList<string> paths)
    {
        (_path, _lock) = (path, held);
        _number = paths is [.., var last] ? int.Parse(Path.GetFileNameWithoutExtension(last)[(Path.GetFileName(path).Length + 1)..], CultureInfo.InvariantCulture) : 0;
        Torn = paths.Count > 0 && CutTail(paths[^1]) ? 1 : 0;
        Files = [.. paths.Select(each => Path.Combine(Path.GetDirectoryName(name)!, Path.GetFileName(each)))];
    }

    public IReadOnlyList<string> Files { get; }
    public int Torn { get; }
    public Gathering? Gathering => null;

    /// <param name="path">Less number and end.</param>
    /// <param name="name">The same below the store's own folder.</param>
    /// <exception cref="IOException">Another process writes it.</exception>
    public static FolderLog Open(string path, string name)
    {
        var folder = Path.GetDirectoryName(path)!;
        DurableFolder.Create(folder);
        var held = new FileStream($"{path}-lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        try
        {
            return new FolderLog(path, name, held, [.. Directory.EnumerateFiles(folder, $"{Path.GetFileName(path)}-*.jsonl").Order(StringComparer.Ordinal)]);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public async Task WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        if (lines.Count == 0) return;
        if (_file is null || _end >= MostBytes) await NextAsync();
        try
        {
            foreach (var line in lines) await _file!.WriteAsync(line);
            _file!.Flush(flushToDisk: true);
            _end = _file.Length;
        }
        catch (IOException)
        {
            TakeBack();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
        await _lock.DisposeAsync();
    }

    private async Task NextAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
        _file = null;
        // Unbuffered: what could not be written must not be written later.
        _file = new FileStream(string.Create(CultureInfo.InvariantCulture, $"{_path}-{++_number:D6}.jsonl"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        _end = 0;
        DurableFolder.Sync(Path.GetDirectoryName(_path)!);
    }

    /// <summary>Half a line would spoil the next one. A file from which it cannot be taken is left.</summary>
    private void TakeBack()
    {
        try
        {
            _file!.SetLength(_end);
            _file.Position = _end;
        }
        catch (IOException)
        {
            _file!.Dispose();
            _file = null;
        }
    }

    private static bool CutTail(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var end = EndOfLastLine(file);
        if (end == file.Length) return false;
        file.SetLength(end);
        file.Flush(flushToDisk: true);
        return true;
    }

    /// <summary>In bytes: what stands behind it was torn.</summary>
    private static long EndOfLastLine(FileStream file)
    {
        var buffer = new byte[1 << 16];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - buffer.Length);
            file.Position = start;
            var part = buffer.AsSpan(0, (int)(end - start));
            file.ReadExactly(part);
            if (part.LastIndexOf((byte)'\n') is >= 0 and var at) return start + at + 1;
            end = start;
        }
        return 0;
    }
}

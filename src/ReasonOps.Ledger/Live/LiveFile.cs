using System.IO.MemoryMappedFiles;
using System.Text;

namespace ReasonOps.Ledger.Live;

/// <summary>
/// What a gateway's requests have taken so far, in a file mapped into its memory: a count costs a store, and the kernel keeps it when the
/// process is killed. The file is locked by whoever lives; one that can be opened is a dead gateway's. (A machine that loses power takes it
/// along: for that the records themselves are written on as requests go.)
/// </summary>
public sealed class LiveFile : IDisposable
{
    public const string Extension = ".live";

    private const int Slots = 16_384;
    private const int IdBytes = 64;
    private const int SlotBytes = IdBytes + 4 * sizeof(long);

    private readonly string _path;
    private readonly FileStream _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Stack<int> _free = new(Enumerable.Range(0, Slots).Reverse());

    private LiveFile(string path, FileStream file)
    {
        (_path, _file) = (path, file);
        file.SetLength((long)Slots * SlotBytes);
        _map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor();
    }

    /// <param name="gateway">Its name; no other process has it.</param>
    public static LiveFile Create(string folder, string gateway)
    {
        var path = Path.Combine(folder, gateway + Extension);
        // Locked before it has the name that others look for.
        var file = new FileStream(path + ".new", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        File.Move(file.Name, path);
        return new LiveFile(path, file);
    }

    /// <summary>The files of gateways that died here, each held until it is disposed of.</summary>
    public static IEnumerable<(string Gateway, LiveFile File)> OfTheDead(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).ToList())
            if (Dead(path) is { } file) yield return (Path.GetFileNameWithoutExtension(path), new LiveFile(path, file));
    }

    /// <summary>A place to count a request's tokens; null when all are taken, or it has a longer name than any here.</summary>
    public LiveCount? Count(string id)
    {
        Span<byte> name = stackalloc byte[IdBytes];
        if (!Encoding.UTF8.TryGetBytes(id, name, out _)) return null;
        lock (_free)
        {
            if (!_free.TryPop(out var slot)) return null;
            _view.WriteArray((long)slot * SlotBytes, name.ToArray(), 0, IdBytes);
            return new LiveCount(this, slot);
        }
    }

    /// <summary>What every request that was running had taken.</summary>
    public IReadOnlyDictionary<string, LiveTokens> Read()
    {
        var found = new Dictionary<string, LiveTokens>(StringComparer.Ordinal);
        var name = new byte[IdBytes];
        for (var slot = 0; slot < Slots; slot++)
        {
            var at = (long)slot * SlotBytes;
            if (_view.ReadByte(at) == 0) continue;
            _view.ReadArray(at, name, 0, IdBytes);
            var id = Encoding.UTF8.GetString(name).TrimEnd('\0');
            found[id] = new LiveTokens(Number(at, 0), Number(at, 1), Number(at, 2), Number(at, 3));
        }
        return found;
    }

    /// <summary>Deletes it while it is locked: nobody takes it for a dead one's.</summary>
    public void Delete()
    {
        File.Delete(_path);
        Dispose();
    }

    /// <summary>Lets go of it; what it says stays.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }

    internal void Write(int slot, LiveTokens tokens)
    {
        var at = (long)slot * SlotBytes + IdBytes;
        _view.Write(at, tokens.Input);
        _view.Write(at + 8, tokens.Cached);
        _view.Write(at + 16, tokens.Thought);
        _view.Write(at + 24, tokens.Said);
    }

    internal void Free(int slot)
    {
        lock (_free)
        {
            _view.WriteArray((long)slot * SlotBytes, new byte[SlotBytes], 0, SlotBytes);
            _free.Push(slot);
        }
    }

    private long Number(long at, int i) => _view.ReadInt64(at + IdBytes + i * sizeof(long));

    private static FileStream? Dead(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>Of all chains of a request so far.</summary>
public readonly record struct LiveTokens(long Input, long Cached, long Thought, long Said);

/// <summary>A request's place in a <see cref="LiveFile"/>.</summary>
public sealed class LiveCount : IDisposable
{
    private readonly LiveFile _file;
    private readonly int _slot;

    internal LiveCount(LiveFile file, int slot) => (_file, _slot) = (file, slot);

    /// <summary>One caller at a time.</summary>
    public void Set(LiveTokens tokens) => _file.Write(_slot, tokens);

    /// <summary>Its record is settled.</summary>
    public void Dispose() => _file.Free(_slot);
}

using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Local;

/// <summary>A file of keys that callers may show, one a line; empty lines and <c>#</c> comments are skipped.</summary>
internal static class KeyFile
{
    /// <returns>Their hashes.</returns>
    /// <exception cref="WrongInputException">It is not there, or holds none. No key is repeated.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path)) throw new WrongInputException($"--key-file {path}: no such file");
        var keys = (await File.ReadAllLinesAsync(path, cancellation)).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToArray();
        return keys.Length > 0
            ? [.. keys.Select(SnapshotBuilder.HashKey)]
            : throw new WrongInputException($"--key-file {path}: holds no key, and nobody could ask; give one a line, or leave the option out");
    }
}

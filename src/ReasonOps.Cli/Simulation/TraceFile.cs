using System.IO.Compression;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Simulation;

/// <summary>A trace on disk, plain or as gzip; read as a stream, anew for each run.</summary>
internal static class TraceFile
{
    /// <exception cref="WrongInputException">It is not there.</exception>
    public static Func<TextReader> Of(string path)
    {
        if (!File.Exists(path)) throw new WrongInputException($"--trace {path}: no such file");
        return () => new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path));
    }
}

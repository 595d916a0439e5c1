using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Output;
using ReasonOps.Sandbox.Serving;

namespace ReasonOps.Cli.Local;

/// <summary>A verifier's settings, as the operator mounts them.</summary>
internal static class SettingsFile
{
    /// <exception cref="WrongInputException">It is not there, or says all that is wrong with it.</exception>
    public static async Task<VerifierSettings> ReadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path)) throw new WrongInputException($"--settings {path}: no such file");
        try
        {
            return SettingsReader.Read(await File.ReadAllBytesAsync(path, cancellation));
        }
        catch (InvalidDataException fault)
        {
            throw new WrongInputException([.. fault.Message.Split('\n').Select(line => $"{path}  {line}")]);
        }
    }
}

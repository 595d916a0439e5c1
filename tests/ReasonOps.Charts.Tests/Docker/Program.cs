using System.Diagnostics;

namespace ReasonOps.Charts.Tests.Docker;

internal static class Program
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    public static async Task<Ended> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}

internal sealed record Ended(int Code, string Out, string Errors);

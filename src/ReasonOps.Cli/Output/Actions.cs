using System.CommandLine;
using System.Net.Sockets;
using ReasonOps.Api.Snapshots;
using ReasonOps.Kubernetes.Leases;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Cli.Output;

public static class Actions
{
    /// <summary>Runs a command and turns what ends it into an exit code; errors go to standard error, without a stack trace.</summary>
    public static void Run(this Command command, Func<ParseResult, CancellationToken, Task> action) =>
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                await action(parsed, cancellation);
                return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
            catch (WrongInputException e)
            {
                return Say(e.Lines, ExitCode.WrongInput);
            }
            catch (Exception e) when (e is InvalidSnapshotException or InvalidDataException)
            {
                return Say([e.Message], ExitCode.WrongInput);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or SocketException or UnauthorizedAccessException
                or LeadershipLostException or SandboxException)
            {
                return Say([e.Message], ExitCode.Failed);
            }
        });

    private static int Say(IReadOnlyList<string> lines, int code)
    {
        foreach (var line in lines) Console.Error.WriteLine(line);
        return code;
    }
}

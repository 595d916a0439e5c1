using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Jails;

/// <summary>From nothing to a place whose supervisor has said that it is ready; or back to nothing, with what the tools said.</summary>
internal static class PlaceStart
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <exception cref="SandboxException">It did not start.</exception>
    public static async Task<Place> RunAsync(ToolFolder folder, SandboxOptions options, IsolationMode mode, CancellationToken cancellation)
    {
        var name = folder.NewName();
        var group = ControlGroup.TryMake(folder.NoteGroup);
        Process? process = null;
        FrameChannel? channel = null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Limit);
        try
        {
            using var listener = Listen($"{name}.s");
            process = await Launch.StartAsync(PlaceCommand.Of(folder, options, mode, name, group), deadline.Token);
            channel = new FrameChannel(await AcceptAsync(listener, process, deadline.Token));
            if (await channel.ReceiveAsync(deadline.Token) is not { Kind: FrameKind.Ready } ready)
                throw new SandboxException($"A place did not start: {await Place.SaidAsync($"{name}.log")}");
            return new Place(process, channel, name, group, mode == IsolationMode.Landlock, (int)ready.Number(FieldTag.Code));
        }
        catch (Exception failure)
        {
            channel?.Dispose();
            if (process is not null)
                await Launch.EndAsync(process);
            if (group is not null)
                await group.RemoveAsync();
            if (failure is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new SandboxException($"A place did not start within {Limit.TotalSeconds} s: {await Place.SaidAsync($"{name}.log")}", failure);
            if (failure is SocketException or InvalidDataException or IOException or Win32Exception or UnauthorizedAccessException)
                throw new SandboxException($"A place did not start: {failure.Message}; {await Place.SaidAsync($"{name}.log")}", failure);
            throw;
        }
        finally
        {
            File.Delete($"{name}.s");
        }
    }

    private static Socket Listen(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private static async Task<Socket> AcceptAsync(Socket listener, Process process, CancellationToken deadline)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        var (accept, exit) = (listener.AcceptAsync(either.Token).AsTask(), process.WaitForExitAsync(either.Token));
        await Task.WhenAny(accept, exit);
        // One that connected and ended at once is heard to the end: its log says why.
        if (accept.IsCompletedSuccessfully || !exit.IsCompletedSuccessfully)
            return await accept;
        await either.CancelAsync();
        try
        {
            return await accept; // it was there as well
        }
        catch (OperationCanceledException failure)
        {
            throw new InvalidDataException($"the launcher ended at once with code {process.ExitCode}", failure);
        }
    }
}

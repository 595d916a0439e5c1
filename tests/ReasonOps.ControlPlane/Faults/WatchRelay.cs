using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ReasonOps.ControlPlane.Faults;

/// <summary>One open watch, passed on line by line.</summary>
internal sealed class WatchRelay(HttpContext context, Fault.Events? events) : IDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
    private volatile bool _expires;

    public void Cut() => Cancel();

    public void Expire()
    {
        _expires = true;
        Cancel();
    }

    public async Task RunAsync(HttpResponseMessage response)
    {
        try
        {
            await context.Response.Body.FlushAsync(_end.Token);
            await RelayAsync(response);
        }
        catch (OperationCanceledException) when (_expires)
        {
            var line = $"{{\"type\":\"ERROR\",\"object\":{FaultProxy.StatusObject(410, "Expired").ToJsonString()}}}\n";
            await context.Response.WriteAsync(line, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    public void Dispose() => _end.Dispose();

    private void Cancel()
    {
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It had just ended by itself.
        }
    }

    private async Task RelayAsync(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_end.Token));
        while (await reader.ReadLineAsync(_end.Token) is { } text)
        {
            var copies = events?.Copies(Parse(text)) ?? 1;
            for (var copy = 0; copy < copies; copy++) await context.Response.WriteAsync($"{text}\n", _end.Token);
            await context.Response.Body.FlushAsync(_end.Token);
        }
    }

    private static WatchLine Parse(string text)
    {
        using var line = JsonDocument.Parse(text);
        var name = line.RootElement.GetProperty("object").TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("name", out var value)
            ? value.GetString() : null;
        return new(line.RootElement.GetProperty("type").GetString()!, name, text);
    }
}

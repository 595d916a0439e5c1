using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.Sandbox.Queue;
using ReasonOps.Sandbox.Serving.Requests;

namespace ReasonOps.Sandbox.Serving.Checks;

/// <summary>
/// <c>POST /v1/verify:batch</c>: many checks, a line of JSON for each as soon as it is decided. A batch takes one seat in each line it needs, and as
/// many of its checks stand in line at once as there are places, so that it keeps nobody out.
/// </summary>
internal sealed class BatchEndpoint(CheckReader reader, Verifier verifier, Isolated isolated)
{
    public const int MostChecks = 4096;

    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    public async Task HandleAsync(HttpContext context)
    {
        using var body = await Bodies.ReadAsync(context, VerifierHost.MaxBatchBytes);
        var asks = Read(body.RootElement);
        if (asks.Any(ask => ask.Ask.NeedsSandbox)) isolated.Require();
        using var seats = Seats.Take(asks.Select(ask => verifier.LaneOf(ask.Ask)).Distinct());
        context.Response.ContentType = "application/x-ndjson";
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        await WriteAsync(context, asks);
    }

    private List<Numbered> Read(JsonElement root)
    {
        var mistakes = new Mistakes();
        var asks = new List<Numbered>();
        if (Fields.Of(root, "", mistakes) is { } fields)
        {
            var items = fields.Items("checks") ?? [];
            if (mistakes.Count == 0 && items.Count is 0 or > MostChecks) fields.Wrong("checks", $"has {items.Count} checks; give 1 to {MostChecks}");
            else asks.AddRange(items.Select((item, i) => new Numbered(i, reader.Read(item, $"checks[{i}]", mistakes)!)));
            fields.Close();
        }
        mistakes.ThrowIfAny();
        return asks;
    }

    private async Task WriteAsync(HttpContext context, IReadOnlyList<Numbered> asks)
    {
        // Bounded, so that a client that does not read holds its own checks up.
        var results = Channel.CreateBounded<VerifyResponse>(new BoundedChannelOptions(64) { SingleReader = true });
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var deciding = DecideAllAsync(asks, results.Writer, gone.Token);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(gone.Token))
            {
                JsonBody.Write(context.Response.BodyWriter, result, ServingJson.Default.VerifyResponse);
                await context.Response.BodyWriter.WriteAsync(LineEnd, gone.Token);
            }
        }
        finally
        {
            await gone.CancelAsync();
            await deciding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DecideAllAsync(IReadOnlyList<Numbered> asks, ChannelWriter<VerifyResponse> results, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(asks.GroupBy(ask => verifier.LaneOf(ask.Ask)).Select(group => Parallel.ForEachAsync(
                group,
                new ParallelOptions { MaxDegreeOfParallelism = group.Key.Places, CancellationToken = cancellation },
                async (ask, token) =>
                {
                    var decision = await verifier.DecideAsync(ask.Ask, seated: true, token);
                    await results.WriteAsync(VerifyResponse.Of(ask.Ask, decision, ask.Index), token);
                })));
            results.Complete();
        }
        catch (Exception failure)
        {
            results.Complete(failure);
        }
    }

    private sealed record Numbered(int Index, Ask Ask);
}

using Microsoft.AspNetCore.Http;
using ReasonOps.Gateway.Snapshots;
using ReasonOps.OpenAi.Bodies;

namespace ReasonOps.Gateway.Engines;

/// <summary><c>GET /v1/engines</c>: the engines as this gateway sees them, for those with a key.</summary>
internal sealed class EnginesEndpoint(ServingState state)
{
    public async Task ListAsync(HttpContext context)
    {
        var serving = state.Required;
        serving.Keys.Authenticate(context.Request.Headers.Authorization);
        context.Response.ContentType = JsonBody.ContentType;
        JsonBody.Write(context.Response.BodyWriter, new EngineList([.. serving.Engines.Engines.Select(EngineReport.Of)]), EngineJson.Default.EngineList);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

using Microsoft.AspNetCore.Http;
using ReasonOps.Gateway.Snapshots;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Models;

namespace ReasonOps.Gateway.Models;

/// <summary><c>GET /v1/models</c> and <c>/v1/models/{id}</c>: the one model this service serves, for those with a key.</summary>
internal sealed class ModelsEndpoint(ServingState state)
{
    public async Task ListAsync(HttpContext context)
    {
        var serving = Authenticated(context);
        Start(context);
        JsonBody.Write(context.Response.BodyWriter, new ModelList { Data = [Info(serving)] }, OpenAiJson.Default.ModelList);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public async Task OneAsync(HttpContext context)
    {
        var serving = Authenticated(context);
        serving.RequireModel((string)context.Request.RouteValues["id"]!);
        Start(context);
        JsonBody.Write(context.Response.BodyWriter, Info(serving), OpenAiJson.Default.ModelInfo);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private Serving Authenticated(HttpContext context)
    {
        var serving = state.Required;
        serving.Keys.Authenticate(context.Request.Headers.Authorization);
        return serving;
    }

    private static void Start(HttpContext context) => context.Response.ContentType = JsonBody.ContentType;

    private static ModelInfo Info(Serving serving) => new()
    {
        Id = serving.Snapshot.Model,
        Created = serving.Since.ToUnixTimeSeconds(),
        OwnedBy = serving.Snapshot.Service,
    };
}

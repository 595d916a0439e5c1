using Microsoft.AspNetCore.Http;
using ReasonOps.Gateway.Snapshots;
using ReasonOps.OpenAi.Bodies;

namespace ReasonOps.Gateway.Accounting;

/// <summary><c>GET /v1/usage</c>: what the tenant of the key took, by day, model and strategy.</summary>
internal sealed class UsageEndpoint(ServingState state, GatewayLedger ledger, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var serving = state.Required;
        var tenant = serving.Keys.Authenticate(context.Request.Headers.Authorization);
        var query = UsageParameters.Read(serving.Snapshot.Service, tenant.Name, context.Request.Query, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        var page = await ledger.ReadAsync(query, context.RequestAborted);
        context.Response.ContentType = JsonBody.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        JsonBody.Write(context.Response.BodyWriter, UsageAnswer.Of(query, page), UsageJson.Default.UsageAnswer);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

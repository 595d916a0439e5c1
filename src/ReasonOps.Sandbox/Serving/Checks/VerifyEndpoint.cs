using Microsoft.AspNetCore.Http;
using ReasonOps.OpenAi.Serving;
using ReasonOps.Sandbox.Serving.Requests;

namespace ReasonOps.Sandbox.Serving.Checks;

/// <summary><c>POST /v1/verify</c>: one check, one result.</summary>
internal sealed class VerifyEndpoint(CheckReader reader, Verifier verifier, Isolated isolated)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var body = await Bodies.ReadAsync(context, VerifierHost.MaxBodyBytes);
        var mistakes = new Mistakes();
        var ask = reader.Read(body.RootElement, "", mistakes);
        mistakes.ThrowIfAny();
        if (ask!.NeedsSandbox) isolated.Require();
        var decision = await verifier.DecideAsync(ask, seated: false, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, VerifyResponse.Of(ask, decision), ServingJson.Default.VerifyResponse);
    }
}

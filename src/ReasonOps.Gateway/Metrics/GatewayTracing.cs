using System.Diagnostics;

namespace ReasonOps.Gateway.Metrics;

/// <summary>A span for each chat request with GenAI attributes; costs nothing while nobody listens.</summary>
internal static class GatewayTracing
{
    private static readonly ActivitySource Source = new(GatewayMeter.Name);

    public static Activity? StartChat(string model, string tenant)
    {
        if (!Source.HasListeners()) return null;
        var span = Source.StartActivity($"chat {model}", ActivityKind.Server);
        span?.SetTag("gen_ai.operation.name", "chat");
        span?.SetTag("gen_ai.request.model", model);
        span?.SetTag("reasonops.tenant", tenant);
        return span;
    }

    public static void Tokens(this Activity? span, long input, long output)
    {
        span?.SetTag("gen_ai.usage.input_tokens", input);
        span?.SetTag("gen_ai.usage.output_tokens", output);
    }

    public static void Ended(this Activity? span, int? failed)
    {
        if (span is null || failed is not { } status) return;
        span.SetTag("error.type", StatusText.Of(status));
        span.SetStatus(ActivityStatusCode.Error);
    }
}

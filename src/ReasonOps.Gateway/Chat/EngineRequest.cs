using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Gateway.Chat;

/// <summary>What of a client's request its engine sees: the conversation and how to sample. The rest is the runner's to say, or nobody's.</summary>
internal static class EngineRequest
{
    public static ChatRequest Of(ChatRequest request) => new()
    {
        Model = request.Model,
        Messages = request.Messages,
        Temperature = request.Temperature,
        TopP = request.TopP,
        TopK = request.TopK,
        Stop = request.Stop,
        Extra = ExtraFields.ForEngine(request.Extra),
    };
}

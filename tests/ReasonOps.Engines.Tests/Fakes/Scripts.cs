using Microsoft.AspNetCore.Http;

namespace ReasonOps.Engines.Tests.Fakes;

/// <summary>What a fake engine says, word by word.</summary>
internal static class Scripts
{
    public const string Done = "[DONE]";

    public static string Thought(int index, string text, int? tokens = 1) => Delta(index, $"\"reasoning\":{Quoted(text)}", tokens);

    public static string Said(int index, string text, int? tokens = 1) => Delta(index, $"\"content\":{Quoted(text)}", tokens);

    public static string Finish(int index, string reason = "stop", int? tokens = null) => Delta(index, "", tokens, reason);

    public static string Usage(int prompt, int cached) =>
        $$$$"""{"choices":[],"usage":{"prompt_tokens":{{{{prompt}}}},"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":{{{{cached}}}}}}}""";

    public static string Delta(int index, string delta, int? tokens, string? finish = null) =>
        $$"""{"choices":[{"index":{{index}},"delta":{{{delta}}},"finish_reason":{{(finish is null ? "null" : Quoted(finish))}},"token_ids":{{Ids(tokens)}}}]}""";

    public static async Task Stream(this HttpContext context, params string[] events)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var data in events)
        {
            await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>A whole answer of one choice.</summary>
    public static Task Answer(this HttpContext context, string thought, string said, int tokens)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($$$$"""
            {"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","reasoning":{{{{Quoted(thought)}}}},"content":{{{{Quoted(said)}}}}},"finish_reason":"stop","token_ids":{{{{Ids(tokens)}}}}}],
             "usage":{"prompt_tokens":20,"completion_tokens":{{{{tokens}}}},"prompt_tokens_details":{"cached_tokens":16},"completion_tokens_details":{"reasoning_tokens":{{{{thought.Length}}}}}}}
            """);
    }

    public static Task Refuse(this HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($$$"""{"error":{"message":{{{Quoted(message)}}},"type":"t"}}""");
    }

    /// <summary>Says nothing more until the client goes away.</summary>
    public static async Task Hang(this HttpContext context, TaskCompletionSource? gone = null)
    {
        var aborted = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
        gone?.TrySetResult();
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Ids(int? count) => count is { } n ? $"[{string.Join(',', Enumerable.Range(0, n))}]" : "null";
}

using Microsoft.AspNetCore.Http;

namespace ReasonOps.Kubernetes.Tests.Scripted;

/// <summary>What an API server, or what stands between, may say.</summary>
public static class Answers
{
    public static RequestDelegate Json(string text, int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(text);
    };

    public static RequestDelegate Status(int code, string reason, string message, string? retryAfter = null) => context =>
    {
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return Json($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"{{message}}","reason":"{{reason}}","code":{{code}}}""", code)(context);
    };

    /// <summary>The connection breaks before anything came.</summary>
    public static Task Cut(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>The connection breaks within the answer.</summary>
    public static RequestDelegate CutAfter(string text) => async context =>
    {
        context.Response.ContentLength = text.Length + 100;
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
        context.Abort();
    };

    /// <summary>Until the client goes.</summary>
    public static async Task Never(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // It went.
        }
    }

    /// <summary>Lines of a watch, which then ends.</summary>
    public static RequestDelegate Lines(params string[] lines) => async context =>
    {
        foreach (var line in lines)
        {
            await context.Response.WriteAsync(line + "\n");
            await context.Response.Body.FlushAsync();
        }
    };

    /// <summary>Lines of a watch, which then stays open.</summary>
    public static RequestDelegate LinesThenSilence(params string[] lines) => async context =>
    {
        await Lines(lines)(context);
        await Never(context);
    };

    public static string Map(string name, string version = "7") =>
        $$"""{"metadata":{"name":"{{name}}","namespace":"a","resourceVersion":"{{version}}"}, "data":{"x":"1"} }""";

    public static string List(string items, string version, string next = "") =>
        $$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"{{version}}","continue":"{{next}}"},"items":[{{items}}]}""";

    public static string Event(string type, string entity) => $$$"""{"type":"{{{type}}}","object":{{{entity}}}}""";
}

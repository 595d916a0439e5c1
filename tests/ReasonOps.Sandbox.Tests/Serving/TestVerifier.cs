using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Isolation;
using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Serving;

namespace ReasonOps.Sandbox.Tests.Serving;

/// <summary>A verifier on a free port, as a test changes it.</summary>
internal sealed class TestVerifier : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestVerifier(WebApplication app)
    {
        _app = app;
        // A response that is let go is to close its connection at once, not after two seconds of reading on.
        var connections = new SocketsHttpHandler { MaxResponseDrainSize = 0, ResponseDrainTimeout = TimeSpan.FromMilliseconds(1) };
        Http = new HttpClient(connections) { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Http { get; }

    public static VerifierSettings Settings { get; } = new()
    {
        Pool = "sandboxes",
        Checks = [CheckKind.Math, CheckKind.Python, CheckKind.JavaScript, CheckKind.C],
        Limits = new VerifierLimits
        {
            Cpu = Duration.FromSeconds(10), Wall = Duration.FromSeconds(20), Memory = 256 << 20, Processes = 64, Output = 1 << 20, Files = 16 << 20,
        },
        Isolation = IsolationMode.Namespaces,
        Workers = 2,
        Queue = 16,
    };

    public static IsolationReport Isolated { get; } =
        new(IsolationMode.Namespaces, [new IsolationLayer("seccomp", true, true, "mount was refused"), new IsolationLayer("control group", false, false, "none is delegated")]);

    private static LanguageTable Languages { get; } = LanguageTable.OfThisMachine();

    public static async Task<TestVerifier> StartAsync(ISandbox sandbox, Func<VerifierSettings, VerifierSettings>? settings = null, Func<VerifierOptions, VerifierOptions>? options = null)
    {
        var plain = new VerifierOptions
        {
            Settings = settings?.Invoke(Settings) ?? Settings, Sandbox = sandbox, Isolation = Isolated, Languages = Languages,
            Urls = ["http://127.0.0.1:0"], Logging = _ => { },
        };
        var app = VerifierHost.Build(options?.Invoke(plain) ?? plain);
        await app.StartAsync();
        return new TestVerifier(app);
    }

    public async Task<HttpResponseMessage> SendAsync(string path, string body, string? key = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        // A body that is refused unread is not sent at all.
        request.Headers.ExpectContinue = body.Length > 1 << 20;
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    public async Task<JsonElement> PostAsync(string path, string body, HttpStatusCode status = HttpStatusCode.OK, string? key = null)
    {
        using var response = await SendAsync(path, body, key);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>The message and the field of a refusal.</summary>
    public async Task<(string Message, string? Field)> RefusalAsync(string path, string body, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var error = (await PostAsync(path, body, status)).GetProperty("error");
        return (error.GetProperty("message").GetString()!, error.GetProperty("param").GetString());
    }

    public Task StopAsync(CancellationToken cancellation = default) => _app.StopAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

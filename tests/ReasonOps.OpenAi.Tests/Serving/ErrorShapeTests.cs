using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Serving;

namespace ReasonOps.OpenAi.Tests.Serving;

#pragma warning disable CA1001 // ended by DisposeAsync
public sealed class ErrorShapeTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const int MostBodyBytes = 1000;

    private readonly List<int> _refused = [];
    private readonly WebApplication _app;
    private readonly HttpClient _client = new();

    public ErrorShapeTests()
    {
        _app = new HttpHost(["http://127.0.0.1:0"], MostBodyBytes, TimeSpan.FromSeconds(5), logging => logging.ClearProviders()).CreateBuilder().Build();
        ErrorShape.Use(_app, new("bakery", "POST /bread and GET /cake")
        {
            Refusal = failure => failure is TimeoutException ? ApiException.RateLimited(failure.Message, TimeSpan.FromSeconds(1.5)) : null,
            Refused = _refused.Add,
        });
        _app.UseRouting();
        _app.MapPost("/bread", async context => await new StreamReader(context.Request.Body).ReadToEndAsync());
        _app.MapGet("/cake", _ => throw new InvalidOperationException("the flour is at /srv/secret"));
        _app.MapGet("/rolls", _ => throw new TimeoutException("the oven is full"));
        _app.MapGet("/half", async context =>
        {
            await context.Response.WriteAsync("half a ");
            throw new InvalidOperationException();
        });
    }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_answered_with_those_that_are()
    {
        var error = await ErrorAsync(await _client.GetAsync("/pie"), HttpStatusCode.NotFound);
        Assert.Equal(("/pie is not served here; there are POST /bread and GET /cake", "unknown_url"), (error.Message, error.Code));
    }

    [Fact]
    public async Task A_method_that_is_not_served_is_answered_with_the_one_that_is()
    {
        var error = await ErrorAsync(await _client.GetAsync("/bread"), HttpStatusCode.MethodNotAllowed);
        Assert.Equal("GET is not served on /bread; use POST", error.Message);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_answered_with_the_limit()
    {
        var error = await ErrorAsync(await _client.PostAsync("/bread", new StringContent(new string('x', MostBodyBytes + 1), Encoding.UTF8)), HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("the body is larger than 1000 bytes", error.Message);
    }

    [Fact]
    public async Task A_failure_tells_its_request_and_nothing_of_what_failed()
    {
        var response = await _client.GetAsync("/cake");
        var error = await ErrorAsync(response, HttpStatusCode.InternalServerError);
        Assert.Equal($"the bakery failed; its log has more under request {Assert.Single(response.Headers.GetValues("x-request-id"))}", error.Message);
        Assert.Empty(_refused);
    }

    [Fact]
    public async Task An_exception_that_means_a_refusal_is_one_and_is_counted()
    {
        var response = await _client.GetAsync("/rolls");
        var error = await ErrorAsync(response, HttpStatusCode.TooManyRequests);
        Assert.Equal(("the oven is full", "rate_limit_exceeded"), (error.Message, error.Code));
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter!.Delta);
        Assert.Equal([429], _refused);
    }

    [Fact]
    public async Task An_answer_that_has_begun_is_cut() => await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetStringAsync("/half"));

    private static async Task<ApiError> ErrorAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.StartsWith("req_", Assert.Single(response.Headers.GetValues("x-request-id")));
        return JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), OpenAiJson.Default.ErrorBody)!.Error;
    }
}

using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.Gateway.Accounting;
using ReasonOps.Gateway.Fairness;
using ReasonOps.Gateway.Forecasts;
using ReasonOps.Gateway.Limits;
using ReasonOps.Gateway.Metrics;
using ReasonOps.Gateway.Snapshots;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Serving;

namespace ReasonOps.Gateway.Chat;

/// <summary>
/// <c>POST /v1/chat/completions</c>: who asks, what they ask, what they get, whether there is room, the run, the answer; then what it
/// took, however it ended.
/// </summary>
internal sealed class ChatEndpoint(
    ServingState state, ClusterLimits limits, EngineRoom room, LiveDemand demand, GatewayLedger ledger, GatewayMeter meter, GatewayOptions options, ILogger<ChatEndpoint> log)
{
    // Tokens are counted by the engine; until it has said, four characters are taken for one.
    private const int CharactersPerToken = 4;

    private readonly TimeProvider _time = options.Time;

    public async Task HandleAsync(HttpContext context)
    {
        var arrived = _time.GetTimestamp();
        var serving = state.Required;
        var tenant = serving.Keys.Authenticate(context.Request.Headers.Authorization);
        using var span = GatewayTracing.StartChat(serving.Snapshot.Model, tenant.Name);
        var failed = (int?)StatusCodes.Status500InternalServerError;
        try
        {
            await AnswerAsync(context, serving, tenant, arrived, span);
            failed = null;
        }
        catch (Exception failure)
        {
            failed = StatusOf(context, failure);
            // A stream that had begun has told it as its last event.
            if (failure is not ApiException || !context.Response.HasStarted) throw;
        }
        finally
        {
            span.Ended(failed);
            meter.Ended(tenant.Name, serving.Snapshot.Model, _time.GetElapsedTime(arrived), failed);
        }
    }

    private async Task AnswerAsync(HttpContext context, Serving serving, Tenant tenant, long arrived, Activity? span)
    {
        var request = await RequestReader.ReadAsync(
            context.Request.BodyReader, OpenAiJson.Default.ChatRequest, GatewayHost.MaxBodyBytes, context.RequestAborted);
        ChatRules.Check(request);
        serving.RequireModel(request.Model!);
        var plan = Planning.Plan(tenant.Policy, request);
        var admission = await AdmitAsync(context, serving, tenant, plan, request);
        var sampler = serving.SamplerFor(EngineRequest.Of(request));
        using var live = demand.Arrive(
            new(tenant.Name, PromptOf(request), plan.Votes, plan.ReasoningTokens + plan.AnswerTokens), tenant.Policy.Priority == nameof(Priority.Batch), sampler);
        var chains = new ChainMeter(sampler, live);
        var account = new RequestAccount(context, serving, tenant, plan, chains, meter, log);
        var head = new AnswerHead(RequestId.New("chatcmpl-"), _time.GetUtcNow().ToUnixTimeSeconds(), serving.Snapshot.Model);
        using var stream = request.Stream is true ? new StreamedAnswer(context, head, _time) { FirstToken = () => FirstToken(serving, tenant, arrived) } : null;
        Place? place = null;
        try
        {
            var entering = room.EnterAsync(tenant, plan, admission.Tokens, context.RequestAborted);
            place = await (stream?.WaitAsync(entering) ?? entering);
            live.Enter();
            using var usage = await ledger.OpenAsync(account.Opened(ledger.Gateway, _time.GetUtcNow()), chains);
            var run = serving.Run(chains, tenant, plan, request.Seed ?? options.Seeds(), _time, context.RequestAborted);
            var call = new ChatCall(head, plan, tenant.Policy.Price, request.StreamOptions?.IncludeUsage is true, run) { Settle = usage.SettleAsync };
            var result = await account.KeepAsync(usage, stream?.WriteAsync(call) ?? WholeAnswer.WriteAsync(context, call));
            serving.Witness(result, sampler);
        }
        catch (ApiException failure) when (stream is { HasStarted: true })
        {
            await stream.FailAsync(failure);
            throw;
        }
        finally
        {
            place?.Leave(chains.Spent);
            admission.Settle(chains.Spent);
            meter.Admitted(tenant.Name, -plan.Votes);
            span.Tokens(chains.Prompt, chains.Completion);
        }
    }

    private static long PromptOf(ChatRequest request) => request.Messages!.Sum(message => (long)(message.Content?.Length ?? 0)) / CharactersPerToken;

    private async Task<ClusterAdmission> AdmitAsync(HttpContext context, Serving serving, Tenant tenant, RequestPlan plan, ChatRequest request)
    {
        var asked = new LimitedRequest(serving.Snapshot.Service, context.TraceIdentifier, plan.Votes, PromptOf(request) + plan.MostTokens);
        var (admission, refusal) = await limits.AdmitAsync(tenant, asked, context.RequestAborted);
        if (admission is not null)
        {
            meter.Admitted(tenant.Name, plan.Votes);
            return admission;
        }
        meter.Refused(tenant.Name, refusal.Limit!);
        var error = ApiException.RateLimited("", refusal.RetryAfter);
        throw ApiException.RateLimited(
            $"{refusal.Limit}: tenant {tenant.Name} may have {refusal.Explanation}; try again in {error.RetryAfterSeconds} s", refusal.RetryAfter);
    }

    private void FirstToken(Serving serving, Tenant tenant, long arrived) =>
        meter.FirstToken(tenant.Name, serving.Snapshot.Model, _time.GetElapsedTime(arrived));

    private static int StatusOf(HttpContext context, Exception failure) => failure switch
    {
        ApiException known => known.Status,
        _ when context.RequestAborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };
}

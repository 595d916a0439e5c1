using System.Runtime.CompilerServices;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Cli.Recording;

/// <summary>Chains through the API of a service that runs already: each a request of its own, with one vote.</summary>
internal sealed class EndpointSampler(OpenAiClient client, ChatRequest question) : IChainSampler
{
    public async IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asking = Enumerable.Range(request.First, request.Count).Select(chain => AskAsync(chain, request.Seed + chain, enough.Token)).ToArray();
        try
        {
            await foreach (var answered in Task.WhenEach(asking))
            {
                foreach (var e in await answered) yield return e;
            }
        }
        finally
        {
            await enough.CancelAsync();
            await ((Task)Task.WhenAll(asking)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<ChainEvent>> AskAsync(int chain, long? seed, CancellationToken cancellation)
    {
        var request = question with { Seed = seed, Reasonops = new ReasonOpsOverrides { Strategy = "SingleChain", Votes = 1 } };
        try
        {
            return Events(chain, await client.ChatAsync(request, cancellation));
        }
        catch (ApiException refusal) when (refusal.Status is >= 400 and < 500 and not 429)
        {
            return [new ChainEvent.Ended(chain, ChainEnd.Refused, refusal.Message)];
        }
        catch (Exception failure) when (failure is ApiException or MalformedResponseException or HttpRequestException)
        {
            return [new ChainEvent.Ended(chain, ChainEnd.Failed, failure.Message)];
        }
    }

    private static IReadOnlyList<ChainEvent> Events(int chain, ChatResponse response)
    {
        if (response.Choices is not [{ Message: { } message } choice, ..]) return [new ChainEvent.Ended(chain, ChainEnd.Failed, "the answer holds no choice")];
        var spent = response.Usage?.CompletionTokens ?? 0;
        var thought = response.Usage?.CompletionTokensDetails?.ReasoningTokens ?? 0;
        return
        [
            new ChainEvent.Thought(chain, message.Thinking ?? "", thought),
            new ChainEvent.Said(chain, message.Content ?? "", Math.Max(0, spent - thought)),
            new ChainEvent.Ended(chain, choice.FinishReason == "length" && message.Content is { Length: > 0 } ? ChainEnd.Length : ChainEnd.Stopped),
        ];
    }
}

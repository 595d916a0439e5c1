using System.Collections.Concurrent;
using ReasonOps.Engines.Pool;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Scores;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Engines.Scores;

/// <summary>The chains of one question, scored in batches. Chains of one text are scored once; a failure is asked anew.</summary>
/// <param name="home">Which replica is asked first.</param>
internal sealed class QuestionScorer(ScorerClient client, IReadOnlyList<ChatMessage> question, int home) : IScorer
{
    private readonly ConcurrentDictionary<Text, Reward> _known = new();

    public async ValueTask<IReadOnlyList<Reward>> ScoreAsync(RewardKind kind, IReadOnlyList<Chain> chains, CancellationToken cancellation)
    {
        var replicas = client.Targets.Of(kind);
        if (replicas.Count == 0) return [.. chains.Select(_ => Reward.None($"no reward model of {Name(kind)} is set up"))];
        Text[] texts = [.. chains.Select(chain => Text.Of(kind, chain))];
        var failed = new Dictionary<Text, Reward>();
        foreach (var batch in Batches([.. texts.Distinct().Where(text => text.Missing is null && !_known.ContainsKey(text))]))
        {
            var rewards = await ScoreAsync(kind, batch, replicas, cancellation);
            foreach (var (text, reward) in batch.Zip(rewards))
            {
                if (reward.Missing is null) _known[text] = reward;
                else failed[text] = reward;
            }
        }
        return [.. texts.Select(text => text.Missing is { } why ? Reward.None(why) : failed.GetValueOrDefault(text) ?? _known[text])];
    }

    private async Task<IReadOnlyList<Reward>> ScoreAsync(
        RewardKind kind, IReadOnlyList<Text> batch, IReadOnlyList<EngineAddress> replicas, CancellationToken cancellation)
    {
        ScoreItem[] items = [.. batch.Select(text => Item(kind, text))];
        var request = new ScoreRequest { Kind = Name(kind), Messages = question, Items = items };
        var (answer, failure) = await client.AskAsync(request, replicas, home, cancellation);
        return answer is null ? [.. batch.Select(_ => Reward.None(failure!))] : ScoreReader.Read(answer, items);
    }

    private ScoreItem Item(RewardKind kind, Text text) => kind == RewardKind.Outcome
        ? new ScoreItem { Reasoning = text.Reasoning, Content = text.Content }
        : new ScoreItem { Steps = client.Targets.Steps.Split(text.Reasoning) };

    private IEnumerable<IReadOnlyList<Text>> Batches(IReadOnlyList<Text> texts)
    {
        var (batch, characters) = (new List<Text>(), 0);
        foreach (var text in texts)
        {
            if (batch.Count == client.Options.MaxItems || (batch.Count > 0 && characters + text.Length > client.Options.MaxCharacters))
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }
            batch.Add(text);
            characters += text.Length;
        }
        if (batch.Count > 0) yield return batch;
    }

    private static string Name(RewardKind kind) => kind == RewardKind.Outcome ? ScoreRequest.Outcome : ScoreRequest.Process;

    /// <summary>What of a chain a reward is of.</summary>
    /// <param name="Missing">Why it can have none.</param>
    private sealed record Text(RewardKind Kind, string Reasoning, string? Content, string? Missing)
    {
        public int Length => Reasoning.Length + (Content?.Length ?? 0);

        public static Text Of(RewardKind kind, Chain chain) => kind switch
        {
            RewardKind.Outcome when string.IsNullOrWhiteSpace(chain.Content) => new(kind, "", null, "the chain has no answer, and an outcome's reward is of one"),
            RewardKind.Outcome => new(kind, chain.Reasoning, chain.Content, null),
            _ when string.IsNullOrWhiteSpace(chain.Reasoning) => new(kind, "", null, "the chain has no thinking, and a process reward is of its steps"),
            _ => new(kind, chain.Reasoning, null, null),
        };
    }
}

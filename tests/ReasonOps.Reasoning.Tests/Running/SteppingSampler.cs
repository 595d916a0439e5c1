using System.Globalization;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Tests.Running;

/// <summary>A model that thinks so many steps <c>1;2;3;</c>, a character a token, and answers with how many there were.</summary>
internal static class SteppingSampler
{
    /// <param name="heeds">Stops where the request wants it; else it goes on to its own end.</param>
    public static ScriptedSampler Create(int steps, bool heeds = true) => new((request, chain) => Script(request, chain, steps, heeds));

    public static IEnumerable<ChainEvent?> Script(ChainsRequest request, int chain, int steps, bool heeds)
    {
        var (drawn, begun) = (0, request.Continues?.Reasoning ?? "");
        if (request.Continues is not { Closed: true })
        {
            foreach (var character in Thinking(begun, steps))
            {
                if (heeds && drawn++ >= request.ReasoningTokens) break;
                yield return new ChainEvent.Thought(chain, character.ToString(), 1);
                if (!heeds || !request.StepEnds.Contains(character.ToString())) continue;
                yield return new ChainEvent.Ended(chain, ChainEnd.Stopped);
                yield break;
            }
            yield return new ChainEvent.Thought(chain, "", 1);
        }
        foreach (var report in Scripts.Answering(chain, steps.ToString(CultureInfo.InvariantCulture))) yield return report;
    }

    /// <summary>What is still to be thought.</summary>
    private static string Thinking(string begun, int steps)
    {
        var all = string.Concat(Enumerable.Range(1, steps).Select(step => string.Create(CultureInfo.InvariantCulture, $"{step};")));
        return all.StartsWith(begun, StringComparison.Ordinal) ? all[begun.Length..] : "";
    }
}

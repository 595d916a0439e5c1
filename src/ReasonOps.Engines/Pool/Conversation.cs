using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Engines.Pool;

/// <summary>What a conversation hashes to, the same in every process (FNV-1a, 64 bits).</summary>
internal static class Conversation
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>
    /// Of the user's first turn, which all questions of a conversation have in common. What stands before it is left out: all of a tenant's questions share
    /// it, and would all go to one engine.
    /// </summary>
    /// <returns>Null of a question that is the first: nothing of it is in any cache.</returns>
    public static ulong? Of(IReadOnlyList<ChatMessage>? messages)
    {
        var turns = messages?.Where(message => message.Role == "user").Take(2).ToList();
        return turns is [var first, _] ? Hash(Offset, first.Content ?? "") : null;
    }

    public static ulong Hash(ulong seed, string text)
    {
        foreach (var letter in text) seed = (seed ^ letter) * Prime;
        // The last letters reach the high bits too.
        return (seed ^ (seed >> 29)) * Prime;
    }
}

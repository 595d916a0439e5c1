using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Inference.Serving;

/// <summary>A chat as the model's prompt: the last user message in the template, then what is to be gone on with.</summary>
internal static class ChatPrompt
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool"];

    public static (int[] Tokens, ChainPhase Phase) Of(ChatRequest request, ModelFolder model)
    {
        var question = Question(request.Messages, model.Config.Chat, model.Tokenizer);
        return request.ContinueFinalMessage == true ? Continue(question, request.Messages![^1], model) : (question, ChainPhase.Thinking);
    }

    /// <summary>The last user message in the template.</summary>
    /// <exception cref="ApiException">400 naming the field.</exception>
    public static int[] Question(IReadOnlyList<ChatMessage>? messages, ChatConfig chat, CharacterTokenizer tokenizer)
    {
        if (messages is null) throw ApiException.InvalidRequest("messages", "messages is missing; at least one of role user is needed");
        for (var i = 0; i < messages.Count; i++)
        {
            // JSON may put a null where the type has none.
            if (messages[i] is not { } message)
                throw ApiException.InvalidRequest($"messages[{i}]", $"messages[{i}] is null; it must be an object with role and content");
            if (!Roles.Contains(message.Role))
                throw ApiException.InvalidRequest($"messages[{i}].role", $"messages[{i}].role is {Shown(message.Role)}; it must be one of {string.Join(", ", Roles)}");
        }
        var user = messages.LastOrDefault(message => message.Role == "user")?.Content;
        if (string.IsNullOrWhiteSpace(user)) throw ApiException.InvalidRequest("messages", "messages has no text of role user; that is what is answered");
        RefuseMarks(user, chat);
        return Parameters.Encode(tokenizer, "messages", chat.Prompt.Replace("{user}", user.Trim(), StringComparison.Ordinal));
    }

    /// <summary>A user's text is no place to end the thinking, or the answer, before it has begun.</summary>
    private static void RefuseMarks(string user, ChatConfig chat)
    {
        foreach (var mark in (ReadOnlySpan<string>)[chat.EndOfThinking, chat.EndOfAnswer])
        {
            if (user.Contains(mark, StringComparison.Ordinal))
                throw ApiException.InvalidRequest("messages", $"messages: the text of role user holds \"{mark}\", which ends this model's thinking or answer; leave it out");
        }
    }

    private static string Shown(string? role) => role is null ? "missing" : $"\"{role}\"";

    private static (int[], ChainPhase) Continue(int[] prompt, ChatMessage last, ModelFolder model)
    {
        if (last.Role != "assistant")
            throw ApiException.InvalidRequest("continue_final_message", $"continue_final_message needs a last message of role assistant; it is of role {last.Role}");
        int[] thought = [.. prompt, .. Parameters.Encode(model.Tokenizer, "messages", last.Thinking ?? "")];
        return last.Content is { } content
            ? ([.. thought, model.EndOfThinking, .. Parameters.Encode(model.Tokenizer, "messages", content)], ChainPhase.Answering)
            : (thought, ChainPhase.Thinking);
    }
}

using System.Diagnostics.CodeAnalysis;

namespace ReasonOps.Inference.Models;

/// <summary>One token a character.</summary>
public sealed class CharacterTokenizer
{
    private readonly string _alphabet;
    private readonly string[] _texts;
    private readonly Dictionary<char, int> _ids;

    public CharacterTokenizer(TokenizerConfig config)
    {
        _alphabet = config.Alphabet;
        _texts = [.. _alphabet.Select(character => character.ToString())];
        _ids = _alphabet.Select((character, id) => (character, id)).ToDictionary(pair => pair.character, pair => pair.id);
        NeverSampled = [.. config.Never.Select(TokenOf)];
    }

    public int Count => _alphabet.Length;

    public IReadOnlyList<int> NeverSampled { get; }

    public string Text(int token) => _texts[token];

    /// <summary>The id of a token given as text; throws where the alphabet has none.</summary>
    public int TokenOf(string text) =>
        text.Length == 1 && _ids.TryGetValue(text[0], out var id)
            ? id
            : throw new InvalidDataException($"tokenizer.json: \"{text}\" is not a token of the alphabet \"{_alphabet}\"");

    /// <summary>False, with what is wrong, where a character is not in the alphabet.</summary>
    public bool TryEncode(string text, out int[] tokens, [NotNullWhen(false)] out string? error)
    {
        tokens = new int[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (_ids.TryGetValue(text[i], out tokens[i])) continue;
            error = $"character {i + 1} is {Quoted(text[i])}, which this model cannot read; it reads {_alphabet}";
            return false;
        }
        error = null;
        return true;
    }

    private static string Quoted(char character) =>
        char.IsControl(character) || char.IsSurrogate(character) ? $"U+{(int)character:X4}" : $"\"{character}\"";
}

using System.Diagnostics.CodeAnalysis;

namespace ReasonOps.Inference.Models;

/// <summary>One token a character.</summary>
public sealed class CharacterTokenizer
{
    private readonly string _alphabet;
    private readonly string[] _texts;
    private readonly Dictionary<char, int> _ids;

    /// <exception cref="InvalidDataException">Names the field of <c>tokenizer.json</c> and what is wrong with it.</exception>
    public CharacterTokenizer(TokenizerConfig config)
    {
        if (config.Kind != "characters") throw new InvalidDataException($"tokenizer.json: kind is \"{config.Kind}\"; this engine reads \"characters\"");
        _alphabet = config.Alphabet;
        _texts = [.. _alphabet.Select(character => character.ToString())];
        _ids = _alphabet.Distinct().ToDictionary(character => character, character => _alphabet.IndexOf(character, StringComparison.Ordinal));
        if (_ids.Count < _alphabet.Length) throw new InvalidDataException($"tokenizer.json: alphabet is \"{_alphabet}\"; each character may be in it once");
        NeverSampled = [.. config.Never.Select(text => TokenOf("tokenizer.json: never", text))];
    }

    public int Count => _alphabet.Length;

    public IReadOnlyList<int> NeverSampled { get; }

    public string Text(int token) => _texts[token];

    /// <summary>The id of a token that a model folder names.</summary>
    /// <exception cref="InvalidDataException">The alphabet has none such; names the <paramref name="field"/>.</exception>
    public int TokenOf(string field, string text) =>
        text is [var character] && _ids.TryGetValue(character, out var id)
            ? id
            : throw new InvalidDataException($"{field} is \"{text}\", which is not a token of the alphabet \"{_alphabet}\"");

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

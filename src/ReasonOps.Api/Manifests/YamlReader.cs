using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ReasonOps.Api.Manifests;

/// <summary>
/// YAML text as documents with lines. Built from the parser's events, not from its document model: that one recurses as deep
/// as the text nests and expands aliases without end. Everything here is bounded.
/// </summary>
internal sealed class YamlReader
{
    public const int MostCharacters = 1 << 20;
    public const int MostNodes = 50_000;
    public const int MostDepth = 32;

    private readonly Dictionary<string, ManifestNode> _anchors = new(StringComparer.Ordinal);
    private readonly Parser _events;
    private int _nodes;

    private YamlReader(string text) => _events = new Parser(new StringReader(text));

    /// <summary>The documents up to the first place that is not YAML; empty ones are left out.</summary>
    public static IReadOnlyList<ManifestNode> Read(string text, List<ManifestError> errors)
    {
        var documents = new List<ManifestNode>();
        if (text.Length > MostCharacters)
        {
            errors.Add(new(1, "", $"{text.Length} characters; a manifest has at most {MostCharacters}"));
            return documents;
        }
        var reader = new YamlReader(text);
        try
        {
            reader.ReadDocuments(documents);
        }
        catch (YamlException exception)
        {
            errors.Add(YamlMistake.Describe(text, exception));
        }
        // The parser throws these too, on text it does not foresee, such as half a surrogate pair or a lone "...".
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            errors.Add(new((int)Math.Max(1, reader._events.Current?.End.Line ?? 1), "", "not readable as YAML from here on"));
        }
        return documents;
    }

    private void ReadDocuments(List<ManifestNode> documents)
    {
        _events.Consume<StreamStart>();
        while (_events.TryConsume<DocumentStart>(out _))
        {
            _anchors.Clear();
            var root = ReadNode(1);
            _events.Consume<DocumentEnd>();
            if (root is not ScalarNode { Plain: true, Text: "" or "null" or "~" })
                documents.Add(root);
        }
    }

    private ManifestNode ReadNode(int depth)
    {
        var start = _events.Current ?? throw new YamlException("the text ends too early");
        Spend(start, nodes: 1, depth);
        if (_events.TryConsume<AnchorAlias>(out var alias))
            return Expand(alias, depth);
        ManifestNode node = start switch
        {
            SequenceStart => ReadList(depth),
            MappingStart => ReadMapping(depth),
            _ => ReadScalar(),
        };
        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
            _anchors[anchored.Anchor.Value] = node;
        return node;
    }

    private ManifestNode Expand(AnchorAlias alias, int depth)
    {
        // An anchor is known once its node is complete, so that no node can hold itself.
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            throw new YamlException(alias.Start, alias.End, $"*{alias.Value.Value} names no anchor above it");
        Spend(alias, node.Size, depth + node.Height - 1);
        return node;
    }

    private ScalarNode ReadScalar()
    {
        var scalar = _events.Consume<Scalar>();
        var plain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
        return new ScalarNode(Line(scalar), scalar.Value, plain);
    }

    private ListNode ReadList(int depth)
    {
        var start = _events.Consume<SequenceStart>();
        var items = new List<ManifestNode>();
        while (!_events.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new ListNode(Line(start), items);
    }

    private MappingNode ReadMapping(int depth)
    {
        var start = _events.Consume<MappingStart>();
        var fields = new Dictionary<string, ManifestField>(StringComparer.Ordinal);
        var mistakes = new List<ManifestError>();
        while (!_events.TryConsume<MappingEnd>(out _))
            ReadField(fields, mistakes, depth);
        return new MappingNode(Line(start), [.. fields.Values], mistakes);
    }

    private void ReadField(Dictionary<string, ManifestField> fields, List<ManifestError> mistakes, int depth)
    {
        var line = _events.Current is { } key ? Line(key) : 1;
        var name = ReadNode(depth + 1) as ScalarNode;
        var value = ReadNode(depth + 1);
        if (name is null)
            mistakes.Add(new(line, "", "has a list or a mapping as a key; keys are text"));
        else if (name is { Plain: true, Text: "<<" })
            mistakes.Add(new(line, "", "has a merge key (<<), which is not read; write the fields out"));
        else if (!fields.TryAdd(name.Text, new ManifestField(line, name.Text, value)))
            mistakes.Add(new(line, name.Text, $"is given twice, first on line {fields[name.Text].Line}; keep one"));
    }

    private void Spend(ParsingEvent at, int nodes, int depth)
    {
        _nodes += nodes;
        if (depth > MostDepth)
            throw new YamlException(at.Start, at.End, $"nested deeper than {MostDepth} levels");
        if (_nodes > MostNodes)
            throw new YamlException(at.Start, at.End, $"more than {MostNodes} values, aliases expanded");
    }

    private static int Line(ParsingEvent at) => (int)Math.Max(1, at.Start.Line);
}

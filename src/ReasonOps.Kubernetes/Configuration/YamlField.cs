using System.Security.Cryptography;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ReasonOps.Kubernetes.Configuration;

/// <summary>A place in a kubeconfig that knows its file, line and path, so that a mistake there can be named.</summary>
/// <param name="Node">Null where the file says nothing.</param>
internal sealed record YamlField(string File, string Path, YamlNode? Node)
{
    private const long MostBytes = 4 << 20;
    private const int MostDepth = 64;

    public bool IsGiven => Node
        is not null
        and not YamlScalarNode { Value: null or "" or "~" }
        and not YamlScalarNode { Value: "null", Style: ScalarStyle.Plain };

    /// <summary>The file's one document; an empty file has nothing in it.</summary>
    public static YamlField Root(string file)
    {
        try
        {
            if (new FileInfo(file).Length is var length && length > MostBytes)
                throw new KubernetesConfigurationException($"{file}: {length} bytes are too many for a kubeconfig; at most {MostBytes}");
            var text = System.IO.File.ReadAllText(file);
            if (IsTooDeep(text)) throw new KubernetesConfigurationException($"{file}: nests deeper than {MostDepth} levels, which no kubeconfig does");
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return new(file, "", stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"{file}: cannot be read: {exception.Message}", exception);
        }
        catch (YamlException exception)
        {
            throw new KubernetesConfigurationException($"{file}:{exception.Start.Line}  not readable as YAML", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new KubernetesConfigurationException($"{file}: not readable as YAML", exception);
        }
    }

    public YamlField this[string name] => new(
        File, Path.Length == 0 ? name : $"{Path}.{name}", Map() is { } map && map.Children.TryGetValue(name, out var child) ? child : null);

    public string? Text() => !IsGiven ? null : Node is YamlScalarNode scalar ? scalar.Value : throw Wrong("is not a text");

    public string RequiredText(string remedy) => Text() ?? throw Wrong($"is missing; {remedy}");

    public bool Flag() => Text() switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw Wrong($"\"{other}\" is neither true nor false"),
    };

    public IEnumerable<YamlField> Items()
    {
        if (!IsGiven) return [];
        if (Node is not YamlSequenceNode sequence) throw Wrong("is not a list");
        return sequence.Children.Select((item, at) => new YamlField(File, $"{Path}[{at}]", item));
    }

    /// <summary>What <paramref name="name"/>-data holds in base64, else what is in the file that <paramref name="name"/> names.</summary>
    public byte[]? Material(string name)
    {
        var data = this[name + "-data"];
        if (data.Text() is { } base64)
        {
            var bytes = new byte[base64.Length];
            return Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : throw data.Wrong("is not base64");
        }
        if (this[name].FilePath() is not { } path) return null;
        try
        {
            return System.IO.File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw this[name].Wrong($"\"{path}\" cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>A path is from where the kubeconfig lies.</summary>
    public string? FilePath() => Text() is { } path
        ? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(File))!, path)
        : null;

    /// <summary>Says which of the two fields of <see cref="Material"/> was used.</summary>
    public KubernetesConfigurationException WrongMaterial(string name, CryptographicException exception) =>
        this[this[name + "-data"].IsGiven ? name + "-data" : name].Wrong($"is not usable: {exception.Message}", exception);

    public KubernetesConfigurationException Wrong(string what, Exception? inner = null) =>
        new($"{File}{(Node is null ? "" : $":{Node.Start.Line}")}  {Path}: {what}", inner);

    /// <summary>The document model recurses as deep as the text nests.</summary>
    private static bool IsTooDeep(string text)
    {
        var events = new Parser(new StringReader(text));
        for (var depth = 0; depth <= MostDepth; depth += events.Current!.NestingIncrease)
        {
            if (!events.MoveNext()) return false;
        }
        return true;
    }

    private YamlMappingNode? Map() => !IsGiven ? null : Node as YamlMappingNode ?? throw Wrong("is not a map of fields");
}

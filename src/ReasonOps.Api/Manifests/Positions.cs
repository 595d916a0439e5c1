namespace ReasonOps.Api.Manifests;

/// <summary>The line of every path of one document, and the paths whose value could not be read.</summary>
internal sealed class Positions(int firstLine)
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _bad = new(StringComparer.Ordinal);
    private readonly HashSet<string> _holdBad = new(StringComparer.Ordinal);

    public static string Join(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";

    public void Add(string path, int line) => _lines[path] = line;

    public void MarkBad(string path)
    {
        _bad.Add(path);
        for (var at = path; at.Length > 0; at = Outer(at))
            _holdBad.Add(at);
    }

    /// <summary>Whether the value here, or anything it lies in or holds, could not be read: nothing can be said of it then.</summary>
    public bool IsBad(string path)
    {
        if (_holdBad.Contains(path) || _bad.Contains(""))
            return true;
        for (var at = path; at.Length > 0; at = Outer(at))
        {
            if (_bad.Contains(at))
                return true;
        }
        return false;
    }

    /// <summary>Of the path, else of the nearest thing around it that is written.</summary>
    public int LineOf(string path) => LineOf(path, firstLine);

    public int LineOf(string path, int otherwise)
    {
        for (var at = path; at.Length > 0; at = Outer(at))
        {
            if (_lines.TryGetValue(at, out var line))
                return line;
        }
        return otherwise;
    }

    private static string Outer(string path) => path[..Math.Max(0, path.AsSpan().LastIndexOfAny('.', '['))];
}

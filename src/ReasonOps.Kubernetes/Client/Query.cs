using System.Globalization;
using System.Text;

namespace ReasonOps.Kubernetes.Client;

/// <summary>A path with its query, escaped.</summary>
internal sealed class Query(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _mark = '?';

    /// <summary>Nothing for null.</summary>
    public Query With(string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return this;
        _text.Append(_mark).Append(name).Append('=').Append(Uri.EscapeDataString(value));
        _mark = '&';
        return this;
    }

    public Query With(string name, int? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}

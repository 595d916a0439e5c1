using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Sandbox.Serving.Requests;

/// <summary>All that is wrong with a request, told at once: a field, its value, what would be right.</summary>
internal sealed class Mistakes
{
    private const int Shown = 20;

    private readonly List<(string Path, string What)> _all = [];

    /// <param name="path">As <c>checks[3].tests[2].expected</c>; empty for the body itself.</param>
    /// <param name="what">As <c>is required</c>.</param>
    public void Add(string path, string what) => _all.Add((path, what));

    public int Count => _all.Count;

    /// <summary>One for each, up to a number of them.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            var lines = _all.Take(Shown).Select(mistake => $"{(mistake.Path.Length == 0 ? "the body" : mistake.Path)}: {mistake.What}");
            return _all.Count > Shown ? lines.Append($"and {_all.Count - Shown} more") : lines;
        }
    }

    /// <exception cref="ApiException">400, if anything is wrong.</exception>
    public void ThrowIfAny()
    {
        if (_all.Count > 0) throw ApiException.InvalidRequest(_all[0].Path.Length == 0 ? null : _all[0].Path, string.Join('\n', Lines));
    }
}

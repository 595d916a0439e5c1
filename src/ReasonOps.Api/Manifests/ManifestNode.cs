namespace ReasonOps.Api.Manifests;

/// <summary>YAML with the lines it stands on, or JSON.</summary>
/// <param name="Line">From 1; of the key where there is one; 0 for JSON.</param>
internal abstract record ManifestNode(int Line)
{
    /// <summary>Nodes in here, this one included; what an alias to it costs.</summary>
    public virtual int Size => 1;

    /// <summary>Levels in here, this one included.</summary>
    public virtual int Height => 1;
}

/// <param name="Plain">Not quoted, so that it may be a number, a boolean or nothing.</param>
internal sealed record ScalarNode(int Line, string Text, bool Plain) : ManifestNode(Line);

internal sealed record ListNode(int Line, IReadOnlyList<ManifestNode> Items) : ManifestNode(Line)
{
    public override int Size { get; } = 1 + Items.Sum(item => item.Size);
    public override int Height { get; } = 1 + Items.Select(item => item.Height).DefaultIfEmpty().Max();
}

/// <param name="Mistakes">Of its keys, with paths from here.</param>
internal sealed record MappingNode(int Line, IReadOnlyList<ManifestField> Fields, IReadOnlyList<ManifestError> Mistakes) : ManifestNode(Line)
{
    public override int Size { get; } = 1 + Fields.Sum(field => field.Value.Size);
    public override int Height { get; } = 1 + Fields.Select(field => field.Value.Height).DefaultIfEmpty().Max();

    public ManifestField? Find(string key) => Fields.FirstOrDefault(field => field.Key == key);
}

/// <param name="Line">Of the key.</param>
internal sealed record ManifestField(int Line, string Key, ManifestNode Value);

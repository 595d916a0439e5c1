namespace ReasonOps.Rollouts.Storage;

/// <summary>Which server of buckets, and who asks it.</summary>
public sealed record S3Settings
{
    /// <summary>Of a server that is not Amazon's; null: Amazon's own.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Null: as the environment says, else us-east-1.</summary>
    public string? Region { get; init; }

    /// <summary>The bucket in the path and not in the name of the host, as most servers that are not Amazon's want it.</summary>
    public bool PathStyle { get; init; }

    /// <summary>Null: as the environment says (variables, profile, the pod's or the machine's role).</summary>
    public S3Credentials? Credentials { get; init; }

    /// <summary>The longest that a finished rollout waits to be put with others into one object.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests for one thing, while the server is busy or away; the pauses between them are the SDK's.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Of one request, until its answer begins.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>As Amazon's variables of these names.</summary>
/// <param name="SessionToken">Of credentials that end by themselves.</param>
public sealed record S3Credentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    /// <summary>Never written out.</summary>
    public override string ToString() => "S3Credentials";
}

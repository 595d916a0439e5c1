using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.RolloutJobs;

/// <summary>Which server of buckets, and who asks it.</summary>
public sealed record BucketSpec
{
    /// <summary>Of a server that is not Amazon's, as <c>http://minio.storage:9000</c>; Amazon's own unless said.</summary>
    [Length(1, 1024)]
    public string? Endpoint { get; init; }

    /// <summary>Of the buckets, as <c>eu-central-1</c>; as the environment says (AWS_REGION), else us-east-1, unless said.</summary>
    [Length(1, 64), Pattern("^[-a-z0-9]*$", "is not a region; write it as eu-central-1")]
    public string? Region { get; init; }

    /// <summary>Buckets stand in the path and not in the name of the host; true where an endpoint is given, unless said.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>
    /// A Secret with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and perhaps AWS_SESSION_TOKEN; left out, credentials are found as Amazon's own tools find them (variables,
    /// profile, the pod's or the machine's role). Locally, the name given with <c>--secret</c>.
    /// </summary>
    public ObjectReference? SecretRef { get; init; }
}

/// <summary>How long what is finished may wait to be kept.</summary>
/// <param name="Every">
/// The longest that a finished rollout waits to be put together with others into one object of a bucket; 30s unless said. A kill loses no more than that, and it is drawn
/// again. In a folder each is on disk at once.
/// </param>
public sealed record CheckpointSpec([property: Lasting("1h"), FilledIn("30s")] Duration? Every = null);

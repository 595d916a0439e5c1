namespace ReasonOps.Api.Crds;

/// <summary>One column of <c>kubectl get</c>.</summary>
/// <param name="Type">As <c>string</c>, <c>integer</c> or <c>date</c>.</param>
/// <param name="Path">As <c>.status.votes</c>.</param>
/// <param name="Wide">Only shown with <c>-o wide</c>.</param>
public sealed record PrinterColumn(string Name, string Type, string Path, string? Description, bool Wide = false);

/// <summary>What <c>kubectl get</c> shows of each kind.</summary>
internal static class PrinterColumns
{
    private static readonly PrinterColumn Reason =
        new("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", "Why it is ready, or not.", Wide: true);

    private static readonly PrinterColumn Age = new("Age", "date", ".metadata.creationTimestamp", null);

    public static IReadOnlyList<PrinterColumn> OfServices { get; } =
    [
        Ready("Whether questions are answered."),
        new("Model", "string", ".spec.model.name", "What clients send as \"model\"."),
        new("Strategy", "string", ".status.strategy", "How an answer is reached for tenants that say nothing else."),
        new("Votes", "integer", ".status.votes", "Chains that vote for tenants that say nothing else."),
        new("Replicas", "string", ".status.engines", "Ready of wanted engine replicas."),
        new("KV", "string", ".status.keyValueOccupancy", "KV-cache tokens in use, of those that fit."),
        new("Endpoint", "string", ".status.endpoint", "Where tenants reach the service."),
        Reason, Age,
    ];

    public static IReadOnlyList<PrinterColumn> OfPools { get; } =
    [
        Ready("Whether checks are answered."),
        new("Checks", "string", ".status.checks", "What it decides."),
        new("Replicas", "string", ".status.verifiers", "Ready of wanted verifiers."),
        new("Floor", "integer", ".status.floor", "Verifiers that the consumers' accelerators ask for."),
        new("Queue", "integer", ".status.queue", "Requests that wait."),
        new("Ratio", "string", ".status.ratio", "CPU sockets to accelerators."),
        Reason, Age,
    ];

    public static IReadOnlyList<PrinterColumn> OfJobs { get; } =
    [
        new("Status", "string", ".status.phase", "Progressing, Suspended, Complete or Failed; Waiting for what it needs."),
        new("Problems", "string", ".status.progress", "Done of all problems."),
        new("Kept", "integer", ".status.rollouts.kept", "Trajectories that are kept."),
        new("Pass@1", "number", ".status.passAt1", "How often a first answer is right."),
        new("Tokens/s", "integer", ".status.tokens.perSecond", "Tokens forward a second."),
        new("ETA", "string", ".status.eta", "Until all is drawn."),
        new("Workers", "string", ".status.workers", "Ready of wanted worker pods.", Wide: true),
        new("Service", "string", ".spec.policy.serviceRef.name", "Whose engines draw.", Wide: true),
        new("Output", "string", ".status.output.manifest", "What was written.", Wide: true),
        Age,
    ];

    private static PrinterColumn Ready(string description) => new("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status", description);
}

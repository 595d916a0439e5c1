using System.Text.Json.Nodes;
using ReasonOps.Operator.RolloutJobs.Plan;

namespace ReasonOps.Operator.RolloutJobs.Desired;

/// <summary>The volume claims that a job names: each is mounted once, and only that of the output may be written to.</summary>
/// <param name="Name">Of the claim.</param>
internal sealed record Claim(string Name, bool ReadOnly)
{
    private const string Scheme = "pvc://";

    public string Folder => $"/claims/{Name}";

    /// <summary>As <c>--claim</c> takes it.</summary>
    public string Argument => $"{Name}={Folder}";

    public static IReadOnlyList<Claim> Of(RolloutPlan plan)
    {
        var (problems, output) = (NameOf(plan.Spec.Problems.Uri), NameOf(plan.Spec.Output.Uri));
        return [
            .. output is null ? [] : new[] { new Claim(output, ReadOnly: false) },
            .. problems is null || problems == output ? [] : new[] { new Claim(problems, ReadOnly: true) }];
    }

    public JsonObject Volume(int index) => new()
    {
        ["name"] = $"claim-{index}", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = Name, ["readOnly"] = ReadOnly ? true : null },
    };

    public JsonObject Mount(int index) => new() { ["name"] = $"claim-{index}", ["mountPath"] = Folder, ["readOnly"] = ReadOnly ? true : null };

    private static string? NameOf(string uri) => uri.StartsWith(Scheme, StringComparison.Ordinal) ? uri[Scheme.Length..].Split('/')[0] : null;
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReasonOps.Rollouts.Journals;

namespace ReasonOps.Rollouts.Trajectories;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrajectoryTree))]
[JsonSerializable(typeof(SettledProblem))]
[JsonSerializable(typeof(ProblemVersions))]
[JsonSerializable(typeof(ProblemCounts))]
internal sealed partial class RolloutJson : JsonSerializerContext
{
    /// <summary>Letters as they are: what is read by trainers is no web page.</summary>
    public static RolloutJson Plain => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

using System.Text.Json.Serialization;
using ReasonOps.Rollouts.Journals;

namespace ReasonOps.Rollouts.Trajectories;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrajectoryTree))]
[JsonSerializable(typeof(SettledProblem))]
internal sealed partial class RolloutJson : JsonSerializerContext;

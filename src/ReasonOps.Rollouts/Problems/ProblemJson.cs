using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ReasonOps.Rollouts.Problems;

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ProblemJson : JsonSerializerContext;

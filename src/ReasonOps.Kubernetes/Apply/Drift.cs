using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReasonOps.Kubernetes.Apply;

/// <summary>
/// Where a live object no longer is what was asked for. Fields the server filled in, or somebody added, are no drift; what was asked
/// for must be there with the same meaning.
/// </summary>
public static class Drift
{
    /// <summary>On every child: <see cref="Hash"/> of what was last applied, so that what we stopped asking for is seen too.</summary>
    public const string Annotation = "reasonops.io/applied";

    /// <returns>16 hexadecimal digits, the same for all JSON that means the same.</returns>
    public static string Hash(JsonObject desired) => CanonicalJson.Hash(CanonicalJson.Of(desired));

    /// <returns>Paths of desired values that the live object lacks or has otherwise: <c>spec.template.spec.containers[0].image</c>.</returns>
    public static IReadOnlyList<string> Between(JsonElement desired, JsonElement live)
    {
        var walk = new Walk();
        walk.Value(desired, live);
        return walk.Found;
    }

    private sealed class Walk
    {
        /// <summary>Fields of maps whose values are quantities.</summary>
        private static readonly FrozenSet<string> Quantities = FrozenSet.Create("limits", "requests", "capacity", "allocatable", "hard");

        private static readonly FrozenSet<string> QuantityFields = FrozenSet.Create("sizeLimit", "divisor", "averageValue");

        /// <summary>Fields that the server does not write back when zero, false or empty; of all others absent means something else.</summary>
        private static readonly FrozenSet<string> AbsentWhenZero = FrozenSet.Create(
            "hostNetwork", "hostPID", "hostIPC", "stdin", "stdinOnce", "tty", "readOnly", "paused", "publishNotReadyAddresses",
            "initialDelaySeconds", "minReadySeconds", "hostPort", "nodePort", "value", "subPath");

        private readonly List<string> _path = [];

        public List<string> Found { get; } = [];

        public void Value(JsonElement desired, JsonElement live)
        {
            switch (desired.ValueKind)
            {
                case JsonValueKind.Undefined or JsonValueKind.Null:
                    break;
                case JsonValueKind.Object:
                    Fields(desired, live);
                    break;
                case JsonValueKind.Array:
                    List(desired, live);
                    break;
                default:
                    Check(IsAbsent(live) ? IsZero(desired) && AbsentWhenZero.Contains(_path[^1]) : SameScalar(desired, live));
                    break;
            }
        }

        private void Fields(JsonElement desired, JsonElement live)
        {
            if (!IsAbsent(live) && live.ValueKind != JsonValueKind.Object)
            {
                Check(false);
                return;
            }
            // Within an absent object every field is absent; so an empty one equals it.
            var none = IsAbsent(live);
            foreach (var field in desired.EnumerateObject())
                Within(field.Name, field.Value, !none && live.TryGetProperty(field.Name, out var value) ? value : default);
        }

        private void List(JsonElement desired, JsonElement live)
        {
            var count = desired.GetArrayLength();
            if (live.ValueKind != JsonValueKind.Array) Check(count == 0 && IsAbsent(live));
            else if (ListKeys.Of(_path, desired) is { } key) Keyed(desired, live, key);
            else if (live.GetArrayLength() != count) Check(false);
            else for (var i = 0; i < count; i++) Within($"[{i}]", desired[i], live[i]);
        }

        private void Keyed(JsonElement desired, JsonElement live, Func<JsonElement, string> key)
        {
            // Of several with one key (the server rejects them, but not everywhere) the first stands for the first.
            var byKey = live.EnumerateArray().GroupBy(key).ToDictionary(group => group.Key, group => new Queue<JsonElement>(group));
            var index = 0;
            foreach (var item in desired.EnumerateArray())
            {
                _path.Add($"[{index++}]");
                if (byKey.GetValueOrDefault(key(item)) is { Count: > 0 } found) Value(item, found.Dequeue());
                else Check(false);
                _path.RemoveAt(_path.Count - 1);
            }
        }

        private void Within(string step, JsonElement desired, JsonElement live)
        {
            _path.Add(step);
            Value(desired, live);
            _path.RemoveAt(_path.Count - 1);
        }

        private bool SameScalar(JsonElement desired, JsonElement live)
        {
            if (IsTruth(desired) || IsTruth(live)) return desired.ValueKind == live.ValueKind;
            if (live.ValueKind is JsonValueKind.Object or JsonValueKind.Array) return false;
            var (left, right) = (desired.ToString(), live.ToString());
            if (left == right) return true;
            if (desired.ValueKind == JsonValueKind.Number && live.ValueKind == JsonValueKind.Number) return Number(left) == Number(right);
            return IsQuantity && Quantity.Same(left, right);
        }

        private bool IsQuantity => QuantityFields.Contains(_path[^1]) || (_path.Count > 1 && Quantities.Contains(_path[^2]));

        private void Check(bool same)
        {
            if (!same) Found.Add(string.Join('.', _path).Replace(".[", "[", StringComparison.Ordinal));
        }

        private static bool IsTruth(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

        private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

        private static bool IsAbsent(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

        private static bool IsZero(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.False => true,
            JsonValueKind.String => value.ValueEquals(""),
            JsonValueKind.Number => value.GetDouble() == 0,
            _ => false,
        };
    }
}

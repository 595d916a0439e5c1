using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Api.Quantities;

/// <summary>
/// A number as Kubernetes' quantities write it: <c>32.8e9</c>, <c>80Gi</c>, <c>3.35T</c>. Text or a number is read, text is
/// written, since an API server keeps no large fractions.
/// </summary>
[JsonConverter(typeof(QuantityConverter))]
public readonly record struct Quantity(decimal Value)
{
    private static readonly Dictionary<string, decimal> Suffixes = new(StringComparer.Ordinal)
    {
        ["m"] = 0.001m,
        ["k"] = 1e3m, ["M"] = 1e6m, ["G"] = 1e9m, ["T"] = 1e12m, ["P"] = 1e15m, ["E"] = 1e18m,
        ["Ki"] = 1L << 10, ["Mi"] = 1L << 20, ["Gi"] = 1L << 30, ["Ti"] = 1L << 40, ["Pi"] = 1L << 50, ["Ei"] = 1L << 60,
    };

    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var size = 1m;
        if (end < text.Length && !Suffixes.TryGetValue(text[end..], out size))
            return false;
        if (!decimal.TryParse(text.AsSpan(0, end), NumberStyles.Float & ~NumberStyles.AllowTrailingWhite & ~NumberStyles.AllowLeadingWhite,
                CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > decimal.MaxValue / Math.Max(size, 1))
            return false;
        quantity = new Quantity(number * size);
        return true;
    }

    public override string ToString() => Value.ToString("0.############################", CultureInfo.InvariantCulture);
}

internal sealed class QuantityConverter : JsonConverter<Quantity>
{
    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => null,
        };
        return text is not null && Quantity.TryParse(text, out var quantity)
            ? quantity
            : throw new JsonException("expected a quantity such as 32.8e9 or 80Gi");
    }

    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

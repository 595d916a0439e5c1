using System.Globalization;

namespace ReasonOps.Capacity.Simulation.Loads;

/// <summary>Requests of a trace in the form of Azure's public LLM inference traces: a header, then <c>TIMESTAMP,ContextTokens,GeneratedTokens</c>.</summary>
public static class AzureTrace
{
    /// <summary>Longest answer in Azure's conversation trace of 2023.</summary>
    public const int MostTokens = 1000;

    /// <summary>Streams: a line is read when its request is asked for.</summary>
    /// <param name="most">Budget of a chain; a longer answer is cut there.</param>
    /// <exception cref="InvalidDataException">Which line is wrong, and how.</exception>
    public static IEnumerable<Request> Read(TextReader reader, int most = MostTokens)
    {
        var (first, last, number) = (default(DateTime?), 0.0, 0);
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || number == 1 && line.StartsWith("TIMESTAMP", StringComparison.OrdinalIgnoreCase)) continue;
            var (at, prompt, tokens) = Parse(line, number);
            first ??= at;
            var seconds = (at - first.Value).TotalSeconds;
            if (seconds < last) throw new InvalidDataException($"line {number}: {line.Split(',')[0]} is before the line above; sort the trace by time");
            yield return new(last = seconds, prompt, Math.Min(tokens, most), most);
        }
        if (first is null) throw new InvalidDataException("the trace holds no request; there must be lines of TIMESTAMP,ContextTokens,GeneratedTokens");
    }

    /// <summary>As reasoning models answer the same prompts: chains eight times as long on average, log-normally spread around that (sigma 1), at most 16,384 tokens.</summary>
    public static IEnumerable<Request> Reasoning(IEnumerable<Request> requests, int seed, double times = 8, double sigma = 1, int most = 16384)
    {
        var random = new Random(seed);
        foreach (var request in requests)
        {
            var factor = random.LogNormal(times * Math.Exp(-sigma * sigma / 2), sigma);
            yield return request with { Tokens = Draws.Tokens(request.Tokens * factor, most), Most = most };
        }
    }

    private static (DateTime At, int Prompt, int Tokens) Parse(string line, int number)
    {
        var fields = line.Split(',');
        if (fields.Length != 3) throw new InvalidDataException($"line {number}: has {fields.Length} fields; there must be three, TIMESTAMP,ContextTokens,GeneratedTokens");
        if (!DateTime.TryParse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            throw new InvalidDataException($"line {number}: TIMESTAMP {fields[0]} is no time; write it as 2023-11-16 18:15:46.6805900");
        return (at, Count("ContextTokens", fields[1], number), Count("GeneratedTokens", fields[2], number));
    }

    private static int Count(string name, string text, int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 10_000_000
            ? Math.Max(1, value)
            : throw new InvalidDataException($"line {number}: {name} {text} must be a whole number from 0 to 10000000");
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Rollouts.Journals;

/// <summary>
/// What the rollouts of a journal follow from, kept beside it (<c>journal/job-00003.json</c>): what another job draws must not be mixed with them unseen.
/// </summary>
public static class JournalOrigin
{
    private const string Prefix = $"{JournalFiles.Folder}job-";

    /// <summary>Says it of a journal of which nobody did. Whoever calls it writes that journal.</summary>
    /// <returns>What is other than it was said to be, as <c>spec.seed was 1 and is 2</c>.</returns>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static async Task<IReadOnlyList<string>> HoldAsync(IDatasetStore store, int worker, JsonObject origin, CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{worker:D5}.json");
        if ((await store.ListAsync(name, cancellation)).Contains(name)) return Differences(await ReadAsync(store, name, cancellation), origin);
        await store.PutAsync(name, Encoding.UTF8.GetBytes(origin.ToJsonString()), cancellation);
        return [];
    }

    /// <summary>The same of all journals there are, and nothing is written.</summary>
    /// <inheritdoc cref="HoldAsync"/>
    public static async Task<IReadOnlyList<string>> CheckAsync(IDatasetStore store, JsonObject origin, CancellationToken cancellation)
    {
        foreach (var name in await store.ListAsync(Prefix, cancellation))
            if (Differences(await ReadAsync(store, name, cancellation), origin) is [_, ..] others) return others;
        return [];
    }

    private static async Task<JsonObject> ReadAsync(IDatasetStore store, string name, CancellationToken cancellation)
    {
        await using var stream = await store.ReadAsync(name, cancellation);
        return (await JsonNode.ParseAsync(stream, cancellationToken: cancellation))!.AsObject();
    }

    /// <summary>Of what both tell of; within that, of all there is.</summary>
    private static string[] Differences(JsonObject before, JsonObject now) =>
        [.. now.Where(field => before.ContainsKey(field.Key)).SelectMany(field => Differences($"spec.{field.Key}", before[field.Key], field.Value))];

    private static IEnumerable<string> Differences(string path, JsonNode? before, JsonNode? now) => (before, now) switch
    {
        (JsonObject had, JsonObject has) => had.Select(field => field.Key).Union(has.Select(field => field.Key)).SelectMany(name => Differences($"{path}.{name}", had[name], has[name])),
        _ when JsonNode.DeepEquals(before, now) => [],
        _ => [$"{path} was {Text(before)} and is {Text(now)}"],
    };

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "not said";
}

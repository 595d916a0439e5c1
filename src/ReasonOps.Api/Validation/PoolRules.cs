using ReasonOps.Api.Manifests;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Validation;

/// <summary>What a pool's parts say of each other, and amounts that no program could run with.</summary>
internal static class PoolRules
{
    public const string LongestRun = "1h";

    private const long Mebibyte = 1 << 20;
    private const long Tebibyte = 1L << 40;

    public static void Check(Field spec, VerifierPoolSpec declared)
    {
        Isolation(spec["isolation"], declared.Isolation);
        if (declared.Limits is { } limits)
            Limits(spec["limits"], limits);
        if (declared.Sizing is { } sizing)
            Sizing(spec["sizing"], sizing);
        Repeated(spec["checks"], declared.Checks, kind => kind.ToString());
    }

    private static void Isolation(Field at, IsolationSpec own)
    {
        if (own is { Mode: null, RuntimeClassName: null })
            at["mode"].Error("is required; choose Namespaces, Landlock or RuntimeClass (docs/verifierpool.md says what each stops)", at["runtimeClassName"].Path);
        else if (own is { Mode: IsolationMode.RuntimeClass, RuntimeClassName: null })
            at["runtimeClassName"].Error("is required by mode RuntimeClass; name the class, as gvisor", at["mode"].Path);
        else if (own is { Mode: { } mode and not IsolationMode.RuntimeClass, RuntimeClassName: not null })
            at["runtimeClassName"].Error($"cannot be set beside mode {mode}; take it away or set the mode to RuntimeClass", at["mode"].Path);
    }

    private static void Limits(Field at, LimitsSpec own)
    {
        Bytes(at["memory"], own.Memory, 16 * Mebibyte, "16Mi, which an interpreter needs to start");
        Bytes(at["output"], own.Output, 1, "1");
        Bytes(at["files"], own.Files, 1, "1");
    }

    private static void Bytes(Field at, Quantity? amount, long least, string leastText)
    {
        // Below 0 is told by the field itself.
        if (amount is not { Value: > 0 and var bytes })
            return;
        if (bytes < least)
            at.Error($"{amount} bytes are below {leastText}; raise it");
        else if (bytes > Tebibyte)
            at.Error($"{amount} bytes are above 1Ti; lower it");
    }

    private static void Sizing(Field at, SizingSpec own)
    {
        if (own.MaxReplicas >= 1 && own.MaxReplicas < own.MinReplicas)
            at["maxReplicas"].Error($"{own.MaxReplicas} is below minReplicas {own.MinReplicas}; raise maxReplicas to {own.MinReplicas} or lower minReplicas",
                at["minReplicas"].Path);
        if (own.Ratio is { } ratio)
            Ratio(at["ratio"], ratio);
        if (own.Serves is { } serves)
            Repeated(at["serves"], serves, consumer => $"{consumer.Kind} {consumer.Name}");
    }

    private static void Ratio(Field at, RatioSpec own)
    {
        if (own.Preset is not null)
        {
            foreach (var (name, given) in new[] { ("cpus", own.Cpus), ("accelerators", own.Accelerators) })
            {
                if (given is not null)
                    at[name].Error("cannot be set beside a preset, which says it; take one away", at["preset"].Path);
            }
            return;
        }
        foreach (var (name, given) in new[] { ("accelerators", own.Accelerators), ("coresPerCpu", own.CoresPerCpu) })
        {
            if (given is null)
                at[name].Error("is required without a preset; give it, or a preset: HGX, GB200-NVL72 or Trainium2", at["preset"].Path);
        }
    }

    private static void Repeated<T>(Field at, IReadOnlyList<T> items, Func<T, string> name)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            if (!first.TryAdd(name(items[i]), i))
                at[i].Error($"{Quoting.Quote(name(items[i]))} is there already, at [{first[name(items[i])]}]; keep one", at[first[name(items[i])]].Path);
        }
    }
}

using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

internal static class TenantRules
{
    public static void Check(Field tenants, IReadOnlyList<TenantSpec> declared, ReasoningServiceSpec effective)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var secrets = new Dictionary<SecretReference, int>();
        for (var i = 0; i < declared.Count; i++)
        {
            if (!names.TryAdd(declared[i].Name, i))
                Repeated(tenants, i, names[declared[i].Name], "name", $"{Quoting.Quote(declared[i].Name)} is also the name of");
            if (!secrets.TryAdd(declared[i].Keys.SecretRef, i))
                Repeated(tenants, i, secrets[declared[i].Keys.SecretRef], "keys.secretRef", "gives the same keys as");
            Strategies(tenants[i], declared[i], effective.Tenants[i], effective);
            Votes(tenants[i]["votes"], declared[i].Votes, effective.Tenants[i].Strategies!);
            Ordered(tenants[i]["budget"]["reasoningTokens"], declared[i].Budget?.ReasoningTokens);
        }
    }

    private static void Repeated(Field tenants, int second, int first, string field, string says) =>
        tenants[second][field].Error($"{says} tenants[{first}]; every tenant needs its own", tenants[first][field].Path);

    private static void Strategies(Field at, TenantSpec own, TenantSpec effective, ReasoningServiceSpec service)
    {
        if (own.Strategies is { } allowed)
        {
            for (var i = 0; i < allowed.Count; i++)
            {
                StrategyNeeds.Check(at["strategies"][i], allowed[i], effective, service);
                if (allowed.Take(i).Contains(allowed[i]))
                    at["strategies"][i].Error($"{allowed[i]} is listed twice; keep one");
            }
        }
        if (own.Strategy is { } strategy)
        {
            StrategyNeeds.Check(at["strategy"], strategy, effective, service);
            if (!effective.Strategies!.Contains(strategy) && own.Strategies is { Count: > 0 })
                at["strategy"].Error($"{strategy} is not in strategies ({string.Join(", ", own.Strategies)}); "
                    + "add it there or choose one of these", at["strategies"].Path);
        }
        StrategyRules.Fields(at, own, service);
    }

    private static void Votes(Field at, BoundedCount? own, IReadOnlyList<StrategyKind> strategies)
    {
        Ordered(at, own);
        if (strategies.Any(kind => kind != StrategyKind.SingleChain))
            return;
        foreach (var (name, votes) in new[] { ("default", own?.Default), ("max", own?.Max) })
        {
            if (votes > 1)
                at[name].Error($"{votes} with SingleChain alone, which casts 1; add MajorityVote to strategies or lower it to 1", StrategySources(at));
        }
    }

    // Which strategies a tenant has may come from any of these.
    private static string[] StrategySources(Field votes)
    {
        var tenant = votes.Path[..votes.Path.LastIndexOf('.')];
        return [$"{tenant}.strategies", $"{tenant}.strategy", "spec.strategy.kind"];
    }

    private static void Ordered(Field at, BoundedCount? own)
    {
        if (own is not { Max: >= 1 } || !(own.Max < own.Default))
            return;
        var name = at.Path[(at.Path.LastIndexOf('.') + 1)..];
        at["max"].Error($"{own.Max} is below {name}.default {own.Default}; raise max to {own.Default} or lower default", at["default"].Path);
    }
}

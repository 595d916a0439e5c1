using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

internal static class EngineRules
{
    public static void Check(Field engine, ReasoningServiceSpec declared, ReasoningServiceSpec effective)
    {
        if (declared.Engine is not { } own)
            return;
        if (own.Endpoints is { } endpoints)
            Fronted(engine, own, endpoints);
        else
            Started(engine, own, effective.Engine!.Runtime!.Value, declared.Model.Uri);
        for (var i = 0; i < own.Env?.Count; i++)
        {
            var variable = own.Env[i];
            if (variable.Name.Length == 0 || variable.Name.Contains('='))
                engine["env"][i]["name"].Error($"{Quoting.Quote(variable.Name)} is not the name of a variable");
            if (variable is { Value: not null, ValueFrom: not null })
                engine["env"][i].Error("has both value and valueFrom; keep one");
        }
    }

    private static void Fronted(Field engine, EngineSpec own, IReadOnlyList<EndpointSpec> endpoints)
    {
        foreach (var (name, given) in StartingFields(own))
        {
            if (given)
                engine[name].Error("cannot be set beside endpoints: it is for engines that are started, and these already run", engine["endpoints"].Path);
        }
        var at = engine["endpoints"];
        if (endpoints.Count == 0)
            at.Error("is empty; list one engine or more, or leave endpoints out to start engines");
        for (var i = 0; i < endpoints.Count; i++)
        {
            Url(at[i]["url"], endpoints[i].Url);
            at[i]["keySecretRef"]["name"].Subdomain(endpoints[i].KeySecretRef?.Name);
            var first = endpoints.TakeWhile(other => other.Url != endpoints[i].Url).Count();
            if (first < i)
                at[i]["url"].Error($"is the same as endpoints[{first}].url; take one away", at[first]["url"].Path);
        }
    }

    private static IEnumerable<(string Name, bool Given)> StartingFields(EngineSpec own) =>
    [
        ("accelerator", own.Accelerator is not null), ("args", own.Args is not null), ("image", own.Image is not null),
        ("env", own.Env is not null), ("volumes", own.Volumes is not null), ("volumeMounts", own.VolumeMounts is not null),
        ("podTemplate", own.PodTemplate is not null), ("keyValueTokens", own.KeyValueTokens is not null),
    ];

    private static void Url(Field field, string url)
    {
        // The address is shown only once it is known to hold no password.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps))
            field.Error("is not an absolute http or https URL; write it as http://127.0.0.1:8000/v1");
        else if (parsed.UserInfo.Length > 0)
            field.Error("has a user or password in it; give the key through keySecretRef");
        else if (parsed.Query.Length > 0 || parsed.Fragment.Length > 0)
            field.Error("has a query or fragment; end it at the API's base path, as http://127.0.0.1:8000/v1");
        else if (parsed.AbsolutePath == "/")
            field.Error($"{Quoting.Quote(url)} has no path; add the API's base path, as {parsed.GetLeftPart(UriPartial.Authority)}/v1");
    }

    private static void Started(Field engine, EngineSpec own, RuntimeKind runtime, string? uri)
    {
        if (runtime == RuntimeKind.OpenAi)
            engine["runtime"].Error("openai only fronts engines that already run; add endpoints, or use vllm, sglang, llamacpp or onnx", engine["endpoints"].Path);
        if (uri?.StartsWith("embedded://", StringComparison.Ordinal) == true && runtime != RuntimeKind.Onnx)
            engine["runtime"].Error($"{EnumWords.Word(runtime)} cannot load an embedded:// model; use onnx or leave it out", "spec.model.uri");
        engine["keyValueTokens"].AtLeast(own.KeyValueTokens, 1);
        if (own.KeyValueTokens is not null && runtime != RuntimeKind.Onnx)
            engine["keyValueTokens"].Error($"is fixed for onnx only; {EnumWords.Word(runtime)} sizes its own cache, which args can change", engine["runtime"].Path);
        if (own.Accelerator is { } accelerator)
            Accelerator(engine["accelerator"], accelerator);
    }

    private static void Accelerator(Field at, AcceleratorSpec own)
    {
        var presets = AcceleratorPresets.Memory.Keys.Order(StringComparer.Ordinal).ToArray();
        if (own is { Preset: null, Memory: null })
            at.Error($"needs a preset ({Quoting.Either(presets)}) or the memory of one device", at["preset"].Path, at["memory"].Path);
        if (own is { Preset: not null, Memory: not null })
            at["memory"].Error($"cannot be set beside preset {Quoting.Quote(own.Preset)}, which says it; take one away");
        if (own.Preset is { } preset && !AcceleratorPresets.Memory.ContainsKey(preset))
            at["preset"].Error($"{Quoting.Quote(preset)} is not a preset; "
                + (Spelling.Closest(preset, presets) is { } meant ? $"did you mean {meant}?" : $"use {Quoting.Either(presets)}, or give memory"));
        at["perReplica"].AtLeast(own.PerReplica, 1);
        at["memory"].Positive(own.Memory);
        at["bandwidth"].Positive(own.Bandwidth);
        at["flops"].Positive(own.Flops);
    }
}

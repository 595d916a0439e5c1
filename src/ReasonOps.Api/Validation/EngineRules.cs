using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Capacity.Devices;

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
            var first = own.Env.TakeWhile(other => other.Name != variable.Name).Count();
            if (first < i)
                engine["env"][i]["name"].Error($"{Quoting.Quote(variable.Name)} is also the name of env[{first}]; keep one", engine["env"][first]["name"].Path);
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
        for (var i = 0; i < endpoints.Count; i++)
        {
            Url(at[i]["url"], endpoints[i].Url);
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

    public static void Url(Field field, string url)
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
        if (own.KeyValueTokens is not null && runtime != RuntimeKind.Onnx)
            engine["keyValueTokens"].Error($"is fixed for onnx only; {EnumWords.Word(runtime)} sizes its own cache, which args can change", engine["runtime"].Path);
        if (own.Accelerator is { } accelerator)
            Accelerator(engine["accelerator"], accelerator, runtime);
    }

    public static void Preset(Field at, string preset)
    {
        if (!AcceleratorPresets.Names.Contains(preset, StringComparer.Ordinal))
            at.Error($"{Quoting.Quote(preset)} is not a preset; " + (Spelling.Closest(preset, AcceleratorPresets.Names) is { } meant
                ? $"did you mean {meant}?"
                : $"use {Quoting.Either(AcceleratorPresets.Names)}, or give memory"));
    }

    private static void Accelerator(Field at, AcceleratorSpec own, RuntimeKind runtime)
    {
        if (own is { Preset: null, Memory: null })
            at.Error($"needs a preset ({Quoting.Either(AcceleratorPresets.Names)}) or the memory of one device", at["preset"].Path, at["memory"].Path);
        if (own is { Preset: not null, Memory: not null })
            at["memory"].Error($"cannot be set beside preset {Quoting.Quote(own.Preset)}, which says it; take one away");
        if (own.Nodes is not (> 1 and var nodes))
            return;
        if (runtime is not (RuntimeKind.Vllm or RuntimeKind.Sglang))
            at["nodes"].Error($"{nodes} with {EnumWords.Word(runtime)}, whose replicas each run on one node; use vllm or sglang, or take nodes away", "spec.engine.runtime");
        var each = own.PerReplica ?? 1;
        if (each % nodes != 0)
            at["perReplica"].Error($"{each} devices cannot be shared evenly by {nodes} nodes; raise it to {(each / nodes + 1) * nodes} or change nodes", at["nodes"].Path);
    }
}

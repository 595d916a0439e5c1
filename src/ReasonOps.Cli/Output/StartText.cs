using System.Globalization;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Local;
using ReasonOps.Sandbox.Isolation;

namespace ReasonOps.Cli.Output;

/// <summary>What a person reads while a service starts.</summary>
internal sealed class StartText(TextWriter output) : IStartProgress
{
    private const int Width = 72;

    public void Accepted(ReasoningService service) => output.WriteLine($"{service.Kind} {service.Metadata.Name}   accepted");

    public void VerifierReady(LocalVerifier verifier, TimeSpan took)
    {
        var (settings, layers) = (verifier.Server.Options.Settings, verifier.Server.Options.Isolation.Layers);
        var workers = settings.Workers == 1 ? "1 worker" : $"{settings.Workers} workers";
        var isolation = layers.Count == 0 ? "" : $" · {settings.Isolation}, {Holding(layers)}";
        output.WriteLine($"{verifier.Pool.Kind} {verifier.Pool.Metadata.Name}   accepted");
        Line("verifier", $"{workers}   {string.Join(", ", settings.Checks)}{isolation}", took);
        output.WriteLine($"  {"",-8} {verifier.Server.Url}");
    }

    /// <summary>How to ask pools that no service stands before.</summary>
    public void Ready(LocalVerifiers verifiers, SecretValues secrets)
    {
        foreach (var verifier in verifiers.All)
        {
            var made = secrets.MadeForPools.Contains(verifier.Pool.Metadata.Name);
            if (made) output.WriteLine($"  {"key",-8} {verifier.Pool.Metadata.Name,-10} {secrets.KeysOf(verifier.Pool)![0]}");
            if (!verifier.Pool.Spec.Checks.Contains(CheckKind.Math)) continue;
            var key = verifier.Pool.Spec.Keys is null ? "" : $" -H \"Authorization: Bearer {(made ? secrets.KeysOf(verifier.Pool)![0] : "$KEY")}\"";
            output.WriteLine($$"""Try:  curl {{verifier.Server.Url}}/v1/verify{{key}} -d '{"type":"math","answer":"0.5","expected":"1/2"}'""");
        }
    }

    public void EnginesReady(LocalEngines engines, TimeSpan took)
    {
        var replicas = engines.Replicas == 1 ? "1 replica" : $"{engines.Replicas} replicas";
        var parameters = Short(engines.Model.Config.Parameters);
        var text = FormattableString.Invariant($"{replicas}   onnx · {parameters} parameters · {engines.Capacity:N0} KV tokens each");
        Line("engine", text, took);
    }

    public void ScorersReady(LocalScorers scorers, TimeSpan took)
    {
        foreach (var (uri, url) in scorers.All) Line("scorer", $"{uri}   {url}", took);
    }

    public void EnginesNamed(EngineTargets targets)
    {
        foreach (var target in targets.Fixed) output.WriteLine($"  {"engine",-8} {target.Url}   {targets.Runtime}, runs already");
    }

    public void GatewayReady(string endpoint, TimeSpan took) => Line("gateway", endpoint, took);

    public void Ready(ReasoningService service, LocalService local, SecretValues secrets)
    {
        output.WriteLine($"  {"tenants",-8} {string.Join(" · ", local.Snapshot.Tenants.Select(Summary))}");
        foreach (var tenant in service.Spec.Tenants.Where(tenant => secrets.Made.Contains(tenant.Name)))
            output.WriteLine($"  {"key",-8} {tenant.Name,-10} {secrets.KeyOf(tenant)}");
        var example = service.Spec.Engine?.Endpoints is null ? "12+7*8-5=" : "What is 12+7*8-5?";
        output.WriteLine($$"""
            Try:  curl {{local.Endpoint}}/chat/completions -H "Authorization: Bearer {{ShownKey(service, secrets)}}" -d '{"model":"{{local.Snapshot.Model}}","messages":[{"role":"user","content":"{{example}}"}]}'
            """);
    }

    public void Serving() => output.WriteLine("Ctrl-C drains and stops.");

    public void Draining() => output.WriteLine("draining");

    /// <summary>A key that was given is not shown.</summary>
    private static string ShownKey(ReasoningService service, SecretValues secrets) =>
        service.Spec.Tenants.LastOrDefault(tenant => secrets.Made.Contains(tenant.Name)) is { } tenant ? secrets.KeyOf(tenant) : "$KEY";

    private static string Summary(TenantSnapshot tenant)
    {
        var votes = tenant.Votes.Max == 1 ? "1 vote"
            : tenant.Stop.Rule == "None" ? $"{tenant.Votes.Default} votes" : $"<={tenant.Votes.Default} votes";
        var stop = tenant.Votes.Max == 1 || tenant.Stop.Rule == "None" ? "" : ", early stop";
        return FormattableString.Invariant($"{tenant.Name} {votes}, {tenant.ReasoningTokens.Default} tokens{stop}");
    }

    private static string Holding(IReadOnlyList<IsolationLayer> layers)
    {
        var missing = layers.Where(layer => !layer.Holds).Select(layer => layer.Name).ToArray();
        return missing.Length == 0 ? $"{layers.Count} layers hold" : $"{layers.Count - missing.Length} layers hold, without {string.Join(", ", missing)}";
    }

    private void Line(string part, string text, TimeSpan took) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {part,-8} {text.PadRight(Width)} ready {took.TotalSeconds:F1} s"));

    private static string Short(long count) => count switch
    {
        >= 1_000_000_000 => FormattableString.Invariant($"{count / 1e9:F1}B"),
        >= 1_000_000 => FormattableString.Invariant($"{count / 1e6:F1}M"),
        _ => FormattableString.Invariant($"{count / 1e3:F0}k"),
    };
}

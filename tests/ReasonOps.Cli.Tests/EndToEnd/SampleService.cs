using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Tests.Children;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>The sample in this process: its real engines, whose addresses are known, its real gateway, its three tenants.</summary>
internal sealed class SampleService : IAsyncDisposable
{
    private SampleService(ReasoningService manifest, SecretValues secrets, LocalService local, LocalEngines engines) =>
        (Manifest, Secrets, Local, Engines) = (manifest, secrets, local, engines);

    public ReasoningService Manifest { get; }
    public SecretValues Secrets { get; }
    public LocalService Local { get; }
    public LocalEngines Engines { get; }
    public string Model => Local.Snapshot.Model;

    /// <summary>Up to and with <c>/v1</c>.</summary>
    public IReadOnlyList<string> EngineUrls => [.. Local.Snapshot.Engines.Fixed.Select(target => target.Url)];

    /// <param name="change">Of what the manifest says of tenants.</param>
    /// <param name="pairs">As <c>--secret</c> gives them.</param>
    public static async Task<SampleService> StartAsync(Func<TenantSnapshot, TenantSnapshot>? change = null, params string[] pairs)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        var manifest = await ManifestFile.ReadAsync(Repository.Sample, limit.Token);
        var secrets = await SecretValues.ReadAsync(pairs, null, limit.Token);
        secrets.Complete(manifest);
        var heard = new Heard();
        var local = await LocalService.StartAsync(
            manifest, secrets, new LocalOptions(Port: 0, Models: null, DrainLimit: TimeSpan.FromSeconds(5)),
            snapshot => change is null ? snapshot : snapshot with { Tenants = [.. snapshot.Tenants.Select(change)] }, heard, limit.Token);
        return new SampleService(manifest, secrets, local, heard.Engines!);
    }

    public string KeyOf(string tenant) => Secrets.KeyOf(Manifest.Spec.Tenants.Single(one => one.Name == tenant));

    public OpenAiClient Client(string tenant) => Asking.Client(Local.Endpoint, KeyOf(tenant));

    public Task<ChatResponse> AskAsync(string tenant, string prompt, long? seed = null, ReasonOpsOverrides? overrides = null) =>
        Asking.AskAsync(Local.Endpoint, KeyOf(tenant), Model, prompt, seed, overrides);

    public async Task<EngineGauges[]> GaugesAsync() => await Task.WhenAll(EngineUrls.Select(EngineGauges.ReadAsync));

    public ValueTask DisposeAsync() => Local.DisposeAsync();

    private sealed class Heard : IStartProgress
    {
        public void VerifierReady(LocalVerifier verifier, TimeSpan took)
        {
        }

        public void ScorersReady(LocalScorers scorers, TimeSpan took)
        {
        }

        public LocalEngines? Engines { get; private set; }

        public void EnginesReady(LocalEngines engines, TimeSpan took) => Engines = engines;
        public void EnginesNamed(EngineTargets targets) => throw new InvalidOperationException("the sample starts its engines");
        public void GatewayReady(string endpoint, TimeSpan took) => Assert.EndsWith("/v1", endpoint);
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Rollouts;
using ReasonOps.Inference.Decoding;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;
using ReasonOps.Inference.Serving;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;

namespace ReasonOps.Cli.Tests.Rollouts;

/// <summary>Engines that are found by a name, as on a cluster: real ones, of one port and an address each.</summary>
public sealed class RolloutPortsTests
{
    private const int Port = 18_231;
    private static readonly string[] Addresses = ["127.91.7.1", "127.91.7.2"];

    [Fact]
    public async Task Room_is_that_of_the_engines_which_are_there_and_all_of_them_draw()
    {
        await using var first = await ServedAsync(Addresses[0]);
        await using var second = await ServedAsync(Addresses[1]);
        var listed = Addresses[..1];
        await using var ports = new RolloutPorts(Snapshot(), temperature: 1, verify: null, new()
        {
            Resolve = (_, _) => Task.FromResult(listed.Select(IPAddress.Parse).ToArray()), DnsEvery = TimeSpan.FromMilliseconds(50), HealthEvery = TimeSpan.FromMilliseconds(100),
        });
        await ports.WaitAsync(default).WaitAsync(Wait.Limit);
        Assert.Equal(1, ports.Engines);
        listed = Addresses;
        await Wait.UntilAsync(() => Task.FromResult(ports.Engines == 2), "the second engine is found");

        await DrawAsync(ports);
        Assert.All(new[] { first, second }, served => Assert.NotEqual(0, served.Engine.Metrics.GeneratedTokens));

        await second.DisposeAsync();
        await Wait.UntilAsync(() => Task.FromResult(ports.Engines == 1), "the second engine is missed");
    }

    /// <summary>More problems than one engine has room for at once.</summary>
    private static async Task DrawAsync(RolloutPorts ports)
    {
        var folder = Directory.CreateTempSubdirectory("reasonops-ports-").FullName;
        try
        {
            await using var journal = await Journal.OpenAsync(folder, 0, 1, default);
            var settings = new RolloutSettings
            {
                Search = new() { Kind = SearchKind.Independent, Equivalence = new NumericEquivalence() }, Allocation = new(4, 4, 0), Budget = new(128, 8, null, null, WhenSpent.ForceAnswer),
                AnswerFormat = AnswerFormat.Create("Whole", null), Seed = 1,
            };
            var room = new KeyValueRoom(() => 1024 * ports.Engines, most: 136);
            await new RolloutWorker(settings, ports.RunnerFor, journal, room, new Quiet(), TimeProvider.System)
                .RunAsync(Problems().ToAsyncEnumerable(), versions: null, default).WaitAsync(Wait.Limit);
            Assert.Equal((20, 80), (journal.Figures.Settled, journal.Figures.Rollouts));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<Problem> Problems() =>
        Enumerable.Range(1, 20).Select(number => new Problem { Number = number, Id = $"p{number}", Prompt = $"{number}+{number}=", Answer = $"{2 * number}", Ability = "math" });

    private static GatewaySnapshot Snapshot() => new()
    {
        Service = "math", Model = "arithmetic", AnswerFormat = new("Whole"), Tenants = [], Steps = [";"],
        Engines = new() { Runtime = "onnx", Fixed = [], Dns = $"http://engines.test:{Port}/v1", KeyValueTokens = 2048 },
    };

    private static async Task<Served> ServedAsync(string address)
    {
        var model = ModelFolder.Load(Path.Combine(Repository.Root, "config", "models", "arithmetic"));
        var engine = new Engine(model, new EngineOptions(2048) { Decoder = new DecoderOptions(Threads: 1) }, TimeProvider.System, NullLogger<Engine>.Instance);
        var server = EngineServer.Build(engine, new EngineServerOptions($"http://{address}:{Port}", "arithmetic") { DrainLimit = TimeSpan.Zero }, TimeProvider.System, logging => logging.ClearProviders());
        await server.StartAsync();
        return new(engine, server);
    }

    private sealed record Served(Engine Engine, WebApplication Server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Engine.DisposeAsync();
        }
    }

    private sealed class Quiet : IRolloutProgress
    {
        public void Trouble(Problem problem, string why)
        {
        }
    }
}

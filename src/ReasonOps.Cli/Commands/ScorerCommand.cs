using System.CommandLine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Inference.Scoring;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops scorer</c>: one replica of an embedded reward model.</summary>
internal static class ScorerCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model", "-m")
        {
            Description = "The reward model's folder, or embedded://NAME", Required = true, HelpName = "FOLDER",
        };
        var name = new Option<string?>("--name") { Description = "What clients send as model; the folder's name unless said" };
        var (url, drain) = (CommonOptions.Url("http://127.0.0.1:8010"), CommonOptions.Drain());
        var threads = new Option<int>("--threads")
        {
            Description = "Threads of one run; 0 is one a core", DefaultValueFactory = _ => 0,
        }.Within(0, 1024);
        var command = new Command("scorer", """
            Serves a reward model folder (config.json, tokenizer.json, model.onnx): POST /v1/score says how good chains or their steps are, 0 to 1.

            Example:
              reasonops scorer --model embedded://arithmetic-reward
              curl http://127.0.0.1:8010/v1/score -d '{"kind":"process","messages":[{"role":"user","content":"12+7*8-5="}],"items":[{"steps":["7*8=56;","12+56=69;"]}]}'
            """) { model, name, url, drain, threads };
        command.Run(async (parsed, cancellation) =>
        {
            var folder = EmbeddedModels.Find("--model", parsed.GetRequiredValue(model));
            using var loggers = LoggerFactory.Create(Logs.ForPrograms);
            await using var scorer = new Scorer(
                RewardModelFolder.Load(folder), new ScorerOptions(Threads: parsed.GetValue(threads)), loggers.CreateLogger<Scorer>());
            var served = new ScorerServerOptions(parsed.GetRequiredValue(url), parsed.GetValue(name) ?? Path.GetFileName(folder))
            {
                DrainLimit = TimeSpan.FromSeconds(parsed.GetValue(drain)),
            };
            await using var server = ScorerServer.Build(scorer, served, TimeProvider.System, Logs.ForPrograms);
            await server.StartAsync(cancellation);
            Console.WriteLine($"{served.ModelName} on {server.Urls.First()}/v1");
            await server.WaitForShutdownAsync(cancellation);
        });
        return command;
    }
}

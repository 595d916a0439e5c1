using System.CommandLine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Inference.Decoding;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;
using ReasonOps.Inference.Serving;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops engine</c>: one replica of the embedded engine.</summary>
internal static class EngineCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model", "-m")
        {
            Description = "The model's folder, or embedded://NAME", Required = true, HelpName = "FOLDER",
        };
        var name = new Option<string?>("--name") { Description = "What clients send as model; the folder's name unless said" };
        var (url, drain) = (CommonOptions.Url("http://127.0.0.1:8000"), CommonOptions.Drain());
        var tokens = new Option<int>("--kv-tokens") { Description = "Capacity of the KV cache in tokens", DefaultValueFactory = _ => 16384 };
        var chains = new Option<int>("--max-chains")
        {
            Description = "Chains that run at once; with 1 a chain comes out the same to the last bit, whatever else is asked", DefaultValueFactory = _ => new EngineOptions().MaxRunningChains,
        }.Within(1, 1 << 16);
        var device = new Option<Device>("--device")
        {
            Description = "cpu, or cuda (needs a build with the CUDA provider)", DefaultValueFactory = _ => Device.Cpu,
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads of one step; 0 is one a core", DefaultValueFactory = _ => 0,
        }.Within(0, 1024);
        var command = new Command("engine", """
            Serves a model folder (config.json, tokenizer.json, model.onnx) behind the OpenAI API.

            Example:
              reasonops engine --model embedded://arithmetic --kv-tokens 8192
            """) { model, name, url, drain, tokens, chains, device, threads };
        command.Run(async (parsed, cancellation) =>
        {
            var folder = EmbeddedModels.Find("--model", parsed.GetRequiredValue(model));
            var loaded = ModelFolder.Load(folder);
            if (parsed.GetValue(tokens) < 2 * loaded.Config.BlockSize)
                throw new WrongInputException($"--kv-tokens: {parsed.GetValue(tokens)} is below two blocks of {loaded.Config.BlockSize} tokens");
            var options = new EngineOptions(parsed.GetValue(tokens), parsed.GetValue(chains))
            {
                Decoder = new DecoderOptions(parsed.GetValue(device), Threads: parsed.GetValue(threads)),
            };
            using var loggers = LoggerFactory.Create(Logs.ForPrograms);
            await using var engine = Start(loaded, options, loggers);
            var served = new EngineServerOptions(parsed.GetRequiredValue(url), parsed.GetValue(name) ?? Path.GetFileName(folder))
            {
                DrainLimit = TimeSpan.FromSeconds(parsed.GetValue(drain)),
            };
            await using var server = EngineServer.Build(engine, served, TimeProvider.System, Logs.ForPrograms);
            await server.StartAsync(cancellation);
            Console.WriteLine($"{served.ModelName} on {server.Urls.First()}/v1");
            await server.WaitForShutdownAsync(cancellation);
        });
        return command;
    }

    private static Engine Start(ModelFolder model, EngineOptions options, ILoggerFactory loggers)
    {
        try
        {
            return new Engine(model, options, TimeProvider.System, loggers.CreateLogger<Engine>());
        }
        catch (Exception e) when (options.Decoder.Device == Device.Cuda && e is EntryPointNotFoundException or OnnxRuntimeException)
        {
            throw new WrongInputException(
                $"--device cuda: this build of ONNX Runtime cannot use it; use cpu, or a build with the CUDA provider ({e.Message})");
        }
    }
}

using System.CommandLine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
        var model = new Option<string>("--model", "-m") { Description = "The model's folder, or embedded://NAME", Required = true, HelpName = "FOLDER" };
        var name = new Option<string?>("--name") { Description = "What clients send as model; the folder's name unless said" };
        var url = new Option<string>("--url") { Description = "Where to listen", DefaultValueFactory = _ => "http://127.0.0.1:8000" };
        var tokens = new Option<int>("--kv-tokens") { Description = "Capacity of the KV cache in tokens", DefaultValueFactory = _ => 16384 };
        var device = new Option<Device>("--device") { Description = "cpu, or cuda (needs a build with the CUDA provider)", DefaultValueFactory = _ => Device.Cpu };
        var threads = new Option<int>("--threads") { Description = "Threads of one step; 0 is one a core", DefaultValueFactory = _ => 0 };
        var command = new Command("engine", """
            Serves a model folder (config.json, tokenizer.json, model.onnx) behind the OpenAI API.

            Example:
              reasonops engine --model embedded://arithmetic --kv-tokens 8192
            """) { model, name, url, tokens, device, threads };
        command.Run(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(model);
            var folder = path.Contains("://", StringComparison.Ordinal) ? EmbeddedModels.Load(path, null) : ModelFolder.Load(path);
            if (parsed.GetValue(tokens) < 2 * folder.Config.BlockSize)
                throw new WrongInputException($"--kv-tokens: {parsed.GetValue(tokens)} is below two blocks of {folder.Config.BlockSize} tokens");
            var options = new EngineOptions(parsed.GetValue(tokens)) { Decoder = new DecoderOptions(parsed.GetValue(device), Threads: parsed.GetValue(threads)) };
            using var loggers = LoggerFactory.Create(ConfigureLogs);
            await using var engine = new Engine(folder, options, TimeProvider.System, loggers.CreateLogger<Engine>());
            var served = new EngineServerOptions(parsed.GetRequiredValue(url), parsed.GetValue(name) ?? Path.GetFileName(path.TrimEnd('/')));
            await using var server = EngineServer.Build(engine, served, TimeProvider.System, ConfigureLogs);
            await server.StartAsync(cancellation);
            Console.WriteLine($"{served.ModelName} on {server.Urls.First()}/v1");
            await server.WaitForShutdownAsync(cancellation);
        });
        return command;
    }

    private static void ConfigureLogs(ILoggingBuilder logging) => logging.ClearProviders().AddJsonConsole().AddFilter("Microsoft", LogLevel.Warning);
}

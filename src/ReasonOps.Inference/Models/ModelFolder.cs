using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ReasonOps.Inference.Models;

/// <summary>A model as it lies on disk: <c>config.json</c>, <c>tokenizer.json</c> and <c>model.onnx</c>, checked against each other.</summary>
public sealed class ModelFolder
{
    private ModelFolder(string onnxPath, ModelConfig config, CharacterTokenizer tokenizer)
    {
        OnnxPath = onnxPath;
        Config = config;
        Tokenizer = tokenizer;
        EndOfThinking = tokenizer.TokenOf(config.Chat.EndOfThinking);
        EndOfAnswer = tokenizer.TokenOf(config.Chat.EndOfAnswer);
    }

    public string OnnxPath { get; }
    public ModelConfig Config { get; }
    public CharacterTokenizer Tokenizer { get; }
    public int EndOfThinking { get; }
    public int EndOfAnswer { get; }

    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static ModelFolder Load(string path)
    {
        if (!Directory.Exists(path)) throw new InvalidDataException($"{path} is not a folder; a model is config.json, tokenizer.json and model.onnx in one");
        var config = Read(path, "config.json", ModelJson.Default.ModelConfig);
        var tokenizer = new CharacterTokenizer(Read(path, "tokenizer.json", ModelJson.Default.TokenizerConfig));
        var onnx = Path.Combine(path, "model.onnx");
        if (!File.Exists(onnx)) throw new InvalidDataException($"{onnx} is missing");
        Check(config, tokenizer);
        return new ModelFolder(onnx, config, tokenizer);
    }

    private static void Check(ModelConfig config, CharacterTokenizer tokenizer)
    {
        if (config.Architecture != "llama") throw new InvalidDataException($"config.json: architecture is \"{config.Architecture}\"; this engine runs \"llama\"");
        if (config.Vocabulary != tokenizer.Count) throw new InvalidDataException($"config.json: vocabulary is {config.Vocabulary}, tokenizer.json has {tokenizer.Count} tokens");
        if (config.BlockSize < 1 || config.Context < 2) throw new InvalidDataException("config.json: blockSize must be at least 1 and context at least 2");
        if (!config.Chat.Prompt.Contains("{user}", StringComparison.Ordinal)) throw new InvalidDataException("config.json: chat.prompt must hold {user}");
    }

    private static T Read<T>(string folder, string name, JsonTypeInfo<T> type)
    {
        var path = Path.Combine(folder, name);
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, type) ?? throw new InvalidDataException($"{path} is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
        catch (FileNotFoundException e)
        {
            throw new InvalidDataException($"{path} is missing", e);
        }
    }
}

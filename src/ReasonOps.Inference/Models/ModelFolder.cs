using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ReasonOps.Inference.Models;

/// <summary>A model as it lies on disk: <c>config.json</c>, <c>tokenizer.json</c> and <c>model.onnx</c>, checked against each other.</summary>
public sealed class ModelFolder
{
    private ModelFolder(string onnxPath, ModelConfig config, CharacterTokenizer tokenizer)
    {
        OnnxPath = onnxPath;
        Fingerprint = $"onnx-{ModelHash.Of(onnxPath)}";
        Config = config;
        Tokenizer = tokenizer;
        EndOfThinking = tokenizer.TokenOf("config.json: chat.endOfThinking", config.Chat.EndOfThinking);
        EndOfAnswer = tokenizer.TokenOf("config.json: chat.endOfAnswer", config.Chat.EndOfAnswer);
    }

    public string OnnxPath { get; }

    /// <summary>Of the weights: the same for the same file, and for no other.</summary>
    public string Fingerprint { get; }
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
        var model = new ModelFolder(onnx, config, tokenizer);
        model.CheckMarks();
        return model;
    }

    private static void Check(ModelConfig config, CharacterTokenizer tokenizer)
    {
        Require(config.Architecture == "llama", $"architecture is \"{config.Architecture}\"; this engine runs \"llama\"");
        Require(config.Vocabulary == tokenizer.Count, $"vocabulary is {config.Vocabulary}; tokenizer.json has {tokenizer.Count} tokens");
        Require(config.Context >= 2, $"context is {config.Context}; it must be at least 2");
        AtLeastOne("layers", config.Layers);
        AtLeastOne("attentionHeads", config.AttentionHeads);
        AtLeastOne("keyValueHeads", config.KeyValueHeads);
        AtLeastOne("headSize", config.HeadSize);
        AtLeastOne("blockSize", config.BlockSize);
        Require(config.AttentionHeads % config.KeyValueHeads == 0,
            $"attentionHeads is {config.AttentionHeads}; it must be a multiple of keyValueHeads, {config.KeyValueHeads}");
        Require(config.Chat.Prompt.Contains("{user}", StringComparison.Ordinal), $"chat.prompt is \"{config.Chat.Prompt}\"; it must hold {{user}}");
    }

    private void CheckMarks()
    {
        Require(EndOfThinking != EndOfAnswer, $"chat.endOfThinking and chat.endOfAnswer are both \"{Config.Chat.EndOfAnswer}\"; they must differ");
        Require(!Tokenizer.NeverSampled.Contains(EndOfAnswer), $"chat.endOfAnswer is \"{Config.Chat.EndOfAnswer}\", which tokenizer.json never samples");
        Require(!Tokenizer.NeverSampled.Contains(EndOfThinking), $"chat.endOfThinking is \"{Config.Chat.EndOfThinking}\", which tokenizer.json never samples");
    }

    private static void AtLeastOne(string field, int value) => Require(value >= 1, $"{field} is {value}; it must be at least 1");

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidDataException($"config.json: {otherwise}");
    }

    internal static T Read<T>(string folder, string name, JsonTypeInfo<T> type)
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

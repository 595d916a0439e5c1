using ReasonOps.Inference.Models;
using ReasonOps.OpenAi.Scores;

namespace ReasonOps.Inference.Scoring;

/// <summary>A reward model as it lies on disk: <c>config.json</c>, <c>tokenizer.json</c> and <c>model.onnx</c>, checked against each other.</summary>
public sealed class RewardModelFolder
{
    private RewardModelFolder(string path, RewardModelConfig config, CharacterTokenizer tokenizer)
    {
        OnnxPath = Path.Combine(path, "model.onnx");
        (Config, Tokenizer) = (config, tokenizer);
        StepEnd = tokenizer.TokenOf("config.json: stepEnd", config.StepEnd);
        EndOfThinking = tokenizer.TokenOf("config.json: chat.endOfThinking", config.Chat.EndOfThinking);
        EndOfAnswer = tokenizer.TokenOf("config.json: chat.endOfAnswer", config.Chat.EndOfAnswer);
    }

    public string OnnxPath { get; }
    public RewardModelConfig Config { get; }
    public CharacterTokenizer Tokenizer { get; }
    public int StepEnd { get; }
    public int EndOfThinking { get; }
    public int EndOfAnswer { get; }

    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static RewardModelFolder Load(string path)
    {
        if (!Directory.Exists(path)) throw new InvalidDataException($"{path} is not a folder; a reward model is config.json, tokenizer.json and model.onnx in one");
        // First: of another kind of model hardly a field is the same.
        var kind = ModelFolder.Read(path, "config.json", RewardModelJson.Default.ModelKind).Architecture;
        Require(kind == RewardModelConfig.Llama, $"architecture is \"{kind}\"; a scorer runs \"{RewardModelConfig.Llama}\"");
        var config = ModelFolder.Read(path, "config.json", RewardModelJson.Default.RewardModelConfig);
        var tokenizer = new CharacterTokenizer(ModelFolder.Read(path, "tokenizer.json", ModelJson.Default.TokenizerConfig));
        Check(config, tokenizer);
        var folder = new RewardModelFolder(path, config, tokenizer);
        return File.Exists(folder.OnnxPath) ? folder : throw new InvalidDataException($"{folder.OnnxPath} is missing");
    }

    private static void Check(RewardModelConfig config, CharacterTokenizer tokenizer)
    {
        Require(config.Vocabulary == tokenizer.Count, $"vocabulary is {config.Vocabulary}; tokenizer.json has {tokenizer.Count} tokens");
        Require(config.Context >= 2, $"context is {config.Context}; it must be at least 2");
        Require(
            config.Rewards is { Count: 1 or 2 } rewards && rewards.Distinct().Count() == rewards.Count && rewards.All(reward => reward is ScoreRequest.Outcome or ScoreRequest.Process),
            $"rewards is [{string.Join(", ", config.Rewards)}]; it must name {ScoreRequest.Outcome}, {ScoreRequest.Process} or both");
        Require(config.Chat.Prompt.Contains("{user}", StringComparison.Ordinal), $"chat.prompt is \"{config.Chat.Prompt}\"; it must hold {{user}}");
        Require(config.Chat.EndOfThinking != config.Chat.EndOfAnswer, $"chat.endOfThinking and chat.endOfAnswer are both \"{config.Chat.EndOfAnswer}\"; they must differ");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidDataException($"config.json: {otherwise}");
    }
}

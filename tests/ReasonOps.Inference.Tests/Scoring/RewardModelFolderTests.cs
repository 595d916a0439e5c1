using ReasonOps.Inference.Scoring;

namespace ReasonOps.Inference.Tests.Scoring;

public sealed class RewardModelFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reward-").FullName;

    public RewardModelFolderTests()
    {
        foreach (var file in Directory.GetFiles(TestReward.Path)) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_model_that_ships_loads() => new RewardModel(RewardModelFolder.Load(_folder)).Dispose();

    [Theory]
    [InlineData("\"llama-reward\"", "\"llama\"", "architecture is \"llama\"")]
    [InlineData("\"vocabulary\": 18", "\"vocabulary\": 19", "vocabulary is 19; tokenizer.json has 18")]
    [InlineData("\"process\"", "\"progress\"", "rewards is [outcome, progress]")]
    [InlineData("\"process\"", "\"outcome\"", "rewards is [outcome, outcome]")]
    [InlineData("\"stepEnd\": \";\"", "\"stepEnd\": \"!\"", "stepEnd is \"!\"")]
    [InlineData("\"endOfAnswer\": \"$\"", "\"endOfAnswer\": \"#\"", "they must differ")]
    [InlineData("{user}", "user", "it must hold {user}")]
    public void A_config_that_cannot_be_is_named(string was, string becomes, string words)
    {
        var file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(was, becomes, StringComparison.Ordinal));

        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => RewardModelFolder.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("model.onnx")]
    public void A_missing_file_is_named(string name)
    {
        File.Delete(Path.Combine(_folder, name));

        Assert.Contains($"{name} is missing", Assert.Throws<InvalidDataException>(() => RewardModelFolder.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"context\": 256", "\"context\": 1024", "context is 1024")]
    [InlineData("\"outcome\",", "", "rewards names 1")]
    public void A_graph_that_is_not_what_its_config_says_is_refused(string was, string becomes, string words)
    {
        var file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(was, becomes, StringComparison.Ordinal));
        var folder = RewardModelFolder.Load(_folder);

        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => new RewardModel(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_graph_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "model.onnx"), "no graph");
        var folder = RewardModelFolder.Load(_folder);

        Assert.Contains("cannot be loaded", Assert.Throws<InvalidDataException>(() => new RewardModel(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_model_is_no_reward_model()
    {
        File.Copy(Path.Combine(TestModel.Path, "model.onnx"), Path.Combine(_folder, "model.onnx"), overwrite: true);
        var folder = RewardModelFolder.Load(_folder);

        Assert.Contains("no output rewards", Assert.Throws<InvalidDataException>(() => new RewardModel(folder)).Message, StringComparison.Ordinal);
    }
}

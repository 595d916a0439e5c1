using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Inference.Tests.Models;

public sealed class ModelFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reasonops-model-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_models_folder_in_the_repository_is_sound()
    {
        Assert.Equal(TestModel.Alphabet.Length, TestModel.Folder.Tokenizer.Count);
        Assert.Equal(("#", "$"), (TestModel.Folder.Tokenizer.Text(TestModel.Folder.EndOfThinking), TestModel.Folder.Tokenizer.Text(TestModel.Folder.EndOfAnswer)));
        Assert.Equal([0], TestModel.Folder.Tokenizer.NeverSampled);
    }

    /// <summary>File, field and the JSON put there (null: the field taken away), and what the error says.</summary>
    public static TheoryData<string, string, string?, string> BrokenFields() => new()
    {
        { "config.json", "architecture", "\"gpt\"", "architecture is \"gpt\"; this engine runs \"llama\"" },
        { "config.json", "layers", null, "'layers'" },
        { "config.json", "layers", "\"four\"", "$.layers" },
        { "config.json", "layers", "0", "layers is 0; it must be at least 1" },
        { "config.json", "attentionHeads", "-4", "attentionHeads is -4" },
        { "config.json", "keyValueHeads", "0", "keyValueHeads is 0" },
        { "config.json", "keyValueHeads", "3", "must be a multiple of keyValueHeads, 3" },
        { "config.json", "headSize", "0", "headSize is 0" },
        { "config.json", "blockSize", "0", "blockSize is 0" },
        { "config.json", "context", "1", "context is 1; it must be at least 2" },
        { "config.json", "vocabulary", "17", "vocabulary is 17; tokenizer.json has 18 tokens" },
        { "config.json", "chat", null, "'chat'" },
        { "config.json", "chat", "null", "chat" },
        { "config.json", "chat", "{}", "'prompt'" },
        { "config.json", "chat", """{"prompt": "Q: ", "endOfThinking": "#", "endOfAnswer": "$"}""", "chat.prompt is \"Q: \"; it must hold {user}" },
        { "config.json", "chat", """{"prompt": "{user}", "endOfThinking": "</think>", "endOfAnswer": "$"}""", "chat.endOfThinking is \"</think>\"" },
        { "config.json", "chat", """{"prompt": "{user}", "endOfThinking": "#", "endOfAnswer": "!"}""", "chat.endOfAnswer is \"!\", which is not a token" },
        { "config.json", "chat", """{"prompt": "{user}", "endOfThinking": "$", "endOfAnswer": "$"}""", "they must differ" },
        { "config.json", "chat", """{"prompt": "{user}", "endOfThinking": "#", "endOfAnswer": "_"}""", "which tokenizer.json never samples" },
        { "tokenizer.json", "kind", "\"bpe\"", "kind is \"bpe\"; this engine reads \"characters\"" },
        { "tokenizer.json", "alphabet", null, "'alphabet'" },
        { "tokenizer.json", "alphabet", "\"_$#012345678900-*=;\"", "each character may be in it once" },
        { "tokenizer.json", "alphabet", "\"\"", "tokenizer.json" },
        { "tokenizer.json", "never", "[\"pad\"]", "never is \"pad\", which is not a token" },
        { "tokenizer.json", "never", "[null]", "never is \"\"" },
        { "tokenizer.json", "never", "null", "never" },
    };

    [Theory]
    [MemberData(nameof(BrokenFields))]
    public void A_broken_field_is_named(string file, string field, string? json, string says)
    {
        Copy();
        Change(file, field, json);

        var error = Assert.Throws<InvalidDataException>(() => ModelFolder.Load(_folder.FullName));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("model.onnx")]
    public void A_missing_file_is_named(string file)
    {
        Copy();
        File.Delete(At(file));

        Assert.Contains($"{file} is missing", Assert.Throws<InvalidDataException>(() => ModelFolder.Load(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json", "")]
    [InlineData("config.json", "null")]
    [InlineData("tokenizer.json", "{\"kind\": ")]
    public void A_file_that_is_not_json_is_named(string file, string text)
    {
        Copy();
        File.WriteAllText(At(file), text);

        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => ModelFolder.Load(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_a_folder_is_refused_with_what_a_model_is()
    {
        var path = Path.Combine(_folder.FullName, "nowhere");

        var error = Assert.Throws<InvalidDataException>(() => ModelFolder.Load(path));

        Assert.Contains($"{path} is not a folder; a model is config.json, tokenizer.json and model.onnx", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("layers", "3", "layers is 3; in")]
    [InlineData("layers", "40", "layers is 40; in")]
    [InlineData("keyValueHeads", "4", "keyValueHeads is 4; in")]
    [InlineData("headSize", "64", "headSize is 64; in")]
    [InlineData("blockSize", "32", "blockSize is 32; in")]
    [InlineData("context", "1000000", "context is 1000000; ")]
    public void A_graph_that_is_not_what_the_config_says_is_refused_before_it_runs(string field, string json, string says)
    {
        Copy();
        Change("config.json", field, json);
        var model = ModelFolder.Load(_folder.FullName);

        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => Start(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_that_cannot_be_read_is_named()
    {
        Copy();
        File.WriteAllText(At("model.onnx"), "not a model");
        var model = ModelFolder.Load(_folder.FullName);

        Assert.Contains("model.onnx cannot be loaded", Assert.Throws<InvalidDataException>(() => Start(model)).Message, StringComparison.Ordinal);
    }

    private static Engine Start(ModelFolder model) => new(model, new EngineOptions(), TimeProvider.System, NullLogger<Engine>.Instance);

    private void Copy()
    {
        foreach (var file in (string[])["config.json", "tokenizer.json", "model.onnx"]) File.Copy(Path.Combine(TestModel.Path, file), At(file));
    }

    private void Change(string file, string field, string? json)
    {
        var content = JsonNode.Parse(File.ReadAllText(At(file)))!.AsObject();
        content.Remove(field);
        if (json is not null) content[field] = JsonNode.Parse(json);
        File.WriteAllText(At(file), content.ToJsonString());
    }

    private string At(string file) => Path.Combine(_folder.FullName, file);
}

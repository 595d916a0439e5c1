using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Tests.Local;

public sealed class SecretValuesTests
{
    private static readonly ReasoningService Service = ManifestReader.Read(File.ReadAllText(Repository.Sample)).Services.Single();

    [Fact]
    public async Task A_name_given_again_adds_a_value_and_the_first_is_the_one_in_use()
    {
        var values = await ReadAsync("a=1", "b=2=3", " a = 4 ");

        Assert.Equal(["1", "4"], values.ByName["a"]);
        Assert.Equal(["2=3"], values.ByName["b"]);
    }

    [Fact]
    public async Task A_file_has_comments_and_empty_lines_and_comes_after_the_options()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("secrets", "# keys\n\n  a = 2 \nb=3\n");

        var values = await SecretValues.ReadAsync(["a=1"], file, CancellationToken.None);

        Assert.Equal(["1", "2"], values.ByName["a"]);
        Assert.Equal(["3"], values.ByName["b"]);
    }

    [Fact]
    public async Task Every_pair_that_is_none_is_named_by_its_place_without_its_text()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("secrets", "a=1\n\ntop-secret\nb=top secret\n");

        var refusal = await Assert.ThrowsAsync<WrongInputException>(() => SecretValues.ReadAsync(["=top", "c= "], file, CancellationToken.None));

        Assert.Equal(
            [
                "--secret: a secret is given as NAME=VALUE", "--secret: a secret is given as NAME=VALUE", $"{file}:3: a secret is given as NAME=VALUE",
                $"{file}:4: the value of b has a space or another character that no header carries",
            ],
            refusal.Lines);
    }

    [Fact]
    public async Task Tenants_without_a_key_get_one_each_that_cannot_be_guessed()
    {
        var (first, second) = (await ReadAsync("pro-keys=rk-mine"), await ReadAsync());
        first.Complete(Service);
        second.Complete(Service);

        Assert.Equal(["free", "research"], first.Made);
        Assert.Equal("rk-mine", first.KeyOf(Service.Spec.Tenants[1]));
        Assert.Matches("^rk-free-[0-9a-f]{24}$", first.KeyOf(Service.Spec.Tenants[0]));
        Assert.NotEqual(first.KeyOf(Service.Spec.Tenants[0]), second.KeyOf(Service.Spec.Tenants[0]));
    }

    [Fact]
    public async Task A_given_name_that_nothing_asks_for_is_an_error_but_a_file_may_hold_more()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("secrets", "others=1\n");
        var fromFile = await SecretValues.ReadAsync([], file, CancellationToken.None);
        fromFile.Complete(Service);

        var refusal = await Assert.ThrowsAsync<WrongInputException>(async () => (await ReadAsync("others=1")).Complete(Service));

        Assert.Equal(["--secret others: the manifest names no such secret; it names free-keys, pro-keys, research-keys"], refusal.Lines);
    }

    [Fact]
    public async Task An_entry_of_a_secret_is_given_as_name_and_entry()
    {
        var values = await ReadAsync("engines/first=k1");

        Assert.Equal("k1", values.EngineKey(new SecretReference("engines", "first")));
        Assert.Null(values.EngineKey(null));
        Assert.Contains("--secret engines/second=KEY", Assert.Throws<WrongInputException>(() => values.EngineKey(new SecretReference("engines", "second"))).Message);
    }

    private static Task<SecretValues> ReadAsync(params string[] pairs) => SecretValues.ReadAsync(pairs, null, CancellationToken.None);
}

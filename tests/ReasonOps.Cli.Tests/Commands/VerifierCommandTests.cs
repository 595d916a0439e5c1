using System.Text.Json;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class VerifierCommandTests
{
    private const string Program = """{"type":"code","language":"python","code":"print(int(input())*2)","tests":[{"input":"21","expected":"42"}]}""";

    [Fact]
    public async Task A_manifest_of_a_pool_is_served_and_a_signal_stops_it()
    {
        using var scratch = new Scratch();
        await using var child = Child.Start("verifier", "-f", scratch.Write("pool.yaml", Manifests.Pool()), "--url", "http://127.0.0.1:0");
        var url = (await child.LineAsync(@"^sandboxes on (\S+)$")).Groups[1].Value;

        Assert.Equal("Accepted", await VerdictAsync(url, Program));
        Assert.Equal("Accepted", await VerdictAsync(url, """{"type":"exact","answer":"63","expected":"63"}"""));
        await child.SignalAsync("TERM");

        Assert.Equal(ExitCode.Interrupted, await child.EndAsync());
    }

    [Fact]
    public async Task Settings_as_the_operator_writes_them_are_served_to_those_with_a_key()
    {
        using var scratch = new Scratch();
        var pool = ManifestReader.Read(Manifests.Pool()).Pools.Single();
        var settings = VerifierSettingsBuilder.Of(pool with { Spec = pool.Spec with { Checks = [CheckKind.Math] } }) with { KeyHashes = [] };
        await File.WriteAllBytesAsync(scratch.PathOf("settings.json"), VerifierSettingsJson.Write(settings));
        await using var child = Child.Start(
            "verifier", "--settings", scratch.PathOf("settings.json"), "--key-file", scratch.Write("keys", "# ours\nvk-hidden\n"), "--url", "http://127.0.0.1:0");
        var url = (await child.LineAsync(@"^sandboxes on (\S+)$")).Groups[1].Value;

        const string Check = """{"type":"math","answer":"63","expected":"63"}""";
        Assert.Equal("Accepted", await VerdictAsync(url, Check, "vk-hidden"));
        Assert.Equal(401, await StatusAsync(url, Check, "vk-other"));
        await child.SignalAsync("INT");

        Assert.Equal(ExitCode.Interrupted, await child.EndAsync());
        Assert.DoesNotContain("vk-hidden", child.Out + child.Errors);
    }

    [Fact]
    public async Task Where_a_layer_does_not_hold_it_does_not_start_and_says_which_and_what_to_do()
    {
        using var scratch = new Scratch();
        // Where no user namespace can be made any more, as in a pod under RuntimeDefault. Not --die-with-parent: the parent would be the thread
        // that starts it, and those of a pool end when they have nothing to do for a while.
        await using var child = Child.StartWithin(["bwrap", "--dev-bind", "/", "/", "--unshare-user", "--disable-userns", "--"],
            "verifier", "-f", scratch.Write("pool.yaml", Manifests.Pool()), "--url", "http://127.0.0.1:0");

        Assert.Equal(ExitCode.Failed, await child.EndAsync());
        Assert.Contains("isolation.mode Namespaces: programs are not kept in here, so none is run", child.Errors);
        Assert.Contains("in a pod, hostUsers: false and a seccomp profile that lets them through; or use isolation.mode Landlock", child.Errors);
        Assert.DoesNotContain("   at ", child.Errors);
    }

    [Theory]
    [InlineData("", "give one of --settings FILE and --file FILE")]
    [InlineData("--settings /no/such.json", "--settings /no/such.json: no such file")]
    [InlineData("--settings /no/such.json -f /no/such.yaml", "give one of --settings FILE and --file FILE")]
    [InlineData("-f /no/such.yaml", "/no/such.yaml: no such file")]
    [InlineData("-f POOL --key-file /no/such", "--key-file /no/such: no such file")]
    [InlineData("-f POOL --key-file EMPTY", "EMPTY: holds no key, and nobody could ask; give one a line, or leave the option out")]
    [InlineData("-f POOL --url verifier", "--url verifier: is not an address to listen on; write it as http://127.0.0.1:8090")]
    [InlineData("-f SERVICE", "SERVICE: holds 0 VerifierPools; give a manifest with one")]
    [InlineData("-f KEYED", "spec.keys: names the secret pool-keys, which is not here; give its keys with --key-file")]
    [InlineData("-s BROKEN", "BROKEN  checks[0]: \"Pyton\" is not known; did you mean Python?\nBROKEN  workers: is required; give how many run at once")]
    public async Task What_cannot_be_is_explained(string arguments, string says)
    {
        using var scratch = new Scratch();
        scratch.Write("POOL", Manifests.Pool());
        scratch.Write("SERVICE", Manifests.Embedded());
        scratch.Write("KEYED", Manifests.Pool("  keys: {secretRef: {name: pool-keys}}"));
        scratch.Write("EMPTY", "# none yet\n");
        scratch.Write("BROKEN", """
            {"pool":"a","checks":["Pyton"],"limits":{"cpu":"1s","wall":"1s","memory":1,"processes":1,"output":1,"files":1},"isolation":"Landlock","queue":1}
            """);
        string[] files = ["POOL", "SERVICE", "KEYED", "EMPTY", "BROKEN"];

        var ended = await Child.RunAsync(
            ["verifier", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => files.Contains(word) ? scratch.PathOf(word) : word)]);

        Assert.True(ended.Code == ExitCode.WrongInput, $"{ended.Code}: {ended.Out}\n{ended.Errors}");
        Assert.Contains(says, ended.Errors.Replace($"{scratch.Folder}/", ""));
        Assert.DoesNotContain("   at ", ended.Errors);
    }

    private static async Task<string> VerdictAsync(string url, string check, string? key = null)
    {
        using var response = await Asking.PostAsync($"{url}/v1/verify", check, key);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text).GetProperty("verdict").GetString()!;
    }

    private static async Task<int> StatusAsync(string url, string check, string key)
    {
        using var response = await Asking.PostAsync($"{url}/v1/verify", check, key);
        return (int)response.StatusCode;
    }
}

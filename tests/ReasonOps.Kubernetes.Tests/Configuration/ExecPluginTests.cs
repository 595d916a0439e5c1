using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Configuration;

public sealed class ExecPluginTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task A_plugin_is_run_with_its_arguments_and_variables(string version)
    {
        _folder.Script("plugin", $$$"""printf '{"apiVersion":"client.authentication.k8s.io/{{{version}}}","kind":"ExecCredential","status":{"token":"%s-%s"}}' "$2" "$WHO" """);
        Assert.Equal("Bearer b c-me", await TokenAsync(Plugin("args: [a, 'b c'], env: [{name: WHO, value: you}, {name: WHO, value: me}]", version)));
    }

    [Fact]
    public async Task A_plugin_that_asks_is_told_of_the_cluster()
    {
        using var certificates = new TestCertificates();
        _folder.Write("ca.crt", certificates.AuthorityPem);
        _folder.Script("plugin", """printf %s "$KUBERNETES_EXEC_INFO" > "$0.info"; printf '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t"}}' """);
        await TokenAsync(Plugin("provideClusterInfo: true", cluster:
            "server: 'https://h:1', certificate-authority: ca.crt, tls-server-name: n, extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: x, deep: [1, true]}}]"));
        var info = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "plugin.info")))!;
        Assert.Equal(("client.authentication.k8s.io/v1", "ExecCredential", false), ((string?)info["apiVersion"], (string?)info["kind"], (bool)info["spec"]!["interactive"]!));
        var cluster = info["spec"]!["cluster"]!;
        Assert.Equal(("https://h:1", "n"), ((string?)cluster["server"], (string?)cluster["tls-server-name"]));
        Assert.Equal(certificates.AuthorityPem, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)cluster["certificate-authority-data"]!)));
        Assert.Equal("""{"audience":"x","deep":[1,true]}""", cluster["config"]!.ToJsonString());
    }

    [Fact]
    public async Task An_answer_is_kept_until_it_expires()
    {
        Counting(expires: "2026-01-01T00:10:00Z");
        var plugin = Plugin();
        Assert.Equal(["Bearer run-1", "Bearer run-1"], [await TokenAsync(plugin), await TokenAsync(plugin)]);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("Bearer run-1", await TokenAsync(plugin));
        _time.Advance(TimeSpan.FromSeconds(51)); // a token must outlive its request
        Assert.Equal("Bearer run-2", await TokenAsync(plugin));
    }

    [Fact]
    public async Task Many_who_ask_at_once_run_it_once()
    {
        Counting();
        var plugin = Plugin();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TokenAsync(plugin)));
        Assert.All(tokens, token => Assert.Equal("Bearer run-1", token));
    }

    [Fact]
    public async Task A_token_that_the_server_refuses_is_renewed_once()
    {
        Counting();
        await using var server = await ScriptedServer.StartAsync(Answers.Status(401, "Unauthorized", "who?"), Answers.Json(Answers.Map("m")), Answers.Status(401, "Unauthorized", "who?"));
        using var client = new KubernetesClient(_folder.Read($"server: '{server.Url}'", Exec("")));
        await client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default);
        Assert.Equal(["Bearer run-1", "Bearer run-2"], server.Seen.Select(seen => seen.Headers.Authorization.ToString()));
        var told = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
        Assert.True(told.IsForbidden);
        Assert.Equal(["Bearer run-2", "Bearer run-3"], server.Seen.Skip(2).Select(seen => seen.Headers.Authorization.ToString()));
    }

    [Fact]
    public async Task A_certificate_from_a_plugin_is_shown_to_the_server()
    {
        using var certificates = new TestCertificates();
        var (certificate, key) = certificates.Client("ec", "sec1");
        var answer = new JsonObject
        {
            ["apiVersion"] = "client.authentication.k8s.io/v1",
            ["status"] = new JsonObject { ["clientCertificateData"] = certificate, ["clientKeyData"] = key },
        };
        _folder.Write("answer.json", answer.ToJsonString());
        _folder.Script("plugin", "cat \"${0%plugin}answer.json\"");
        string? shown = null;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            shown = context.Connection.ClientCertificate?.Subject;
            return Answers.Json(Answers.Map("m"))(context);
        }, certificates.Server(), askClient: true);
        _folder.Write("ca.crt", certificates.AuthorityPem);
        using var client = new KubernetesClient(_folder.Read($"server: '{server.Url}', certificate-authority: ca.crt", Exec("")));
        await client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default);
        Assert.Equal("CN=client", shown);
    }

    [Theory]
    [InlineData("echo 'please log in' >&2; echo s3cret; exit 3", "it ended with exit code 3, saying: please log in")]
    [InlineData("echo s3cret", "its answer is not an ExecCredential as JSON (line 1)")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"s3cret"}}'""", "it answers as apiVersion \"client.authentication.k8s.io/v1beta1\", and was asked as \"client.authentication.k8s.io/v1\"")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{}}'""", "its answer has neither status.token nor status.clientCertificateData")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"s3cret"}}'""", "its status.clientCertificateData is not usable")]
    [InlineData("true", "its answer is not an ExecCredential as JSON (line 1)")]
    public async Task A_plugin_that_fails_is_named_with_what_it_said_and_not_with_what_it_gave(string script, string message)
    {
        _folder.Script("plugin", script);
        var told = await Assert.ThrowsAsync<KubernetesConfigurationException>(() => TokenAsync(Plugin()));
        Assert.Contains("users[0].user.exec.command: \"", told.Message, StringComparison.Ordinal);
        Assert.Contains(message, told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_finds_no_credential_says_why()
    {
        using var client = new KubernetesClient(_folder.Read(user: Exec("")));
        var told = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
        Assert.Equal("NoCredential", told.Reason);
        Assert.Contains("cannot be run", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_is_not_installed_is_told_with_how_to_install_it()
    {
        var told = await Assert.ThrowsAsync<KubernetesConfigurationException>(() => TokenAsync(Plugin("installHint: get it from example.com")));
        Assert.Contains("cannot be run: ", told.Message, StringComparison.Ordinal);
        Assert.EndsWith("; get it from example.com", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_does_not_end_is_ended_with_its_children()
    {
        _folder.Script("plugin", "echo $$ > \"$0.pid\"; sleep 600");
        var running = TokenAsync(Plugin());
        var pid = await PidAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        var told = await Assert.ThrowsAsync<KubernetesConfigurationException>(() => running);
        Assert.Contains("it did not end within 60 s", told.Message, StringComparison.Ordinal);
        await Until.True(() => !Directory.Exists($"/proc/{pid}"), "the plugin is gone");
    }

    [Fact]
    public async Task A_caller_who_goes_ends_the_plugin_and_the_next_one_runs_it_anew()
    {
        _folder.Script("plugin", "echo $$ > \"$0.pid\"; sleep 600");
        var plugin = Plugin();
        using var cancelled = new CancellationTokenSource();
        var running = plugin.GetAsync(cancelled.Token).AsTask();
        await PidAsync();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Counting();
        Assert.Equal("Bearer run-1", await TokenAsync(plugin));
    }

    [Fact]
    public async Task A_plugin_that_talks_without_end_is_not_listened_to_without_end()
    {
        _folder.Script("plugin", "head -c 5000000 /dev/zero | tr '\\0' x; head -c 5000000 /dev/zero | tr '\\0' e >&2; exit 1");
        var told = await Assert.ThrowsAsync<KubernetesConfigurationException>(() => TokenAsync(Plugin()));
        Assert.InRange(told.Message.Length, 2000, 3000);
    }

    public void Dispose() => _folder.Dispose();

    private void Counting(string? expires = null) => _folder.Script("plugin", $$$"""
        echo x >> "$0.runs"
        runs=$(wc -l < "$0.runs")
        echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"run-$((runs))\"{{{(expires is null ? "" : $",\\\"expirationTimestamp\\\":\\\"{expires}\\\"")}}}}}"
        """);

    private static string Exec(string fields, string version = "v1") => $"exec: {{apiVersion: client.authentication.k8s.io/{version}, command: ./plugin{(fields.Length > 0 ? ", " + fields : "")}}}";

    private Credential Plugin(string fields = "", string version = "v1", string cluster = "server: https://h:1") =>
        Kubeconfig.Read([_folder.Kubeconfig(cluster, Exec(fields, version))]).Resolve(null, _time).Credential;

    private static async Task<string> TokenAsync(Credential credential) => (await credential.GetAsync(default)).Authorization!.ToString();

    private async Task<string> PidAsync()
    {
        var path = Path.Combine(_folder.Path, "plugin.pid");
        await Until.True(() => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'), "the plugin runs");
        return File.ReadAllText(path).Trim();
    }
}

using System.Text;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Configuration;

public sealed class KubeconfigTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void The_current_context_says_cluster_user_and_namespace()
    {
        var read = _folder.Read("server: 'https://h:6443/path', tls-server-name: inner, proxy-url: 'socks5://p:1080'", "token: s3cret");
        Assert.Equal("https://h:6443/path", read.Server.AbsoluteUri);
        Assert.Equal(("team", "inner", "socks5://p:1080/"), (read.Namespace, read.TlsServerName, read.Proxy!.AbsoluteUri));
        Assert.False(read.SkipTlsVerification);
        Assert.Null(read.Authorities);
        Assert.Null(read.ClientCertificate);
    }

    [Fact]
    public async Task Every_way_to_say_who_one_is()
    {
        _folder.Write("token", " from-file\n");
        Assert.Equal("Bearer t-1", await HeaderAsync("token: t-1"));
        Assert.Equal("Bearer from-file", await HeaderAsync("tokenFile: token"));
        Assert.Equal("Bearer from-file", await HeaderAsync("tokenFile: token, token: t-1"));
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:pä:ss")), await HeaderAsync("username: ann, password: 'pä:ss'"));
        Assert.Null(await HeaderAsync(""));
    }

    [Theory]
    [InlineData("rsa", "pkcs1")]
    [InlineData("rsa", "pkcs8")]
    [InlineData("ec", "sec1")]
    [InlineData("ec", "pkcs8")]
    public void Certificates_and_keys_come_as_data_or_as_files_beside_the_kubeconfig(string algorithm, string format)
    {
        using var certificates = new TestCertificates();
        var (certificate, key) = certificates.Client(algorithm, format);
        _folder.Write("pki/ca.crt", "# two of them\n" + certificates.AuthorityPem + certificates.AuthorityPem);
        _folder.Write("pki/client.crt", certificate + certificates.AuthorityPem);
        _folder.Write("pki/client.key", key);
        var files = _folder.Read("server: 'https://h', certificate-authority: pki/ca.crt", "client-certificate: pki/client.crt, client-key: pki/client.key");
        var data = _folder.Read(
            $"server: 'https://h', certificate-authority: /not/there, certificate-authority-data: {Base64(certificates.AuthorityPem)}",
            $"client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}");
        Assert.Equal((2, 1), (files.Authorities!.Count, data.Authorities!.Count));
        Assert.Single(files.ClientCertificate!.Chain);
        foreach (var read in new[] { files, data })
        {
            Assert.Equal("CN=client", read.ClientCertificate!.Leaf.Subject);
            Assert.True(read.ClientCertificate.Leaf.HasPrivateKey);
        }
    }

    [Fact]
    public void Of_several_files_the_first_entry_of_a_name_counts()
    {
        var first = _folder.Write("a/one", """
            current-context: mixed
            clusters: [{name: c, cluster: {server: https://first, certificate-authority: ca.crt}}]
            """);
        var second = _folder.Write("two", """
            current-context: other
            contexts: [{name: mixed, context: {cluster: c, user: u}}, {name: other, context: {cluster: d}}]
            clusters: [{name: c, cluster: {server: https://second}}, {name: d, cluster: {server: https://d}}]
            users: [{name: u, user: {token: t}}]
            """);
        using var certificates = new TestCertificates();
        _folder.Write("a/ca.crt", certificates.AuthorityPem); // beside the file that names it
        var merged = KubernetesConfiguration.FromFiles([first, second]);
        Assert.Equal(("first", "default"), (merged.Server.Host, merged.Namespace));
        Assert.Single(merged.Authorities!);
        Assert.Equal("d", KubernetesConfiguration.FromFiles([first, second], "other").Server.Host);
        Assert.Equal("d", KubernetesConfiguration.FromFiles([second, first]).Server.Host);
    }

    [Fact]
    public void A_kubeconfig_may_be_json_and_an_empty_one_adds_nothing()
    {
        var empty = _folder.Write("empty", "# nothing\n");
        var json = _folder.Write("json", """
            {"current-context": "x", "contexts": [{"name": "x", "context": {"cluster": "c", "namespace": null}}],
             "clusters": [{"name": "c", "cluster": {"server": "https://j"}}], "users": null}
            """);
        Assert.Equal("https://j/ (default)", KubernetesConfiguration.FromFiles([empty, json]).ToString());
    }

    [Fact]
    public void KUBECONFIG_counts_before_the_home_and_the_home_before_the_pod()
    {
        var home = _folder.Kubeconfig("server: https://home", name: "home/.kube/config");
        var named = _folder.Kubeconfig("server: https://named", name: "named");
        Assert.Equal("named", Load($"/not/there{Path.PathSeparator}{named}").Server.Host);
        Assert.Equal("home", Load(null).Server.Host);
        File.Delete(home);
        Assert.Contains("KUBECONFIG is \"/not/there\", and no such file is there", Assert.Throws<KubernetesConfigurationException>(() => Load("/not/there")).Message, StringComparison.Ordinal);
        var nowhere = Assert.Throws<KubernetesConfigurationException>(() => Load(null)).Message;
        Assert.Contains("KUBECONFIG is not set", nowhere, StringComparison.Ordinal);
        Assert.Contains("set KUBECONFIG to the file of a cluster", nowhere, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server: ftp://h", "", "/config:5  clusters[0].cluster.server: \"ftp://h\" is not a URL of https or http; write https://host:port")]
    [InlineData("server: ''", "", "/config:5  clusters[0].cluster.server: is missing; write https://host:port")]
    [InlineData("", "", "/config  clusters[0].cluster.server: is missing; write https://host:port")]
    [InlineData("server: [1]", "", "/config:5  clusters[0].cluster.server: is not a text")]
    [InlineData("server: 'https://h', insecure-skip-tls-verify: yes", "", "/config:5  clusters[0].cluster.insecure-skip-tls-verify: \"yes\" is neither true nor false")]
    [InlineData("server: 'https://h', insecure-skip-tls-verify: true, certificate-authority: x", "", "/config:5  clusters[0].cluster.insecure-skip-tls-verify: is true beside a certificate-authority; take one of them away")]
    [InlineData("server: 'https://h', certificate-authority-data: '%%%'", "", "/config:5  clusters[0].cluster.certificate-authority-data: is not base64")]
    [InlineData("server: 'https://h', certificate-authority-data: aGVsbG8=", "", "/config:5  clusters[0].cluster.certificate-authority-data: is not usable: it holds no \"-----BEGIN CERTIFICATE-----\"")]
    [InlineData("server: 'https://h', proxy-url: 'gopher://me:s3cret@p'", "", "/config:5  clusters[0].cluster.proxy-url: \"...@p\" is not a URL of http or https or socks5; write http://host:port")]
    [InlineData("server: 'https://h'", "client-key-data: czNjcmV0", "/config  users[0].user.client-certificate: is missing beside client-key; give both or none")]
    [InlineData("server: 'https://h'", "auth-provider: {name: gcp}", "/config:6  users[0].user.auth-provider: was taken out of Kubernetes in 1.26; use the exec plugin of your cloud (users[].user.exec)")]
    [InlineData("server: 'https://h'", "exec: {command: x}", "/config  users[0].user.exec.apiVersion: is missing; write client.authentication.k8s.io/v1")]
    [InlineData("server: 'https://h'", "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}", "/config:6  users[0].user.exec.apiVersion: \"client.authentication.k8s.io/v1alpha1\" is not spoken here; client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1 is")]
    [InlineData("server: 'https://h'", "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}", "/config:6  users[0].user.exec.interactiveMode: is Always, and there is no terminal to ask at; use a plugin that can do without (IfAvailable or Never)")]
    [InlineData("server: 'https://h'", "token: {s3cret: x}", "/config:6  users[0].user.token: is not a text")]
    public void A_mistake_is_named_with_its_place_and_the_way_out(string cluster, string user, string message) =>
        Assert.Equal(message, _folder.Refused(cluster, user));

    [Fact]
    public void Keys_that_cannot_be_used_are_named_without_what_is_in_them()
    {
        using var certificates = new TestCertificates();
        var (certificate, _) = certificates.Client("rsa", "pkcs8");
        var (_, other) = certificates.Client("rsa", "pkcs8");
        var (_, encrypted) = certificates.Client("rsa", "encrypted");
        var given = $"client-certificate-data: {Base64(certificate)}, client-key-data: ";
        Assert.Contains("is not usable: the key cannot be read, or is not the certificate's", _folder.Refused(user: given + Base64(other)), StringComparison.Ordinal);
        Assert.Contains("is not usable: the key is encrypted; decrypt it with", _folder.Refused(user: given + Base64(encrypted)), StringComparison.Ordinal);
        Assert.Contains("is not usable", _folder.Refused(user: given + Base64("s3cret")), StringComparison.Ordinal);
        Assert.Contains("client-key: \"", _folder.Refused(user: $"client-certificate-data: {Base64(certificate)}, client-key: gone.pem"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [", "not readable as YAML")]
    [InlineData("clusters: {a: b}\ncurrent-context: x", "clusters: is not a list")]
    [InlineData("current-context: x", "current-context: no context is named \"x\"; there is none")]
    [InlineData("contexts: [{name: a, context: {}}, {name: b, context: {}}]", "no current-context is set, and there are \"a\", \"b\"; choose one with \"kubectl config use-context\"")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: c}}]", "contexts[0].context.cluster: no cluster is named \"c\"; there is none")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {}}]", "contexts[0].context.cluster: is missing; name a cluster")]
    [InlineData("- 1", "is not a map of fields")]
    [InlineData("contexts: [{context: {}}]", "contexts[0].name: is missing; give the context a name")]
    [InlineData("a: \t*x\n...\n...", "not readable as YAML")]
    public void A_file_that_makes_no_sense_is_told_so(string text, string message)
    {
        var path = _folder.Write("odd", text);
        var told = Assert.Throws<KubernetesConfigurationException>(() => KubernetesConfiguration.FromFiles([path]));
        Assert.Contains(path, told.Message, StringComparison.Ordinal);
        Assert.Contains(message, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_nests_without_end_is_refused()
    {
        foreach (var path in new[] { _folder.Write("flow", new string('[', 1_000_000)), _folder.Write("block", string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i) + "a:\n"))) })
            Assert.Contains("nests deeper than 64 levels", Assert.Throws<KubernetesConfigurationException>(() => KubernetesConfiguration.FromFiles([path])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_that_is_not_there_is_told_with_those_that_are()
    {
        var path = _folder.Kubeconfig();
        var told = Assert.Throws<KubernetesConfigurationException>(() => KubernetesConfiguration.FromFiles([path], "there"));
        Assert.Equal($"{path}: no context is named \"there\"; there are \"here\"", told.Message);
    }

    [Fact]
    public void Nothing_secret_is_printed()
    {
        var read = _folder.Read("server: 'https://me:s3cret@h', proxy-url: 'http://me:s3cret@p'", "token: s3cret");
        Assert.DoesNotContain("s3cret", $"{read} {read.Credential}", StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private KubernetesConfiguration Load(string? kubeconfig) => KubernetesConfiguration.Load(
        new Surroundings { Home = Path.Combine(_folder.Path, "home"), Variable = name => name == "KUBECONFIG" ? kubeconfig : null }, null);

    private async Task<string?> HeaderAsync(string user) => (await _folder.Read(user: user).Credential.GetAsync(default)).Authorization?.ToString();

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

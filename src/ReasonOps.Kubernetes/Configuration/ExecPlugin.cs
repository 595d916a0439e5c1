using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ReasonOps.Kubernetes.Configuration;

/// <summary>
/// A program that hands out credentials (client.authentication.k8s.io). Its answer is kept until it expires or the server refuses it;
/// one run at a time, whoever asks.
/// </summary>
#pragma warning disable CA1001 // a semaphore that nobody waits for by handle holds nothing to dispose of
internal sealed class ExecPlugin(ExecCommand command, TimeProvider time) : Credential
#pragma warning restore CA1001
{
    /// <summary>A token must outlive the request that carries it.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Held? _held;

    /// <param name="exec">users[].user.exec.</param>
    /// <param name="cluster">Told to the plugin where it asks for it.</param>
    public static ExecPlugin From(YamlField exec, YamlField cluster, TimeProvider time) => new(ExecCommand.Read(exec, cluster), time);

    internal override async ValueTask<Grant> GetAsync(CancellationToken cancellation)
    {
        if (Fresh() is { } held) return held.Grant;
        await _one.WaitAsync(cancellation);
        try
        {
            return (Fresh() ?? (_held = await RunAsync(cancellation))).Grant;
        }
        finally
        {
            _one.Release();
        }
    }

    internal override bool Renew(Grant refused)
    {
        if (_held is { } held && held.Grant == refused) Interlocked.CompareExchange(ref _held, null, held);
        return true;
    }

    private Held? Fresh() => _held is { } held && (held.Expires is not { } expires || time.GetUtcNow() < expires - Early) ? held : null;

    private async Task<Held> RunAsync(CancellationToken cancellation)
    {
        var answer = await command.RunAsync(time, cancellation);
        try
        {
            return Read(JsonSerializer.Deserialize(answer, ExecJsonContext.Default.ExecCredential));
        }
        catch (JsonException exception)
        {
            // Without the exception: its message may quote the answer, which is a secret.
            throw command.Failed($"its answer is not an ExecCredential as JSON (line {exception.LineNumber + 1})");
        }
    }

    private Held Read(ExecCredential? answer)
    {
        if (answer?.ApiVersion != command.ApiVersion)
            throw command.Failed($"it answers as apiVersion \"{answer?.ApiVersion}\", and was asked as \"{command.ApiVersion}\"");
        var status = answer.Status;
        if (status is null or { Token: null or "", ClientCertificateData: null or "" })
            throw command.Failed("its answer has neither status.token nor status.clientCertificateData");
        var authorization = string.IsNullOrEmpty(status.Token) ? null : new AuthenticationHeaderValue("Bearer", status.Token);
        return new(new(authorization, Certificate(status)), status.ExpirationTimestamp);
    }

    private ClientCertificate? Certificate(ExecCredentialStatus status)
    {
        if (string.IsNullOrEmpty(status.ClientCertificateData)) return null;
        try
        {
            return Certificates.Client(Encoding.UTF8.GetBytes(status.ClientCertificateData), Encoding.UTF8.GetBytes(status.ClientKeyData ?? ""));
        }
        catch (CryptographicException exception)
        {
            throw command.Failed($"its status.clientCertificateData is not usable: {exception.Message}");
        }
    }

    private sealed record Held(Grant Grant, DateTimeOffset? Expires);
}

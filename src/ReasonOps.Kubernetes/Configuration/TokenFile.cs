using System.Net.Http.Headers;

namespace ReasonOps.Kubernetes.Configuration;

/// <summary>A token that is replaced in its file before it expires, as the kubelet does; read again when older than a minute, or refused.</summary>
internal sealed class TokenFile(string path, TimeProvider time) : Credential
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private string? _token;
    private Grant? _grant;
    private long _readAt;

    internal override ValueTask<Grant> GetAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_grant is null || time.GetElapsedTime(_readAt) >= Fresh) Read();
            return new(_grant!);
        }
    }

    internal override bool Renew(Grant refused)
    {
        lock (_lock)
        {
            if (_grant == refused) Read();
            return _grant != refused;
        }
    }

    /// <summary>A file that cannot be read for a moment leaves the token that was read before.</summary>
    private void Read()
    {
        var token = Text();
        _readAt = time.GetTimestamp();
        if (token == _token && _grant is not null) return;
        _token = token;
        _grant = new(new AuthenticationHeaderValue("Bearer", token), null);
    }

    private string Text()
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            if (text.Length > 0) return text;
            return _token ?? throw new KubernetesConfigurationException($"{path}: the token file is empty");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return _token ?? throw new KubernetesConfigurationException($"{path}: the token file cannot be read: {exception.Message}", exception);
        }
    }
}

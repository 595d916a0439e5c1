using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ReasonOps.OpenAi.Serving;

/// <summary>How one server is set up. It reads no environment variable and no configuration file.</summary>
/// <param name="Urls">Addresses to listen on, as <c>http://127.0.0.1:8080</c>; port 0 takes a free one.</param>
/// <param name="MostBodyBytes">A longer body is refused.</param>
/// <param name="DrainLimit">How long requests that run may go on once it is told to stop.</param>
/// <param name="Logging">Where logs go; null: JSON lines on standard output.</param>
public sealed record HttpHost(IReadOnlyList<string> Urls, long MostBodyBytes, TimeSpan DrainLimit, Action<ILoggingBuilder>? Logging)
{
    /// <summary>A builder with Kestrel and routing, and without services or routes.</summary>
    public WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls([.. Urls]).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        (Logging ?? (logging => logging.AddJsonConsole()))(builder.Logging);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainLimit);
        return builder;
    }
}

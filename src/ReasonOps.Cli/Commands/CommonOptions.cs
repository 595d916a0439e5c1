using System.CommandLine;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string> File() => new("--file", "-f") { Description = "The manifest", Required = true, HelpName = "FILE" };

    public static Option<string[]> Secret() => new("--secret")
    {
        Description = "A secret that the manifest names; a name given again adds a value", HelpName = "NAME=VALUE",
    };

    public static Option<string?> Secrets() => new("--secrets") { Description = "A file of NAME=VALUE lines", HelpName = "FILE" };

    public static Option<string?> Models() => new("--models")
    {
        Description = "The folder of embedded models; the ones that ship unless said", HelpName = "FOLDER",
    };

    public static Option<OutputFormat> Output()
    {
        var option = new Option<OutputFormat>("--output", "-o")
        {
            Description = "For people or for programs", DefaultValueFactory = _ => OutputFormat.Text,
        };
        return option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "text", "json");
    }

    public static Option<bool> RetryQuarantined() => new("--retry-quarantined") { Description = "Problems that were set aside, as every attempt at them failed, are tried again" };

    /// <summary>Where a server listens: what the web server would refuse is refused here, in words.</summary>
    public static Option<string> Url(string usual)
    {
        var option = new Option<string>("--url")
        {
            Description = "Where to listen; port 0 takes a free one", HelpName = "URL", DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsAddress(token.Value))
                result.AddError($"--url {token.Value}: is not an address to listen on; write it as {usual}");
        });
        return option;
    }

    /// <summary>How long requests that run may go on once the process is told to stop.</summary>
    public static Option<int> Drain() => new Option<int>("--drain")
    {
        Description = "Seconds for requests that run, once told to stop", HelpName = "SECONDS", DefaultValueFactory = _ => 30,
    }.Within(0, 2 * 86400);

    /// <summary>A number is read before it is judged; what is none has its error already.</summary>
    public static Option<int> Within(this Option<int> option, int least, int most)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && (value < least || value > most))
                result.AddError($"{option.Name} {value}: must be from {least} to {most}");
        });
        return option;
    }

    /// <param name="hint">What would be right.</param>
    public static Option<double?> Within(this Option<double?> option, double least, double most, string hint)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && !(value >= least && value <= most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} {token.Value}: must be from {least} to {most}; {hint}"));
        });
        return option;
    }

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { Scheme: "http", PathBase: "", Host.Length: > 0, Port: >= 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using ReasonOps.Api.Quantities;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops probe</c>: whether something answers over HTTP; the image has no shell that could ask.</summary>
internal static class ProbeCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = "What to ask" };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsHttp(token.Value))
                result.AddError($"URL {token.Value}: is not an address to ask; write it as http://127.0.0.1:8081/readyz");
        });
        var within = new Option<Duration>("--within")
        {
            Description = "Ask again for so long", HelpName = "TIME", CustomParser = ReadTime, DefaultValueFactory = _ => Duration.FromSeconds(10),
        };
        var command = new Command("probe", """
            Asks a URL until it answers with success; fails with what it last said.

            Example:
              reasonops probe http://127.0.0.1:8081/readyz --within 60s
            """) { url, within };
        command.Run(async (parsed, cancellation) => Console.WriteLine(
            await AskAsync(parsed.GetRequiredValue(url), parsed.GetRequiredValue(within).Span, TimeProvider.System, cancellation)));
        return command;
    }

    /// <exception cref="HttpRequestException">It did not answer so in time.</exception>
    private static async Task<string> AskAsync(string url, TimeSpan within, TimeProvider time, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = within < TimeSpan.FromSeconds(5) ? within : TimeSpan.FromSeconds(5) };
        var since = time.GetTimestamp();
        while (true)
        {
            var (success, said) = await OnceAsync(client, url, cancellation);
            if (success) return $"{url}: {said}";
            if (time.GetElapsedTime(since) + Pause >= within) throw new HttpRequestException($"{url}: {said}, for {new Duration(within)}");
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private static async Task<(bool Success, string Said)> OnceAsync(HttpClient client, string url, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return (answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {answer.ReasonPhrase}");
        }
        catch (HttpRequestException e)
        {
            return (false, e.Message);
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, "no answer");
        }
    }

    private static Duration ReadTime(ArgumentResult given)
    {
        if (!Duration.TryParse(given.Tokens[0].Value, out var time) || time.Span <= TimeSpan.Zero)
            given.AddError($"--within {given.Tokens[0].Value}: is not a time to wait; write it as 10s or 2m");
        return time;
    }

    private static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}

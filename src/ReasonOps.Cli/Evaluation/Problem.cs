using System.Text.Json;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Evaluation;

/// <summary>A line of a problem file.</summary>
/// <param name="Prompt">What is asked.</param>
/// <param name="Answer">What is right; compared as text and as a number.</param>
public sealed record Problem(string Prompt, string Answer)
{
    /// <summary>Reads JSON lines; every bad line is named.</summary>
    public static async Task<IReadOnlyList<Problem>> ReadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path)) throw new WrongInputException($"--problems {path}: no such file");
        var (problems, errors, number) = (new List<Problem>(), new List<string>(), 0);
        await foreach (var line in File.ReadLinesAsync(path, cancellation))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                problems.Add(JsonSerializer.Deserialize(line, CliJson.Default.Problem) ?? throw new JsonException());
            }
            catch (JsonException)
            {
                errors.Add($"{path}:{number}  is not {{\"prompt\": \"...\", \"answer\": \"...\"}}");
            }
        }
        if (errors.Count > 0) throw new WrongInputException(errors);
        return problems.Count > 0 ? problems : throw new WrongInputException($"--problems {path}: holds no problem");
    }
}

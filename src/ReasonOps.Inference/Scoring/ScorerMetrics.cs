using System.Globalization;
using System.Text;

namespace ReasonOps.Inference.Scoring;

/// <summary>What a scorer tells of itself. Its loop writes; scrapes read.</summary>
public sealed class ScorerMetrics
{
    private long _texts;
    private long _tokens;
    private long _runs;

    /// <summary>Chains that were scored.</summary>
    public long Texts => Interlocked.Read(ref _texts);

    /// <summary>Tokens that were read, padding left out.</summary>
    public long Tokens => Interlocked.Read(ref _tokens);

    /// <summary>Runs of the model.</summary>
    public long Runs => Interlocked.Read(ref _runs);

    internal void Ran(int texts, int tokens)
    {
        Interlocked.Add(ref _texts, texts);
        Interlocked.Add(ref _tokens, tokens);
        Interlocked.Increment(ref _runs);
    }

    /// <summary>The Prometheus text format, version 0.0.4.</summary>
    public string Write(string model, int waiting)
    {
        var labels = $"model_name=\"{model.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";
        var text = new StringBuilder();
        void Line(string type, string name, long value) => text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n{name}{{{labels}}} {value}\n");
        Line("gauge", "reasonops_scorer_requests_waiting", waiting);
        Line("counter", "reasonops_scorer_chains_total", Texts);
        Line("counter", "reasonops_scorer_tokens_total", Tokens);
        Line("counter", "reasonops_scorer_runs_total", Runs);
        return text.ToString();
    }
}

using Microsoft.ML.OnnxRuntime;

namespace ReasonOps.Inference.Scoring;

/// <summary>A reward model on ONNX Runtime: several texts side by side in one run. One run at a time.</summary>
public sealed class RewardModel : IDisposable
{
    private readonly RewardModelFolder _folder;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    /// <param name="folder">What to run.</param>
    /// <param name="threads">Of one run; 0 is one a core.</param>
    /// <exception cref="InvalidDataException">The graph cannot be loaded, or is not what <c>config.json</c> says.</exception>
    public RewardModel(RewardModelFolder folder, int threads = 1)
    {
        _folder = folder;
        _session = Open(folder, threads);
        try
        {
            Check();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The rewards of each text at its places, 0 to 1, in order. Padding is behind a text, where no token of it looks.</summary>
    public double[][] Score(IReadOnlyList<RewardText> texts)
    {
        var length = texts.Max(text => text.Tokens.Length);
        var tokens = new long[texts.Count * length];
        for (var row = 0; row < texts.Count; row++)
        {
            for (var i = 0; i < texts[row].Tokens.Length; i++) tokens[(row * length) + i] = texts[row].Tokens[i];
        }
        long[] places = [.. texts.SelectMany((text, row) => text.Places.Select(place => ((long)row * length) + place))];
        var rewards = Run(tokens, texts.Count, places);
        var (scores, next) = (new double[texts.Count][], 0);
        for (var row = 0; row < texts.Count; row++)
        {
            scores[row] = [.. texts[row].Places.Select((_, i) => (double)rewards[((next + i) * Heads) + texts[row].Head])];
            next += texts[row].Places.Count;
        }
        return scores;
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private int Heads => _folder.Config.Rewards.Count;

    private float[] Run(long[] tokens, int rows, long[] places)
    {
        using var read = OrtValue.CreateTensorValueFromMemory(tokens, [rows, tokens.Length / rows]);
        using var wanted = OrtValue.CreateTensorValueFromMemory(places, [places.Length]);
        using var answers = _session.Run(_run, ["tokens", "places"], [read, wanted], ["rewards"]);
        return answers[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static InferenceSession Open(RewardModelFolder folder, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            EnableMemoryPattern = false, // shapes differ at every run
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // A spinning pool starves the engines beside it.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            return new InferenceSession(folder.OnnxPath, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException($"{folder.OnnxPath} cannot be loaded: {e.Message}", e);
        }
    }

    /// <summary>Reads the longest text once: what a graph cannot do shows now and not with the first request.</summary>
    private void Check()
    {
        if (!_session.OutputMetadata.TryGetValue("rewards", out var output) || output.Dimensions is not [_, var heads])
            throw new InvalidDataException($"{_folder.OnnxPath} has no output rewards of two dimensions; it was not written by export_reward.py");
        if (heads != Heads) throw new InvalidDataException($"config.json: rewards names {Heads}; {_folder.OnnxPath} has {heads}");
        var (first, last) = (0, _folder.Config.Context - 1);
        var tokens = new int[_folder.Config.Context];
        tokens[last] = _folder.Config.Vocabulary - 1;
        try
        {
            Score([new RewardText(tokens, Head: 0, [first, last])]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException(
                $"config.json: context is {_folder.Config.Context} and vocabulary {_folder.Config.Vocabulary}; {_folder.OnnxPath} cannot read such a text: {e.Message}", e);
        }
    }
}

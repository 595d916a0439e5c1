using System.Text;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Steps;

namespace ReasonOps.Reasoning.Running;

/// <summary>A chain as far as it has come: thinking, then (closed by itself or by its budget) answering, then ended.</summary>
internal sealed class ChainProgress
{
    /// <summary>Tokens without text that one report may bring before they are no longer taken for a mark.</summary>
    private const int MaxMarkTokens = 8;

    private readonly StringBuilder _reasoning = new();
    private readonly StringBuilder _content = new();
    private readonly StepFormat _steps;
    private readonly StepWatch? _step;
    private readonly ConfidenceMeter? _confidence;
    private readonly int _window;
    private readonly List<DrawnToken> _drawn = [];
    private int _reasoningTokens;
    private int _answerTokens;
    private int _strayTokens;
    private bool _says;
    private bool _forced;

    /// <param name="window">Tokens of a confidence group; 0: none is watched.</param>
    public ChainProgress(int index, Wave wave, ChainPlan plan, StepFormat steps, int window)
    {
        (Index, Wave, Plan, Closed, _steps, _window) = (index, wave, plan, plan.Closed, steps, window);
        _reasoning.Append(plan.Begun);
        _reasoningTokens = plan.InheritedTokens;
        if (plan.Step) _step = new StepWatch(steps);
        if (window > 0) _confidence = new ConfidenceMeter(window);
    }

    public int Index { get; }
    public ChainPlan Plan { get; }
    public int? Parent => Plan.Draft.Parent;

    /// <summary>Where its reports come from; what an earlier wave still sends is no longer the chain's.</summary>
    public Wave Wave { get; private set; }

    public string Reasoning => _reasoning.ToString();
    public int ReasoningLength => _reasoning.Length;
    public string Content => _content.ToString();
    public int Tokens => _reasoningTokens + _answerTokens;

    /// <summary>What it may still come to.</summary>
    public long Unspent => (Closed ? 0L : Plan.ReasoningTokens - _reasoningTokens) + Plan.AnswerTokens - _answerTokens;

    /// <summary>Windows of tokens it has drawn.</summary>
    public int Windows => _window > 0 ? (Tokens - Plan.InheritedTokens) / _window : 0;

    public LiveChain Live => new(Index, Parent, Tokens, _confidence?.Value);

    /// <summary>It has been asked for its answer.</summary>
    public bool Closed { get; private set; }

    public bool Answering => Closed || _says;

    /// <summary>An engine that stops at the end of a step stops at its text in an answer too, or between the thinking and an answer.</summary>
    public bool IsCutShort => _step is not null && !Closed
        && (string.IsNullOrWhiteSpace(Content) || _steps.Ends.Any(end => Content.EndsWith(end, StringComparison.Ordinal)));

    /// <summary>Null while in flight.</summary>
    public Chain? Ended { get; private set; }

    /// <summary>The version of the model that draws it, once its engine has said one.</summary>
    public string? Weights { get; set; }

    public bool HasFailed => Ended is { End: ChainEnd.Failed or ChainEnd.Refused };

    /// <summary>It has an answer, or may come to one.</summary>
    public bool MayAnswer => Ended is null or { Ran: true };

    /// <summary>Adds what the budget and the step hold. A closed chain keeps no thinking, and may stray no longer than it may answer.</summary>
    public Kept Think(string text, int tokens, IReadOnlyList<double>? confidences)
    {
        var kept = Closed
            ? Kept.Of("", tokens, Plan.AnswerTokens - _strayTokens)
            : Kept.Of(text, tokens, Plan.ReasoningTokens - _reasoningTokens);
        if (IsMark(text, tokens)) kept = kept with { Cut = false };
        if (!Closed && !_says && _step?.Feed(kept.Text) is { } length) kept = kept.ToStep(length);
        if (Closed) _strayTokens += kept.Tokens;
        else _reasoningTokens += kept.Tokens;
        _reasoning.Append(kept.Text);
        if (!Closed) Watch(confidences, kept, tokens);
        return kept;
    }

    /// <summary>Adds what the budget holds.</summary>
    public Kept Say(string text, int tokens, IReadOnlyList<double>? confidences)
    {
        var kept = Kept.Of(text, tokens, Plan.AnswerTokens - _answerTokens);
        if (IsMark(text, tokens)) kept = kept with { Cut = false };
        _says = true;
        _answerTokens += kept.Tokens;
        _content.Append(kept.Text);
        Watch(confidences, kept, tokens);
        return kept;
    }

    /// <summary>Told before the texts that the tokens make.</summary>
    public void Draw(IReadOnlyList<DrawnToken> tokens) => _drawn.AddRange(tokens);

    /// <summary>Its thinking is over; its answer, all of it, comes from another wave.</summary>
    public void Close(Wave answer, bool forced)
    {
        KeepThought();
        (Wave, Closed, _forced) = (answer, true, forced);
        _content.Clear();
        _answerTokens = 0;
    }

    public Chain End(ChainEnd end, string? answer = null, string? reason = null) => Ended = new Chain
    {
        Index = Index,
        Draft = Plan.Draft,
        Parent = Parent,
        Reasoning = Reasoning,
        Content = Content,
        Answer = answer,
        ReasoningTokens = _reasoningTokens,
        InheritedTokens = Plan.InheritedTokens,
        AnswerTokens = _answerTokens,
        End = end,
        Forced = _forced || (Answering && !Plan.Draft.Closed && _reasoningTokens >= Plan.ReasoningTokens),
        Reason = reason,
        Confidence = _confidence?.Value,
        Drawn = _drawn.Count > 0 ? _drawn : null,
        Weights = Weights,
    };

    /// <summary>Something has been found out about it since it ended.</summary>
    public Chain Found(Func<Chain, Chain> found) => Ended = found(Ended!);

    /// <summary>Of the tokens those that are in its thinking; where they do not spell it, none: what follows would be taken for them.</summary>
    private void KeepThought()
    {
        var thought = Reasoning[Plan.Begun.Length..];
        var kept = TokenPlaces.Of(_drawn, thought)?.Before(thought.Length) ?? 0;
        _drawn.RemoveRange(kept, _drawn.Count - kept);
    }

    private static bool IsMark(string text, int tokens) => text.Length == 0 && tokens <= MaxMarkTokens;

    private void Watch(IReadOnlyList<double>? confidences, Kept kept, int tokens)
    {
        if (_confidence is null || confidences is null) return;
        var count = kept.Tokens < tokens ? Math.Min(kept.Tokens, confidences.Count) : confidences.Count;
        for (var i = 0; i < count; i++) _confidence.Add(confidences[i]);
    }
}

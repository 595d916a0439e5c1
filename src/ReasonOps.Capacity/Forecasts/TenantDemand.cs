namespace ReasonOps.Capacity.Forecasts;

/// <summary>What one tenant sends, and how long its chains become.</summary>
internal sealed class TenantDemand
{
    private const int Steps = 24;

    /// <summary>Of what a request looks like, each new one counts so much.</summary>
    private const double Newest = 0.02;

    private readonly ArrivalRate _rate = new();
    /// <summary>Chains that end in a second: as many as arrived lately.</summary>
    private double _ends;
    private double _prompt;
    private double _chains;
    private double _most;
    private int _seen;

    public ChainLengths Lengths { get; } = new();

    public void Arrived(DateTimeOffset at, double promptTokens, int chains, double most)
    {
        _rate.Add(at, 1);
        var newest = Math.Max(Newest, 1.0 / ++_seen);
        if (_seen > 1_000_000) _seen = 1_000_000;
        _prompt += newest * (promptTokens - _prompt);
        _chains += newest * (chains - _chains);
        _most += newest * (most - _most);
    }

    /// <summary>Begins to say anew which chains run.</summary>
    public void Look(DateTimeOffset now)
    {
        Lengths.ForgetRunning();
        _ends = _rate.At(now, 0) * _chains;
    }

    public void Ended(int tokens, bool cut, double pace) => Lengths.Observe(tokens, cut, _ends * tokens / pace);

    public void Runs(double tokens, double pace) => Lengths.Run(tokens, _ends * tokens / pace);

    /// <summary>Prompt tokens a second, a minute ahead.</summary>
    public double PromptRate(DateTimeOffset now) => _rate.At(now, 60) * _prompt;

    /// <summary>KV tokens held then by requests that are yet to come: by Little's law, over every age they can have.</summary>
    public double Arriving(DateTimeOffset now, double seconds, double pace)
    {
        if (_seen == 0) return 0;
        var (sum, step) = (0.0, seconds / Steps);
        for (var i = 0; i < Steps; i++)
        {
            var age = (i + 0.5) * step;
            sum += step * _rate.At(now, seconds - age) * Held(age * pace);
        }
        return sum;
    }

    /// <summary>KV tokens that those which came lately are expected to hold now.</summary>
    public double Expected(DateTimeOffset now, double pace) => _rate.Recent(now).Sum(each => each.Amount * Held(each.AgeSeconds * pace));

    /// <summary>By a request whose chains could have so many tokens: a prompt is held while any of them lives.</summary>
    private double Held(double tokens)
    {
        if (tokens > _most) return 0;
        var lives = Lengths.Survival(tokens);
        return _prompt * (1 - Math.Pow(1 - lives, _chains)) + _chains * tokens * lives;
    }
}

namespace ReasonOps.Capacity.Forecasts;

/// <summary>
/// How long a tenant's chains become, learned while they end: the product-limit estimate of Kaplan and Meier (1958) over logarithmic bins, older chains
/// counting less. A chain that its budget cut off, or that still runs, says only that it is at least so long; without the running ones short chains would seem
/// to be all there is while the first long ones are on their way. Not thread-safe; memory is a few kilobytes, whatever it sees.
/// </summary>
public sealed class ChainLengths
{
    private const int BinsPerOctave = 8;
    private const int Bins = 20 * BinsPerOctave;

    /// <summary>Chains after which one counts half.</summary>
    private const double HalfLife = 2000;

    /// <summary>Believed before anything is known, and worth as many chains: as likely to end in any octave from 16 tokens to 16,384.</summary>
    private const double PriorChains = 10;

    private static readonly double Growth = Math.Pow(2, 1 / HalfLife);

    private readonly double[] _ended = new double[Bins];
    private readonly double[] _cut = new double[Bins];
    private readonly double[] _running = new double[Bins];
    private readonly double[] _survival = new double[Bins + 1];
    private double _weight = 1;
    private bool _stale = true;

    public ChainLengths()
    {
        var (from, to) = (Bin(16), Bin(16384));
        for (var bin = from; bin < to; bin++) _ended[bin] = PriorChains / (to - from);
    }

    /// <summary>A chain ended.</summary>
    /// <param name="tokens">That it came to, its prompt not among them.</param>
    /// <param name="cut">It would have gone on: its budget was spent, or it was cancelled.</param>
    /// <param name="since">Chains that ended since it began. It counts as they do that began with it: by its end it would count for more the longer it is.</param>
    public void Observe(int tokens, bool cut, double since = 0)
    {
        (cut ? _cut : _ended)[Bin(tokens)] += _weight * Math.Pow(Growth, -since);
        _weight *= Growth;
        _stale = true;
        if (_weight > 1e100) Rescale();
    }

    /// <summary>Begins to say anew which chains run.</summary>
    public void ForgetRunning()
    {
        Array.Clear(_running);
        _stale = true;
    }

    /// <summary>A chain runs, and has come so far.</summary>
    /// <param name="tokens">That it has.</param>
    /// <param name="since">As of one that ended.</param>
    public void Run(double tokens, double since = 0)
    {
        _running[Bin((int)tokens)] += Math.Pow(Growth, -since);
        _stale = true;
    }

    /// <summary>The share of chains that become longer than this, 0 to 1.</summary>
    public double Survival(double tokens)
    {
        if (_stale) Estimate();
        if (tokens <= 1) return 1;
        var place = Math.Min(Math.Log2(tokens) * BinsPerOctave, Bins - 1);
        var bin = (int)place;
        return _survival[bin] + (place - bin) * (_survival[bin + 1] - _survival[bin]);
    }

    /// <summary>Tokens expected to be held by a chain when it could have got <paramref name="ahead"/> more; a chain that ended holds none.</summary>
    /// <param name="soFar">Tokens it has.</param>
    /// <param name="most">Its budget.</param>
    public double ExpectedAt(double soFar, double most, double ahead) =>
        soFar + ahead > most ? 0 : (soFar + ahead) * Lives(soFar, ahead);

    /// <summary>How likely it is that a chain of <paramref name="soFar"/> tokens gets so many more.</summary>
    public double Lives(double soFar, double ahead) =>
        Survival(soFar) is var now and > 1e-9 ? Math.Min(1, Survival(soFar + ahead) / now) : 0;

    /// <summary>Mean tokens of a chain under this budget.</summary>
    public double Mean(double most)
    {
        var (sum, from) = (0.0, 0.0);
        for (var bin = 0; bin < Bins && from < most; bin++)
        {
            var to = Math.Min(most, Math.Pow(2, (bin + 1.0) / BinsPerOctave));
            sum += (to - from) * Survival((from + to) / 2);
            from = to;
        }
        return sum;
    }

    /// <summary>At most this share of what is left of a chain's budget will be used: the mean of what is still to come.</summary>
    public double MeanRest(double soFar, double most)
    {
        const int Steps = 16;
        var step = Math.Max(0, most - soFar) / Steps;
        return Enumerable.Range(0, Steps).Sum(i => step * Lives(soFar, (i + 0.5) * step));
    }

    private void Estimate()
    {
        var risk = _ended.Sum() + _cut.Sum() + _weight * _running.Sum();
        _survival[0] = 1;
        for (var bin = 0; bin < Bins; bin++)
        {
            // Those that leave the sight within a bin were at risk for half of it.
            var left = _cut[bin] + _weight * _running[bin];
            var hazard = _ended[bin] > 0 ? Math.Min(1, _ended[bin] / Math.Max(_ended[bin], risk - left / 2)) : 0;
            _survival[bin + 1] = _survival[bin] * (1 - hazard);
            risk -= _ended[bin] + left;
        }
        _stale = false;
    }

    private void Rescale()
    {
        for (var bin = 0; bin < Bins; bin++) (_ended[bin], _cut[bin]) = (_ended[bin] / _weight, _cut[bin] / _weight);
        _weight = 1;
    }

    private static int Bin(int tokens) => Math.Clamp((int)(Math.Log2(Math.Max(1, tokens)) * BinsPerOctave), 0, Bins - 1);
}

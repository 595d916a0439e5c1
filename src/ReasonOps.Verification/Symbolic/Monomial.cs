namespace ReasonOps.Verification.Symbolic;

/// <summary>A product of powers of atoms, by their numbers in order; powers are positive.</summary>
internal sealed class Monomial : IEquatable<Monomial>, IComparable<Monomial>
{
    public static readonly Monomial One = new([]);

    private readonly int _hash;

    public Monomial((int Atom, int Power)[] parts)
    {
        Parts = parts;
        var hash = new HashCode();
        foreach (var part in parts) hash.Add(part);
        _hash = hash.ToHashCode();
    }

    public (int Atom, int Power)[] Parts { get; }

    /// <summary>Null where a power is beyond all bounds.</summary>
    public Monomial? Times(Monomial other)
    {
        if (Parts.Length == 0) return other;
        if (other.Parts.Length == 0) return this;
        var merged = new List<(int, int)>(Parts.Length + other.Parts.Length);
        var (i, j) = (0, 0);
        while (i < Parts.Length || j < other.Parts.Length)
        {
            if (j == other.Parts.Length || (i < Parts.Length && Parts[i].Atom < other.Parts[j].Atom)) merged.Add(Parts[i++]);
            else if (i == Parts.Length || other.Parts[j].Atom < Parts[i].Atom) merged.Add(other.Parts[j++]);
            else
            {
                var power = (long)Parts[i].Power + other.Parts[j].Power;
                if (power > int.MaxValue) return null;
                merged.Add((Parts[i++].Atom, (int)power));
                j++;
            }
        }
        return new Monomial([.. merged]);
    }

    public bool Equals(Monomial? other) => other is not null && _hash == other._hash && Parts.AsSpan().SequenceEqual(other.Parts);
    public override bool Equals(object? obj) => Equals(obj as Monomial);
    public override int GetHashCode() => _hash;

    public int CompareTo(Monomial? other)
    {
        if (other is null) return 1;
        for (var i = 0; i < Math.Min(Parts.Length, other.Parts.Length); i++)
        {
            if (Parts[i].CompareTo(other.Parts[i]) is not 0 and var order) return order;
        }
        return Parts.Length.CompareTo(other.Parts.Length);
    }
}

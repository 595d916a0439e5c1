using System.Collections.Frozen;

namespace ReasonOps.Verification.Syntax;

/// <summary>What commands of LaTeX, words and signs are called here: many spellings, one name.</summary>
internal static class Names
{
    /// <summary>Signs that commands and characters stand for.</summary>
    public static readonly FrozenDictionary<string, string> Signs = Table(
        "* cdot times ast bullet · × ∙ ⋅ ∗", "/ div ÷ ∕ ⁄", "+- pm ±", "-+ mp ∓", "- − – —", "<= le leq leqslant leqq ≤ ⩽", ">= ge geq geqslant geqq ≥ ⩾", "< lt", "> gt",
        "!= ne neq ≠", "~= approx simeq doteq ≈ ≃", "= equiv ≡ triangleq coloneqq", "in isin ∈", "∪ cup bigcup", "∩ cap bigcap", "∖ setminus smallsetminus backslash",
        "\\{ lbrace", "\\} rbrace", "⟨ langle", "⟩ rangle", "| vert lvert rvert", ": mid colon", "° circ degree", "⌊ lfloor", "⌋ rfloor", "⌈ lceil", "⌉ rceil",
        "and land wedge ∧", "or lor vee ∨", "! exclam", "' prime ′", "; ；", ", ， 、");

    /// <summary>Symbols that commands, words and characters stand for.</summary>
    public static readonly FrozenDictionary<string, string> Symbols = Table(
        "inf infty infinity oo ∞", "∅ emptyset varnothing", "pi π", "ell ℓ", "hbar", "i imath", "j jmath", "ℝ reals", "ℤ", "ℕ", "ℚ", "ℂ",
        "alpha α", "beta β", "gamma γ", "delta δ", "epsilon varepsilon ε ϵ", "zeta ζ", "eta η", "theta vartheta θ", "iota ι", "kappa κ", "lambda λ", "mu μ µ", "nu ν", "xi ξ",
        "rho varrho ρ", "sigma varsigma σ", "tau τ", "upsilon υ", "phi varphi φ ϕ", "chi χ", "psi ψ", "omega ω", "Gamma Γ", "Delta Δ", "Theta Θ", "Lambda Λ", "Xi Ξ", "Pi Π", "Sigma Σ",
        "Phi Φ", "Psi Ψ", "Omega Ω");

    /// <summary>Commands and words that take arguments or are functions.</summary>
    public static readonly FrozenDictionary<string, string> Commands = Table(
        "frac dfrac tfrac cfrac", "sqrt √", "cbrt ∛", "binom dbinom tbinom binomial choose", "overline bar", "angle measuredangle ∠", "ln", "log", "log10 lg", "exp", "arcsin asin", "arccos acos",
        "arctan atan", "arsinh arcsinh asinh", "arcosh arccosh acosh", "artanh arctanh atanh", "tan tg", "cot ctg cotan", "csc cosec", "ceil ceiling", "factorial",
        "sin", "cos", "sec", "arccot", "arcsec", "arccsc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "abs", "floor", "gcd", "lcm", "max", "min");

    /// <summary>Commands that only dress or space what follows.</summary>
    public static readonly FrozenSet<string> Dressing = FrozenSet.Create(StringComparer.Ordinal,
        "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "middle", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "quad", "qquad",
        "boxed", "fbox", "vec", "mathbf", "boldsymbol", "bm", "bold", "mathit", "mathsf", "hfill", "hspace", "thinspace", "bf", "it", "phantom", "strut", "noindent", "nonumber", "mathopen", "mathclose");

    /// <summary>Commands whose argument is words.</summary>
    public static readonly FrozenSet<string> TextCommands = FrozenSet.Create(StringComparer.Ordinal,
        "text", "textbf", "textit", "textrm", "textsf", "texttt", "textnormal", "mbox", "hbox", "emph", "mathrm", "rm", "operatorname", "mathop", "unit", "si", "mathtt");

    public static readonly FrozenDictionary<string, string> Currencies = Table("dollar $", "euro €", "£", "yen ¥", "rupee ₹");

    /// <summary>Short words that are no products of symbols.</summary>
    public static readonly FrozenSet<string> ShortWords = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "yes", "no", "not", "all", "any", "odd", "even", "one", "two", "six", "ten", "if", "is", "of", "on", "to", "at", "by", "as", "we", "he", "she", "it", "its", "the", "for", "but", "so",
        "am", "pm", "day", "red", "big", "us", "be", "do", "go", "up", "an", "has", "are", "was", "can", "may", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "jun",
        "jul", "aug", "sep", "oct", "nov", "dec", "th", "st", "nd", "rd", "dne", "per", "non", "out", "few", "her", "him", "his", "who", "how", "why", "new", "old", "low");

    private static FrozenDictionary<string, string> Table(params string[] rows) => rows
        .Select(row => row.Split(' '))
        .SelectMany(names => names.Select(name => KeyValuePair.Create(name, names[0])))
        .DistinctBy(pair => pair.Key)
        .ToFrozenDictionary(StringComparer.Ordinal);
}

using System.Collections.Frozen;

namespace ReasonOps.Sandbox.Languages;

/// <summary>The languages that this machine has the programs for, and those that it has not.</summary>
public sealed class LanguageTable
{
    private readonly FrozenDictionary<string, Language> _byName;

    private LanguageTable(IReadOnlyList<Language> available, IReadOnlyList<MissingLanguage> missing)
    {
        Available = available;
        Missing = missing;
        _byName = available.SelectMany(language => language.Aliases.Prepend(language.Name).Select(name => (name, language)))
            .ToFrozenDictionary(entry => entry.name, entry => entry.language, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>In the order of the table.</summary>
    public IReadOnlyList<Language> Available { get; }

    public IReadOnlyList<MissingLanguage> Missing { get; }

    /// <summary>Looks for each language's programs, once.</summary>
    public static LanguageTable OfThisMachine() => Of(Programs.OfThisMachine());

    internal static LanguageTable Of(Programs programs)
    {
        var rows = KnownLanguages.All(programs);
        return new LanguageTable(
            [.. rows.Where(row => row.Missing is null).Select(row => row.Language)],
            [.. rows.Where(row => row.Missing is not null).Select(row => new MissingLanguage(row.Language.Name, row.Missing!))]);
    }

    /// <summary>By name or alias, in any case; null where it is unknown or its programs are not installed.</summary>
    public Language? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>For whoever asked for a language that is not there: what is wrong and what would be right.</summary>
    public string Refusal(string name)
    {
        var there = string.Join(", ", Available.Select(language => language.Name));
        return Missing.FirstOrDefault(missing => missing.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? $"\"{name}\" is not available here: {known.Program} is not installed; there are {there}"
            : $"\"{name}\" is not a language of this verifier; there are {there}";
    }
}

/// <param name="Program">What was looked for and not found.</param>
public sealed record MissingLanguage(string Name, string Program);

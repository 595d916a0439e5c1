namespace ReasonOps.Verification.Equivalence;

/// <summary>Whether two answers in mathematics mean the same.</summary>
public static class AnswerEquivalence
{
    /// <summary>Compares an answer, perhaps with prose around it, with what is expected. Never throws; ends within the node budget of the options, whatever the texts are.</summary>
    public static Agreement Compare(string answer, string expected, EquivalenceOptions options) => throw new NotImplementedException();

    /// <summary>The answer that a text ends in: its last <c>\boxed{}</c>, what follows <c>####</c> or "the answer is", or else the whole text.</summary>
    public static string Extract(string text) => throw new NotImplementedException();
}

/// <summary>What a comparison of two answers says.</summary>
public enum Agreement
{
    Different,
    Equal,

    /// <summary>The budget was spent before it was known; it counts as different.</summary>
    Undecided,
}

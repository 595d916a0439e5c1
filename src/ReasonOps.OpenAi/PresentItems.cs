namespace ReasonOps.OpenAi;

/// <summary>A list as it comes off the wire: one that is absent is empty, and a null among its items is none.</summary>
internal static class PresentItems
{
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T>? items)
        where T : class =>
        items is null ? [] : items.Contains(null) ? [.. items.OfType<T>()] : items;
}

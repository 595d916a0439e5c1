using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Tests.Output;

public sealed class UnspokenTests
{
    [Theory]
    [InlineData("Unrecognized command or argument 'a=rk-1'.", "Unrecognized command or argument 'a=...'.")]
    [InlineData("Unrecognized command or argument '--secrt=a=rk-1'.", "Unrecognized command or argument '--secrt=...'.")]
    [InlineData("Unrecognized command or argument '--sekret'.", "Unrecognized command or argument '--sekret'.")]
    public void What_follows_an_equals_sign_is_left_out(string message, string shown) => Assert.Equal(shown, Unspoken.Secrets(message));
}

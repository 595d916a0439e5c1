using System.Text;
using ReasonOps.Api.Snapshots;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Serving;

namespace ReasonOps.Sandbox.Tests.Serving;

public sealed class SettingsReaderTests
{
    private static readonly VerifierSettings Whole = TestVerifier.Settings with { KeyHashes = [SnapshotBuilder.HashKey("vk-one")] };

    [Fact]
    public void What_is_written_is_read_back()
    {
        var read = SettingsReader.Read(VerifierSettingsJson.Write(Whole));
        Assert.Equal(VerifierSettingsJson.Write(Whole), VerifierSettingsJson.Write(read));
    }

    [Fact]
    public void Keys_may_be_left_out_and_a_field_of_a_later_version_is_let_be()
    {
        var text = Encoding.UTF8.GetString(VerifierSettingsJson.Write(Whole with { KeyHashes = null })).Replace("\"pool\"", "\"later\": {}, \"pool\"");
        Assert.Null(Read(text).KeyHashes);
    }

    [Theory]
    [InlineData("{", "not a verifier's settings: line 1 is not JSON")]
    [InlineData("[]", "the body: must be an object, not an array")]
    [InlineData("{}", """
        pool: is required; give a string
        checks: is required; give what is decided, as ["Math", "Python"]
        limits: is required; give cpu, wall, memory, processes, output and files
        isolation: is required; give a mode
        workers: is required; give how many run at once
        queue: is required; give how many may wait
        """)]
    [InlineData("""{"pool":"a","checks":["Maths",7],"limits":{"cpu":"fast","wall":"20s","memory":0,"processes":2.5,"output":1},"isolation":"Namespace","workers":0,"queue":"8","keyHashes":["rk-hidden"]}""", """
        checks[0]: "Maths" is not known; did you mean Math?
        checks[1]: must be a string, not 7
        limits.cpu: must be a number of seconds above 0, or a time such as "1500ms", not "fast"
        limits.memory: must be a number of bytes above 0, or a quantity such as "64Mi", not 0
        limits.processes: must be a whole number above 0, not 2.5
        limits.files: is required; give bytes
        isolation: "Namespace" is not known; did you mean Namespaces?
        workers: must be a whole number above 0, not 0
        queue: must be a whole number above 0, not "8"
        keyHashes[0]: is not a SHA-256 in 64 hex digits
        """)]
    public void Every_mistake_is_named_and_no_key_repeated(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message);

    private static VerifierSettings Read(string text) => SettingsReader.Read(Encoding.UTF8.GetBytes(text));
}

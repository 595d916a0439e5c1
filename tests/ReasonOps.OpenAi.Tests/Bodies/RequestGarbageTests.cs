using System.Text;
using System.Text.Json;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Tests.Sse;

namespace ReasonOps.OpenAi.Tests.Bodies;

public sealed class RequestGarbageTests
{
    [Fact]
    public void Any_body_is_read_or_refused_with_400_alike_however_it_is_cut_into_reads() => Garbage.Never(seed =>
    {
        var garbage = new Garbage(seed);
        var body = garbage.Spoilt(garbage.Json());
        var whole = Read(new MemoryStream(body));
        Assert.Equal(whole, Read(new ChunkedStream(body, garbage.Sizes())));
    }, seeds: 1000);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"metadata\":", "}")]
    [InlineData("{\"reasonops\":{\"check\":", "}}")]
    public void A_bomb_of_nested_JSON_is_refused_for_its_depth(string open, string close)
    {
        foreach (var levels in (int[])[65, 10_000])
        {
            var bomb = string.Concat(Enumerable.Repeat(open, levels));
            var expected = "400 - the body is nested more than 64 levels deep";
            Assert.Equal(expected, Read(new MemoryStream(Encoding.UTF8.GetBytes(bomb + "1" + string.Concat(Enumerable.Repeat(close, levels))))));
            Assert.Equal(expected, Read(new MemoryStream(Encoding.UTF8.GetBytes(bomb))));
        }
    }

    [Theory]
    [InlineData("""{"model":"\ud800"}""", "400 model model: must be text: valid UTF-8, no half of a surrogate pair, not \"\\ud800\"")]
    [InlineData("""{"messages":[{"content":[{"text":"\udc00"}]}]}""", "400 messages[0].content ")]
    [InlineData("""{"min_p":["\udBFF"]}""", "400 min_p min_p: has half a surrogate pair, \\uD800 to \\uDFFF alone; send both halves or neither")]
    [InlineData("""{"logit_bias":{"\uD800x":1}}""", "400 logit_bias logit_bias: has half a surrogate pair")]
    [InlineData("""{"\ud800":1}""", "400 ")]
    public void Half_a_surrogate_pair_is_refused_wherever_it_stands(string body, string refusal) =>
        Assert.StartsWith(refusal, Read(new MemoryStream(Encoding.UTF8.GetBytes(body))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"temperature":1e999}""", "400 temperature temperature: is a number beyond")]
    [InlineData("""{"logit_bias":{"7":-1e400}}""", "400 7 7: is a number beyond")]
    public void A_number_that_is_too_large_to_be_one_is_refused(string body, string refusal) =>
        Assert.StartsWith(refusal, Read(new MemoryStream(Encoding.UTF8.GetBytes(body))), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_are_refused_where_they_would_only_be_passed_on() =>
        Assert.Equal("400 - the body is not valid UTF-8", Read(new MemoryStream([.. "{\"min_p\":\""u8, 0xC3, 0x28, .. "\"}"u8])));

    [Fact]
    public void A_pair_that_is_whole_is_text() =>
        Assert.StartsWith("{", Read(new MemoryStream(Encoding.UTF8.GetBytes("""{"min_p":"\uD83D\uDE00"}"""))), StringComparison.Ordinal);

    /// <summary>What was read, written again; or the refusal.</summary>
    private static string Read(Stream body)
    {
        try
        {
            var request = RequestReader.ReadAsync(body, OpenAiJson.Default.ChatRequest, 1 << 20, default).GetAwaiter().GetResult();
            return JsonSerializer.Serialize(request, OpenAiJson.Default.ChatRequest);
        }
        catch (ApiException refusal)
        {
            Assert.Equal("invalid_request_error", refusal.Error.Type);
            Assert.InRange(refusal.Message.Length, 10, 500);
            Assert.NotEmpty(JsonSerializer.Serialize(refusal.Body, OpenAiJson.Default.ErrorBody));
            return $"{refusal.Status} {refusal.Error.Param ?? "-"} {refusal.Message}";
        }
    }
}

using ReasonOps.Inference.Cache;
using ReasonOps.Inference.Decoding;

namespace ReasonOps.Inference.Tests.Decoding;

/// <summary>However a sequence is cut into steps, and wherever its prompt is read from, the logits are the same.</summary>
public sealed class DecoderTests : IDisposable
{
    private const float Tolerance = 1e-4f;
    private static readonly int BlockSize = TestModel.Folder.Config.BlockSize;
    private static readonly int Vocabulary = TestModel.Folder.Config.Vocabulary;

    private readonly Decoder _decoder = new(TestModel.Folder, blocks: 64, new DecoderOptions());
    private readonly BlockPool _pool = new(64);
    private readonly StepBatch _batch = new(BlockSize);

    public void Dispose() => _decoder.Dispose();

    [Theory]
    [InlineData(2, 1)]
    [InlineData(40, 1)]
    [InlineData(40, 16)]
    [InlineData(70, 33)]
    public void Prefill_and_decoding_oneByOne_give_the_same_logits(int length, int prompt)
    {
        var tokens = TestModel.Prompt(length, seed: length);
        var whole = Prefill(tokens, chunk: length)[prompt..];

        AssertSame(whole, Decode(Prefilled(tokens[..prompt]), tokens[prompt..], shared: true));
        AssertSame(whole, Decode(Prefilled(tokens[..prompt]), tokens[prompt..], shared: false));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(23)]
    public void A_prompt_in_chunks_gives_the_same_logits(int chunk)
    {
        var tokens = TestModel.Prompt(50, seed: 3);

        AssertSame(Prefill(tokens, chunk: 50), Prefill(tokens, chunk));
    }

    [Fact]
    public void A_chain_computed_again_in_one_step_gives_the_same_logits()
    {
        var (prompt, chain) = (TestModel.Prompt(20, seed: 4), TestModel.Prompt(40, seed: 5));
        var oneByOne = Decode(Prefilled(prompt), chain, shared: true);
        var (prefix, own) = (Prefilled(prompt), Blocks(chain.Length));
        _batch.Clear();
        var start = _batch.Share(prefix);
        for (var i = 0; i < chain.Length; i++) _batch.Add(Row(prefix, own, chain, i, start, shared: true));

        AssertSame(oneByOne, Split(_decoder.Run(_batch)));
    }

    [Fact]
    public void Chains_of_different_prompts_in_one_step_do_not_see_each_other()
    {
        int[][] prompts = [TestModel.Prompt(20, 6), TestModel.Prompt(33, 7), TestModel.Prompt(5, 8)];
        int[][] chains = [TestModel.Prompt(18, 9), TestModel.Prompt(18, 10), TestModel.Prompt(18, 11)];
        var alone = prompts.Zip(chains, (prompt, chain) => Decode(Prefilled(prompt), chain, shared: true)).ToArray();

        var prefixes = prompts.Select(Prefilled).ToArray();
        var owns = chains.Select(chain => Blocks(chain.Length)).ToArray();
        for (var i = 0; i < 18; i++)
        {
            _batch.Clear();
            // The second prompt is read through its row's own table, the others are shared.
            int[] starts = [_batch.Share(prefixes[0]), 0, _batch.Share(prefixes[2])];
            for (var c = 0; c < 3; c++) _batch.Add(Row(prefixes[c], owns[c], chains[c], i, starts[c], shared: c != 1));
            var together = Split(_decoder.Run(_batch));
            for (var c = 0; c < 3; c++) AssertSame([alone[c][i]], [together[c]]);
        }
    }

    private float[][] Prefill(int[] tokens, int chunk)
    {
        Assert.True(Prefix.TryTake(_pool, tokens, BlockSize, spare: 0, out var prefix));
        var logits = new List<float[]>();
        for (var from = 0; from < tokens.Length; from += chunk)
        {
            _batch.Clear();
            var start = _batch.Share(prefix);
            for (var i = from; i < Math.Min(from + chunk, tokens.Length); i++)
            {
                _batch.Add(new StepRow(
                    tokens[i], i, prefix.Blocks[i / BlockSize], i % BlockSize, start, i + 1, Prompt: null, Own: null, OwnCount: 0, Sampled: true));
            }
            logits.AddRange(Split(_decoder.Run(_batch)));
        }
        return [.. logits];
    }

    private Prefix Prefilled(int[] prompt)
    {
        Assert.True(Prefix.TryTake(_pool, prompt, BlockSize, spare: 0, out var prefix));
        _batch.Clear();
        var start = _batch.Share(prefix);
        for (var i = 0; i < prompt.Length; i++)
        {
            _batch.Add(new StepRow(
                prompt[i], i, prefix.Blocks[i / BlockSize], i % BlockSize, start, i + 1, Prompt: null, Own: null, OwnCount: 0, Sampled: false));
        }
        Assert.Equal(0, _decoder.Run(_batch).Length);
        return prefix;
    }

    private float[][] Decode(Prefix prefix, int[] chain, bool shared)
    {
        var own = Blocks(chain.Length);
        return [.. Enumerable.Range(0, chain.Length).Select(i =>
        {
            _batch.Clear();
            _batch.Add(Row(prefix, own, chain, i, shared ? _batch.Share(prefix) : 0, shared));
            return Assert.Single(Split(_decoder.Run(_batch)));
        })];
    }

    private static StepRow Row(Prefix prefix, List<int> own, int[] chain, int i, int start, bool shared) => new(
        chain[i], prefix.Length + i, own[i / BlockSize], i % BlockSize,
        start, shared ? prefix.Length : 0, shared ? null : prefix, own, i + 1, Sampled: true);

    private List<int> Blocks(int tokens) => [.. Enumerable.Range(0, (tokens + BlockSize - 1) / BlockSize).Select(_ =>
    {
        Assert.True(_pool.TryTake(out var block));
        return block;
    })];

    private static float[][] Split(ReadOnlySpan<float> logits)
    {
        var rows = new float[logits.Length / Vocabulary][];
        for (var row = 0; row < rows.Length; row++) rows[row] = logits.Slice(row * Vocabulary, Vocabulary).ToArray();
        return rows;
    }

    private static void AssertSame(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (one, other) in expected.Zip(actual))
            Assert.All(one.Zip(other), pair => Assert.InRange(pair.First - pair.Second, -Tolerance, Tolerance));
    }
}

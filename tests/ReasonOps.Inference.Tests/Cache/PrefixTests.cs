using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Inference.Cache;

namespace ReasonOps.Inference.Tests.Cache;

public class PrefixTests
{
    private const int BlockSize = 4;

    [Fact]
    public void Prompts_that_come_and_go_never_lose_a_block_nor_share_a_wrong_one() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), operations =>
        {
            var pool = new BlockPool(12);
            var live = new List<Prefix>();
            var contents = new Dictionary<int, string>(); // block -> all tokens up to its end
            foreach (var operation in operations.Select(number => Math.Abs(number % 10_000)))
            {
                if (operation % 3 == 0 && live.Count > 0) Leave(live, operation / 3 % live.Count);
                else Come(pool, live, contents, operation / 3);
                Assert.Equal(live.SelectMany(prefix => prefix.Blocks).Distinct().Count(), pool.Used);
            }
            while (live.Count > 0) Leave(live, 0);
            Assert.Equal(pool.Capacity, pool.Free);
        }).QuickCheckThrowOnFailure();

    private static void Leave(List<Prefix> live, int index)
    {
        live[index].Release();
        live.RemoveAt(index);
    }

    private static void Come(BlockPool pool, List<Prefix> live, Dictionary<int, string> contents, int number)
    {
        // Two kinds of prompt of 1 to 20 tokens: many have a prefix in common.
        int[] tokens = [.. Enumerable.Range(0, 1 + number % 20).Select(i => i < 6 ? 7 : number / 20 % 2)];
        var (free, used) = (pool.Free, pool.Used);
        if (!Prefix.TryTake(pool, tokens, BlockSize, spare: 1, out var prefix))
        {
            Assert.Equal((free, used), (pool.Free, pool.Used));
            return;
        }
        Assert.True(pool.Free >= 1);
        Assert.True(prefix.Cached < prefix.Length);
        for (var i = 0; i < prefix.Cached / BlockSize; i++) Assert.Equal(Upto(tokens, i), contents[prefix.Blocks[i]]);
        for (var i = prefix.Cached / BlockSize; i < prefix.Blocks.Length; i++) contents[prefix.Blocks[i]] = Upto(tokens, i);
        prefix.Advance(prefix.Length - prefix.Computed);
        Assert.True(prefix.Ready);
        live.Add(prefix);
    }

    private static string Upto(int[] tokens, int block) => string.Join(',', tokens.Take((block + 1) * BlockSize));

    [Fact]
    public void A_prompt_that_finds_no_room_evicts_nothing()
    {
        var pool = new BlockPool(6);
        var old = Take(pool, 8, token: 1);
        old.Release();
        var holder = Take(pool, 12, token: 2);

        Assert.False(Prefix.TryTake(pool, Tokens(16, 3), BlockSize, spare: 0, out _));
        Assert.False(Prefix.TryTake(pool, Tokens(12, 3), BlockSize, spare: 1, out _));

        Assert.Equal(3, pool.Used);
        Assert.True(Prefix.TryTake(pool, Tokens(9, 1), BlockSize, spare: 0, out var again));
        Assert.Equal(8, again.Cached);
        again.Release();
        holder.Release();
        Assert.Equal(6, pool.Free);
    }

    [Fact]
    public void A_prompt_whose_blocks_others_use_needs_room_for_the_rest_alone()
    {
        var pool = new BlockPool(4);
        var first = Take(pool, 12, token: 1);

        Assert.True(Prefix.TryTake(pool, Tokens(13, 1), BlockSize, spare: 0, out var second));

        Assert.Equal(first.Blocks, second.Blocks[..3]);
        Assert.Equal((12, 4), (second.Cached, pool.Used));
        first.Release();
        Assert.Equal(4, pool.Used);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 4)]
    [InlineData(8, 4)]
    [InlineData(9, 8)]
    public void The_last_token_is_always_computed(int length, int cached)
    {
        var pool = new BlockPool(8);
        Take(pool, length, token: 1).Release();

        var again = Take(pool, length, token: 1);

        Assert.Equal(cached, again.Cached);
    }

    [Fact]
    public void Only_blocks_that_were_computed_are_found()
    {
        var pool = new BlockPool(8);
        Prefix.TryTake(pool, Tokens(12, 1), BlockSize, spare: 0, out var half);
        half!.Advance(5);

        var other = Take(pool, 12, token: 1);

        Assert.Equal(4, other.Cached);
    }

    private static Prefix Take(BlockPool pool, int length, int token)
    {
        Assert.True(Prefix.TryTake(pool, Tokens(length, token), BlockSize, spare: 0, out var prefix));
        prefix.Advance(prefix.Length - prefix.Computed);
        return prefix;
    }

    private static int[] Tokens(int length, int token) => [.. Enumerable.Repeat(token, length)];
}

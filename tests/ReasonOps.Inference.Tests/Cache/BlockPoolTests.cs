using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Inference.Cache;

namespace ReasonOps.Inference.Tests.Cache;

public class BlockPoolTests
{
    private const int Blocks = 6;

    /// <summary>Each number is one operation: take, share or release. A dictionary of users is what the pool must agree with.</summary>
    [Fact]
    public void A_pool_agrees_with_a_plain_count_of_users_whatever_is_done_to_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), operations =>
        {
            var pool = new BlockPool(Blocks);
            var users = new Dictionary<int, int>();
            var holds = new Dictionary<int, int>(); // block -> content
            foreach (var operation in operations) Do(pool, Math.Abs(operation % 1000), users, holds);
        }).QuickCheckThrowOnFailure();

    private static void Do(BlockPool pool, int operation, Dictionary<int, int> users, Dictionary<int, int> holds)
    {
        var content = operation / 3 % 10;
        var key = new BlockKey(null, [content]);
        switch (operation % 3)
        {
            case 0:
                Take(pool, content, key, users, holds);
                break;
            case 1:
                var expected = holds.Where(pair => pair.Value == content).Select(pair => pair.Key).FirstOrDefault();
                Assert.Equal(expected != 0, pool.TryFind(key, out var found, out var used));
                Assert.Equal(expected != 0 && users.GetValueOrDefault(expected) > 0, used);
                Assert.Equal(expected != 0, pool.TryShare(key, out var shared));
                Assert.Equal((expected, expected), (found, shared));
                if (expected != 0) users[shared] = users.GetValueOrDefault(shared) + 1;
                break;
            default:
                var inUse = users.Where(pair => pair.Value > 0).Select(pair => pair.Key).Order().ToArray();
                if (inUse.Length == 0) break;
                var released = inUse[content % inUse.Length];
                pool.Release(released);
                users[released]--;
                break;
        }
        Assert.Equal(users.Values.Count(count => count > 0), pool.Used);
        Assert.Equal(Blocks, pool.Used + pool.Free);
        Assert.InRange(pool.Peak, pool.Used, Blocks);
    }

    private static void Take(BlockPool pool, int content, BlockKey key, Dictionary<int, int> users, Dictionary<int, int> holds)
    {
        var free = pool.Free;
        Assert.Equal(free > 0, pool.TryTake(out var block));
        if (free == 0) return;
        Assert.InRange(block, 1, Blocks);
        Assert.Equal(0, users.GetValueOrDefault(block));
        users[block] = 1;
        holds.Remove(block); // evicted
        pool.Remember(block, key);
        if (!holds.ContainsValue(content)) holds[block] = content;
    }

    [Fact]
    public void The_block_that_was_free_longest_is_evicted_first()
    {
        var pool = new BlockPool(3);
        BlockKey[] keys = [new(null, [1]), new(null, [2]), new(null, [3])];
        var blocks = keys.Select(key =>
        {
            pool.TryTake(out var block);
            pool.Remember(block, key);
            return block;
        }).ToArray();
        foreach (var i in (int[])[1, 0, 2]) pool.Release(blocks[i]);

        Assert.True(pool.TryTake(out var taken));

        Assert.Equal(blocks[1], taken);
        Assert.False(pool.TryFind(keys[1], out _, out _));
        Assert.True(pool.TryFind(keys[0], out _, out _));
    }

    [Fact]
    public void A_block_nobody_uses_cannot_be_released()
    {
        var pool = new BlockPool(1);
        pool.TryTake(out var block);
        pool.Release(block);

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Release(block));
        Assert.Equal(1, pool.Free);
    }

    [Fact]
    public void Equal_tokens_after_another_prefix_are_another_key()
    {
        var first = new BlockKey(new BlockKey(null, [1, 2]), [3, 4]);

        Assert.Equal(new BlockKey(new BlockKey(null, [1, 2]), [3, 4]), first);
        Assert.NotEqual(new BlockKey(new BlockKey(null, [1, 9]), [3, 4]), first);
        Assert.NotEqual(new BlockKey(null, [3, 4]), first);
        Assert.False(first.Equals(null));
    }
}

using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Storage;

/// <summary>A disk that is full for real: a small one in memory.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [MountFact]
    public async Task What_finds_the_disk_full_is_not_final_and_spoils_nothing_and_is_kept_once_there_is_room()
    {
        using var disk = new SmallDisk(_folder.Path);
        var ballast = Path.Combine(_folder.Path, "ballast");
        await using (var journal = await Journal.OpenAsync(_folder.Path, 0, 1, default))
        {
            Assert.True(await journal.AppendAsync(Tree(0), default));
            await File.WriteAllBytesAsync(ballast, new byte[800_000]);
            for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<IOException>(() => journal.AppendAsync(Tree(1), default));
            Assert.False(journal.Read(state => state.IsFinal(1, 0, 1)));
            File.Delete(ballast);
            Assert.True(await journal.AppendAsync(Tree(1), default));
        }
        await using var again = await Journal.OpenAsync(_folder.Path, 0, 1, default);
        Assert.Equal(new JournalRecovery(2, 0, 0), again.Recovery);
    }

    private static TrajectoryTree Tree(int rollout) => Trees.Chain(1, rollout, new string('x', 200_000), "2", Verdict.Right);
}

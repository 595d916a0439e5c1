using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Benchmarks.Rollouts;

/// <summary>How long a worker with a million rollouts in its journal takes to be where it was; beside it what no reader can be faster than: the same bytes read and summed.</summary>
internal static class JournalResume
{
    private const int Problems = 62_500;
    private const int Rollouts = 16;
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("reasonops-bench-journal-").FullName;
        try
        {
            await FillAsync(folder);
            var (opened, read) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                var begun = Stopwatch.GetTimestamp();
                var bytes = await SumAsync(folder);
                read.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
                begun = Stopwatch.GetTimestamp();
                await using (var journal = await Journal.OpenAsync(folder, 0, 1, default))
                    if (journal.Recovery.Rollouts != Problems * Rollouts) throw new InvalidOperationException($"{journal.Recovery.Rollouts} rollouts were found");
                opened.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {bytes >> 20} MB: read and summed {read[^1]:0.00} s, opened {opened[^1]:0.00} s"));
            }
            var (ours, least) = (opened.Skip(1).Order().ElementAt(Rounds / 2), read.Skip(1).Order().ElementAt(Rounds / 2));
            return
            [
                new("rollouts.resume_seconds_1m", ours, "s", "the same bytes read and summed", string.Create(CultureInfo.InvariantCulture,
                    $"{ours / least:0.00} times the {least:0.00} s of a plain read with CRC-32C, medians of {Rounds}; {Problems * Rollouts:N0} rollouts of {Problems:N0} problems, files in the page cache")),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As a worker writes it, many at once; every hundredth problem is open.</summary>
    private static async Task FillAsync(string folder)
    {
        await using var journal = await Journal.OpenAsync(folder, 0, 1, default);
        await Parallel.ForAsync(1, Problems + 1, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (problem, cancellation) =>
        {
            await Task.WhenAll(Enumerable.Range(0, Rollouts).Select(rollout => journal.AppendAsync(Tree(problem, rollout), cancellation)));
            if (problem % 100 != 0) await journal.SettleAsync(ProblemMemory.Settled(problem), cancellation);
        });
    }

    private static TrajectoryTree Tree(long problem, int rollout) => new()
    {
        Problem = problem, Variant = 0, Rollout = rollout, Seed = rollout,
        Nodes = [new(null, string.Concat(Enumerable.Repeat("17*24=408; 408+9=417; ", 10)), 120)],
        Leaves = [new(0, "417", 3, "417", rollout % 3 == 0 ? Verdict.Wrong : Verdict.Right)],
        Drawn = 123,
    };

    private static async Task<long> SumAsync(string folder)
    {
        var (total, sum, buffer) = (0L, uint.MaxValue, new byte[1 << 20]);
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "journal"), "*.jsonl"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
            for (int read; (read = await stream.ReadAsync(buffer)) > 0; total += read)
                for (var at = 0; at + sizeof(ulong) <= read; at += sizeof(ulong)) sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(at)));
        }
        return sum == 0 ? total + 1 : total;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Benchmarks.Rollouts;

/// <summary>
/// The most memory of a worker with ten million problems, in a process of its own: the journal says of all but every thousandth that they are settled, every line is
/// read, and what is missing is drawn from a scripted engine and written to disk. With a million the same, as it must not grow.
/// </summary>
internal static class ProblemMemory
{
    private const long Open = 1000;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var (million, _) = await InProcessAsync(1_000_000);
        var (ten, seconds) = await InProcessAsync(10_000_000);
        return
        [
            new("rollouts.memory_mb_10m", ten, "MB", "one million problems", string.Create(CultureInfo.InvariantCulture,
                $"{million:0} MB with 1 million: {ten / million:0.00} times; resident at its peak, all of the process; 10,000,000 lines read and {10_000_000 / Open:N0} problems drawn in {seconds:0} s")),
        ];
    }

    /// <summary>Writes the peak in MB, and how many problems were drawn.</summary>
    public static async Task<int> MeasureAsync(long problems)
    {
        var folder = Directory.CreateTempSubdirectory("reasonops-bench-memory-").FullName;
        try
        {
            using var store = new Resumed(new FolderStore(folder), problems);
            await using var journal = await Journal.OpenAsync(store, 0, 1, default);
            var settings = new RolloutSettings
            {
                Search = new() { Kind = SearchKind.Independent, Equivalence = new NumericEquivalence() }, Allocation = new(4, 4, 0), Budget = new(1000, 100, null, null, WhenSpent.ForceAnswer),
                AnswerFormat = AnswerFormat.Create("Whole", null), Seed = 1,
            };
            var reader = new ProblemReader(ProblemFields.Plain, null, bad => throw new InvalidDataException(bad.Mistake));
            await using var lines = new Made(problems, number => Encoding.UTF8.GetBytes($"{{\"id\": \"p{number}\", \"prompt\": \"{number}+1=\", \"answer\": \"{number + 1}\"}}\n"));
            await new RolloutWorker(settings, (problem, _) => new Runner(new Script(problem.Answer!), TimeProvider.System), journal, new KeyValueRoom(1 << 20, 1100), new Quiet(), TimeProvider.System)
                .RunAsync(reader.ReadAsync(lines, Partition.Whole, default), versions: null, default);
            if (journal.Figures.Settled != problems) throw new InvalidOperationException($"{journal.Figures.Settled} of {problems} problems are settled");
            var peak = long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            Console.WriteLine((peak / 1024.0).ToString("0.0", CultureInfo.InvariantCulture));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static SettledProblem Settled(long number) => new()
    {
        Problem = new Problem { Number = number, Id = $"p{number}", Prompt = $"{number}+1=", Answer = $"{number + 1}", Ability = "math" },
        Prompts = [$"{number}+1="],
        Counts = new(3, 1, 2, 100),
    };

    private static async Task<(double Megabytes, double Seconds)> InProcessAsync(long problems)
    {
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ProblemMemory).Assembly.Location, "--problem-memory", problems.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"it ended with {process.ExitCode}: {said}");
        var took = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Console.Error.WriteLine($"  {problems} problems: {said.Trim()} MB at most, {took:0} s");
        return (double.Parse(said, CultureInfo.InvariantCulture), took);
    }

    /// <summary>A folder whose journal already has lines that take no place on disk.</summary>
    private sealed class Resumed(FolderStore folder, long problems) : IDatasetStore
    {
        private const string Name = "journal/before.jsonl";

        public string Uri => folder.Uri;
        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) => folder.ListAsync(prefix, cancellation);

        public Task<Stream> ReadAsync(string name, CancellationToken cancellation) => name != Name ? folder.ReadAsync(name, cancellation)
            : Task.FromResult<Stream>(new Made(problems, number => number % Open == 0 ? default : JournalLine.Of(Settled(number))));

        public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) => folder.PutAsync(name, content, cancellation);
        public Task DeleteAsync(string name, CancellationToken cancellation) => folder.DeleteAsync(name, cancellation);
        public IDraft Draft(string place) => folder.Draft(place);
        public async Task<ILineLog> OpenLogAsync(string name, CancellationToken cancellation) => new Log(await folder.OpenLogAsync(name, cancellation));

        public void Dispose() => folder.Dispose();

        private sealed class Log(ILineLog log) : ILineLog
        {
            public IReadOnlyList<string> Files => [Name];
            public int Torn => 0;
            public Gathering? Gathering => log.Gathering;
            public Task WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines) => log.WriteAsync(lines);
            public ValueTask DisposeAsync() => log.DisposeAsync();
        }
    }

    /// <summary>Lines that are made as they are read.</summary>
    private sealed class Made(long count, Func<long, ReadOnlyMemory<byte>> line) : Stream
    {
        private ReadOnlyMemory<byte> _rest;
        private long _number;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = 0;
            while (read < buffer.Length)
            {
                if (_rest.IsEmpty && _number == count) break;
                if (_rest.IsEmpty) _rest = line(++_number);
                var part = Math.Min(_rest.Length, buffer.Length - read);
                _rest[..part].CopyTo(buffer[read..]);
                _rest = _rest[part..];
                read += part;
            }
            return ValueTask.FromResult(read);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class Script(string answer) : IChainSampler
    {
        public async IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            for (var chain = request.First; chain < request.First + request.Count; chain++)
            {
                yield return new ChainEvent.Thought(chain, "so;", 3);
                yield return new ChainEvent.Said(chain, answer, 2);
                yield return new ChainEvent.Ended(chain, ChainEnd.Stopped);
            }
        }
    }

    private sealed class Quiet : IRolloutProgress
    {
        public void Trouble(Problem problem, string why) => Console.Error.WriteLine(why);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Grading;
using ReasonOps.Sandbox.Jails;
using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Grading;

/// <summary>One pool for all tests that judge, with both interpreters warm.</summary>
public sealed class SharedGrader : IAsyncLifetime
{
    private SandboxPool? _pool;

    public SandboxPool Pool => _pool!;

    public LanguageTable Languages { get; } = LanguageTable.OfThisMachine();

    public Grader Grader => new(Pool, Languages);

    /// <summary>Room for a busy machine; no test waits for one of these unless it says so.</summary>
    public static RunLimits Limits { get; } = new() { Cpu = TimeSpan.FromSeconds(30), Wall = TimeSpan.FromSeconds(60), Memory = 512L << 20 };

    public Task<CheckResult> JudgeAsync(Check check, RunLimits? limits = null) => Grader.JudgeAsync(check, limits ?? Limits, CancellationToken.None);

    public async Task InitializeAsync()
    {
        var options = new SandboxOptions { Places = 2, Mode = IsolationMode.Namespaces, Warm = [WarmInterpreter.Python, WarmInterpreter.JavaScript] };
        _pool = await SandboxPool.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        if (!_pool.Report.Isolates) throw new InvalidOperationException(string.Join('\n', _pool.Report.Layers));
    }

    public async Task DisposeAsync()
    {
        if (_pool is not null) await _pool.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class GraderCollection : ICollectionFixture<SharedGrader>
{
    public const string Name = "grader";
}

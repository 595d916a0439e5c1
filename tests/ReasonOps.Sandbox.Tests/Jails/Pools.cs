using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Jails;

namespace ReasonOps.Sandbox.Tests.Jails;

/// <summary>A pool for each mode, shared by the tests of a class.</summary>
public sealed class Pools : IAsyncLifetime
{
    private readonly Dictionary<IsolationMode, SandboxPool> _pools = [];

    public static TheoryData<IsolationMode> Modes => [IsolationMode.Namespaces, IsolationMode.Landlock];

    public SandboxPool this[IsolationMode mode] => _pools[mode];

    public async Task InitializeAsync()
    {
        foreach (IsolationMode mode in (IsolationMode[])[IsolationMode.Namespaces, IsolationMode.Landlock])
            _pools[mode] = await Boxes.PoolAsync(mode, places: 2);
    }

    public async Task DisposeAsync()
    {
        foreach (var pool in _pools.Values)
            await pool.DisposeAsync();
    }
}

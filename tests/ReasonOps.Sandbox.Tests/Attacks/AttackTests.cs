using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Tests.Jails;

namespace ReasonOps.Sandbox.Tests.Attacks;

/// <summary>Every program on every mode that this machine offers, all in one place each, so that what one leaves the next would meet.</summary>
public abstract class AttackTests(OnePlace place)
{
    public static TheoryData<string> Names => [.. Attack.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_attack_ends_as_it_must_and_the_next_run_is_unharmed(string name)
    {
        var attack = Attack.Read(name);
        var outcome = await place.Pool.RunAsync(attack.Request, CancellationToken.None);
        var step = outcome.Steps[^1];
        Assert.True(attack.Expected.Contains(step.Ending), $"{step.Ending} {step.Code}, output: {step.Out()[..Math.Min(step.Output.Length, 500)]}, error: {step.Err()[..Math.Min(step.Error.Length, 2000)]}");
        if (step.Ending == Ending.Exited && !attack.AtCompilation)
            Assert.Equal("held\n", step.Out());
        if (attack.AtCompilation && step.Ending == Ending.Exited)
            Assert.NotEqual(0, step.Code);
        await place.IsUnharmedAsync();
    }
}

public sealed class NamespacesAttackTests(NamespacesPlace place) : AttackTests(place), IClassFixture<NamespacesPlace>;

public sealed class LandlockAttackTests(LandlockPlace place) : AttackTests(place), IClassFixture<LandlockPlace>;

public sealed class NamespacesPlace() : OnePlace(IsolationMode.Namespaces);

public sealed class LandlockPlace() : OnePlace(IsolationMode.Landlock);

using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Faults;
using ReasonOps.Operator.Tests.Faults.Operators;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>The server does what was asked of it, and the answer is lost on its way.</summary>
public sealed class LostAnswerTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    public static TheoryData<int> EveryWrite => KilledOperatorTests.EveryWrite;

    [Theory]
    [MemberData(nameof(EveryWrite))]
    public async Task A_write_whose_answer_is_lost_is_asked_for_once_more(int number)
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        FaultRule? lost = null;
        var running = await stage.StartAsync(new() { Faults = each => lost = each.Proxy.Inject(new Fault.BreakAfter(), ProxiedOperator.NthWrite(number), times: 1) });
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(1, lost!.Hits);
        // A status is written over one version: asked for again it meets a conflict, and a new pass settles it.
        Assert.InRange(running.Writes.Count, Writes + 1, Writes + 2);
        Assert.Equal(running.Writes[number - 1], running.Writes[number]);
    }
}

namespace ReasonOps.Charts.Tests.Monitoring;

public sealed class PromQlTests
{
    [Theory]
    [InlineData("absent(up{job=\"a\"} == 1)", "up", "job")]
    [InlineData("sum by (le, t) (rate(a_bucket{x=~\"$y\", z!=\"\"}[5m])) / sum by (t) (b_total) > 0.5", "a_bucket,b_total", "le,t,x,z")]
    [InlineData("max by (m) ({__name__=~\"vllm:a|vllm:b\", n=\"1\"}) and c", "c,vllm:a,vllm:b", "m,n")]
    [InlineData("increase(r_total[30m]) > 2 * increase(r_total[30m] offset 30m) + 10", "r_total", "")]
    public void Names_and_labels_are_told_apart(string expression, string metrics, string labels)
    {
        Assert.Equal(metrics, string.Join(',', PromQl.Metrics(expression)));
        Assert.Equal(labels, string.Join(',', PromQl.Labels(expression)));
    }
}

namespace ReasonOps.Cli.Output;

public enum OutputFormat
{
    Text,
    Json,
}

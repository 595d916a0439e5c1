using System.CommandLine;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string> File() => new("--file", "-f") { Description = "The manifest", Required = true, HelpName = "FILE" };

    public static Option<string[]> Secret() => new("--secret")
    {
        Description = "A secret that the manifest names; a name given again adds a value", HelpName = "NAME=VALUE",
    };

    public static Option<string?> Secrets() => new("--secrets") { Description = "A file of NAME=VALUE lines", HelpName = "FILE" };

    public static Option<string?> Models() => new("--models") { Description = "The folder of embedded models; the ones that ship unless said", HelpName = "FOLDER" };

    public static Option<OutputFormat> Output() => new("--output", "-o") { Description = "Text for people or json for programs", DefaultValueFactory = _ => OutputFormat.Text };
}

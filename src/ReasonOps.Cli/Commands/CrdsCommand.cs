using System.CommandLine;
using System.Xml.Linq;
using ReasonOps.Api.Crds;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops crds</c>: what a cluster must know before it takes one of our kinds.</summary>
internal static class CrdsCommand
{
    public static Command Create()
    {
        var folder = new Option<string?>("--output", "-o") { Description = "The folder to write files into; standard output unless said", HelpName = "FOLDER" };
        var command = new Command("crds", """
            Writes the CustomResourceDefinitions of ReasonOps, as kubectl takes them.

            Example:
              reasonops crds | kubectl apply --server-side -f -
            """) { folder };
        command.Run((parsed, cancellation) => WriteAsync(parsed.GetValue(folder), cancellation));
        return command;
    }

    private static async Task WriteAsync(string? folder, CancellationToken cancellation)
    {
        var documentation = Documentation();
        var files = CrdKind.All.Select(kind => (kind.FileName, Text: CrdWriter.Write(kind, documentation)));
        if (folder is null)
        {
            await Console.Out.WriteAsync(string.Join("---\n", files.Select(file => file.Text)));
            return;
        }
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(Directory.CreateDirectory(folder).FullName, name);
            await File.WriteAllTextAsync(path, text, cancellation);
            Console.WriteLine(path);
        }
    }

    /// <summary>The doc comments of the types: the compiler writes them beside the assembly.</summary>
    private static XDocument Documentation()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{typeof(CrdWriter).Assembly.GetName().Name}.xml");
        return File.Exists(path)
            ? XDocument.Load(path)
            : throw new FileNotFoundException($"{path} is missing; the descriptions of the fields are in it, so build or publish with documentation files");
    }
}

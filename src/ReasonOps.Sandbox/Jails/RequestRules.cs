using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Jails;

/// <summary>What a request must be, before anything is started for it.</summary>
internal static class RequestRules
{
    /// <summary>Of one file, or of one input.</summary>
    public const int LargestContent = 48 << 20;

    /// <summary>Of a command and its environment together; the kernel would take more.</summary>
    public const int LargestCommand = 96 << 10;

    /// <exception cref="ArgumentException">Names what is wrong.</exception>
    public static void Check(RunRequest request)
    {
        Require(request.Steps.Count > 0, "Steps: a run has at least one step");
        foreach (var file in request.Files)
        {
            CheckPath(file.Path, "Files");
            Require(file.Content.Length <= LargestContent, $"Files: {file.Path} has {file.Content.Length} bytes; at most {LargestContent} are taken");
        }
        foreach (var path in request.Collect)
            CheckPath(path, "Collect");
        foreach (var step in request.Steps)
            CheckStep(step);
    }

    private static void CheckStep(RunStep step)
    {
        Require(step.Command.Count > 0 && step.Command[0].Length > 0, "Command: names what to run");
        Require(step.Input.Length <= LargestContent, $"Input: has {step.Input.Length} bytes; at most {LargestContent} are taken");
        Require(step.Command.All(word => !word.Contains('\0')), "Command: has a NUL character");
        Require(step.Environment.All(pair => pair.Key.Length > 0 && !pair.Key.Contains('=') && !pair.Key.Contains('\0') && !pair.Value.Contains('\0')),
            "Environment: a name is not empty and has no '='; neither name nor value has a NUL character");
        var size = step.Command.Sum(Size) + step.Environment.Sum(pair => Size(pair.Key) + Size(pair.Value));
        Require(size <= LargestCommand, $"Command: it and its environment have {size} bytes; at most {LargestCommand} are taken");
        CheckLimits(step.Limits);
    }

    private static void CheckLimits(RunLimits limits)
    {
        Require(limits.Cpu > TimeSpan.Zero, $"Limits.Cpu: {limits.Cpu} is not above 0");
        Require(limits.Wall > TimeSpan.Zero, $"Limits.Wall: {limits.Wall} is not above 0");
        Require(limits.Memory > 0, $"Limits.Memory: {limits.Memory} is not above 0");
        Require(limits.Processes > 0, $"Limits.Processes: {limits.Processes} is not above 0");
        Require(limits.Output >= 0, $"Limits.Output: {limits.Output} is below 0");
        Require(limits.Files >= 0, $"Limits.Files: {limits.Files} is below 0");
        Require(limits.FileCount >= 0, $"Limits.FileCount: {limits.FileCount} is below 0");
    }

    private static void CheckPath(string path, string where)
    {
        var parts = path.Split('/');
        Require(path.Length is > 0 and < 1024 && !path.Contains('\0') && parts.All(part => part.Length is > 0 and < 256 && part is not ("." or "..")),
            $"{where}: \"{path}\" is not a path within the box, like main.py or data/in.txt");
    }

    private static int Size(string text) => System.Text.Encoding.UTF8.GetByteCount(text) + 1;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ArgumentException(otherwise);
    }
}

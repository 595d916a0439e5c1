namespace ReasonOps.Architecture.Tests;

public class RoomTableTests
{
    private static readonly string[] PromisedFolders = ["src", "tests", "charts", "crds", "config", "docs"];

    /// <summary>What a pure room would read the world with. BannedSymbols.txt keeps clocks and unseeded randomness out of all rooms.</summary>
    private static readonly string[] WorldlyNames =
        ["System.IO.File", "File.Read", "File.Open", "Environment.GetEnv", "HttpClient", "TimeProvider.System", "Process.Start", "Console."];

    public static TheoryData<string> Names => [.. Room.Table.Select(room => room.Name)];

    [Fact]
    public void Every_project_is_a_room_and_every_room_a_project() =>
        Assert.Equal(Room.Projects.Order(), Room.Table.Select(room => room.Name).Order());

    [Theory, MemberData(nameof(Names))]
    public void A_room_names_only_rooms_below_it(string name)
    {
        var room = Room.Table.Single(room => room.Name == name);
        foreach (var neighbour in room.Neighbours)
            Assert.True(Room.Table.Single(other => other.Name == neighbour).Floor < room.Floor, $"{name} names {neighbour}, which is not below it");
    }

    [Theory, MemberData(nameof(Names))]
    public void Only_rooms_with_http_reference_a_web_framework(string name)
    {
        var room = Room.Table.Single(room => room.Name == name);
        Assert.True(room.MaySpeakHttp || !room.Frameworks.Any(), $"{name} references {string.Join(", ", room.Frameworks)}");
    }

    [Theory, MemberData(nameof(Names))]
    public void A_pure_room_reads_nothing_of_the_world(string name)
    {
        var room = Room.Table.Single(room => room.Name == name);
        if (!room.IsPure) return;
        var found = from source in room.Sources from word in WorldlyNames where source.Text.Contains(word, StringComparison.Ordinal) select $"{source.File}: {word}";
        Assert.Empty(found);
    }

    [Fact]
    public void The_top_level_holds_what_was_promised_and_nothing_else() =>
        Assert.Empty(Room.TopLevel
            .Where(entry => !entry.StartsWith('.') && !File.Exists(Path.Combine(Room.Table[0].Folder, "..", "..", entry)))
            .Except(PromisedFolders).Except(["node_modules", "artifacts"]));
}

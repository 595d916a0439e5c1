using System.Text.Json;

namespace ReasonOps.Gateway.Tests.Models;

public sealed class ModelsTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task The_list_holds_the_service_model()
    {
        var (status, body) = await GetAsync("/v1/models", "rk-free");

        Assert.Equal(200, status);
        Assert.Equal("list", body.GetProperty("object").GetString());
        var model = Assert.Single(body.GetProperty("data").EnumerateArray());
        Assert.Equal(("math", "model", "arithmetic"),
            (model.GetProperty("id").GetString(), model.GetProperty("object").GetString(), model.GetProperty("owned_by").GetString()));
    }

    [Fact]
    public async Task One_model_is_found_by_its_name_and_another_is_404_naming_it()
    {
        var (found, model) = await GetAsync("/v1/models/math", "rk-free");
        var (missing, error) = await GetAsync("/v1/models/deepseek-ai/DeepSeek-R1", "rk-free");

        Assert.Equal((200, "math"), (found, model.GetProperty("id").GetString()));
        Assert.Equal(404, missing);
        Assert.Contains("math", error.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal("model_not_found", error.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/v1/models/math")]
    public async Task Models_are_for_those_with_a_key(string path) => Assert.Equal(401, (await GetAsync(path, null)).Status);

    private async Task<(int Status, JsonElement Body)> GetAsync(string path, string? key)
    {
        using var response = await _gateway.SendAsync(HttpMethod.Get, path, key);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }
}

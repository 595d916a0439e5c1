using Microsoft.AspNetCore.Http;

namespace ReasonOps.ControlPlane.Faults;

/// <summary>A request to the API server, in the words of RBAC.</summary>
/// <param name="Verb">get, list, watch, create, update, patch, delete, deletecollection; and apply, which RBAC calls patch too.</param>
/// <param name="Resource">The plural, as <c>deployments</c>; empty for paths such as <c>/readyz</c>.</param>
/// <param name="Subresource">As <c>status</c>; else null.</param>
/// <param name="FieldManager">Of writes that name one.</param>
public sealed record ProxiedRequest(
    string Verb, string Group, string Resource, string? Subresource, string? Namespace, string? Name, string Path, string Query, string? FieldManager)
{
    /// <summary>Empty collections, reviews and such aside: does it change the store?</summary>
    public bool IsWrite => Verb is not ("get" or "list" or "watch");

    public bool Is(string verb, string resource) => Verb == verb && Resource == resource;

    public override string ToString() =>
        $"{Verb} {(Resource.Length == 0 ? Path : Resource)}{(Subresource is null ? "" : $"/{Subresource}")}{(Name is null ? "" : $" {Namespace}/{Name}")}";

    internal static ProxiedRequest Of(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, rest) = parts switch
        {
            ["api", _, .. var tail] => ("", tail),
            ["apis", var name, _, .. var tail] => (name, tail),
            _ => ("", []),
        };
        var (@namespace, target) = rest switch
        {
            ["namespaces", _, "status" or "finalize"] or ["namespaces"] or ["namespaces", _] => (null, rest),
            ["namespaces", var name, .. var tail] => (name, tail),
            _ => ((string?)null, rest),
        };
        var (resource, item, subresource) = (target.ElementAtOrDefault(0) ?? "", target.ElementAtOrDefault(1), target.ElementAtOrDefault(2));
        return new(VerbOf(request, resource, item), group, resource, subresource, @namespace, item, path, request.QueryString.Value ?? "",
            request.Query["fieldManager"].FirstOrDefault());
    }

    private static string VerbOf(HttpRequest request, string resource, string? name) => request.Method switch
    {
        "GET" or "HEAD" when request.Query["watch"].FirstOrDefault() is "true" or "1" => "watch",
        "GET" or "HEAD" => resource.Length == 0 || name is not null ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => request.ContentType?.StartsWith("application/apply-patch", StringComparison.Ordinal) == true ? "apply" : "patch",
        "DELETE" => name is null ? "deletecollection" : "delete",
        var other => other.ToLowerInvariant(),
    };
}

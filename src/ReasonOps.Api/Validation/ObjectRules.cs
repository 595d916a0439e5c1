using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

/// <summary>What every object of ours has, whatever its kind.</summary>
internal static class ObjectRules
{
    public static void Check(string apiVersion, ObjectMetadata metadata, List<FieldError> errors)
    {
        if (apiVersion != ReasoningService.Version)
            new Field("apiVersion", errors).Error($"{Quoting.Quote(apiVersion)} is not served; use {ReasoningService.Version}");
        DeclaredRules.Check(new Field("metadata", errors), metadata, typeof(ObjectMetadata));
    }
}

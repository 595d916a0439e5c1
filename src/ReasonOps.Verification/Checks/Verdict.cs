namespace ReasonOps.Verification.Checks;

/// <summary>What a check says. Every one but <see cref="InternalError"/> and <see cref="Cancelled"/> is a statement about what was checked.</summary>
public enum Verdict
{
    /// <summary>Right.</summary>
    Accepted,

    /// <summary>It ran to its end, or could be read, and is not right.</summary>
    WrongAnswer,

    /// <summary>It is no program (or proof) of its language.</summary>
    CompileError,

    /// <summary>It ended by itself before it had answered: an exception, a signal, an exit code other than 0.</summary>
    RuntimeError,

    /// <summary>CPU or wall time was spent.</summary>
    TimeLimit,

    /// <summary>Memory, the run's files included, was spent.</summary>
    MemoryLimit,

    /// <summary>It wrote more to its output, or to a file, than it may.</summary>
    OutputLimit,

    /// <summary>It wanted more processes or threads than it may have.</summary>
    ProcessLimit,

    /// <summary>It asked the kernel for what no honest program needs, and was stopped there.</summary>
    SecurityViolation,

    /// <summary>The verifier failed, not the program; asking again may help.</summary>
    InternalError,

    /// <summary>Whoever asked went away.</summary>
    Cancelled,
}

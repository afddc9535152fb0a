using System;

namespace CSharpBpf;

/// <summary>The kernel refused something. The message says what, why, and what to do.</summary>
public class BpfException : Exception
{
    /// <summary>A refusal with a message.</summary>
    /// <param name="message">What was refused, why, and what to do.</param>
    /// <param name="errorNumber">The kernel's error number (errno), positive; 0 if there is none.</param>
    public BpfException(string message, int errorNumber = 0)
        : base(message)
    {
        ErrorNumber = errorNumber;
    }

    /// <summary>The kernel's error number (errno), positive; 0 if there is none.</summary>
    public int ErrorNumber { get; }
}

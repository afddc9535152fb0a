using System;

namespace CSharpBpf;

/// <summary>
/// A program that ran as plain C# came to a fault: it threw, or did what .NET throws for, and its attribute does not say what to return then.
/// A program that is compiled has no such faults: without OnFault they are errors at compile time.
/// </summary>
/// <param name="message">What the program did.</param>
/// <param name="innerException">The exception it ended with.</param>
public sealed class BpfFaultException(string message, Exception innerException) : Exception(message, innerException);

using System;

namespace CSharpBpf;

/// <summary>A map refused an operation. The message says which, and what the error means for this map.</summary>
public sealed class BpfMapException : Exception
{
    private const int NoEntry = 2;
    private const int TooBig = 7;
    private const int OutOfMemory = 12;
    private const int Exists = 17;
    private const int NoSpace = 28;

    /// <summary>A refusal with a message.</summary>
    /// <param name="message">What was refused and why.</param>
    /// <param name="errorNumber">The kernel's error number, positive.</param>
    public BpfMapException(string message, int errorNumber)
        : base(message)
    {
        ErrorNumber = errorNumber;
    }

    /// <summary>The kernel's error number (errno), positive.</summary>
    public int ErrorNumber { get; }

    internal static BpfMapException For(MapDefinition map, string operation, object key, int errorNumber)
    {
        string reason = errorNumber switch
        {
            NoEntry => "there is no such entry",
            TooBig or NoSpace => $"the map is full or the index too large (it holds {map.MaxEntries} entries); raise MaxEntries or use an LRU map",
            OutOfMemory => "the kernel has no memory for another entry",
            Exists => "the entry exists already",
            _ => $"the kernel answered with error {errorNumber}",
        };
        return new BpfMapException($"{operation} of key {key} in map '{map.Name}' ({map.Type}) failed: {reason}.", errorNumber);
    }
}

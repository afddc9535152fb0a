using System;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>An inconsistency of the compiler itself. <see cref="BpfCompiler"/> turns it into diagnostic BPF0901; nobody else sees it.</summary>
internal sealed class CodeGenException(string message) : Exception(message);

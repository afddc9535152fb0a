using System;
using System.Reflection;

namespace CSharpBpf;

/// <summary>Runs programs as plain C# with the kernel's meaning of faults.</summary>
public static class BpfFault
{
    /// <summary>
    /// Calls a program's method. Where it ends with an exception the result is OnFault of its attribute, as it is in the kernel; what the
    /// program wrote before stays written.
    /// </summary>
    /// <param name="program">The method of a program: <c>filter.Filter</c>.</param>
    /// <param name="context">The context, from a frame.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    public static TResult Run<TContext, TResult>(Func<TContext, TResult> program, TContext context)
    {
        ArgumentNullException.ThrowIfNull(program);
        try
        {
            return program(context);
        }
        catch (Exception e)
        {
            return program.Method.GetCustomAttribute<ProgramAttribute>()?.OnFault is TResult value
                ? value
                : throw new BpfFaultException($"The program '{program.Method.Name}' ended with {e.GetType().Name} ({e.Message}), and its attribute has no OnFault.", e);
        }
    }
}

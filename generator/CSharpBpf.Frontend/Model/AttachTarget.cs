namespace CSharpBpf.Frontend.Model;

/// <summary>The names of what programs attach to: they are parts of section names, and of paths in tracefs.</summary>
internal static class AttachTarget
{
    /// <summary>Whether it can be the name of a tracepoint, of its category or of a function.</summary>
    public static bool IsName(string target)
    {
        foreach (char c in target)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '.'))
            {
                return false;
            }
        }

        return target.Trim('.').Length > 0;
    }
}

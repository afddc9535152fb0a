using System;
using System.Linq;
using CSharpBpf.Isa.Kernel;
using Xunit;

namespace CSharpBpf.Core.Tests.Kernel;

public sealed class KernelVersionTests
{
    [Theory]
    [InlineData("6.1", 6, 1)]
    [InlineData("6.18.44", 6, 18)]
    [InlineData("6.12.9-amd64", 6, 12)]
    [InlineData("5.10-rc3", 5, 10)]
    [InlineData("4.19.0\n", 4, 19)]
    public void Version_and_release_strings_are_read(string text, int major, int minor) => Assert.Equal(new KernelVersion(major, minor), KernelVersion.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("6")]
    [InlineData("6.")]
    [InlineData(".1")]
    [InlineData("v6.1")]
    [InlineData("6.1rc3")]
    [InlineData("6,1")]
    [InlineData("99999999999.1")]
    [InlineData("-6.1")]
    public void Other_text_is_refused_with_what_was_expected(string text)
    {
        Assert.False(KernelVersion.TryParse(text, out _));
        FormatException error = Assert.Throws<FormatException>(() => KernelVersion.Parse(text));
        Assert.Contains("two numbers divided by a dot", error.Message);
    }

    [Fact]
    public void Null_is_no_version() => Assert.False(KernelVersion.TryParse(null, out _));

    [Fact]
    public void Versions_compare_by_numbers_not_by_text()
    {
        KernelVersion[] ascending = [new(3, 19), new(4, 1), new(4, 20), new(5, 0), new(6, 2), new(6, 18), new(7, 0)];
        Assert.Equal(ascending, ascending.Reverse().Order());
        Assert.True(new KernelVersion(6, 2) < new KernelVersion(6, 18));
        Assert.True(new KernelVersion(6, 2) <= new KernelVersion(6, 2));
        Assert.True(new KernelVersion(7, 0) > new KernelVersion(6, 18));
        Assert.False(new KernelVersion(5, 19) >= new KernelVersion(6, 0));
    }

    [Fact]
    public void A_version_prints_as_it_is_read() => Assert.Equal("6.18", new KernelVersion(6, 18).ToString());
}

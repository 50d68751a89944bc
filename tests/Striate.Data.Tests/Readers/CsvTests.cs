using Striate.Data.Readers;
using Striate.Tensors;

namespace Striate.Data.Tests.Readers;

public sealed class CsvTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("1,2.5\n-3,4e2\n")]
    [InlineData("1; 2.5\r\n\r\n-3 ;400")]
    [InlineData("1\t2.5\n-3  400\n\n")]
    public void TablesInAnyCommonForm(string text)
    {
        File.WriteAllText(_path, text);
        var table = Csv.Read(_path);
        Assert.Equal(Shape.Of(2, 2), table.Shape);
        Assert.Equal([1, 2.5f, -3, 400], table.ToArray());
    }

    [Theory]
    [InlineData("1,2\n3\n", "has 1 numbers in line 2, and 2 in the lines before.")]
    [InlineData("1,two\n", "has 'two' in line 1, which is no number.")]
    [InlineData("\n\n", "holds no numbers.")]
    public void WhatIsNoTable(string text, string message)
    {
        File.WriteAllText(_path, text);
        Assert.Equal($"'{_path}' {message}", Assert.Throws<InvalidDataException>(() => Csv.Read(_path)).Message);
    }
}

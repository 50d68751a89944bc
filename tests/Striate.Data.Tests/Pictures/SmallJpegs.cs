namespace Striate.Data.Tests.Pictures;

/// <summary>Files of 14×10 pixels that Pillow 9.4 wrote (tests/peers/jpegs.py).</summary>
internal static class SmallJpegs
{
    /// <summary>Baseline, YCbCr without subsampling.</summary>
    public static byte[] Colours => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMj" +
        "IyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAKAA4DAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF" +
        "BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmq" +
        "KjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAEC" +
        "AxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqK" +
        "mqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDkfD9j9zivq8ZxF5l4/It9D1HRrH9x07V8tieIve3PjMZkXvbHD+HwPl4FfMYycu5+84+M" +
        "ddD1HRgPI6DpXy2JnLm3PjMZGPNsf//Z");

    /// <summary>Progressive.</summary>
    public static byte[] Grey => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wgALCAAKAA4BAREA/8QAFQABAQAAAA" +
        "AAAAAAAAAAAAAABwb/2gAIAQEAAAABnkU6Rf/EABYQAQEBAAAAAAAAAAAAAAAAAAQAMv/aAAgBAQABBQIUXIouf//EABUQAQEAAAAAAAAAAAAAAAAAAAEQ/9oACAEBAAY/AiE//8QAFhABAQEAAAAA" +
        "AAAAAAAAAAAAALEQ/9oACAEBAAE/IVPKb//aAAgBAQAAABCv/8QAFRABAQAAAAAAAAAAAAAAAAAAEMH/2gAIAQEAAT8QkaRv/9k=");

    /// <summary>CMYK with Adobe's marker.</summary>
    public static byte[] Inks => Convert.FromBase64String(
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAIBgYHBgUIBwcHCQkICgwUDQwLCwwZEhMPFB0aHx4dGhwcICQuJyAiLCMcHCg3KSwwMTQ0NB8nOT04MjwuMzQy/8AAFAgACgAOBEMRAE0RAFkRAEsRAP/EAB" +
        "8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZH" +
        "SElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASw" +
        "AAPwDqP+Fmf9N/1r0Dxv8A8tPxrlv+FZ/9MP0r2O/uevNH/CzP+m/6187eK/8Aj7/4FR/wrP8A6YfpXM3lz8/Wvnjzpf8Ano//AH0a+ifG/wDy0/GvofyYv+eaf98ita/J55o86X/no/8A30a+dvFf" +
        "/H3/AMCo8mL/AJ5p/wB8iuZvCd/Wv//Z");

    /// <summary>The file with an application segment that holds Exif's orientation.</summary>
    /// <param name="file">Without one.</param>
    /// <param name="orientation">1 to 8, or what Exif does not know.</param>
    /// <param name="isLittle">Numbers begin with their lowest byte.</param>
    public static byte[] Turned(byte[] file, int orientation, bool isLittle)
    {
        byte[] tiff = isLittle
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        return [.. file[..2], 0xFF, 0xE1, 0, (byte)(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff, .. file[2..]];
    }
}

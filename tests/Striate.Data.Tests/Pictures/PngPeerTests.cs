using Striate.Data.Pictures;

namespace Striate.Data.Tests.Pictures;

/// <summary>PngSuite against a peer: every depth, colour type, palette, transparency, filter and interlacing, pixel for pixel.</summary>
public sealed class PngPeerTests
{
    // Σ byte · (place mod 251 + 1) mod 2³² over the pictures as RGBA of 8 bits, as Pillow 9.4 (with zlib 1.2.13) decodes them: Image.open(f).convert('RGBA'), and v >> 8 for grey of 16 bits, which it
    // leaves as numbers. For tbbn0g04 the transparent sample was scaled by 17 as ISO/IEC 15948, 11.3.2.1 asks; Pillow compares it unscaled.
    private const string Expected = """
        PngSuite=841004449 basi0g01=79765785 basi0g16=88106199 basi3p01=90854222 basi3p02=72921585 basi3p04=81807383 basi4a08=63905315 basi4a16=58150250
        basi6a08=65140472 basn0g02=81465190 basn0g08=81624144 basn0g16=88106199 basn2c08=105298698 basn2c16=69848103 basn3p01=90854222 basn3p04=81807383
        basn4a08=63905315 basn4a16=58150250 basn6a08=65140472 bgai4a16=58150250 bgbn4a08=63905315 bggn4a16=58150250 bgwn6a08=65140472 bgyn6a16=51023511
        cdfn2c08=19328490 cdhn2c08=19460444 cdsn2c08=4795309 cm0n0g04=117319584 cm9n0g04=117319584 cs3n2c16=81321027 cs8n3p08=81321027 cthn0g04=78769585
        ctjn0g04=79425921 ctzn0g04=117319584 f01n2c08=73816736 f02n2c08=72582808 f03n0g08=75603540 f03n2c08=72427493 f04n0g08=77243409 g03n0g16=101644678
        g03n3p04=87004691 g04n3p04=85412284 g05n0g16=94676417 g05n2c08=67919734 g07n3p04=82481764 g10n2c08=62770560 g10n3p04=79171509 g25n2c08=54291272
        oi1n0g16=88106199 oi9n0g16=88106199 oi9n2c16=69848103 pp0n2c16=69848103 ps1n0g08=81624144 ps1n2c16=69848103 ps2n0g08=81624144 ps2n2c16=69848103
        s02n3p01=27540 s04i3p01=378828 s05i3p02=707863 s05n3p02=707863 s06n3p02=1813356 s07i3p02=2878032 s09i3p02=5430038 s09n3p02=5430038 s35n3p04=88915525
        s36i3p04=94708479 s36n3p04=94708479 s37i3p04=101326800 s37n3p04=101326800 s38i3p04=107005548 s38n3p04=107005548 s39i3p04=112849519 s39n3p04=112849519
        s40i3p04=118754724 s40n3p04=118754724 tbbn0g04=83198629 tbbn3p08=82631083 tbrn2c08=82682550 tp0n0g08=76841553 z00n2c08=69850769 z06n2c08=69850769
        z09n2c08=69850769
        """;

    [DataFact("image-codec")]
    public void PngSuite_as_Pillow_reads_it()
    {
        var wrong = new List<string>();
        foreach (var item in Expected.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, number) = item.Split('=') is [var left, var right] ? (left, right) : throw new FormatException(item);
            var sum = Sum(Picture.Read(Path.Combine(TestData.Root!, "image-codec", "pngsuite", name + ".png")));
            if ($"{sum}" != number) wrong.Add($"{name}: {sum}, not {number}");
        }
        Assert.Equal([], wrong);
    }

    private static uint Sum(Picture picture)
    {
        var (sum, place) = (0u, 0);
        void Add(int value) => sum += (uint)(value * (place++ % 251 + 1));
        for (var i = 0; i < picture.Height * picture.Width; i++)
        {
            var pixel = picture.Bytes.AsSpan(i * picture.Channels, picture.Channels);
            for (var c = 0; c < 3; c++) Add(pixel[picture.Channels == 1 ? 0 : c]);
            Add(picture.Channels == 4 ? pixel[3] : 255);
        }
        return sum;
    }
}

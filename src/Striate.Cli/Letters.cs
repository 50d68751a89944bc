using System.Globalization;
using System.Text;
using Striate.Data.Pictures;

namespace Striate.Cli;

/// <summary>Letters of 5 × 7 pixels for pictures that carry text: printable ASCII; accents are left out, and what is left is a question mark.</summary>
internal static class Letters
{
    /// <summary>Pixels from one letter to the next.</summary>
    public const int Advance = 6;

    /// <summary>Pixels from one line to the next.</summary>
    public const int Line = 9;

    // From the space on, five columns a letter, the lowest bit at the top.
    private static readonly byte[] Columns = Convert.FromHexString((""
        + "0000000000 00005F0000 0007000700 147F147F14 242A7F2A12 2313086462 3649562050 0000070000 "
        + "001C224100 0041221C00 2A1C7F1C2A 08083E0808 0050300000 0808080808 0060600000 2010080402 "
        + "3E5149453E 00427F4000 4261514946 2141454B31 1814127F10 2745454539 3C4A494930 0171090503 "
        + "3649494936 064949291E 0036360000 0056360000 0814224100 1414141414 0041221408 0201510906 "
        + "324979413E 7E1111117E 7F49494936 3E41414122 7F4141221C 7F49494941 7F09090901 3E4149497A "
        + "7F0808087F 00417F4100 2040413F01 7F08142241 7F40404040 7F020C027F 7F0408107F 3E4141413E "
        + "7F09090906 3E4151215E 7F09192946 4649494931 01017F0101 3F4040403F 1F2040201F 3F4038403F "
        + "6314081463 0708700807 6151494543 007F414100 0204081020 0041417F00 0402010204 4040404040 "
        + "0001020400 2054545478 7F48444438 3844444420 384444487F 3854545418 087E090102 0C5252523E "
        + "7F08040478 00447D4000 2040443D00 7F10284400 00417F4000 7C04180478 7C08040478 3844444438 "
        + "7C14141408 081414187C 7C08040408 4854545420 043F444020 3C4040207C 1C2040201C 3C4030403C "
        + "4428102844 0C5050503C 4464544C44 0008364100 00007F0000 0041360800 0201020402 ").Replace(" ", "", StringComparison.Ordinal));

    /// <summary>Draws a line of text into an RGB picture; what does not fit the width ends in two dots.</summary>
    public static void Draw(Picture picture, int top, int left, int width, string text, byte grey)
    {
        var letters = Plain(text);
        var most = width / Advance;
        if (letters.Length > most) letters = letters[..Math.Max(0, most - 2)] + "..";
        for (var i = 0; i < letters.Length; i++)
            for (var column = 0; column < 5; column++)
                for (var row = 0; row < 7; row++)
                {
                    if ((Columns[5 * (letters[i] - ' ') + column] >> row & 1) == 0) continue;
                    picture.Bytes.AsSpan(((top + row) * picture.Width + left + i * Advance + column) * 3, 3).Fill(grey);
                }
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark) plain.Append(letter is >= ' ' and <= '~' ? letter : '?');
        return plain.ToString();
    }
}

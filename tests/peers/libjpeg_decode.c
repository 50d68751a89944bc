// Decodes one JPEG as libjpeg-turbo does.
// gcc -O1 -o libjpeg_decode libjpeg_decode.c -ljpeg;  ./libjpeg_decode FILE [EIGHTHS] > SAMPLES      "height width components" on stderr, exit code 1 where it is refused:
// by libjpeg-turbo, or because the file ends before its end marker with any further warning (other warnings are none to refuse for).
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>

static int cut, damaged;

static void fail(j_common_ptr decoder)
{
    char message[JMSG_LENGTH_MAX];
    decoder->err->format_message(decoder, message);
    fprintf(stderr, "refused: %s\n", message);
    exit(1);
}

static void remark(j_common_ptr decoder, int level)
{
    if (decoder->err->msg_code == JWRN_JPEG_EOF) cut = 1;
    else if (level < 0) damaged = 1;
}

int main(int count, char **arguments)
{
    FILE *file = fopen(arguments[1], "rb");
    struct jpeg_decompress_struct decoder;
    struct jpeg_error_mgr errors;
    decoder.err = jpeg_std_error(&errors);
    errors.error_exit = fail;
    errors.emit_message = remark;
    jpeg_create_decompress(&decoder);
    jpeg_stdio_src(&decoder, file);
    jpeg_read_header(&decoder, TRUE);
    decoder.out_color_space = decoder.num_components == 1 ? JCS_GRAYSCALE : decoder.num_components == 4 ? JCS_CMYK : JCS_RGB;
    decoder.scale_num = count > 2 ? atoi(arguments[2]) : 8;
    decoder.scale_denom = 8;
    jpeg_start_decompress(&decoder);
    size_t stride = (size_t)decoder.output_width * decoder.output_components;
    unsigned char *pixels = calloc(decoder.output_height, stride);
    while (decoder.output_scanline < decoder.output_height)
    {
        unsigned char *row = pixels + decoder.output_scanline * stride;
        jpeg_read_scanlines(&decoder, &row, 1);
    }
    jpeg_finish_decompress(&decoder);
    if (cut && damaged)
    {
        fprintf(stderr, "refused: truncated\n");
        return 1;
    }
    fwrite(pixels, stride, decoder.output_height, stdout);
    fprintf(stderr, "%u %u %u\n", decoder.output_height, decoder.output_width, decoder.output_components);
    return 0;
}

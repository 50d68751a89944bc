// Decodes one PNG as libpng does: 8 bits a channel (16 bits stripped to their upper byte), palettes and transparency expanded, gamma left alone.
// gcc -O1 -o libpng_decode libpng_decode.c -lpng;  ./libpng_decode FILE > RGBA      "height width 4" on stderr, exit code 1 where libpng refuses.
#include <png.h>
#include <stdlib.h>
#include <string.h>

static void fail(png_structp png, png_const_charp message) { fprintf(stderr, "refused: %s\n", message); exit(1); }

static void remark(png_structp png, png_const_charp message) { }

int main(int count, char **arguments)
{
    FILE *file = fopen(arguments[1], "rb");
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, fail, remark);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_read_info(png, info);
    png_set_expand(png);
    png_set_strip_16(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    png_uint_32 height = png_get_image_height(png, info), width = png_get_image_width(png, info);
    if ((long)height * width > 64 << 20) fail(png, "too large");
    png_bytep pixels = calloc((size_t)height * width, 4);
    png_bytepp rows = malloc(height * sizeof(png_bytep));
    for (png_uint_32 row = 0; row < height; row++) rows[row] = pixels + (size_t)row * width * 4;
    png_read_image(png, rows);
    png_read_end(png, NULL);
    fwrite(pixels, 4, (size_t)height * width, stdout);
    fprintf(stderr, "%u %u 4\n", height, width);
    return 0;
}

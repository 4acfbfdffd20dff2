/* asset.c - the style, the scripts and the words that stand in each page */
#include <openssl/evp.h>

#include "internal.h"

/* The file NAME of this folder: the bytes from SYMBOL_p to SYMBOL_end. */
#define ASSET(symbol, name)                                 \
	__asm__(".section .rodata\n"                        \
		".hidden fxr_" #symbol "_p\n"               \
		".global fxr_" #symbol "_p\n"               \
		"fxr_" #symbol "_p:\n"                      \
		".incbin \"libforensic/report/" name "\"\n" \
		".hidden fxr_" #symbol "_end\n"             \
		".global fxr_" #symbol "_end\n"             \
		"fxr_" #symbol "_end:\n"                    \
		".byte 0\n"                                 \
		".previous\n");                             \
	extern const char fxr_##symbol##_p[], fxr_##symbol##_end[]

ASSET(style, "report.css");
ASSET(words, "page.html");
ASSET(text_js, "text.js");
ASSET(check_js, "check.js");
ASSET(model_js, "model.js");
ASSET(chart_js, "chart.js");
ASSET(part_js, "part.js");
ASSET(list_js, "list.js");
ASSET(page_js, "page.js");

const struct fxr_asset fxr_css = { fxr_style_p, fxr_style_end };
const struct fxr_asset fxr_page = { fxr_words_p, fxr_words_end };

/* Each uses those before it. */
const struct fxr_asset fxr_scripts[] = {
	{ fxr_text_js_p, fxr_text_js_end },
	{ fxr_check_js_p, fxr_check_js_end },
	{ fxr_model_js_p, fxr_model_js_end },
	{ fxr_chart_js_p, fxr_chart_js_end },
	{ fxr_part_js_p, fxr_part_js_end },
	{ fxr_list_js_p, fxr_list_js_end },
	{ fxr_page_js_p, fxr_page_js_end },
	{ NULL, NULL },
};

int
fxr_asset_source(struct fx_buf *out, const struct fxr_asset *asset)
{
	unsigned char text[FX_SHA256_LEN * 2];
	uint8_t sum[FX_SHA256_LEN];

	if (fx_sha256(sum, asset->p, (size_t)(asset->end - asset->p)) == -1)
		return -1;
	EVP_EncodeBlock(text, sum, sizeof(sum));
	fx_buf_printf(out, "'sha256-%s'", (const char *)text);
	return 0;
}

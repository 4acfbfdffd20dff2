/* carver_wallet_seed.c - phrases in text: what parts words, look-alikes, masks
 */
#include "carve.h"
#include "tap.h"

/* Made for this test: entropy is the SHA-256 of "fxkit N" as far as it takes.
 */
#define P12                                                         \
	"punch jaguar idle enact candy arrange run reason auction " \
	"oyster riot glow"
#define P15                                                      \
	"wool fetch humble solid tape solve sister merge fancy " \
	"dust urban hand wasp able maze"
#define P18                                                          \
	"struggle ignore duty cloud start garlic chef hill require " \
	"prevent boss situate young guess good salt love alien"
#define P21                                                       \
	"unable layer rocket scheme essay lunch drum hint polar " \
	"board region hammer chalk axis worry oppose clay wet "   \
	"black cheap table"
#define P24                                                      \
	"law field gossip innocent action shield dumb acoustic " \
	"various odor since minute hole mansion demand surge "   \
	"recycle love state before filter choice museum hard"
#define Q12                                                    \
	"better very hurt manual cupboard ridge stay olympic " \
	"quality crew boy guide"
#define LABELLED                                                       \
	"paddle puppy judge more drum vacant boost live rack holiday " \
	"member cloth"
#define SORTED                                                      \
	"aerobic affair afford afraid again age agent agree ahead " \
	"aim air airport"
#define LEGAL                                                             \
	"legal winner thank year wave sausage worth useful legal winner " \
	"thank yellow" /* of BIP-39's vectors */
#define ABOUT                                                              \
	"abandon abandon abandon abandon abandon abandon abandon abandon " \
	"abandon abandon abandon about"
#define ELECTRUM                                                       \
	"wild father tree among universe such mobile favorite target " \
	"dynamic credit identify" /* of Electrum's tests */

enum { ANY = 99 };

/* Both hold, and so do all 24 words: one in 256 pairs is like that. */
#define TWO_A                                                               \
	"moment alley meat virus text door grain select series sick jewel " \
	"nephew"
#define TWO_B                                                                \
	"enough expire december inmate carry old boil fog exile funny task " \
	"okay"
/* All hold, and the first twelve. */
#define HALF_A                                                                 \
	"someone betray shoulder term fine video clay danger soldier nominee " \
	"argue artist"
#define HALF_B                                                             \
	"upon orient knife grief salon mechanic immense offer west moral " \
	"marine globe"
/* Both hold, and so do the last nine words of one with the other. */
#define CROSS_A                                                     \
	"hover volcano run remind paddle bitter novel source pass " \
	"pulse when tell"
#define CROSS_B                                                    \
	"obtain shoot thank join card hundred alert inquiry file " \
	"spray either foster"

static const struct carve_case cases[] = {
	{ "alone", P12, P12, "words:12,check-sum,alone type=bip39", "test", 24,
	    ANY },
	{ "of 15", "seed: " P15 "\n", P15, "words:15,check-sum", NULL, 24,
	    ANY },
	{ "of 18", "seed: " P18 "\n", P18, "words:18,check-sum", NULL, 24,
	    ANY },
	{ "of 21", "seed: " P21 "\n", P21, "words:21,check-sum", NULL, 24,
	    ANY },
	{ "of 24", "seed: " P24 "\n", P24, "words:24,check-sum", NULL, 24,
	    ANY },
	{ "two spaces",
	    "punch  jaguar  idle  enact  candy  arrange  run  reason "
	    " auction  oyster  riot  glow",
	    P12, "alone", "mixed", 24, ANY },
	{ "tabs",
	    "punch\tjaguar\tidle\tenact\tcandy\tarrange\trun\treason"
	    "\tauction\toyster\triot\tglow",
	    P12, "alone", "mixed", 24, ANY },
	{ "capitals",
	    "PUNCH JAGUAR IDLE ENACT CANDY ARRANGE RUN REASON AUCTION"
	    " OYSTER RIOT GLOW",
	    P12, "alone", NULL, 24, ANY },
	{ "capitals at the words",
	    "Punch Jaguar Idle Enact Candy Arrange Run Reason Auction"
	    " Oyster Riot Glow",
	    P12, "alone", NULL, 24, ANY },
	{ "commas",
	    "punch, jaguar, idle, enact, candy, arrange, run, reason,"
	    " auction, oyster, riot, glow",
	    P12, "alone", "mixed", 24, ANY },
	{ "one a line",
	    "punch\r\njaguar\r\nidle\r\nenact\r\ncandy\r\narrange\r\n"
	    "run\r\nreason\r\nauction\r\noyster\r\nriot\r\nglow\r\n",
	    P12, "alone", "mixed", 24, ANY },
	{ "JSON",
	    "[\"punch\", \"jaguar\", \"idle\", \"enact\", \"candy\", "
	    "\"arrange\", \"run\", \"reason\", \"auction\", \"oyster"
	    "\", \"riot\", \"glow\"]",
	    P12, "alone", "mixed", 24, ANY },
	{ "JSON, a field",
	    "{\"mnemonic\":\"punch jaguar idle enact candy arrange ru"
	    "n reason auction oyster riot glow\",\"x\":1}",
	    P12, "near:mnemonic", NULL, 28, ANY },
	{ "numbers and lines",
	    "1. punch\n2. jaguar\n3. idle\n4. enact\n5. candy\n6. arr"
	    "ange\n7. run\n8. reason\n9. auction\n10. oyster\n11. rio"
	    "t\n12. glow",
	    P12, "numbered,alone", "mixed", 24, ANY },
	{ "numbers in a line",
	    "1) law 2) field 3) gossip 4) innocent 5) action 6) shiel"
	    "d 7) dumb 8) acoustic 9) various 10) odor 11) since 12) "
	    "minute 13) hole 14) mansion 15) demand 16) surge 17) rec"
	    "ycle 18) love 19) state 20) before 21) filter 22) choice"
	    " 23) museum 24) hard",
	    P24, "numbered,alone", "mixed", 24, ANY },
	{ "numbers, then another",
	    "1. punch\n2. jaguar\n3. idle\n4. enact\n5. candy\n6. arr"
	    "ange\n7. run\n8. reason\n9. auction\n10. oyster\n11. rio"
	    "t\n12. glow\n1. better\n2. very\n3. hurt\n4. manual\n5. "
	    "cupboard\n6. ridge\n7. stay\n8. olympic\n9. quality\n10."
	    " crew\n11. boy\n12. guide",
	    P12, "numbered,alone", NULL, 24, ANY },
	{ "numbers in two columns",
	    " 1. punch     7. run\n 2. jaguar    8. reason\n 3. idle "
	    "     9. auction\n 4. enact    10. oyster\n 5. candy    1"
	    "1. riot\n 6. arrange  12. glow",
	    P12, "numbered,alone", NULL, 20, ANY },
	{ "four a line",
	    "punch jaguar idle enact\ncandy arrange run reason\naucti"
	    "on oyster riot glow",
	    P12, "alone,mixed-separators", NULL, 20, ANY },
	{ "behind words of the list",
	    "secret phrase: punch jaguar idle enact candy arrange run"
	    " reason auction oyster riot glow\n",
	    P12, "alone", NULL, 24, ANY },
	{ "a label that holds with the first ten",
	    "seed phrase: " LABELLED "\n", LABELLED, "alone", NULL, 24, ANY },
	{ "a label like it, and too few behind",
	    "seed phrase: "
	    "paddle puppy judge more drum vacant boost live rack holiday\n",
	    "seed phrase "
	    "paddle puppy judge more drum vacant boost live rack holiday",
	    "mixed-separators", NULL, 0, ANY },
	{ "no sign between",
	    "my secret phrase punch jaguar idle enact candy arrange r"
	    "un reason auction oyster riot glow\n",
	    P12, NULL, "alone", 12, ANY },
	{ "in a sentence",
	    "please note punch jaguar idle enact candy arrange run re"
	    "ason auction oyster riot glow for me",
	    P12, "among-words", "alone", 0, 11 },
	{ "a second on the next line",
	    "punch jaguar idle enact candy arrange run reason auction"
	    " oyster riot glow\nbetter very hurt manual cupboard ridg"
	    "e stay olympic quality crew boy guide\n",
	    P12, "alone", NULL, 24, ANY },
	{ "two lines that hold together, too", TWO_A "\n" TWO_B "\n", TWO_A,
	    "words:12,check-sum,alone", NULL, 24, ANY },
	{ "two with numbers, that do",
	    "1. moment\n2. alley\n3. meat\n4. virus\n5. text\n6. door\n"
	    "7. grain\n8. select\n9. series\n10. sick\n11. jewel\n"
	    "12. nephew\n1. enough\n2. expire\n3. december\n4. inmate\n"
	    "5. carry\n6. old\n7. boil\n8. fog\n9. exile\n10. funny\n"
	    "11. task\n12. okay\n",
	    TWO_A, "words:12,check-sum,numbered", NULL, 24, ANY },
	{ "one of which the first line holds, too", HALF_A "\n" HALF_B "\n",
	    HALF_A " " HALF_B, "words:24,check-sum,alone", NULL, 24, ANY },
	{ "the same in one line, of which both halves hold", TWO_A " " TWO_B,
	    TWO_A " " TWO_B, "words:24", NULL, 24, ANY },
	{ "one too many",
	    "abandon punch jaguar idle enact candy arrange run reason"
	    " auction oyster riot glow\n",
	    P12, NULL, "alone", 12, 19 },
	{ "one too few",
	    "punch jaguar idle enact candy arrange run reason auction"
	    " oyster riot",
	    NULL, NULL, NULL, 0, 0 },
	{ "two changed places",
	    "jaguar punch idle enact candy arrange run reason auction"
	    " oyster riot glow",
	    NULL, NULL, NULL, 0, 0 },
	{ "a word of no list",
	    "punch jaguar idle enact candy wallet run reason auction "
	    "oyster riot glow",
	    NULL, NULL, NULL, 0, 0 },
	{ "a gap too wide",
	    "punch jaguar idle enact candy arrange                run"
	    " reason auction oyster riot glow",
	    NULL, NULL, NULL, 0, 0 },
	{ "a gap as wide as may be",
	    "punch jaguar idle enact candy arrange               run "
	    "reason auction oyster riot glow",
	    P12, "alone", "mixed", 24, ANY },
	{ "a letter glued to it",
	    "xpunch jaguar idle enact candy arrange run reason auctio"
	    "n oyster riot glow",
	    NULL, NULL, NULL, 0, 0 },
	{ "commas and full stops",
	    "punch, jaguar idle enact. candy arrange run; reason auct"
	    "ion oyster riot glow",
	    NULL, NULL, NULL, 0, 0 },
	{ "a word that stands there twice",
	    "turtle turtle uncle idea crush write shrug there lottery flower "
	    "risk about",
	    "turtle turtle uncle idea crush write shrug there lottery flower "
	    "risk about",
	    "repeats:1", NULL, 20, 20 },
	{ "text that repeats itself",
	    "left left window right right window bottom bottom window top "
	    "top window",
	    "left left window right right window bottom bottom window top "
	    "top window",
	    "repeats:7", NULL, -99, 11 },
	{ "the word before it and all but its last",
	    "our phrase: "
	    "invest oak hard unhappy stamp make "
	    "coast wing control capital box speed",
	    "invest oak hard unhappy stamp make "
	    "coast wing control capital box speed",
	    NULL, NULL, 24, ANY },
	{ "and that by itself",
	    "our phrase: "
	    "invest oak hard unhappy stamp make "
	    "coast wing control capital box"
	    " "
	    "above and below",
	    "phrase invest oak hard unhappy stamp make "
	    "coast wing control capital box",
	    "cut", NULL, -99, 11 },
	{ "a published one", LEGAL, LEGAL, "test-phrase", NULL, -99, 11 },
	{ "a published one, and who", ABOUT, ABOUT, "test=trezor", NULL, -99,
	    11 },
	{ "Electrum's", "Electrum: " ELECTRUM "\n", ELECTRUM,
	    "electrum,alone,test-phrase", "check-sum", 0, ANY },
	{ "Electrum's, where more stands", "about " ELECTRUM " about", NULL,
	    NULL, NULL, 0, 0 },
	{ "words in the order of the list",
	    "aerobic\naffair\nafford\nafraid\nagain\nage\nagent\nagre"
	    "e\nahead\naim\nair\nairport\n\n",
	    SORTED, "sorted", NULL, -99, 11 },
	{ "a list of words",
	    "address\nadjust\nadmit\nadult\nadvance\nadvice\naerobic"
	    "\naffair\nafford\nafraid\nagain\nage\nagent\nagree\nahea"
	    "d\naim\nair\nairport\naisle\nalarm\nalbum\nalcohol\naler"
	    "t\nalien",
	    NULL, NULL, NULL, 0, 0 },
};

/* A phrase is told with its own characters and no others. */
static void
places(void)
{
	static const char before[] = "x = \"", behind[] = "\";";
	char text[512];
	struct fx_hit hit;

	snprintf(text, sizeof text, "%s%s%s", before, P12, behind);
	ok(carve(&carver_wallet_seed, text, strlen(text), FX_UTF16BE, &hit) &&
		hit.at == strlen(before) && hit.len == strlen(P12),
	    "its first and last character");
}

/* Two in following lines are told, and no third made of both. */
static void
lines(void)
{
	static const char text[] = CROSS_A "\n" CROSS_B "\n";
	struct carve_text t;
	struct fx_hit hit;
	size_t i, n = 0, other = 0;

	carve_open(&t, text, sizeof text - 1, FX_ASCII);
	for (i = 0; i < t.w.len; i++) {
		if (!carve_at(&carver_wallet_seed, &t.w, i, &hit))
			continue;
		n++;
		other += strcmp(hit.value, CROSS_A) != 0 &&
		    strcmp(hit.value, CROSS_B) != 0;
	}
	carve_close(&t);
	is_int(n, 2, "two lines, two phrases");
	is_int(other, 0, "and no other");
}

static const char *const masks[] = { P12, ABOUT, "abandon", "a" };

int
main(void)
{
	char out[FX_VALUE_LEN];
	size_t i;

	carve_cases(&carver_wallet_seed, cases, FX_LEN(cases));
	places();
	lines();
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_wallet_seed, masks[i], out);
		is_str(out, "********", "mask %zu", i);
	}
	return done();
}

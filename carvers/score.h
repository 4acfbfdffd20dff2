/*
 * score.h - what each reason is worth, in bits; every weight stands here
 *
 * A score is a sum of log2 likelihood ratios: how much more often the reason is
 * seen at a card than at a number that is none.  20 and more is confirmed, 12
 * and more probable, less possible.  Measured figures are from a corpus of
 * 9.19 GiB of system files without cards (fxcarvers(7), ERROR RATES): 10,940
 * runs of 12 to 19 digits a GiB, 1,433 of them pass Luhn, 120 of those have an
 * issuer's prefix and length, 31 of those have 16 digits.
 */
#ifndef SCORE_H
#define SCORE_H

enum {
	/* The number itself. */
	BITS_LUHN = 3,       /* one number in ten passes: 3.3 */
	BITS_IIN_STRONG = 4, /* 31 of 1,433 would be 5.5; rounded down, since
	                        the prefixes are not spread evenly */
	BITS_IIN_WEAK = 2,   /* 12-14 and 17-19 digits, Maestro: two thirds of
	                        the false ones */
	BITS_GROUP_CARD = 5, /* 4-4-4-4, 4-6-5, 4-6-4: 0.44 a GiB against 31 */
	BITS_GROUP_LONG = 3, /* 4-4-4-4-3, 6-13: as cards, but rarer on them */
	BITS_GROUP_ODD = 1,  /* other groups that people type */
	BITS_GROUP_DOT = -2, /* taken off for "." and "+": versions, sums */
	BITS_NO_LUHN = -24,  /* a range without a check digit: never probable
	                        by itself, whatever stands around it */
	BITS_EBCDIC = 5, /* 0.11 a GiB against 120 in ASCII, that is as rare as
	                    groups; halved, for so are cards in it */
	BITS_AMBIGUOUS = -1, /* another length could be read as well */

	/* Fields beside the number. */
	BITS_EXPIRY = 7,      /* MM/YY in its place or under its label: 12/100
	                         of two pairs of digits, times the place */
	BITS_EXPIRY_THIN = 5, /* MMYY behind a space, MM,YY in a row */
	BITS_CVV = 4,         /* three digits behind an expiry */
	BITS_CVV_THIN = 3,    /* three digits that end the line, no expiry */
	BITS_CVV_LABEL = 6,   /* and with a label of its own */
	BITS_HOLDER = 2,      /* something like a name in its place */
	BITS_WORD_FAR = -2,   /* taken off for a word on another line */
	BITS_WORD_SOME = 4,   /* least of a second word that counts */
	BITS_WORD_MORE = 2,   /* a word of another kind besides the first */
	BITS_WORD_DIRECT = 8, /* at least, for a word right before the number */
	BITS_WORD_NOT = -6,   /* a word that says it is something else */

	/* Look-alikes. */
	BITS_TEST = -2,         /* a published test number: known, not stolen */
	BITS_FEW_DIGITS = -8,   /* one or two distinct digits: "6262..." */
	BITS_THREE_DIGITS = -4, /* half of that */
	BITS_FOUR_DIGITS = -1,  /* BIN-heavy real numbers have five and more but
	                           for some in a thousand */
	BITS_SEQUENCE = -4, /* 123456..., 987654...: eight and more in a row */
	BITS_SORTED = -8,   /* digits that never fall, or never rise, as values
	                     * of a gradient: 4e6 of 10^16 numbers do so */
	BITS_PERIOD = -6,   /* one piece repeated throughout */
	BITS_HEX = -6,      /* inside a longer run of hexadecimal digits */
	BITS_WORD_INSIDE = -4, /* inside a long run of letters and digits */
	BITS_GLUED = -2, /* a letter right before: part of a name or version */
	BITS_STEPS = -6, /* groups that go up or down by little: a table */
	BITS_FRACTION = -8, /* digits behind a decimal point */
	BITS_DECIMAL = -4,  /* a decimal point behind the digits */
	BITS_EXPONENT = -8, /* 4539578763621486e-05 */
	BITS_TIME = -6,     /* YYYYMMDDhhmmss, ms, us or ns since 1970 */
	BITS_UUID = -8,     /* the last part of a UUID */
	BITS_ISBN = -6,     /* 978 and 979 with 13 digits */
	BITS_IMEI = -6,    /* 15 digits of no scheme under 01, 35, 86, 98, 99 */
	BITS_PHONE = -6,   /* a plus sign before it */
	BITS_IN_IBAN = -8, /* digits of what has an IBAN's form and length */
	BITS_MORE_GROUPS = -5, /* groups of the same separator go on */
	BITS_MIXED = -5,       /* separators are not of one kind */

	/* Tracks. */
	BITS_TRACK1 = 8,          /* PAN^NAME: none in 9.19 GiB */
	BITS_TRACK2 = 3,          /* PAN=digits: 16 shapes in 9.19 GiB */
	BITS_TRACK2_SHORT = 0,    /* nothing behind its expiry */
	BITS_FORMAT_B = 2,        /* the format code before the PAN */
	BITS_SENTINEL = 3,        /* each of the two */
	BITS_DATE = 5,            /* a month, in a plausible year */
	BITS_DATE_ODD = 2,        /* a month, in another year */
	BITS_SERVICE = 4,         /* 144 of 1,000 codes are assigned: 2.8, and
	                             seven or eight of them make nearly all cards */
	BITS_SERVICE_ODD = -2,    /* not an assigned one */
	BITS_LRC1_OK = 6,         /* one of 64 by chance */
	BITS_LRC2_OK = 4,         /* one of 16 */
	BITS_LRC_BAD = -2,        /* a damaged copy, or not a check character */
	BITS_TRACK_NO_LUHN = -24, /* never probable by itself */
	BITS_SIBLING = 40, /* the other track of the card, the same PAN and
	                      expiry, within reach */

	/* Chip data and payment messages. */
	BITS_EMV_TRACK = 8,    /* tag 57 or 9F6B: none in 9.19 GiB */
	BITS_EMV_PAN = 4,      /* tag 5A: 7.0 a GiB against 120 */
	BITS_EMV_TEMPLATE = 4, /* a template's tag, and a length that fits */
	BITS_EMV_TAG = 5,      /* each object beside it whose value is sound, */
	EMV_TAGS_MOST = 3,     /* of so many */
	BITS_ISO8583 = 12,     /* type, bitmap and all fields up to it fit */

	/*
	 * Browsers' stores.  "v10", "v11" and "v20" stand at 1,160 places in a
	 * GiB of system files, 190 of them by chance; none of those is in its
	 * place in a row.
	 */
	BITS_STORE_ROW = 16,   /* types and lengths of a table's columns: three
	                          bytes and more that must each be one of few,
	                          and a sum that must be right */
	BITS_STORE_CELL = 4,   /* length of the record and rowid as well */
	BITS_STORE_LOST = -4,  /* some of the types' frame is overwritten */
	BITS_STORE_PREFIX = 6, /* 24 bits in noise, but text has it, too */
	BITS_STORE_DPAPI = 12, /* 20 fixed bytes; alone, it is any secret */
	BITS_STORE_NSS = 16,   /* the same: DER, name of the key, cipher, and
	                          all lengths right */
	BITS_STORE_LENGTH = 2, /* a length that the cipher gives: one in 16,
	                          but for GCM most are */
	BITS_STORE_URL = 2,    /* an address where there must be one */
	BITS_STORE_EXPIRY = 4, /* a month, in a plausible year */
	BITS_STORE_NETWORK = 10, /* one of twelve names, and four digits */
	BITS_STORE_JSON = 8,     /* a field's name that no other program has */
	BITS_STORE_MASK = 4,     /* stars and four digits */

	/* Coins. */
	BITS_COIN_SUM = 24,      /* 32 bits and more of check sum; none of 7,739
	                            shapes in 9.19 GiB, but 8 off for a text that
	                            somebody shows as an example */
	BITS_COIN_HEX = 8,       /* 0x and 40 digits: 29 in 9.19 GiB */
	BITS_COIN_CAPITALS = 12, /* (1 - 3/16)^40 of all capitals fit */
	BITS_COIN_FEW = -16,     /* four digits and fewer: nobody's */
	/* Phrases: their check sum is worth a bit for three words. */
	BITS_SEED_WORDS = 14,   /* twelve of the list in a row */
	BITS_SEED_ELECTRUM = 7, /* 19 of 4,096 HMACs: 7.8 */
	BITS_SEED_NUMBERED = 4, /* 1 to n beside them */
	BITS_SEED_ALONE = 6,    /* what is on both sides is parted in another
	                           way: a line, a field, a string */
	BITS_SEED_AMONG = -8,   /* words go on on both sides, as in text */
	BITS_SEED_KIND = -4,    /* for each more that parts its words */
	BITS_SEED_CUT = -16,    /* the same where words go on on a side */
	BITS_SEED_SORTED = -16, /* as lists of words are */
	BITS_SEED_REPEAT = -4,  /* for each word that stood before: one phrase
	                           in 31 has one, nearly all text has more */
	BITS_SEED_TEST = -16,   /* a published one is nobody's */

	/*
	 * Bank accounts.  In the same corpus no text has the form of an IBAN in
	 * one piece and passes, and two have it in groups, both of them IBANs;
	 * 533 texts a GiB pass as a US routing number.
	 */
	BITS_IBAN = 6,           /* MOD 97-10: one in 97 passes, 6.6 */
	BITS_IBAN_FORM = 8,      /* length and form of its country */
	BITS_IBAN_FORM_WEAK = 3, /* of letters as much as digits: a form that
	                            other codes may have */
	BITS_IBAN_ODD = 0,       /* no country of the registry */
	BITS_IBAN_GROUP = 4,     /* groups of four */
	BITS_IBAN_LOWER = -2,    /* in small letters, as other codes are */
	BITS_NATIONAL = 3,       /* check digits inside: one in ten to 97 */
	BITS_NATIONAL_BAD = -2,  /* they fail: rare in accounts that exist, but
	                            what else has the form is rarer */
	BITS_BANK_LABEL = 2,     /* a word is the number's own label */
	BITS_BANK_FAR = -4,      /* a word stands on another line */
	BITS_BANK_ENGLISH = 3,   /* less for a word of English elsewhere, */
	BITS_BANK_FOREIGN = 5,   /* of another language */
	BITS_BANK_TAG = 9,       /* a field of an MT message */
	BITS_BIC = 2,            /* 37 % of eight letters pass, and a country */
	BITS_BIC_IBAN = 12,      /* an IBAN of its country stands beside it */
	BITS_BIC_PLAIN = -6,     /* a word as languages have them, of which one
	                            in 200 has a given country in its place */
	BITS_BIC_CAPITALS = -4,  /* in a line of such words */
	BITS_BIC_WORD = 10,    /* least that makes one of it without an IBAN */
	BITS_ROUTING = 4,      /* 3 7 1 by 10, and the district: 4.7 */
	BITS_MICR = 10,        /* between transit signs of E-13B */
	BITS_ACCOUNT_FORM = 3, /* written in the groups of its country */

	/*
	 * Numbers of persons and documents.  Bare ones that pass a check stand
	 * 0.8 (id:de.idnr) to 4,606 (id:gb.utr) times in a GiB of the corpus,
	 * by their bits; none stood near a word that says so.
	 */
	BITS_ID_GROUPS = 3, /* written in its country's groups */
	BITS_ID_ALONE = 6,  /* a form that nothing else has: none in 9.19 GiB */
	BITS_ID_LABEL = 2,  /* a word is its own label, */
	BITS_ID_LABEL_LEAST = 7, /* and then a short one counts no less */
	BITS_ID_FAR = -4,        /* a word stands on another line */
	BITS_ID_ENGLISH = 1,     /* less for one said of all countries' */
	BITS_ID_FOREIGN = 5,     /* of another language or country */
	BITS_ID_LETTERS = 3,  /* letters in their places: runs of digits are as
	                         common as ten of them */
	BITS_ID_PREFIX = 3,   /* Latvian codes that say nothing: 32 to 39 of a
	                         hundred */
	BITS_ID_DOCUMENT = 3, /* the form of a document under its label */

	/* Machine readable zones: 0 of 14,371 shapes in 9.19 GiB held. */
	BITS_MRZ_CHECK = 3,   /* one character in ten holds: 3.3 */
	BITS_MRZ_BAD = -4,    /* misread, or forged */
	BITS_MRZ_DATE = 4,    /* 37,200 of a million digits are dates: 4.7 */
	BITS_MRZ_STATE = 3,   /* 290 of 17,576: 6, but text has such, too */
	BITS_MRZ_SEX = 2,     /* three characters of 37 */
	BITS_MRZ_LINES = 2,   /* the upper lines fit the lower one: names */
	BITS_MRZ_REPAIR = -2, /* for each character */

	/*
	 * What trojans are told to attack.  Neither such a line nor such an
	 * element is in a GiB of system files; a program may have a command
	 * that is called set_url, so the line alone does not confirm.
	 */
	BITS_INJECT_LINE = 14,  /* set_url, a mask, flags of the manual */
	BITS_INJECT_ODD = 6,    /* other capitals: a command of a program */
	BITS_INJECT_BLOCK = 10, /* one of its keywords begins the next line */
	BITS_INJECT_MORE = 2,   /* each other keyword of it */
	BITS_INJECT_TAG = 16,   /* <sinj>, <dinj>, and a mask in its element */
	BITS_INJECT_CLOSED = 4, /* and its end */
	BITS_INJECT_GROUP = 4,  /* in the list that holds it */

	/*
	 * Logins.  In 8.40 GiB of /usr some 560 places have a form of them,
	 * nearly all of them source code, or an address and two words.  None is
	 * of 10 bits; the one list, of 26 name spaces of XML, is why nothing
	 * with a slash is a password behind a blank.
	 */
	BITS_LOGIN_LABEL = 3,         /* each of the block's labels */
	BITS_LOGIN_URL = 7,           /* an address with its scheme */
	BITS_LOGIN_HOST = 2,          /* a name with a dot */
	BITS_LOGIN_FORM = 4,          /* labels as a family writes them */
	BITS_LOGIN_BROWSER = 4,       /* the program is one that keeps logins */
	BITS_LOGIN_EXAMPLE = -4,      /* a host of documents */
	BITS_LOGIN_PLACEHOLDER = -12, /* nobody's password */
	BITS_LOGIN_PROSE = -8,        /* a sentence of help: four words */
	BITS_LOGIN_NEAR = 2,          /* another one within 4,096 characters, */
	BITS_LOGIN_NEAR_MOST = 12,    /* up to so many */
	BITS_LIST_URL = 6,            /* address, user, password, no more */
	BITS_LIST_MAIL = 4,           /* mail address, password */
	BITS_LIST_USER = 3,           /* the user is a mail address */
	BITS_LIST_SAME = -9,          /* the lines around it have the same two
	                                 columns, and no mail address: a list that
	                                 is as long as may be stays below 12 */
	BITS_LIST_NEAR = 1,           /* another such line, */
	BITS_LIST_OTHER = -2,         /* one that begins as they do */
	BITS_LIST_NEAR_MOST = 14,     /* a list, whatever its length */
	BITS_LIST_NEAR_LEAST = -12,   /* a table of something else */
	BITS_FORM = 6,                /* fields of a user and a password */
	BITS_FORM_MORE = 1,           /* another field, up to three */
	BITS_FORM_WHOLE = 2,          /* as only programs write it */
	BITS_FORM_SAME = -4,          /* the user is the password */
	BITS_FORM_HTTP = 8,           /* behind headers that say so */
	BITS_LOG_KEY = 2,             /* a key of reports, up to eight */
	BITS_LOG_FAMILY = 10,         /* keys that one family has */

	/*
	 * Phishing kits.  What a label is worth stands in kit.def; a secret and
	 * who sent it must be there, or others have such lists.  In 8.1 GiB of
	 * /usr 83 blocks of text have three labels and a secret, and in 8,783
	 * files of PHP 41; all of them have 8 bits and less.
	 */
	BITS_KIT_RULED = 2,   /* rules of signs around it: reports have them */
	BITS_KIT_NOT = -12,   /* a label that logs of stealers have */
	BITS_KIT_ALONE = 11,  /* at most, without a secret or a sender */
	BITS_KIT_LABELS = 12, /* at most, of labels in a program */
	BITS_KIT_CALL = 2,    /* it calls mail(), or Telegram's interface */
	BITS_KIT_POST = 2,    /* and reads a form */
	BITS_KIT_SENDER = 4,  /* and looks who sent it */
	BITS_KIT_GEO = 4,     /* and where from */
	BITS_KIT_RECIPIENT = 2, /* an address stands in the program */
	BITS_KIT_TOKEN = 4,     /* a token of the form that all have */
	BITS_KIT_CHAT = 2,      /* and the number of a chat */

	/* Driving licences of North America. */
	BITS_AAMVA_HEADER = 12, /* type, issuer, version and a designator: 19
	                           digits and seven letters in their places */
	BITS_AAMVA_ISSUER = 4,  /* 71 of 2,000 numbers under 604 and 636: 4.8 */
	BITS_AAMVA_PARTS = 4,   /* offsets and lengths hold */
	BITS_AAMVA_ORDER = 2,   /* three dates that follow each other */
	BITS_AAMVA_BAD = -2,    /* cards that exist have such slips, too */

	/* The neighbourhood: 3.3 bits a neighbour, in tenths. */
	TENTHS_NEIGHBOUR = 33,
	BITS_NEAR_MOST = 16,  /* five of them; more are no news */
	BITS_NEAR_LEAST = -8, /* a card may stand among other numbers */
	NEAR_AGAINST = 4, /* so many more fail than pass: the context of them
	                     all is no evidence either, and ... */
	NEAR_CAP = 8,     /* ... no more than this is left */
};

#endif

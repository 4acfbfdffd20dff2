/* export_case.c - a case as CASE 1.4 over UCO 1.4, in JSON-LD */
#include <inttypes.h>
#include <string.h>

#include "export_uco.h"
#include "forensic/bytes.h"

static const char context[] =
    "{\"@context\":{\n"
    "\"kb\":\"urn:x-fxkit:kb:\",\n"
    "\"case-investigation\":"
    "\"https://ontology.caseontology.org/case/investigation/\",\n"
    "\"uco-action\":"
    "\"https://ontology.unifiedcyberontology.org/uco/action/\",\n"
    "\"uco-configuration\":"
    "\"https://ontology.unifiedcyberontology.org/uco/configuration/\",\n"
    "\"uco-core\":\"https://ontology.unifiedcyberontology.org/uco/core/\",\n"
    "\"uco-identity\":"
    "\"https://ontology.unifiedcyberontology.org/uco/identity/\",\n"
    "\"uco-marking\":"
    "\"https://ontology.unifiedcyberontology.org/uco/marking/\",\n"
    "\"uco-observable\":"
    "\"https://ontology.unifiedcyberontology.org/uco/observable/\",\n"
    "\"uco-tool\":\"https://ontology.unifiedcyberontology.org/uco/tool/\",\n"
    "\"uco-types\":\"https://ontology.unifiedcyberontology.org/uco/types/\",\n"
    "\"xsd\":\"http://www.w3.org/2001/XMLSchema#\"},\n"
    "\"@graph\":[";

/* Types that are named in more places than one. */
#define ACTION "case-investigation:InvestigativeAction"
#define PROVENANCE "case-investigation:ProvenanceRecord"
#define AUTHORIZATION "case-investigation:Authorization"
#define PERSON "uco-identity:Person"
#define TOOL "uco-tool:ConfiguredTool"
#define IMAGE "uco-observable:Image"
#define OWNER "uco-observable:File"
#define MARKING "uco-marking:MarkingDefinition"
#define DATETIME "xsd:dateTime"

static void
flag(struct fxu *u, const char *key, const char *value)
{
	fx_json_key(&u->j, key);
	fx_json_raw(&u->j, value);
}

static void
person(struct fxx *x)
{
	const json_t *g = x->genesis.json;
	struct fxu u = fxu_begin(x, PERSON, x->genesis.leaf, "");

	fxu_str(&u, "uco-core:name", fxr_str(g, "examiner"));
	fxu_end(&u);
	if (*fxr_str(g, "legal") == '\0')
		return;
	u = fxu_begin(x, AUTHORIZATION, x->genesis.leaf, "");
	fxu_str(&u, "case-investigation:authorizationType", "legal basis");
	fxu_str(&u, "case-investigation:authorizationIdentifier",
	    fxr_str(g, "legal"));
	fxu_end(&u);
}

static void
marking(struct fxx *x)
{
	struct fxu u = fxu_begin(x, MARKING, x->genesis.leaf, "");

	fxu_str(&u, "uco-marking:definitionType", "statement");
	fx_json_key(&u.j, "uco-marking:definition");
	fxu_open(&u, "uco-marking:StatementMarking", x->genesis.leaf, "");
	fxu_str(&u, "uco-marking:definitionType", "statement");
	fxu_str(&u, "uco-marking:statement",
	    fxx_opens(x)
		? "Values are masked, but for those that a record says were "
		  "revealed: they stand in clear, and are not to be handed on "
		  "to others than that record allows."
		: "Values are masked. The clear ones are sealed; each that is "
		  "revealed is on record first.");
	fxu_close(&u);
	fxu_end(&u);
}

static void
case_begin(struct fxx *x)
{
	fx_buf_str(&x->out, context);
	person(x);
	marking(x);
}

static void
digest(struct fxu *u, const char *name, const char *method)
{
	const char *value = fxr_str(u->x->end.json, name);

	if (*value == '\0')
		return;
	fxu_open(u, "uco-types:Hash", u->x->source.leaf, name);
	fxu_str(u, "uco-types:hashMethod", method);
	fxu_typed(u, "uco-types:hashValue", "xsd:hexBinary", value);
	fxu_close(u);
}

/* Size and digests as the run at hand read them. */
static void
content(struct fxu *u)
{
	const json_t *end = u->x->end.json;

	fxu_open(u, "uco-observable:ContentDataFacet", u->x->source.leaf, "");
	if (json_object_get(end, "bytes") != NULL)
		fx_json_kint(&u->j, "uco-observable:sizeInBytes",
		    fxx_int(end, "bytes"));
	fx_json_key(&u->j, "uco-observable:hash");
	fx_json_open(&u->j, '[');
	digest(u, "md5", "MD5");
	digest(u, "sha1", "SHA1");
	digest(u, "sha256", "SHA256");
	fx_json_close(&u->j, ']');
	fxu_close(u);
}

static void
image(struct fxx *x)
{
	const json_t *source = x->source.json;
	struct fx_buf name = { 0 };
	struct fxu u = fxu_begin(x, IMAGE, x->source.leaf, "");

	fx_json_key(&u.j, "uco-core:hasFacet");
	fx_json_open(&u.j, '[');
	fxu_open(&u, "uco-observable:FileFacet", x->source.leaf, "");
	fxu_str(&u, "uco-observable:fileName", fxx_name(&name, source, "name"));
	fxu_close(&u);
	fxu_open(&u, "uco-observable:ImageFacet", x->source.leaf, "");
	fxu_str(&u, "uco-observable:imageType", fxr_str(source, "format"));
	fxu_close(&u);
	content(&u);
	fx_json_close(&u.j, ']');
	if (name.failed)
		x->out.failed = true;
	fx_buf_done(&name);
	fxu_end(&u);

	u = fxu_begin(x, PROVENANCE, x->source.leaf, "");
	fxu_str(&u, "case-investigation:exhibitNumber", fxx_exhibit(x));
	fxu_kref(&u, "uco-core:object", IMAGE, x->source.leaf, "");
	fxu_end(&u);
}

/* One entry of a tool's configuration. */
static void
entry(struct fxu *u, const char *name, const char *type, const char *value)
{
	if (*value == '\0')
		return;
	fxu_open(u, "uco-configuration:ConfigurationEntry", u->x->begin.leaf,
	    name);
	fxu_str(u, "uco-configuration:itemName", name);
	fxu_str(u, "uco-configuration:itemType", type);
	fxu_str(u, "uco-configuration:itemValue", value);
	fxu_close(u);
}

static void
tool(struct fxx *x)
{
	const json_t *begin = x->begin.json;
	struct fx_buf words = { 0 };
	struct fxu u = fxu_begin(x, TOOL, x->begin.leaf, "");

	fxu_str(&u, "uco-core:name", fxr_str(begin, "tool"));
	fxu_str(&u, "uco-tool:toolType", "carver");
	fxu_str(&u, "uco-tool:version", fxr_str(begin, "version"));
	fx_json_key(&u.j, "uco-configuration:usesConfiguration");
	fxu_open(&u, "uco-configuration:Configuration", x->begin.leaf, "");
	fx_json_key(&u.j, "uco-configuration:configurationEntry");
	fx_json_open(&u.j, '[');
	entry(&u, "build", "revision", fxr_str(begin, "build"));
	entry(&u, "executable-sha256", "tool hash",
	    fxr_str(begin, "exe_sha256"));
	fxx_words(&words, json_object_get(begin, "argv"));
	entry(&u, "argv", "command line", fx_buf_text(&words));
	fx_buf_reset(&words);
	fxx_words(&words, json_object_get(begin, "options"));
	entry(&u, "options", "options in force", fx_buf_text(&words));
	fx_json_close(&u.j, ']');
	fxu_close(&u);
	if (words.failed)
		x->out.failed = true;
	fx_buf_done(&words);
	fxu_end(&u);
}

static void
result(struct fxx *x, const struct fxx_record *f)
{
	fxu_item(x, FXU_FINDING, f->leaf);
}

/* What the run came to, and what it could not read. */
static void
outcome(struct fxu *u)
{
	const json_t *end = u->x->end.json;
	char words[160];

	snprintf(words, sizeof(words),
	    "run %" PRIi64 ": %s, %" PRIi64 " errors, %" PRIi64 " limits",
	    fxx_int(u->x->begin.json, "run"),
	    end != NULL ? fxr_str(end, "status") : "open",
	    fxx_int(end, "errors"), fxx_int(end, "limits"));
	fxu_str(u, "uco-core:description", words);
	if (end != NULL)
		fxu_typed(u, "uco-action:endTime", DATETIME,
		    fxr_str(end, "ended"));
}

static void
case_run(struct fxx *x)
{
	struct fxu u;

	image(x);
	tool(x);
	u = fxu_begin(x, ACTION, x->begin.leaf, "");
	fxu_str(&u, "uco-core:name", "search for financial and identity data");
	fxu_typed(&u, "uco-action:startTime", DATETIME,
	    fxr_str(x->begin.json, "started"));
	outcome(&u);
	fxu_kref(&u, "uco-action:performer", PERSON, x->genesis.leaf, "");
	fxu_kref(&u, "uco-action:instrument", TOOL, x->begin.leaf, "");
	fxu_kref(&u, "uco-action:object", PROVENANCE, x->source.leaf, "");
	fx_json_key(&u.j, "uco-action:result");
	fx_buf_byte(&x->out, '[');
	x->more = false;
	fxx_each(x, "finding", false, result);
	fx_buf_byte(&x->out, ']');
	fxu_end(&u);
	x->more = true;
	fx_buf_put(&x->told, x->begin.leaf, FX_SHA256_LEN);
	fx_buf_put(&x->told, x->source.leaf, FX_SHA256_LEN);
}

static const struct fx_export_thing *
thing_of(const struct fxx *x, const char *class)
{
	static const struct fx_export_thing data = { NULL,
		"uco-observable:ContentData", false };
	const struct fx_export_thing *t;
	size_t n;

	for (t = x->opt->things; t != NULL && t->class != NULL; t++) {
		n = strlen(t->class);
		if (strncmp(class, t->class, n) == 0 &&
		    (class[n] == '\0' || class[n] == '.'))
			return t;
	}
	return &data;
}

/* The record by which all this can be proven. */
static void
reference(struct fxu *u, const struct fxx_record *f)
{
	char leaf[2 * FX_SHA256_LEN + 1], words[FX_SHA256_LEN * 2 + 32];
	const struct fx_verdict *v = fx_case_verdict(u->x->c);
	struct fx_buf where = { 0 };

	fx_hex(leaf, f->leaf, FX_SHA256_LEN);
	snprintf(words, sizeof(words), "%" PRIu64 ":%s", f->seq, leaf);
	fx_buf_printf(&where,
	    "evidence log %s, record number:RFC 6962 leaf hash", v->origin);
	fx_json_key(&u->j, "uco-core:externalReference");
	fxu_open(u, "uco-core:ExternalReference", f->leaf, "");
	fxu_str(u, "uco-core:definingContext", fx_buf_text(&where));
	fxu_str(u, "uco-core:externalIdentifier", words);
	fxu_close(u);
	fx_buf_done(&where);
}

static void
tags(struct fxu *u, const struct fxx_record *f)
{
	const struct fxx_said said = fxx_said(u->x, f->seq);
	const int64_t score = fxx_int(f->json, "score");
	char words[64];

	fx_json_key(&u->j, "uco-core:tag");
	fx_json_open(&u->j, '[');
	fx_json_str(&u->j, fxr_str(f->json, "class"));
	fx_json_str(&u->j, fxr_rating(score));
	snprintf(words, sizeof(words), "score:%" PRIi64 " bits", score);
	fx_json_str(&u->j, words);
	if (*said.review != '\0') {
		snprintf(words, sizeof(words), "review:%s", said.review);
		fx_json_str(&u->j, words);
	}
	if (said.revealed > 0) {
		snprintf(words, sizeof(words), "revealed:%" PRIu64,
		    said.revealed);
		fx_json_str(&u->j, words);
	}
	fx_json_close(&u->j, ']');
}

static void
facets(struct fxu *u, const struct fxx_record *f, bool account)
{
	const char *state = fxr_str(json_object_get(f->json, "file"), "state");

	fx_json_key(&u->j, "uco-core:hasFacet");
	fx_json_open(&u->j, '[');
	if (account) {
		fxu_open(u, "uco-observable:AccountFacet", f->leaf, "");
		fxu_str(u, "uco-observable:accountIdentifier",
		    fxx_shown(u->x, f));
		fxu_close(u);
	}
	fxu_open(u, "uco-observable:ContentDataFacet", f->leaf, "");
	fx_json_kint(&u->j, "uco-observable:sizeInBytes",
	    fxx_int(f->json, "len"));
	fxu_close(u);
	if (*state != '\0' && strcmp(state, "allocated") != 0) {
		fxu_open(u, "uco-observable:RecoveredObjectFacet", f->leaf, "");
		fxu_str(u, "uco-observable:contentRecoveredStatus",
		    "recovered");
		fxu_close(u);
	}
	fx_json_close(&u->j, ']');
}

/* Where it lies: bytes of the image, or the path of decoders to them. */
static void
within_image(struct fxx *x, const struct fxx_record *f)
{
	const struct fxx_place place = fxx_place(f->json);
	const bool plain = !place.stream && !place.decoded;
	struct fx_buf words = { 0 };
	struct fxu u = fxu_begin(x, "uco-observable:ObservableRelationship",
	    f->leaf, "image");

	fxu_kref(&u, "uco-core:source", FXU_FINDING, f->leaf, "");
	fxu_kref(&u, "uco-core:target", IMAGE, x->source.leaf, "");
	fxu_str(&u, "uco-core:kindOfRelationship", "Contained_Within");
	flag(&u, "uco-core:isDirectional", "true");
	fx_buf_printf(&words, "forensic path %s, %s", fxr_str(f->json, "path"),
	    fxr_str(f->json, "enc"));
	fxu_str(&u, "uco-core:description", fx_buf_text(&words));
	fx_json_key(&u.j, "uco-core:hasFacet");
	fxu_open(&u, "uco-observable:DataRangeFacet", f->leaf, "image");
	fx_json_kint(&u.j, "uco-observable:rangeOffset",
	    fxx_int(f->json, "off"));
	fxu_str(&u, "uco-observable:rangeOffsetType", "image");
	if (plain)
		fx_json_kint(&u.j, "uco-observable:rangeSize",
		    fxx_int(f->json, "len"));
	fxu_close(&u);
	fx_buf_done(&words);
	fxu_end(&u);
}

/* The leaf hash of the source, and which file of it: a name for the file. */
static int
file_id(struct fxx *x, const json_t *file, const char *path,
    uint8_t sum[FX_SHA256_LEN])
{
	struct fx_buf b = { 0 };
	int rc;

	fx_buf_put(&b, x->source.leaf, sizeof(x->source.leaf));
	fx_buf_printf(&b, "%" PRIi64 "|%s|%s", fxx_int(file, "volume"),
	    fxr_str(file, "inode"), path);
	rc = b.failed ? -1 : fx_sha256(sum, b.p, b.len);
	fx_buf_done(&b);
	return rc == -1 ? fxx_fail(x, FX_ENOMEM, "a file's name") : 0;
}

static void
owner(struct fxx *x, const char *path, const uint8_t *id)
{
	const char *slash = strrchr(path, '/');
	struct fxu u;

	if (memcmp(x->file, id, sizeof(x->file)) == 0)
		return; /* findings of one file mostly follow each other */
	memcpy(x->file, id, sizeof(x->file));
	u = fxu_begin(x, OWNER, id, "");
	fx_json_key(&u.j, "uco-core:hasFacet");
	fxu_open(&u, "uco-observable:FileFacet", id, "");
	fxu_str(&u, "uco-observable:fileName",
	    slash != NULL && slash[1] != '\0' ? slash + 1 : path);
	fxu_str(&u, "uco-observable:filePath", path);
	fxu_close(&u);
	fxu_end(&u);
	u = fxu_begin(x, "uco-observable:ObservableRelationship", id, "");
	fxu_kref(&u, "uco-core:source", OWNER, id, "");
	fxu_kref(&u, "uco-core:target", IMAGE, x->source.leaf, "");
	fxu_str(&u, "uco-core:kindOfRelationship", "Contained_Within");
	flag(&u, "uco-core:isDirectional", "true");
	fxu_end(&u);
}

static void
within_file(struct fxx *x, const struct fxx_record *f)
{
	const json_t *file = json_object_get(f->json, "file");
	uint8_t id[FX_SHA256_LEN];
	struct fx_buf name = { 0 };
	const char *path = fxx_name(&name, file, "path");
	char words[64];
	struct fxu u;

	if (*path != '\0' && file_id(x, file, path, id) == 0) {
		owner(x, path, id);
		u = fxu_begin(x, "uco-observable:ObservableRelationship",
		    f->leaf, "file");
		fxu_kref(&u, "uco-core:source", FXU_FINDING, f->leaf, "");
		fxu_kref(&u, "uco-core:target", OWNER, id, "");
		fxu_str(&u, "uco-core:kindOfRelationship", "Contained_Within");
		flag(&u, "uco-core:isDirectional", "true");
		snprintf(words, sizeof(words), "its bytes are %.32s",
		    fxr_str(file, "state"));
		fxu_str(&u, "uco-core:description", words);
		fxu_end(&u);
	}
	if (name.failed)
		x->out.failed = true;
	fx_buf_done(&name);
}

static void
case_finding(struct fxx *x, const struct fxx_record *f)
{
	const struct fx_export_thing *t = thing_of(x,
	    fxr_str(f->json, "class"));
	struct fxu u = fxu_begin_finding(x, t->type, f->leaf);

	fxu_str(&u, "uco-core:name", fxr_str(f->json, "class"));
	if (!t->account)
		fxu_str(&u, "uco-core:description", fxx_shown(x, f));
	fxu_kref(&u, "uco-core:objectMarking", MARKING, x->genesis.leaf, "");
	tags(&u, f);
	reference(&u, f);
	facets(&u, f, t->account);
	fxu_end(&u);
	within_image(x, f);
	within_file(x, f);
}

static void
case_end(struct fxx *x)
{
	const struct fx_verdict *v = fx_case_verdict(x->c);
	struct fxu u = fxu_begin(x, "case-investigation:Investigation",
	    x->genesis.leaf, "");
	struct fx_buf words = { 0 };
	const uint8_t *leaf = (const uint8_t *)x->told.p;
	const uint8_t *end = leaf + x->told.len;

	fxu_str(&u, "uco-core:name", v->case_id);
	fx_buf_printf(&words,
	    "%s; %" PRIu64 " records, key %s; checked when this was written "
	    "by fxexport %s (%s): %s",
	    v->agency, v->records, v->key, x->opt->version, x->opt->build,
	    fx_verdict_word(v->worst));
	fxu_str(&u, "uco-core:description", fx_buf_text(&words));
	if (*fxr_str(x->genesis.json, "legal") != '\0')
		fxu_kref(&u, "case-investigation:relevantAuthorization",
		    AUTHORIZATION, x->genesis.leaf, "");
	fx_json_key(&u.j, "uco-core:object");
	fx_json_open(&u.j, '[');
	fxu_ref(&u, PERSON, x->genesis.leaf, "");
	for (; leaf < end; leaf += FX_SHA256_LEN + FX_SHA256_LEN) {
		fxu_ref(&u, ACTION, leaf, "");
		fxu_ref(&u, PROVENANCE, leaf + FX_SHA256_LEN, "");
	}
	fx_json_close(&u.j, ']');
	if (words.failed || x->told.failed)
		x->out.failed = true;
	fx_buf_done(&words);
	fxu_end(&u);
	fx_buf_str(&x->out, "\n]}\n");
}

const struct fxx_format fxx_case = {
	.name = "case",
	.begin = case_begin,
	.run = case_run,
	.finding = case_finding,
	.end = case_end,
};

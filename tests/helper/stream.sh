#!/bin/sh
# stream.sh N [NAME [END]] - a stream of N findings of a source NAME, as a
# scanner writes it, for tests of what comes behind one; no end line if END is
# "cut", else a status.
awk -v n="$1" -v name="${2-seized.dd}" -v end="${3-complete}" 'BEGIN {
	q = "{\"type\":"
	printf q "\"source\",\"v\":1,\"tool\":\"fxscan\",\"version\":\"0.1.0\"" \
	    ",\"build\":\"x\",\"options\":{\"carvers\":[\"card.pan\"]," \
	    "\"context\":0,\"min\":12,\"raw\":1},\"path\":\"" name "\"," \
	    "\"format\":\"raw\",\"sector\":512," \
	    "\"started\":\"2026-11-21T20:59:18.306028Z\"}\n"
	printf q "\"run\",\"exe_sha256\":\"%064d\",\"libs\":{\"libtsk\":" \
	    "\"4.12\"},\"argv\":[\"fxscan\",\"" name "\"],\"host\":\"lab1\"," \
	    "\"user\":\"examiner\",\"boot\":\"\"}\n", 0
	for (i = 0; i < n; i++)
		printf q "\"finding\",\"kind\":\"card.pan\",\"value\":" \
		    "\"%s\",\"offset\":%d,\"length\":16,\"path\":\"%d\"," \
		    "\"encoding\":\"ascii\",\"score\":31,\"why\":[\"luhn\"," \
		    "\"iin:visa\"],\"attrs\":{\"scheme\":\"visa\"," \
		    "\"expiry\":\"2027-12\",\"cvv\":\"739\"}}\n", pan(i), \
		    100 * i, 100 * i
	if (end == "cut")
		exit
	printf q "\"end\",\"status\":\"%s\",\"bytes\":%d,\"sha256\":" \
	    "\"%064d\",\"findings\":{%s},\"below\":{},\"limits\":0," \
	    "\"errors\":0,\"ended\":\"2026-11-21T21:59:18.306028Z\"}\n", end, \
	    100 * n + 16, 0, (n > 0 ? "\"card.pan\":" n : "")
}
# A number of 16 digits that passes Luhn, another one for each i.
function pan(i,    s, sum, k, d) {
	s = sprintf("453957%09d", i)
	for (k = 1; k <= 15; k++) {
		d = substr(s, k, 1) * (k % 2 ? 2 : 1)
		sum += d > 9 ? d - 9 : d
	}
	return s (10 - sum % 10) % 10
}'

#!/bin/sh
# fxreport.t - the page as a file: when there is one, what is in it, how the
# tool ends.  What it does in a browser is in tests/e2e/report.t.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
export PATH="$BIN:$PATH" HOME="$tmp"
cd "$tmp" || exit 99

golden fxreport-none 2 "$BIN/fxreport"
golden fxreport-two 2 "$BIN/fxreport" a b
golden fxreport-missing 4 "$BIN/fxreport" -o no.html missing.evd
run 4 "no case file" fxreport -o no.html "$top/LICENSE"
has .err 'CANNOT CHECK: not an evidence file' "which is told"
[ ! -e no.html ]
tap_say $? "of no case file there is no page"

key=$(fxkey new lab)
run 0 "another key" fxkey new other
mkcase() { # NAME FINDINGS
	fxrecord --init --case 2026-0417 --agency lab.example --examiner e \
		--exhibit "$1" --key lab.key "$1.evd" >log 2>&1 &&
		python3 "$top/tests/e2e/report_make.py" "$2" |
		fxrecord --key lab.key "$1.evd" >>log 2>&1
	tap_say $? "a case of $2 findings" || tell log
	case_ok "$1.evd" lab.pub
}
mkcase one 60
cp one.evd.ckpt filed.ckpt

run 0 "with the key" fxreport -o one.html --key lab.pub one.evd
is "$(cat .err)" "fxreport: one.evd: INTACT" "the verdict is told"
is_empty .out "nothing on stdout"
run 0 "to stdout" fxreport -q --key lab.pub one.evd
is_empty .err "-q: no message"
cmp -s .out one.html
tap_say $? "it is the same page, byte for byte"
run 0 "again" fxreport -qo - --key lab.pub one.evd
cmp -s .out one.html
tap_say $? "and again"
run 0 "again, in the place of the page" fxreport -o one.html --key lab.pub one.evd
for f in one.evd lab.pub filed.ckpt; do
	cp "$f" kept
	run 4 "-o $f" fxreport -o "$f" --key lab.pub one.evd
	has .err "$f: is there, and is no page: it is not replaced" "is refused"
	cmp -s "$f" kept
	tap_say $? "and is as it was"
done
run 3 "without a key" fxreport -o open.html one.evd
has .err 'NOT PROVEN: signature is by a key you have not' "the reason is told"
has open.html '<p class="word open">CONSISTENT BUT NOT PROVEN</p>' \
	"and stands in the page"
run 3 "with another key" fxreport -qo open.html --key other.pub one.evd
run 0 "with the filed head" fxreport -qo one.html --key lab.pub \
	--expect filed.ckpt --title 'Müller & <Söhne>' --date 2026-11-22 one.evd
has one.html '<title>Müller &amp; &lt;Söhne&gt;</title>' "the title"
has one.html ', build [^<]*, 2026-11-22</p>' "the date"
has one.html '>Records 0 to [0-9]* are the history that the filed head' \
	"what was proven"
has one.html "<bdi>$key</bdi>" "the fingerprint"
has one.html '<bdi>411111\*\*\*\*\*\*1111</bdi>' "a mask"

run 4 "a witness's key that is none" fxreport -qo no.html \
	--witness "$top/LICENSE" one.evd
fxkey show --name other.example other.pub >witness.vkey
run 3 "a witness that has not signed" fxreport -qo two.html --key lab.pub \
	--witness witness.vkey one.evd
has two.html '<li>NOT PROVEN: ' "is told in the page"

# Nothing in clear, nothing from elsewhere, nothing left open.
grep -cE '4111111111111111|5555555555554444' one.html >found
is "$(cat found)" 0 "no value in clear"
python3 "$top/tests/helper/wellformed.py" one.html >found 2>&1
is_empty found "the page is well formed and keeps to itself"
python3 "$top/tests/helper/wellformed.py" --bodies one.html >bodies
sqlite3 -readonly one.evd 'SELECT body FROM record ORDER BY seq' >want
cmp -s bodies want
tap_say $? "it holds the records, byte for byte"
sed -n 's/.*id="heads">\(.*\)<\/script>/\1/p' one.html | jq -rj '.[-1]' >last
cmp -s last one.evd.ckpt
tap_say $? "and the signed head"

# The policy names the very bytes of each script and of the style.
cat >policy.py <<'END'
import base64, hashlib, re
text = open('one.html', newline='').read()
policy = re.search(r'Policy" content="([^"]*)"', text).group(1)
for what in re.findall(r'<(?:script|style)>(.*?)</(?:script|style)>', text, re.S):
    name = base64.b64encode(hashlib.sha256(what.encode()).digest()).decode()
    assert "'sha256-%s'" % name in policy
    policy = policy.replace("'sha256-%s'" % name, '-')
print(policy)
END
run 0 "the policy can be read" python3 policy.py
is "$(cat .out)" "default-src 'none'; script-src - - - - - - -; style-src -; \
base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
trusted-types 'none'" "and allows these and nothing else"

# A case that somebody changed: the page says so, and so does the status.
cp one.evd bad.evd
sqlite3 bad.evd 'DROP TRIGGER record_noupdate;
	UPDATE record SET body = replace(body, "card.pan", "card.emv")
	WHERE seq = 7'
run 1 "a changed case" fxreport -o bad.html --key lab.pub bad.evd
has .err 'TAMPERED: record 7 was changed' "the reason is told"
has bad.html '<p class="word bad">TAMPERED</p>' "the page says so"
python3 "$top/tests/helper/wellformed.py" bad.html >found 2>&1
is_empty found "and is well formed"
cp one.evd blob.evd
sqlite3 blob.evd 'PRAGMA writable_schema=ON; DROP TRIGGER record_noupdate;
	UPDATE record SET body = CAST(x'"'"'7bff7d'"'"' AS TEXT) WHERE seq = 7;
	DELETE FROM checkpoint WHERE 0'
run 1 "a record that is not UTF-8" fxreport -qo bad.html --key lab.pub blob.evd
has bad.html '^\{"hex":"7bff7d"\},?$' \
	"it stands there as its bytes"

# A page is there as a whole, or not at all.
cp one.html was.html
run 4 "the file is a folder" fxreport -qo "$tmp" --key lab.pub one.evd
has .err "^fxreport: one.evd: $tmp: is a directory\$" "is told"
run 4 "in no folder" fxreport -qo no/such.html --key lab.pub one.evd
run 4 "no case" fxreport -qo one.html --key lab.pub missing.evd
cmp -s one.html was.html
tap_say $? "a page that was there stays"
run 4 "a full disk" sh -c 'fxreport -q --key lab.pub one.evd >/dev/full'
find . -name '*.html.*' >found
is_empty found "nothing is left behind"

# Memory does not grow with the records.
if [ "$MODE" = release ]; then
	mkcase two 8000
	cat >peak.py <<'END'
import resource, subprocess, sys
subprocess.run(['fxreport', '-q', '--key', 'lab.pub',
                sys.argv[1]], stdout=subprocess.DEVNULL, check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
END
	one=$(python3 peak.py one.evd) two=$(python3 peak.py two.evd)
	[ "$two" -gt 0 ] && [ $((two - one)) -lt 6144 ]
	tap_say $? "memory: $one KiB for 60 findings, $two KiB for 8000"
else
	skip "memory" "it is measured in release"
fi
finish

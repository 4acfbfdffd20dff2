#!/bin/sh
# fxexport.t - exports as files: when there is one, how the tool ends.  What is
# in them is in tests/independent/export.t.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
export PATH="$BIN:$PATH" HOME="$tmp"
cd "$tmp" || exit 99

golden fxexport-none 2 "$BIN/fxexport"
golden fxexport-format 2 "$BIN/fxexport" --format xml a.evd
golden fxexport-noformat 2 "$BIN/fxexport" a.evd
golden fxexport-nofolder 2 "$BIN/fxexport" --format features a.evd
golden fxexport-missing 4 "$BIN/fxexport" --format csv -o no.csv missing.evd
run 4 "no case file" fxexport --format csv -o no.csv "$top/LICENSE"
has .err 'CANNOT CHECK: not an evidence file' "which is told"

fxkey new lab >/dev/null
mkcase() { # NAME FINDINGS
	fxrecord --init --case 2026-0417 --agency lab.example --examiner e \
		--exhibit "$1" --key lab.key "$1.evd" >log 2>&1 &&
		sh "$top/tests/helper/stream.sh" "$2" |
		fxrecord --key lab.key "$1.evd" >>log 2>&1
	tap_say $? "a case of $2 findings" || tell log
}
mkcase one 5
run 0 "a closed copy" fxrecord --close closed.evd one.evd
mkdir ro && cp closed.evd ro/case.evd && chmod 555 ro

# The same bytes to a file, to stdout, of a copy that cannot be written to.
for f in case dfxml csv; do
	run 0 "$f to a file" fxexport --format $f --key lab.pub -o a.$f one.evd
	is "$(cat .err)" "fxexport: one.evd: INTACT" "the verdict is told"
	is_empty .out "nothing on stdout"
	run 0 "$f to stdout" fxexport -q --format $f --key lab.pub -o - ro/case.evd
	is_empty .err "-q: no message"
	cmp -s .out a.$f
	tap_say $? "the same $f, byte for byte"
	run 3 "$f without the key" fxexport -q --format $f -o b.$f one.evd
	[ -s b.$f ]
	tap_say $? "is written"
	run 4 "$f where there is one" fxexport --format $f --key lab.pub \
		-o a.$f one.evd
	has .err 'a.*: is there, and is not replaced' "is told"
	run 4 "$f onto a full disk" sh -c \
		"fxexport -q --format $f --key lab.pub one.evd >/dev/full"
done
run 0 "features" fxexport --format features --key lab.pub -o f one.evd
run 0 "again" fxexport -q --format features --key lab.pub -o g one.evd
diff -r f g >found
is_empty found "the same files"
is "$(stat -c %a f f/report.xml)" "755
644" "with the rights that files have"
run 4 "features where there are some" fxexport --format features \
	--key lab.pub -o f one.evd
is "$(grep -cE '45395700000' a.* f/* | grep -v ':0$')" "" "nothing in clear"
is "$(sed 1d a.csv | cut -d, -f 1 | tr '\n' ' ')" "3 4 5 6 7 " \
	"each finding once"
is "$(sed -n 6p f/card_pan.txt | cut -f 1,2)" "$(printf '0\t453957******0004')" \
	"a feature"

# One of several runs, where a format holds one.
sh "$top/tests/helper/stream.sh" 3 other.dd | fxrecord --key lab.key one.evd \
	>log 2>&1
for f in dfxml features; do
	run 4 "$f of two runs" fxexport --format $f --key lab.pub -o two.$f one.evd
	has .err 'the case has 2 runs, and .* holds one: name it' "is told"
	run 0 "$f of one of them" fxexport --format $f --key lab.pub --run 2 \
		-o two.$f one.evd
done
is "$(grep -c '<fileobject>' two.dfxml)" 3 "it is that run"
has two.dfxml '<image_filename>other.dd<' "and its image"
has two.features/card_pan.txt '^# Filename: other.dd$' "in features, too"
run 0 "both runs" fxexport --format csv --key lab.pub -o both.csv one.evd
is "$(wc -l <both.csv)" 9 "have a row for each finding"
run 0 "one of them" fxexport --format csv --key lab.pub --run 1 -o x.csv one.evd
cmp -s x.csv a.csv
tap_say $? "is what it was"
run 4 "a run that is none" fxexport --format csv --run 9 --key lab.pub \
	-o no.csv one.evd
has .err 'there is no run 9' "is told"

# A case without any run, and one without findings.
run 0 "a case" fxrecord --init --case c --agency a --examiner e --no-vault \
	--key lab.key none.evd
for f in case dfxml csv features; do
	run 0 "$f of no run" fxexport --format $f --key lab.pub -o none.$f none.evd
done
[ "$(wc -l <none.csv) $(ls none.features)" = "1 report.xml" ] &&
	jq -e . none.case >found
tap_say $? "is what there is"

# A case that somebody changed is not exported: nothing in these formats would
# tell of it.
cp one.evd bad.evd
sqlite3 bad.evd 'DROP TRIGGER record_noupdate;
	UPDATE record SET body = replace(body, "card.pan", "card.emv")
	WHERE seq = 4'
for f in csv features; do
	run 1 "a changed case" fxexport -q --format $f --key lab.pub -o bad.$f \
		bad.evd
	has .err 'TAMPERED: record 4 was changed' "the reason is told"
done

# Values take the vault and a key that opens it.
run 2 "an identity without a vault" fxexport --format csv \
	--identity lab.agekey -o no.csv one.evd
has .err '^fxexport: --vault and --identity: values take both' "is told"
run 2 "a vault without an identity" fxexport --format csv --vault one.vault \
	-o no.csv one.evd
run 4 "a vault that is none" fxexport --format csv --key lab.pub \
	--vault lab.pub --identity lab.agekey -o no.csv one.evd
run 0 "nothing was revealed" fxexport -q --format csv --key lab.pub \
	--vault one.vault --identity lab.agekey -o vault.csv one.evd
cmp -s vault.csv both.csv
tap_say $? "so there is nothing more"
fxkey custodian other >.out
run 3 "an identity of somebody else" fxexport --format csv --key lab.pub \
	--vault one.vault --identity other.agekey -o other.csv one.evd
has .err 'are sealed to none of the identities given' "is told"
run 0 "one is revealed" fxreveal -q --identity lab.agekey --seq 4 --why x \
	--legal y --key lab.key one.evd
value=$(cut -f 4 .out)
for f in case dfxml csv features; do
	run 0 "$f with its value" fxexport -q --format $f --key lab.pub --run 1 \
		--vault one.vault --identity lab.agekey -o value.$f one.evd
	is "$(grep -rohE '45395700[0-9]{8}' value.$f | sort -u)" "$value" \
		"and no other"
done
# A reveal that somebody appended without the key allows nothing.
cp one.evd forged.evd
cp one.vault forged.vault
python3 - <<'PY'
import hashlib, json, sqlite3
db = sqlite3.connect("forged.evd")
seq, body, leaf = db.execute("SELECT seq, body, leaf FROM record WHERE "
                             "kind = 'reveal' ORDER BY seq DESC").fetchone()
r = json.loads(body)
assert seq == db.execute("SELECT max(seq) FROM record").fetchone()[0]
r.update(of=[4, 5], prev=leaf.hex(), seq=seq + 1)
body = json.dumps(r, sort_keys=True, separators=(",", ":"))
db.execute("INSERT INTO record VALUES(?, 'reveal', ?, ?)", (seq + 1, body,
           hashlib.sha256(b"\0" + body.encode()).digest()))
db.commit()
PY
run 3 "a reveal without a signature" fxexport --format csv --key lab.pub \
	--run 1 --vault forged.vault --identity lab.agekey -o forged.csv forged.evd
has .err 'not covered by any good signature' "is told"
is "$(grep -ohE '45395700[0-9]{8}' forged.csv | sort -u)" "$value" \
	"and shows nothing more"
run 3 "nobody says whose key it is" fxexport --format csv --run 1 \
	--vault one.vault --identity lab.agekey -o own.csv one.evd
is "$(grep -cE '45395700[0-9]{8}' own.csv)" 0 "so no reveal counts"
run 0 "its opening is erased" fxrecord -q --erase 4 --field value --why x \
	--key lab.key one.evd
run 0 "what was erased" fxexport -q --format csv --key lab.pub --run 1 \
	--vault one.vault --identity lab.agekey -o gone.csv one.evd
is "$(grep -cE '45395700[0-9]{8}' gone.csv)" 0 "cannot be had"
sqlite3 one.vault "UPDATE opening SET box=(SELECT box FROM opening WHERE
	seq=5 AND field='value') WHERE seq=6 AND field='value'"
run 1 "a vault that somebody changed" fxexport -q --format csv --key lab.pub \
	--vault one.vault --identity lab.agekey -o no.csv one.evd
has .err 'TAMPERED: opening of record 6' "the reason is told"

# It is there as a whole, or not at all.
run 4 "in no folder" fxexport --format csv -o no/such.csv one.evd
run 4 "a limit of file sizes" sh -c \
	'ulimit -f 1; trap "" XFSZ; fxexport --format case --key lab.pub -o no.case one.evd'
mkfifo case.fifo
fxexport --format csv -o no.csv case.fifo 2>found
has found 'CANNOT CHECK' "what is no file is not waited for"
find . -name "no.*" -o -name "bad.[cf]*" -o -name "*.??????" ! -name "*.agekey" \
	>found
is_empty found "nothing is left behind"

# Memory does not grow with the findings.
if [ "$MODE" = release ]; then
	mkcase big 8000
	cat >peak.py <<'END'
import resource, subprocess, sys
subprocess.run(['fxexport', '-q', '--format', sys.argv[1], '--key', 'lab.pub',
                sys.argv[2]], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
END
	for f in case dfxml csv; do
		one=$(python3 peak.py $f closed.evd) two=$(python3 peak.py $f big.evd)
		[ "$two" -gt 0 ] && [ $((two - one)) -lt 6144 ]
		tap_say $? "$f: $one KiB for 5 findings, $two KiB for 8000"
	done
else
	skip "memory" "it is measured in release"
fi
finish

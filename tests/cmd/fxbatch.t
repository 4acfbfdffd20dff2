#!/bin/sh
# fxbatch: manifests, plans, batches that go on, and what may go wrong in them.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
batch=$BIN/fxbatch
cd "$tmp" || exit 99

image() { # N FILE: small, with one card
	printf '%0499d\nCard: 4539 5787 6362 1486 Exp: 12/2%d\n' 0 "$(($1 % 10))" >"$2"
	head -c $((3000 + $1)) /dev/zero | tr '\0' . >>"$2"
}
manifest() { # N: of images 1 to N
	printf 'path\texhibit\tcase\tnotes\n'
	i=1
	while [ "$i" -le "$1" ]; do
		printf 'img/%d.raw\tA%d\t\t\n' "$i" "$i"
		i=$((i + 1))
	done
}
mkdir img
i=1
while [ "$i" -le 6 ]; do
	image "$i" "img/$i.raw"
	i=$((i + 1))
done
"$BIN/fxkey" new lab >/dev/null 2>&1
"$BIN/fxkey" --custodian custodian >"$tmp/.out" 2>&1
set -- --case B-1 --agency lab.example --examiner 'badge 1' --no-vault
manifest 6 >m.tsv

# Manifests that are none: the line is named, and there is no plan.
count() { # FOLDER PATTERN: how many files are called so
	find "$1" -maxdepth 1 -name "$2" | wc -l
}
bad() { # WORDS PATTERN TEXT: a manifest of that text is refused
	printf '%b' "$3" >bad.tsv
	run 4 "$1" "$batch" plan --case B-1 --agency lab.example --examiner e \
		--no-vault -o none bad.tsv
	has "$tmp/.err" "^fxbatch: bad.tsv: $2" "$1: says so"
}
h='path\texhibit\n'
bad 'nothing' 'it names no image' ''
bad 'no header' 'line 1: no header' 'img/1.raw\tA1\n'
bad 'half a header' 'line 1: the header lacks' 'path\tnotes\n'
bad 'a field twice' 'line 1: no header' 'path\tpath\n'
bad 'too many fields' 'line 2: more fields' "${h}img/1.raw\\tA1\\tx\\n"
bad 'no exhibit' 'line 2: the exhibit is empty' "${h}img/1.raw\\n"
bad 'an exhibit twice' 'line 3: the exhibit a1 is that of line 2' \
	"${h}img/1.raw\\tA1\\nimg/2.raw\\ta1\\n"
for e in '../A1' 'a/b' '.hidden' '-x' 'a b' 'a+b' 'batch' "a'b"; do
	bad "the exhibit $e" 'line 2: the exhibit' "${h}img/1.raw\\t$e\\n"
done
bad 'a control' 'line 2: the path holds the character U\+0007' \
	"${h}img/\\0007.raw\\tA1\\n"
bad 'no UTF-8' 'line 2: is not text in UTF-8' "${h}img/\\0377.raw\\tA1\\n"
bad 'a NUL' 'line 2: is not text' "${h}img/\\0000.raw\\tA1\\n"
bad 'a step up' 'line 2: the path has a step' "${h}img/../img/1.raw\\tA1\\n"
bad 'an image that is not there' 'line 2: img/9.raw: .*No such file' \
	"${h}img/9.raw\\tA1\\n"
bad 'JSON that is none' 'line 2: no object' \
	'{"path":"img/1.raw","exhibit":"A1"}\n{]\n'
bad 'a member too many' 'line 1: a member that is none of' \
	'{"path":"img/1.raw","exhibit":"A1","size":"1"}\n'
bad 'a newline in JSON' 'line 1: the path holds the character U\+000A' \
	'{"path":"img/\\n","exhibit":"A1"}\n'
bad 'a number for a name' 'line 1: a member that is no text' \
	'{"path":1,"exhibit":"A1"}\n'
[ ! -e none/plan ]
tap_say $? 'and there is no plan'

# Plans: the same for every form of manifest, and for ever.
run 0 'a plan' "$batch" plan "$@" -o p1 m.tsv
has .out '^units 6$' 'has six units'
run 0 'the same again' "$batch" plan "$@" -o p1 m.tsv
run 0 'elsewhere' "$batch" plan "$@" -o p2 m.tsv
cmp -s p1/plan p2/plan
tap_say $? 'has the same bytes'
run 4 'with other options' "$batch" plan "$@" --min 0 -o p1 m.tsv
has .err 'another manifest, with other options' 'says so'
for n in 1 2 3 4 5 6; do
	echo "{\"exhibit\":\"A$n\",\"path\":\"img/$n.raw\"}"
done >m.jsonl
run 0 'JSON Lines' "$batch" plan "$@" -o p3 m.jsonl
cmp -s p1/plan p3/plan
tap_say $? 'make the same plan'
run 0 'a folder' "$batch" plan "$@" -o p4 img
json p4/plan '[.[]|select(.type=="image")|.exhibit] == ["1","2","3","4","5",
	"6"]' 'is six images'
is "$(jq 'select(.image == 2).size // empty' p4/plan)" "$(wc -c <img/2.raw)" \
	'with their sizes'
sed 's/"image":2,"act":"scan"/"image":2,"act":"hash"/' p1/plan >p2/plan.new && mv p2/plan.new p2/plan
run 4 'a plan that was changed' "$batch" status p2
has .err 'plan: line 5: not as a plan would have it' 'is none'
run 2 'no agency' "$batch" plan --case c --examiner e --no-vault -o x m.tsv
run 2 'a verb that is none' "$batch" walk
run 2 'an option of another verb' "$batch" status --key lab.key p1
run 1 'a status before anything is done' "$batch" status p1
has .out '^0 units done, 0 failed, 6 waiting' 'says so'
run 0 'what waits' "$batch" status --waiting p1
is "$(cat .out)" 1-6 'is all'
run 3 'a merge before anything is done' "$batch" merge --key lab.key p1
has .err '^fxbatch: unit 1 \(A1\): no result' 'names what is missing'
[ ! -e p1/batch.evd ]
tap_say $? 'and writes no case'

# By numbers, as engines do, and twice; then the rest.
run 0 'two units' "$batch" work --units 2-3 --key lab.key p1/plan
run 0 'again' "$batch" work --units 2-3 --key lab.key p1/plan
is "$(count p1/units '*.claim')" 2 'nothing is done twice'
run 0 'what waits then' "$batch" status --waiting p1
is "$(cat .out)" 1,4-6 'is the rest'
run 0 'the rest' "$batch" run -j 2 --key lab.key -o p1
is "$(count p1/units '*.done')" 6 'all is done'
is "$(count p1 'A?.evd')" 6 'a case for each'
is "$(find p1/units -mindepth 1 -type d)" '' 'nothing is left lying about'
run 0 'a status behind it' "$batch" status p1
case_ok "$tmp/p1/A3.evd" "$tmp/lab.pub"
case_ok "$tmp/p1/batch.evd" "$tmp/lab.pub"
child() { # CASE FILTER: of its child records
	sqlite3 -readonly "$1" "SELECT body FROM record WHERE kind = 'child'
		ORDER BY seq" | jq -c "$2"
}
for n in 1 2 3 4 5 6; do
	printf '"A%d" %s %s\n' "$n" "$(sed -n 2p p1/A$n.evd.ckpt)" \
		"$(sha256sum <img/$n.raw | cut -d ' ' -f 1)"
done >want
child p1/batch.evd '"\"\(.exhibit)\" \(.size) \(.sha256)"' | jq -r . >got
cmp -s want got
tap_say $? 'the parent has each head and each digest, in order' || tell got
run 0 'once more' "$batch" run --key lab.key -o p1
is "$(child p1/batch.evd .image | wc -l)" 6 'adds nothing'

# What every unit would fail for is told once, and none does.
run 0 'a plan' "$batch" plan "$@" -o key m.tsv
run 4 'a key that is not there' "$batch" run --key none.key -o key
is "$(cat .err)" 'fxbatch: none.key: No such file or directory' 'is named'
run 4 'nor does work take it' "$batch" work --units 1 --key none.key key
run 4 'nor retry' "$batch" retry --key none.key key
run 1 'and each unit' "$batch" status key
has .out '^0 units done, 0 failed, 6 waiting' 'waits'
mkdir alone && cp "$batch" alone/
run 4 'no scanner beside it' alone/fxbatch run --key lab.key -o key
has .err '^fxbatch: .*/alone/fxscan: No such file' 'is named'
run 2 'a unit that is none' "$batch" work --units 5-9 --key lab.key key
has .err '^fxbatch: --units: 9: the plan has 6 units' 'is named'
mkfifo img/pipe
printf 'path\texhibit\nimg/pipe\tA1\n' >pipe.tsv
run 4 'a pipe is no image' timeout 20 "$batch" plan "$@" -o pipe pipe.tsv
has .err 'line 2: img/pipe: a stream can be read once' 'says so'
rm img/pipe
mkdir -p else/img && cp m.tsv else/ && cp img/* else/img
run 4 'the same rows elsewhere' "$batch" run "$@" --key lab.key -o key \
	else/m.tsv
has .err 'made of .*/img/1.raw, not of .*/else/img/1.raw' 'are other images'

# A case of its own, and what was noted, in which values are masked.
printf 'path\texhibit\tcase\tnotes\nimg/1.raw\tN1\tC-9\t%s\n' \
	'safe 2, written on it: 4539578763621486' >n.tsv
run 0 'an image with a case and notes' "$batch" run -q "$@" --key lab.key \
	-o n n.tsv
child n/batch.evd '[.case,.notes]' >got
echo '["C-9","safe 2, written on it: 453957******1486"]' >want
cmp -s want got
tap_say $? 'the parent case has both' || tell got
sqlite3 -readonly n/N1.evd 'SELECT body FROM record WHERE seq = 0' >got
json got '.[0].case == "C-9"' 'and the case that number'
case_ok "$tmp/n/batch.evd" "$tmp/lab.pub"
case_ok "$tmp/n/N1.evd" "$tmp/lab.pub"

# A unit a task for GNU parallel, whatever the folder is called.
mkdir pbin && cat >pbin/parallel <<'END'
#!/bin/sh
[ "$1" != --version ] || { echo 'GNU parallel 1'; exit; }
while [ "$1" != --arg-file ]; do shift; done
while read -r line; do
	sh -c "$(printf '%s\n' "$3" | sed "s/{}/$line/")" </dev/null
done <"$2"
END
chmod +x pbin/parallel
odd="it's \$(touch oops) \"a\" ;"
run 0 'by GNU parallel' env PATH="$tmp/pbin:$PATH" "$batch" run "$@" \
	--key lab.key --engine parallel -o "$odd" m.tsv
is "$(tr '\n' ' ' <"$odd/engine/1.units")" '1 2 3 4 5 6 ' 'a unit a task'
is "$(count "$odd" 'A?.evd')" 6 'all is done'
[ ! -e oops ]
tap_say $? 'and no name was run'

# A person's values go to a custodian where one is named.
run 0 'with a vault' "$batch" run --case B-2 --agency lab.example \
	--examiner e --key lab.key -o v m.tsv
is "$(count v 'A?.vault')" 6 'each case has one'
mv lab.agekey away.agekey
run 0 'the identity is away' "$batch" run --case B-2 --agency lab.example \
	--examiner e --key lab.key -o v m.tsv
[ ! -e lab.agekey ]
tap_say $? 'none is made anew'
"$BIN/fxverify" --key lab.pub --image img/1.raw --vault v/A1.vault \
	--identity away.agekey v/A1.evd >.out 2>&1
is $? 0 'a child is what any case is'

# Tools that go wrong, in a folder with fxbatch: it takes those beside it.
mkdir bin && cp "$batch" bin/ && ln -s "$BIN/fxrecord" bin/fxrecord
cat >bin/fxscan <<END
#!/bin/sh
for last; do :; done
case \$last in
*/2.raw) exec sleep 1000 ;;
*/3.raw) kill -SEGV \$\$ ;;
*/4.raw) exec python3 -c 'import time
x = []
while True:
    x.append(bytearray(1 << 24)); time.sleep(0.02)' ;;
*) exec "$BIN/fxscan" "\$@" ;;
esac
END
chmod +x bin/fxscan
run 0 'a plan of six' bin/fxbatch plan "$@" -o w m.tsv
mv img/5.raw img/gone
run 3 'one hangs, one crashes, one eats, one is gone' bin/fxbatch run \
	-j 4 --memory-limit 400M --time-limit 6 --key lab.key -o w
child w/batch.evd '[.exhibit,.status,.why]' >got
cat >want <<'END'
["A1","done",null]
["A2","failed","time"]
["A3","failed","signal"]
["A4","failed","memory"]
["A5","failed","missing"]
["A6","done",null]
END
cmp -s want got
tap_say $? 'four failed, each with its reason; all else is done' || tell got
case_ok "$tmp/w/batch.evd" "$tmp/lab.pub"
run 3 'the status' "$batch" status w
has .out ' A2 +failed +not done within 6 seconds' 'has the words'
is "$(count w 'A?.evd')" 2 'no half of a case is there'
mv img/gone img/5.raw
run 3 'run tries what was missing' "$batch" run --key lab.key -o w
run 0 'retry the others, with tools in order' "$batch" retry --key lab.key w
is "$(child w/batch.evd '[.exhibit,.status]' | tail -3 | tr -d '\n')" \
	'["A2","done"]["A3","done"]["A4","done"]' 'records are appended'
case_ok "$tmp/w/batch.evd" "$tmp/lab.pub"

# A signal: what was at work waits.
sed 's/^\*\/2.raw) .*/*) exec sleep 1000 ;;/' bin/fxscan >s && cat s >bin/fxscan
bin/fxbatch run -q "$@" --key lab.key -o sig m.tsv 2>.err &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	[ -e sig/units/2.1.claim ] && break
	sleep 0.1
done
run 4 'a second fxbatch' "$batch" run --key lab.key -o sig
has .err 'another fxbatch is at work' 'is told so'
kill -TERM "$pid"
wait "$pid"
is $? 143 'a signal ends it, as that signal'
run 1 'and what was at work' "$batch" status sig
has .out '^0 units done, 0 failed, 6 waiting' 'waits'
run 0 'it goes on' "$batch" run --key lab.key -o sig
case_ok "$tmp/sig/batch.evd" "$tmp/lab.pub"

# A disk that gets full: what is done stays, and all else is done once there is
# room.
mkdir room many
if mount -t tmpfs -o size=4m tmpfs room 2>.err; then
	for i in 1 2 3 4; do
		yes 'Card: 4539 5787 6362 1486 Exp: 12/27' | head -n "200$i" \
			>many/$i.raw
	done
	run 4 'a disk that gets full' "$batch" run -q -j 1 "$@" --key lab.key \
		-o room/out many
	has .err ': nothing can be put on file: make room, and run it again$' \
		'is told'
	run 1 'some wait' "$batch" status room/out
	has .out '^[123] units done, 0 failed, [123] waiting; ' 'and none failed'
	mount -o remount,size=64m room
	run 0 'with room it goes on' "$batch" run -q --key lab.key -o room/out
	"$batch" run -q "$@" --key lab.key -o undisturbed many >.out 2>&1
	run 0 'to the same as ever' "$BIN/fxdiff" --key lab.pub \
		undisturbed/batch.evd room/out/batch.evd
	has .out '^images: 4 the same, 0 differ' 'image by image'
	umount room
else
	skip 'a disk that gets full' 'no tmpfs can be mounted here'
fi
finish

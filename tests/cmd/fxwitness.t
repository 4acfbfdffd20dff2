#!/bin/sh
# fxwitness.t - a head is cosigned when nothing before it changed, else refused
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

# shellcheck disable=SC2317 # run calls it
witness() { # [OPTION...] REQUEST
	fxwitness --state st --log lab.vkey --key court.key \
		--name court.example/w1 "$@"
}
more() { # CASE: another run of it
	"$top/tests/helper/stream.sh" 2 | fxrecord -q --key lab.key "$1"
}
ask() { # SIZE CASE REQUEST
	fxrecord --witness-request "$1" "$2" >"$3"
}
# refused WORDS REQUEST PATTERN: exit 1, nothing printed, the memory as it was.
refused() {
	cp st before
	run 1 "$1" witness "$2"
	has "$tmp/.err" "$3" "$1: the words"
	is_empty "$tmp/.out" "$1: nothing is signed"
	cmp -s before st
	tap_say $? "$1: the memory is as it was"
}
# openssl_agrees COSIGNATURE HEAD: with no tool of ours.
openssl_agrees() {
	sed 's/.* //' "$1" | openssl base64 -d -A >blob
	t=$(tail -c +5 blob | head -c 8 | od -An -tx1 | tr -d ' \n')
	printf 'cosignature/v1\ntime %d\n' "0x$t" | cat - "$2" >text
	tail -c 64 blob >sig
	openssl pkeyutl -verify -pubin -inkey court.pub -rawin -in text \
		-sigfile sig >/dev/null 2>"$tmp/log"
	tap_say $? "$1: openssl says so too" || tell "$tmp/log"
	age=$(($(date +%s) - $(printf %d "0x$t")))
	[ "$age" -ge 0 ] && [ "$age" -lt 600 ]
	tap_say $? "$1: made a moment ago"
}

for k in lab other court; do
	fxkey new $k >>prints
done
fxrecord -q --init --case 2026-0417 --agency lab.example --examiner x \
	--exhibit A1 --key lab.key case.evd >init
sed -n 's/^key //p' init >lab.vkey
is "$(fxwitness --show --key court.key --name court.example/w1 |
	sed 's/+[0-9a-f]*+.*//')" court.example/w1 "--show"

### It sees a case grow.
ask 0 case.evd first
run 0 "the first head" witness first
cp .out first.cosig
has .err 'lab.example/2026-0417/A1: this is the first head' "it is told"
has first.cosig '^— court.example/w1 [A-Za-z0-9+/]{102}==$' "one line"
head -n 3 case.evd.ckpt >lines
openssl_agrees first.cosig lines
has st '^lab.example/2026-0417/A1 1 [0-9a-f]{64}$' "it is remembered"
cp -r case.evd fork.evd
cp case.evd.ckpt fork.evd.ckpt
cp case.vault fork.vault
more case.evd
size=$(sed -n 2p case.evd.ckpt)
ask 1 case.evd second
run 0 "a head that grew from it" witness -q second
cp .out second.cosig
is_empty .err "-q"
head -n 3 case.evd.ckpt >lines
openssl_agrees second.cosig lines
ask "$size" case.evd again
is "$(sed -n '2s/^$/none/p' again)" none "no proof is needed from the same size"
run 0 "the same head again" witness again
fxwitness --state st --log lab.vkey --key court.key --name court.example/w1 \
	<again >out 2>err
is $? 0 "from standard input"

### T8, T9: an older copy, and another history.
more fork.evd
more fork.evd
refused "the proof begins elsewhere" second "begins at 1 .* $size were seen"
ask 1 fork.evd forked
refused "T9 a fork, from where both began" forked "ask again from $size on"
ask "$size" fork.evd forked
refused "T9 a fork, from what the witness saw" forked \
	'the proof is wrong, or the log has two histories'
ask 1 case.evd short
sed -i 's/^old .*/old 1/' first
refused "T8 an older copy" first "SHORTER .* $size records then, 1 now"
# A second fork as long as what was seen.
fxrecord -q --init --case 2026-0417 --agency lab.example --examiner y \
	--exhibit A1 --key lab.key same.evd >init2
more same.evd
ask "$size" same.evd same
refused "T9 two heads of one size" same 'has two histories. Keep this request'

### Who may ask, and with what.
sed 's,^lab.example/2026-0417/A1$,lab.example/2026-0417/B2,' again >strange
refused "another log" strange 'none of the logs that are watched'
fxkey show --name lab.example/2026-0417/A1 other.pub >other.vkey
cp lab.vkey good.vkey
cp other.vkey lab.vkey
refused "another key" again 'no key that is trusted for the log signed'
cp good.vkey lab.vkey
run 0 "one of two keys" witness --log other.vkey again
sed '$s/[^A]\(.\{30\}\)$/A\1/;t
$s/A\(.\{30\}\)$/B\1/' again >bad
refused "a signature that is not good" bad 'signature of the log.s key is not'
sed '2s/^./A/' second >bad
sed -i "s/^old .*/old $size/" bad
refused "a proof too long" bad 'the proof is wrong'
for bad in '' 'old\n' 'old 01\n\n' 'old x\n\n' 'new 1\n\n' 'old 1\nAAAA\n\n' \
	'old 1\n\n' 'old 1' 'old 99999999999999999999\n\n'; do
	# shellcheck disable=SC2059 # the format is the request
	printf "$bad" >bad
	run 4 "no request: $bad" witness bad
	is_empty .out "no request: $bad: nothing is signed"
done
for o in --show '--state st --log lab.vkey'; do
	# shellcheck disable=SC2086 # options
	run 2 "a witness called a card number: ${o%% *}" fxwitness $o \
		--key court.key --name court.example/4539578763621486 </dev/null
	has .err '^fxwitness: --name holds what looks like a value' "it is told"
done
run 2 "no key" fxwitness --state st --log lab.vkey
run 4 "a witness' key for a log's" witness --log init again
run 4 "no state can be written" fxwitness --state no/such/st --log lab.vkey \
	--key court.key --name court.example/w1 again
printf 'junk\n' >junk
run 4 "a state of another kind" fxwitness --state junk --log lab.vkey \
	--key court.key --name court.example/w1 again
is "$(cat junk)" junk "it is not replaced"

### It remembers before it speaks: the folder is flushed before the line is out.
if [ "$MODE" = release ] && strace -o trace true 2>/dev/null; then
	strace -f -y -o trace -e trace=fsync,fdatasync,rename,renameat,renameat2,write \
		fxwitness --state st --log lab.vkey --key court.key \
		--name court.example/w1 again >out 2>err
	awk '/rename/ { renamed = NR } /f(data)?sync/ { synced = NR }
		/write\(1</ { wrote = NR }
		END { exit !(renamed && renamed < synced && synced < wrote) }' trace
	tap_say $? "renamed, flushed, printed" || tell trace
else
	skip "renamed, flushed, printed" "strace cannot watch here"
fi
finish

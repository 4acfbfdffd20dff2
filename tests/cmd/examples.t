#!/bin/sh
# examples.t - the EXAMPLES of every manual run as they stand there, on files
# of the names used there, and say what is shown there.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
# shellcheck source=tests/tsa.sh
. "$(dirname "$0")/../tsa.sh"
# The manuals' python3 is one that has the module they name.
mkdir "$tmp/bin" &&
	ln -s "$(command -v "$(python_with Cryptodome)")" "$tmp/bin/python3"
PATH=$BIN:$tmp/bin:$PATH:/usr/sbin:/sbin
export PATH

# Files a case, a seized disk and a user would have, made once and copied.
listing() {
	echo "# dump of 2026-03-14"
	for pan in 4111111111111111 5555555555554444 378282246310005 \
		4012888888881881 6011111111111117 3530111333300000; do
		echo "$pan|12|28|123|Max Mustermann|10115|Berlin"
	done
}
fixture() {
	listing >Passwords.txt
	mkdir logs
	printf 'URL: https://shop.example/login\nUsername: max@mail.example\n%s\n' \
		'Password: geheim-4711' 'Application: Chrome' '' \
		>logs/Passwords.txt
	truncate -s 8M volume.dd &&
		mkntfs -F -q -f -s 512 volume.dd &&
		ntfscp -q volume.dd Passwords.txt Passwords.txt &&
		truncate -s 20M seized.dd &&
		printf 'label: dos\n%s\n%s\n' start=8192,size=4096,type=83 \
			start=16384,size=16384,type=7 | sfdisk -q seized.dd &&
		dd if=volume.dd of=seized.dd bs=1M seek=8 conv=notrunc &&
		dd if=Passwords.txt of=seized.dd bs=1M seek=1 conv=notrunc &&
		cat Passwords.txt Passwords.txt Passwords.txt | gzip -c |
		dd of=seized.dd bs=1M seek=2 conv=notrunc &&
		ewfacquire -u -q -t seized -c none -l seized.log seized.dd </dev/null &&
		tsa_ca ca && tsa_new tsa ca 18000 &&
		tsa_new roe ca 18000 emailProtection && fxkey new lab &&
		fxrecord --init --case 2026-0417 --agency lab.example \
			--examiner "badge 1234" --key lab.key case.evd &&
		fxscan seized.E01 | fxrecord --key lab.key case.evd &&
		cp case.evd.ckpt filed.ckpt &&
		fxscan seized.dd >first.jsonl &&
		fxscan volume.dd >second.jsonl &&
		printf 'path\texhibit\nPasswords.txt\tA1\n' >one.tsv &&
		fxbatch run -q --case B-1 --agency lab.example --examiner e \
			--no-vault --key lab.key -o here one.tsv &&
		cp -r here cluster
}
mkdir "$tmp/made" && cd "$tmp/made" || exit 99
fixture >"$tmp/log" 2>&1
tap_say $? "the files that the manuals speak of" || tell "$tmp/log"
# Where sleuthkit sees the file that the manuals have in entry 4711.
inode=$(fls -f ntfs volume.dd | sed -n 's/^r.r \([0-9-]*\):.*Passwords.*/\1/p')
[ -n "$inode" ]
tap_say $? "Passwords.txt is $inode in the volume"

# What measures this machine for minutes and more does it on a file.
few='s,fxbench --errors,& --values 1 --look-alikes 100,
s,--corpus /usr,--corpus Passwords.txt,'

# examples MANUAL: its EXAMPLES into numbered files: what follows "$ ", with
# the lines behind it that stand deeper, to cmd.N; what it answers, at the same
# depth, to say.N.  A display without "$ " is one command, if it is no JSON.
examples() {
	rm -f "$tmp"/cmd.* "$tmp"/say.*
	mandoc -Tutf8 -O width=1000 "$1" | sed "s/.$(printf '\b')//g" |
		sed -e "s/4711-128-3/$inode/" -e "$few" | awk -v dir="$tmp/" '
		/^[A-Z]/ { on = /^EXAMPLES/; deep = 0; next }
		!on { next }
		!match($0, /^ +/) || RLENGTH < 9 { deep = 0; next }
		{ indent = RLENGTH; text = substr($0, indent + 1) }
		text ~ /^\$ / {
			deep = indent
			n++
			print substr(text, 3) >(dir "cmd." n)
			next
		}
		!deep && text ~ /^\{/ { deep = -1 }
		deep < 0 { next }
		!deep { deep = 1; n++ }
		deep && (deep == 1 || indent > deep) {
			print text >(dir "cmd." n)
			next
		}
		deep { print text >(dir "say." n) }
		END { print n + 0 }'
}

# What does the units of a batch on other machines: is it installed?
engines() {
	command -v scontrol >/dev/null && command -v parallel >/dev/null
}

# An example may use what one before it set or made: one shell runs them all.
for m in "$top"/cmd/fx*.[1-8]; do
	name=${m##*/}
	n=$(examples "$m")
	[ "$n" -gt 0 ] || continue
	cp -r "$tmp/made" "$tmp/$name" && cd "$tmp/$name" || exit 99
	case $name in
	fxkey.1 | fxrecord.1) rm lab.* case.* ;;
	esac
	for i in $(seq "$n"); do
		echo ". $tmp/cmd.$i >$tmp/out.$i 2>$tmp/err.$i; echo \$? >$tmp/rc.$i"
		echo 99 >"$tmp/rc.$i"
	done >"$tmp/script"
	HOME=$tmp/$name sh "$tmp/script" </dev/null >"$tmp/log" 2>&1
	for i in $(seq "$n"); do
		grep -q -e '--engine' "$tmp/cmd.$i" && ! engines && {
			skip "$name: a batch on machines" "no Slurm, or no parallel"
			continue
		}
		rc=$(cat "$tmp/rc.$i")
		[ "$rc" -eq 0 ] && ! grep -qE '^usage:|not found' "$tmp/err.$i" &&
			! grep -qE '^(changed|out of place):' "$tmp/out.$i"
		tap_say $? "$name: $(tr -s ' \n' ' ' <"$tmp/cmd.$i")" || {
			echo "# exit status $rc"
			tell "$tmp/log"
			tell "$tmp/out.$i"
			tell "$tmp/err.$i"
		}
		[ -f "$tmp/say.$i" ] || continue
		grep -vxF -f "$tmp/out.$i" "$tmp/say.$i" >"$tmp/found"
		is_empty "$tmp/found" "and it says what is shown"
	done
	# Of a timestamp it is left open who made it.
	open=0
	[ ! -f head.tsr ] || open=3
	[ ! -f case.evd ] || case_ok "$name/case.evd" "$name/lab.pub" "$open"
done
finish

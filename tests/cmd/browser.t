#!/bin/sh
# browser.t - cards and logins that browsers keep: in databases as SQLite writes
# them, in logs, among what was deleted, in single pages, behind decoders
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
PATH=$PATH:/usr/sbin:/sbin
scan=$BIN/fxscan
for tool in sqlite3 mke2fs mkfs.fat mkntfs zip; do
	command -v $tool >/dev/null || skip_all "needs $tool"
done
cd "$tmp" || exit 99

# Ciphertexts: a prefix and noise from the words given, so many bytes in all.
sealed() { # PREFIX BYTES WORDS
	printf '%s%s%s' "$(printf '%s' "$1" | od -An -tx1 | tr -d ' \n')" \
		"$(echo "$3" | sha256sum | cut -c 1-64)" \
		"$(echo "$3 2" | sha256sum | cut -c 1-64)" |
		cut -c "1-$((2 * $2))" | tr -d '\n'
}
guid() { # N
	echo "guid $1" | sha256sum |
		sed 's/^\(.\{8\}\)\(....\)\(....\)\(....\)\(.\{12\}\).*/\1-\2-\3-\4-\5/'
}
web_schema() {
	cat <<'END'
CREATE TABLE credit_cards (guid VARCHAR PRIMARY KEY, name_on_card VARCHAR,
expiration_month INTEGER, expiration_year INTEGER, card_number_encrypted BLOB,
date_modified INTEGER NOT NULL DEFAULT 0, origin VARCHAR DEFAULT '',
use_count INTEGER NOT NULL DEFAULT 0, use_date INTEGER NOT NULL DEFAULT 0,
billing_address_id VARCHAR, nickname VARCHAR);
CREATE TABLE masked_credit_cards (id VARCHAR, name_on_card VARCHAR,
network VARCHAR, last_four VARCHAR, exp_month INTEGER DEFAULT 0,
exp_year INTEGER DEFAULT 0, bank_name VARCHAR, nickname VARCHAR,
card_issuer INTEGER DEFAULT 0, instrument_id INTEGER DEFAULT 0,
virtual_card_enrollment_state INTEGER DEFAULT 0, card_art_url VARCHAR,
product_description VARCHAR);
CREATE TABLE local_stored_cvc (guid VARCHAR PRIMARY KEY NOT NULL,
value_encrypted VARCHAR NOT NULL, last_updated_timestamp INTEGER NOT NULL);
CREATE TABLE server_stored_cvc (instrument_id INTEGER PRIMARY KEY NOT NULL,
value_encrypted VARCHAR NOT NULL, last_updated_timestamp INTEGER NOT NULL);
CREATE TABLE local_ibans (guid VARCHAR PRIMARY KEY, use_count INTEGER NOT NULL
DEFAULT 0, use_date INTEGER NOT NULL DEFAULT 0, value_encrypted VARCHAR,
nickname VARCHAR);
CREATE TABLE token_service (service VARCHAR PRIMARY KEY NOT NULL,
encrypted_token BLOB);
END
}
cards() { # FROM TO
	for i in $(seq "$1" "$2"); do
		cat <<END
INSERT INTO credit_cards VALUES ('$(guid "$i")', 'ERIKA MUSTERMANN $i',
$((i % 12 + 1)), 2028, x'$(sealed v10 47 "card $i")', 1700000000, '', $i,
1710000000, '', '');
END
	done
}
login_schema() {
	cat <<'END'
CREATE TABLE logins (origin_url VARCHAR NOT NULL, action_url VARCHAR,
username_element VARCHAR, username_value VARCHAR, password_element VARCHAR,
password_value BLOB, submit_element VARCHAR, signon_realm VARCHAR NOT NULL,
date_created INTEGER NOT NULL, blacklisted_by_user INTEGER NOT NULL,
scheme INTEGER NOT NULL, password_type INTEGER, times_used INTEGER,
form_data BLOB, display_name VARCHAR, icon_url VARCHAR, federation_url VARCHAR,
skip_zero_click INTEGER, generation_upload_status INTEGER,
possible_username_pairs BLOB, id INTEGER PRIMARY KEY AUTOINCREMENT,
date_last_used INTEGER NOT NULL DEFAULT 0, moving_blocked_for BLOB,
date_password_modified INTEGER NOT NULL DEFAULT 0, sender_email VARCHAR,
sender_name VARCHAR, date_received INTEGER,
sharing_notification_displayed INTEGER NOT NULL DEFAULT 0,
keychain_identifier BLOB, sender_profile_image_url VARCHAR,
UNIQUE (origin_url, username_element, username_value, password_element,
signon_realm));
CREATE INDEX logins_signon ON logins (signon_realm);
END
}
login() { # N PREFIX BYTES FORM
	u=https://bank$1.example.com/
	cat <<END
INSERT INTO logins VALUES ('${u}login', '${u}auth', 'user', 'alice$1', 'pass',
x'$(sealed "$2" "$3" "login $1")', '', '$u', 13344307200000000, 0, 0, 0, 3,
zeroblob($4), '', '', '', 0, 0, x'00000000', NULL, 13354307200000000, x'00',
13350307200000000, '', '', 0, 0, x'', '');
END
}

# of KIND [CONDITION]: how many values are in the last output, by table.  A row
# is found at each place it lies at: SQLite leaves copies when it splits a page.
of() {
	jq -r "select(.type == \"finding\" and .kind == \"$1\" and
		(${2:-true})) | \"\(.attrs.table // .attrs.store) \(.value)\"" .out |
		LC_ALL=C sort -u | cut -d ' ' -f 1 | uniq -c |
		awk '{ print $2 "=" $1 }' | paste -sd' ' -
}

# --- Web Data: live, and what is no card ---
{
	echo 'PRAGMA page_size=2048;'
	web_schema
	cards 1 30
	cat <<END
INSERT INTO masked_credit_cards VALUES ('b7a0c5e1', 'MAX MUSTERMANN', 'visaCC',
'1111', 7, 2028, 'Example Bank', '', 1, 77777, 0, '', '');
INSERT INTO masked_credit_cards VALUES ('b7a0c5e2', 'MAX MUSTERMANN',
'americanExpressCC', '0005', 7, 2028, '', '', 1, 77778, 0, '', '');
INSERT INTO local_stored_cvc VALUES ('$(guid 1)', x'$(sealed v10 34 cvc)',
1700000000);
INSERT INTO server_stored_cvc VALUES (5000000077, x'$(sealed v20 34 cvc)',
1700000000);
INSERT INTO local_ibans VALUES ('$(guid 99)', 1, 1700000000,
x'$(sealed v10 53 iban)', 'mine');
INSERT INTO token_service VALUES ('AccountId-1', x'$(sealed v10 60 token)');
END
} | sqlite3 web
run 0 'Web Data' "$scan" web
is "$(of card.browser)" \
	'credit_cards=30 local_stored_cvc=1 masked_credit_cards=2 server_stored_cvc=1' \
	'each card and code is found'
json .out "map(select(.value == \"chromium/$(guid 7)\" and .attrs.table ==
	\"credit_cards\")) |
	(.[0] | .score >= 20 and .attrs == {store: \"chromium\",
	table: \"credit_cards\", prefix: \"v10\", length: \"47\",
	holder: \"ERIKA MUSTERMANN 7\", modified: \"2023-11-14T22:13:20Z\",
	used: \"2024-03-09T16:00:00Z\", expiry: \"2028-08\"})" \
	'with what is known of it, in UTC'
cp .out once
run 0 'twice, by four threads' "$scan" -j 4 web
jq -c 'select(.type == "finding")' once >a
jq -c 'select(.type == "finding")' .out | cmp - a
tap_say $? 'it is said in the same words'
run 0 'a table' "$scan" --table web
has .out '^ *[0-9]+ card.browser +confirmed +chromium/\*{8} ' 'shows the store'
! grep -qE "$(guid 7)|ERIKA|2028-08" .out
tap_say $? 'and neither id nor holder nor expiry'

# --- deleted: rows in free blocks, pages on the freelist ---
cp web gone
echo 'PRAGMA secure_delete=OFF;
	DELETE FROM credit_cards WHERE expiration_month % 2 = 0;' |
	sqlite3 gone >/dev/null
run 0 'rows deleted' "$scan" --raw gone
is "$(of card.browser)" \
	'credit_cards=30 local_stored_cvc=1 masked_credit_cards=2 server_stored_cvc=1' \
	'are found all the same'
is "$(of card.browser '.why | index("overwritten")')" 'credit_cards=15' \
	'with what was overwritten said'
echo 'PRAGMA secure_delete=OFF; DROP TABLE credit_cards;' |
	sqlite3 gone >/dev/null
run 0 'a table dropped' "$scan" --raw gone
is "$(of card.browser '.attrs.table == "credit_cards"')" 'credit_cards=30' \
	'its pages are free, and its cards found'

# --- a log that was not written back ---
{
	echo 'PRAGMA page_size=2048; PRAGMA journal_mode=WAL;'
	echo 'PRAGMA wal_autocheckpoint=0;'
	web_schema
	cards 1 5
	echo '.system cp wal-db-wal wal'
} | sqlite3 wal-db >/dev/null
run 0 'a write-ahead log' "$scan" -q wal
run 0 'the same' "$scan" wal
is "$(jq -r 'select(.type == "finding").value' .out | sort -u | wc -l)" 5 \
	'has its five cards'

# --- one page, in free space of file systems, and damaged ---
at=$(jq -s 'map(select(.attrs.table == "credit_cards"))[3].offset / 2048 |
	floor' once)
dd if=web of=page bs=2048 skip="$at" count=1 status=none
"$scan" --raw page >.out
on_page=$(of card.browser | cut -d= -f 2)
is "$((on_page >= 8))" 1 "a page by itself: $on_page cards"
for fs in ext4 fat ntfs; do
	head -c 8388608 /dev/zero >$fs.img
	case $fs in
	ext4) mke2fs -q -F -t ext4 ext4.img ;;
	fat) mkfs.fat -F 12 --invariant fat.img >/dev/null ;;
	ntfs) mkntfs -q -F -s 512 ntfs.img >/dev/null 2>&1 ;;
	esac
	dd if=page of=$fs.img bs=4096 seek=1601 conv=notrunc status=none
	run 0 "a page in free space of $fs" "$scan" $fs.img
	is "$(of card.browser '.file.state == "unallocated"')" \
		"credit_cards=$on_page" 'its cards are found there'
done
{
	head -c 8 /dev/zero
	tail -c +9 page
} >headless
run 0 'a page without its header' "$scan" headless
is "$(of card.browser)" "credit_cards=$on_page" 'has them too'
tail -c 900 page >piece
run 0 'a piece of a page' "$scan" piece
is "$(($(of card.browser | cut -d= -f 2) >= 3))" 1 'has some of them'
zip -q web.zip web page
run 0 'a zip of database and page' "$scan" web.zip
is "$(of card.browser '.attrs.table == "credit_cards" and
	(.path | test("ZIP"))')" credit_cards=30 'has all'

# --- Login Data ---
dpapi=01000000D08C9DDF0115D1118C7A00C04FC297EB$(sealed '' 90 dpapi)
{
	echo 'PRAGMA page_size=2048;'
	login_schema
	login 1 v10 40 0
	login 2 v11 35 900
	login 3 v20 47 2500
	login 4 v10 40 6000
	login 5 "$(printf 'v12')" 40 0
	echo "UPDATE logins SET password_value = x'$dpapi' WHERE id = 2;"
} | sqlite3 login
run 0 'Login Data' "$scan" login
is "$(jq -r 'select(.type == "finding") | .value + ":" + .attrs.prefix' .out |
	sort | paste -sd' ' -)" \
	'alice1@bank1.example.com:v10 alice2@bank2.example.com:dpapi alice3@bank3.example.com:v20 alice4@bank4.example.com:v10' \
	'each password is told once, by its prefix'
json .out 'map(select(.value == "alice1@bank1.example.com"))[0].attrs |
	.url == "https://bank1.example.com/login" and .user == "alice1" and
	.created == "2023-11-13T00:00:00Z" and .used == "2024-03-07T17:46:40Z" and
	.changed == "2024-01-21T10:40:00Z" and .id == "1"' 'with user and dates'
run 0 'a table' "$scan" --table login
has .out '\*{8}@bank1.example.com ' 'shows the host'
! grep -q alice .out
tap_say $? 'and no user'

# Long addresses, and forms, so that some rows go on in overflow pages before
# the password; then the same in a log.
long() { # N
	u=https://bank$1.example.com/$(printf "%0${2}d" 0)
	login "$1" v10 40 "$((1700 + 29 * $1))" | sed "s,'${u%/*}/auth','$u',"
}
{
	echo 'PRAGMA page_size=2048;'
	login_schema
	for i in $(seq 1 24); do
		long "$i" $((100 + 9 * i))
	done
} >long.sql
sqlite3 long <long.sql
run 0 'passwords in overflow pages' "$scan" --raw long
values=$(jq -r 'select(.type == "finding").value' .out | sort)
is "$(echo "$values" | uniq | wc -l) $(echo "$values" | uniq -d | wc -l)" '24 0' \
	'each is told, and once'
is "$(($(jq -r 'select(.type == "finding") | .path | select(test("SQLITE"))' .out |
	wc -l) > 0))" 1 'some of them as their database joins them'
{
	echo 'PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;'
	cat long.sql
	echo '.system cp long-db-wal long-wal'
} | sqlite3 long-db >/dev/null
run 0 'the same in a log' "$scan" --raw long-wal
is "$(jq -r 'select(.type == "finding").value' .out | sort -u | wc -l)" 24 \
	'each is told'

# --- Firefox ---
nss=MEIEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcECIcug4ROmqhOBBgUMhyan8Y8Nia4wYvo6LUSNqu1z+OT8HA=
jq -cn --arg s $nss '{nextId: 3, logins: [range(2) | {id: ., hostname:
	"https://bank\(.).example.com", httpRealm: null, formSubmitURL: "",
	usernameField: "", passwordField: "", encryptedUsername: $s,
	encryptedPassword: $s, guid: "{7ccdc063-ebe9-47ed-8989-0133460b494\(.)}",
	encType: 1, timeCreated: 1587502931710, timeLastUsed: 1587502931710,
	timePasswordChanged: 1589510625802, timesUsed: 1}], version: 3}' >logins.json
run 0 logins.json "$scan" logins.json
is "$(jq -r 'select(.type == "finding").value' .out | paste -sd' ' -)" \
	'@bank0.example.com @bank1.example.com' 'has two logins'
iconv -f UTF-8 -t UTF-16LE logins.json | gzip -nc >wide.gz
run 0 'in UTF-16, packed' "$scan" wide.gz
is "$(of login.browser)" firefox=2 'has them too'

# --- recorded, and derived again from the image ---
"$BIN/fxkey" new lab >/dev/null
"$BIN/fxrecord" --init --case 1 --agency lab.example --examiner x \
	--key lab.key case.evd >/dev/null 2>&1
"$scan" ext4.img | "$BIN/fxrecord" --key lab.key case.evd >/dev/null 2>&1
tap_say $? 'findings are recorded'
run 0 'and derived again' "$BIN/fxverify" --image ext4.img --key lab.pub case.evd
finish

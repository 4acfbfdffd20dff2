# tsa.sh - sourced beside tap.sh: timestamp authorities of our own, by openssl,
# in the current folder; faketime lets them live in other years
# shellcheck shell=sh

# at TIME CMD...: as if it were then; "" is now
at() {
	when=$1
	shift
	if [ -n "$when" ]; then
		faketime "$when" "$@"
	else
		"$@"
	fi
}
tsa_keys="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"

# tsa_ca NAME: it may issue for others from 2019 on, for 50 years.
tsa_ca() {
	# shellcheck disable=SC2086 # one word each
	at 2019-01-01 openssl req -x509 $tsa_keys -keyout "$1.key" \
		-out "$1.pem" -days 18000 -subj "/CN=$1" \
		-addext basicConstraints=critical,CA:TRUE 2>/dev/null
}

# tsa_new NAME CA DAYS [PURPOSE]: a certificate from 2020 on, for timestamps
# unless it is told for what.
tsa_new() {
	cat >"$1.cnf" <<END
[cert]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,${4-timeStamping}
[tsa]
default_tsa = reply
[reply]
serial = $1.serial
default_policy = 1.2.3.4.1
signer_digest = sha256
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
END
	echo 01 >"$1.serial"
	# shellcheck disable=SC2086
	openssl req -new $tsa_keys -keyout "$1.key" -out "$1.csr" \
		-subj "/CN=$1" 2>/dev/null &&
		at 2020-01-01 openssl x509 -req -in "$1.csr" -CA "$2.pem" \
			-CAkey "$2.key" -set_serial 7 -days "$3" \
			-extfile "$1.cnf" -extensions cert -out "$1.pem" \
			2>/dev/null
}

# tsa_reply NAME REQUEST REPLY [TIME]
tsa_reply() {
	at "${4-}" openssl ts -reply -config "$1.cnf" -queryfile "$2" \
		-signer "$1.pem" -inkey "$1.key" -out "$3" 2>/dev/null
}

# tsa_forge NAME INFO REPLY: a reply with what INFO says, signed by whatever
# certificate NAME has.
tsa_forge() {
	openssl cms -sign -binary -nodetach -cades -in "$2" -outform DER \
		-econtent_type 1.2.840.113549.1.9.16.1.4 -signer "$1.pem" \
		-inkey "$1.key" -md sha256 -out "$3.token" 2>/dev/null &&
		python3 - "$3.token" "$3" <<'END'
import sys
token = open(sys.argv[1], 'rb').read()
body = bytes.fromhex('3003020100') + token  # granted, and the token
n = len(body)
size = n.to_bytes((n.bit_length() + 7) // 8, 'big')
open(sys.argv[2], 'wb').write(
    b'\x30' + (bytes([n]) if n < 128 else bytes([128 + len(size)]) + size) + body)
END
}

#!/bin/sh
# report.t - a report in a browser: it opens, filters, checks itself, says what
# was changed, can be used by keyboard and ear, and fits on paper.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
# shellcheck source=tests/tsa.sh
. "$top/tests/tsa.sh"
# The page is the same bytes in every mode (tests/cmd/fxreport.t).
[ "$MODE" = release ] || skip_all "the browser is not of this build"
python3 -c "import sys; sys.path.insert(0, '$top/tests/helper'); import chrome
sys.exit(chrome.find() is None)" || skip_all "no chromium is installed"
export PATH="$BIN:$PATH" HOME="$tmp"
cd "$tmp" || exit 99

# taken FILE: lines "ok words" and "not ok words" are checks.
taken() {
	while IFS= read -r line; do
		case $line in
		'ok '*) tap_say 0 "${line#ok }" ;;
		'not ok '*) tap_say 1 "${line#not ok }" ;;
		*) echo "# $line" ;;
		esac
	done <"$1"
}
key=$(fxkey new lab)
fxkey new boss >log && fxkey show --name boss.example/x boss.pub >boss.vkey
rtl=$(printf 'b\342\200\256"<&')
mkcase() { # NAME FINDINGS
	fxrecord --init --case '</title><script>x' --agency lab.example \
		--examiner x --legal "\"&amp;'" --exhibit "$1" --no-vault \
		--key lab.key "$1.evd" >log 2>&1 &&
		python3 -B "$top/tests/helper/oldwords.py" lab "$1.evd" \
			examiner "$rtl" >>log 2>&1 &&
		python3 "$top/tests/e2e/report_make.py" "$2" |
		fxrecord --cosigner boss.example/x=boss.key --key lab.key \
			"$1.evd" >>log 2>&1
	tap_say $? "a case of $2 findings" || tell log
	case_ok "$1.evd" lab.pub
}
mkcase small 120
tsa_ca ca && tsa_new tsa ca 18000 &&
	fxrecord --anchor-request q.tsq small.evd && tsa_reply tsa q.tsq r.tsr &&
	fxrecord -q --anchor-reply r.tsr --key lab.key small.evd
tap_say $? "a timestamp"
run 0 "its report" fxreport -o small.html --key lab.pub --tsa-ca ca.pem \
	--witness boss.vkey small.evd
mkdir pages
python3 "$top/tests/e2e/report.py" "$tmp/small.html" "$key" "$tmp/pages" \
	>said 2>err
tap_say $? "the browser was asked to the end" || tell err
taken said

# What it prints on: each page of the table has its header.
run 0 "the print" pdfinfo pages/page.pdf
has .out '^Page size: .*A4' "the paper is A4"
pdftotext -layout pages/page.pdf print
n=$(grep -c 'Record *Kind *Value *Score' print)
[ "$n" -ge 2 ]
tap_say $? "the header of the findings stands on $n pages"
for seq in 3 28 52; do
	has print "^ *[^ ]* *$seq +card.pan +(411111|555555)" "record $seq is in print"
done

# What people did, who may sign, and what nobody would write.
mkdir acts && cd acts || exit 99
run 0 "cases that no scan makes" env PYTHONPATH="$top/tests/e2e" sh -c \
	"cd acts && python3 $top/tests/e2e/report_cases.py"
case_ok acts/acts.evd acts/lab.pub
for page in acts:0 mismatch:3 odd:1 unsealed:1 oldkey:1 parent:0; do
	run "${page#*:}" "its report: ${page%:*}" fxreport -q \
		-o "acts/${page%:*}.html" --key acts/lab.pub "acts/${page%:*}.evd"
done
run 0 "the browser was asked to the end" python3 \
	"$top/tests/e2e/report_acts.py" "$tmp/acts" "$(cat lab.print)"
cp "$tmp/.out" said
taken said
cd "$tmp" || exit 99

# The page's proof of a record is the one that fxproof takes out.
run 0 "an exhibit" fxproof -q --bare small.evd 7
cmp -s pages/7.proof 7.exhibit/record.proof
tap_say $? "the page proves record 7 as fxproof does"

# By night, as many findings as a large disk has.
if [ -n "${NIGHT-}" ]; then
	mkcase large 100000
	run 0 "its report" fxreport -o large.html --key lab.pub large.evd
	mkdir wide
	run 0 "in the browser" python3 "$top/tests/e2e/report_large.py" \
		"$tmp/large.html" "$key" "$tmp/wide"
	taken .out
else
	skip "a report of 100000 findings" "it is checked at night"
fi
finish

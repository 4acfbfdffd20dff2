#!/bin/sh
# deps.t - make deps does nothing when all is there, installs just what is
# missing where there is apt-get, and only says so elsewhere.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
deps=$top/.ci/deps

# The tests run, so what they need is there.
sh "$deps" build demo check >"$tmp/out" 2>"$tmp/err"
is $? 0 "nothing is missing here"
cat "$tmp/err" >>"$tmp/out"
is_empty "$tmp/out" "and then nothing is said"
sh "$deps" >"$tmp/out" 2>"$tmp/err"
is $? 2 "without a purpose: usage"

# A system with nothing but the shell's helpers: no compiler, no libraries.
bare=$tmp/bare
mkdir "$bare"
for c in sh sed cut sort cat head env uname mktemp dirname rm tr ln tee chmod; do
	ln -s "$(command -v $c)" "$bare/$c"
done
fake() { # NAME: reads the program from standard input
	{
		echo '#!/bin/sh'
		cat
	} >"$bare/$1"
	chmod +x "$bare/$1"
}
echo 'echo 0' | fake id
on_bare() { # PURPOSE...
	PATH=$bare "$bare/sh" "$deps" "$@" >"$tmp/out" 2>"$tmp/err"
}

on_bare build
is $? 1 "without apt-get it fails"
has "$tmp/out" 'libewf-dev.*libewf: ' "but says what is missing, and why"
has "$tmp/err" 'no apt-get' "and that it cannot help"

# shellcheck disable=SC2016 # the fake's own words
echo 'echo "$0 $*" | sed "s,.*/,," >>'"$tmp/calls" | fake apt-get
on_bare build
is $? 1 "when it is missing still, that is failure"
has "$tmp/err" 'still missing' "and is said"
is "$(sed -n 1p "$tmp/calls")" "apt-get -q update" "lists are renewed"
is "$(sed -n 2p "$tmp/calls")" "apt-get -q install -y --no-install-recommends \
gcc libarchive-dev libbz2-dev libc6-dev libdeflate-dev libewf-dev libjansson-dev liblz4-dev \
liblzma-dev libmagic-dev libpcre2-dev libseccomp-dev libsodium-dev libsqlite3-dev libssl-dev \
libtsk-dev libzstd-dev pkg-config zlib1g-dev" "and just the build's packages installed"

# What apt-get brings is there afterwards: cc, and a pkg-config that says yes.
rm "$tmp/calls"
fake apt-get <<END
echo "\$*" >>"$tmp/calls"
case \$* in *install*) for c in cc pkg-config; do
	ln -sf /bin/true "$bare/\$c"
done ;; esac
END
on_bare build
is $? 0 "once it is installed, all is well"
: >"$tmp/calls"
on_bare build
is "$?$(cat "$tmp/calls")" 0 "and the next time nothing is called"
ln -sf /bin/false "$bare/pkg-config"
on_bare build
has "$tmp/calls" 'recommends libarchive-dev libdeflate-dev' "only what is missing"

rm "$bare/pkg-config" "$tmp/calls"
echo 'echo 1000' | fake id
on_bare build
is $? 1 "a user without sudo cannot install"
has "$tmp/err" 'neither root nor sudo' "and is told so"
[ ! -e "$tmp/calls" ]
tap_say $? "nothing was tried"
# shellcheck disable=SC2016 # the fake's own words
echo 'echo "as root: $*" >>'"$tmp/sudo"'; exec "$@"' | fake sudo
on_bare build
has "$tmp/sudo" 'as root: env DEBIAN_FRONTEND=noninteractive apt-get -q install' \
	"a user with sudo can"

# Daemons that come with a package are not started.
# shellcheck disable=SC2016 # the fake's own words
echo 'cp "$POLICY_RC" '"$tmp/policy"' 2>/dev/null' | fake apt-get
ln -s "$(command -v cp)" "$bare/cp"
echo 'echo 0' | fake id
POLICY_RC=$tmp/rc
export POLICY_RC
on_bare build
[ ! -e "$tmp/policy" ]
tap_say $? "of other purposes nothing is to start"
on_bare cluster
is $? 1 "a cluster that cannot be had is missing"
has "$tmp/err" 'slurm-client.*sbatch: hands' "by name"
is "$(sh "$tmp/policy"; echo $?)" 101 "while it was installed nothing was to start"
[ ! -e "$POLICY_RC" ]
tap_say $? "behind it all is as it was"
echo own >"$POLICY_RC"
on_bare cluster
is "$(cat "$POLICY_RC")" own "a policy that is there stays"
finish

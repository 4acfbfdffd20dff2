# completion.bash - options of the fx tools for bash(1), read from their usage;
# all else completes as files.
# shellcheck shell=bash

_fxkit() { # TOOL CURRENT PREVIOUS
	COMPREPLY=()
	[[ $2 == -* ]] || return 0
	mapfile -t COMPREPLY < <(
		compgen -W "--help --version $("$1" -h 2>/dev/null |
			grep -oE -e '--[a-z][a-z0-9-]+')" -- "$2" | sort -u
	)
}
complete -o bashdefault -o default -F _fxkit \
	fxcat fxhist fxkey fxrecord fxscan fxverify

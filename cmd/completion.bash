# completion.bash - the options of the fx tools for bash(1), and the values and
# verbs that their usage gives, read from the tool itself; all else is files.
# shellcheck shell=bash

# A usage has an option of one letter by that alone: the long one of each.
_fxkit_long() { # LETTER
	case $1 in
	e) echo enable ;;
	j) echo jobs ;;
	o) echo output ;;
	q) echo quiet ;;
	v) echo verbose ;;
	x) echo exclude ;;
	esac
}

# The word behind the tool, where the usage has one of a few on each line.
_fxkit_verbs() { # TOOL USAGE
	sed -nE "s/^(usage:)? +$1 (\\[[^]]*\\] )*([a-z]+) .*/\3/p" <<<"$2"
}

_fxkit() { # TOOL CURRENT PREVIOUS
	local usage word long i before='' offers=()

	COMPREPLY=()
	usage=$("$1" -h 2>/dev/null) || return 0
	case $3 in
	-e | -x | --enable | --exclude)
		# A name that is none is answered with all that there are.
		[[ $usage == *"[-e names]"* ]] || return 0
		usage=$("$1" -e '?' - 2>&1 </dev/null)
		usage=${usage#*carvers:}
		read -ra offers <<<"${usage//; groups:/ }"
		[[ $2 == *,* ]] && before=${2%,*},
		;;
	--*)
		# [--progress auto|none|json], --verdict accepted|rejected|note
		[[ $usage == *"$3 "* ]] || return 0
		word=${usage#*"$3 "}
		word=${word%%[]$' \n']*}
		[[ $word == *"|"* && $word != *" "* ]] || return 0
		IFS='|' read -ra offers <<<"$word"
		;;
	esac
	if [[ $2 != -* && ${3##*/} == "${1##*/}" &&
		${1##*/} =~ ^fx(batch|key)$ ]]; then
		mapfile -t offers < <(_fxkit_verbs "${1##*/}" "$usage")
	fi
	# The first operand is a scheme where the usage says so.
	if [[ $2 != -* && $usage == *" scheme "* ]]; then
		# A colon parts words for bash: complete what is behind it.
		word=${COMP_LINE:0:COMP_POINT}
		word=${word##* }
		[[ $word == *:* ]] || word=$2
		mapfile -t COMPREPLY < <("$1" --list 2>/dev/null | cut -f 1)
		mapfile -t COMPREPLY < <(
			compgen -W "${COMPREPLY[*]}" -- "$word" |
				sed "s/^${word%"${word##*:}"}//"
		)
		return 0
	fi
	if [[ $2 == -* ]]; then
		offers=(--help --version)
		for word in $usage; do
			word=${word//[][]/}
			case $word in
			--?*)
				offers+=("$word")
				;;
			-[a-zA-Z]*) # letters that may stand together
				for ((i = 1; i < ${#word}; i++)); do
					offers+=("-${word:i:1}")
					long=$(_fxkit_long "${word:i:1}")
					offers+=(${long:+"--$long"})
				done
				;;
			esac
		done
	fi
	mapfile -t COMPREPLY < <(
		compgen -P "$before" -W "${offers[*]}" -- "${2##*,}" | sort -u
	)
}
complete -o bashdefault -o default -F _fxkit \
	fxbatch fxbench fxcat fxcheck fxdiff fxexport fxhist fxkey fxls fxproof \
	fxrecord fxreport fxreveal fxscan fxverify fxwitness

#!/bin/sh
# cov.sh - lines executed, a source file a line, from the notes of MODE=cov
#
# usage: sh tests/helper/cov.sh OBJECTS
set -eu
objects=$1
find "$objects/libforensic" "$objects/carvers" "$objects/cmd" -name '*.gcda' |
	sort | while read -r data; do
	gcov -n -o "$data" "$data" 2>/dev/null
done | awk -F "[':% ]+" '
	/^File / { file = $2; next }
	/^Lines executed/ && file ~ /\.c$/ && file !~ /^\// {
		lines = $NF
		printf "%6.1f%% of %5d  %s\n", $3, lines, file
		hit += $3 * lines / 100
		all += lines
		file = ""
	}
	END { if (all > 0) printf "%6.1f%% of %5d  total\n", 100 * hit / all, all }'

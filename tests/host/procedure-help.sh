#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# procedure-help.sh PLUGIN_BINARY DEEP_DREAM: what GIMP's procedure browser has
# to show about each argument of the plug-in's procedures: a description, and,
# as far as GIMP does not add them itself, range, choices and default.  Works
# with GIMP 2.10 and 3.x.  Prints TAP.

set -u

here=$(cd "$(dirname "$0")" && pwd)
. "$here/gimp.sh"

plugin=$1
program=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
number=0
failed=0

main ()
{
  local procedure

  gimp_profile "$work/profile" "$plugin" || exit 1
  export LC_ALL=C.UTF-8 LANGUAGE=
  : > "$work/nothing.scm"
  gimp_batch "$work/profile" "$work/nothing.scm" > "$work/output" 2>&1
  list_arguments > "$work/arguments"
  list_choices > "$work/choices"

  check "GIMP knows the procedure and the program its choices" \
        knows_enough
  check "the page about scripts is named" names_page plug-in-deep-dream
  while read -r procedure
  do
    check "$procedure: each argument is described" \
          is_described "$procedure"
    check "$procedure: each range and default is told" \
          has_defaults "$procedure"
    check "$procedure: all words of choices are told" \
          has_choices "$procedure"
  done < <(cut -f 1 "$work/arguments" | uniq)

  echo "1..$number"
  [ "$failed" = 0 ]
}

# check NAME COMMAND…: whether the command succeeds; what it prints is about
# its failure.
check ()
{
  local name=$1 result=ok

  shift
  number=$((number + 1))
  if ! "$@" > "$work/log"
  then
    result="not ok"
    failed=$((failed + 1))
  fi
  echo "$result $number - $name"
  [ "$result" = ok ] || sed 's/^/# /' "$work/log" "$work/output"
}

# GIMP keeps what plug-ins tell it in the profile.  Prints a line for each
# argument: procedure, argument, type and description, with tabs between.  What
# a procedure returns looks alike there, and is among them.
list_arguments ()
{
  local line procedure="" text='"(([^"\\]|\\.)*)"' found

  found='s/.*\(proc-arg ([0-9]+) '"$text $text"'.*/\2\t\1\t\4/p'
  # GIMP 3 tells the type in three ways, and a title before the description.
  [ "$(gimp_generation)" = 2 ] ||
    found='s/.*\(proc-arg ([0-9]+) "[^"]*" "[^"]*" '"$text $text $text"'.*/\2\t\1\t\6/p'

  grep -E '\(proc-def|\(proc-arg' "$work/profile/pluginrc" |
    while read -r line
    do
      case $line in
        *proc-def*) procedure=$(cut -d '"' -f 2 <<< "$line") ;;
        *)
          [[ $procedure = plug-in-deep-dream* ]] || continue
          printf '%s\t%s\n' "$procedure" "$(sed -nE "$found" <<< "$line")" ;;
      esac
    done | sed 's/\\"/"/g'
}

# Prints a line for each argument whose words are known: its name, and all of
# them.  The program's own help tells those that are parameters of a recipe.
list_choices ()
{
  cat <<'EOT'
output new-layer layer
selection-as alpha mask
movement zoom rotation strength octaves
EOT
  "$program" --help |
    sed -nE 's/^ *--([a-z-]+)=([a-z]+(\|[a-z]+)+) .*/\1 \2/p' | tr '|' ' '
}

knows_enough ()
{
  grep -P '^plug-in-deep-dream\tnetwork\t' "$work/arguments" &&
    grep '^color .*luma' "$work/choices"
}

is_described ()
{
  ! awk -F '\t' -v procedure="$1" \
        '$1 == procedure && length ($4) < 8' "$work/arguments" | grep .
}

# has_defaults PROCEDURE: of numbers (type 0 to 6) GIMP 3 adds them itself.
has_defaults ()
{
  ! awk -F '\t' -v procedure="$1" -v generation="$(gimp_generation)" '
      $1 != procedure || $2 == "run-mode" { next }
      generation == 2 && $3 == 0 || generation == 2 && $3 == 3 {
        if ($4 !~ /\((TRUE or FALSE|.* to .*), default .*\)$/) print }
      generation == 2 && $3 == 4 || generation == 3 && $3 == 7 {
        if ($4 !~ /(\(|, )default ".*"\)$/) print }' \
      "$work/arguments" | grep .
}

has_choices ()
{
  local name words word told bad=0

  while read -r name words
  do
    told=$(awk -F '\t' -v procedure="$1" -v name="$name" \
               '$1 == procedure && $2 == name { print $4 }' "$work/arguments")
    [ -n "$told" ] || continue
    for word in $words
    do
      [[ $told != *"\"$word\""*default* ]] || continue
      echo "$name does not tell of “$word”: $told"
      bad=1
    done
  done < "$work/choices"
  return "$bad"
}

names_page ()
{
  grep -A 2 "(proc-def \"$1\" " "$work/profile/pluginrc" | grep -F scripting.md
}

main

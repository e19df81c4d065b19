#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# languages.sh BUILD PLUG_INS DATA PICTURES: opens the plug-in's dialog in a real
# GIMP, 2.10 or 3, in each language, and leaves pictures of it in the folder
# PICTURES for people to look at.  Where anything is in it does not matter here.
# The plug-in is installed from the folder BUILD; PLUG_INS is the folder for
# plug-ins, DATA that for data.  Prints TAP.  The default network must be
# installed for the user who runs it.

set -u

here=$(cd "$(dirname "$0")" && pwd)
. "$here/../host/gimp.sh"
. "$here/../host/locales.sh"

build=$1
plug_ins=$2
data=$3
pictures=$4
work=$(mktemp -d) || exit 1
started=()
number=0
failed=0
trap 'kill "${started[@]}" 2> /dev/null; rm -rf "$work"' EXIT

# Seconds to wait for a window, on a slow machine.
patience=90

# Seconds until a window has drawn all that is in it.
a_while=3

main ()
{
  local language

  can_make_locales || { echo "1..0 # SKIP the package locales is not here"; exit; }
  mkdir -p "$pictures" && start_x && install_tree "$build" "$work/tree" &&
    use_data "$work/data" "$work/tree" "$data" || exit 1

  for language in $(list_languages)
  do
    make_locale "$language" "$work/locales" &&
      translated_profile "$work/profile-$language" "$work/tree" "$plug_ins" ||
      exit 1
    try "$language"
  done

  echo "1..$number"
  return "$failed"
}

start_x ()
{
  Xvfb -displayfd 3 -screen 0 1280x1024x24 3> "$work/display" 2> /dev/null &
  started+=($!)
  wait_until test -s "$work/display" || return
  DISPLAY=:$(cat "$work/display")
  export DISPLAY

  openbox > /dev/null 2>&1 &
  started+=($!)
}

# try LANGUAGE
try ()
{
  local gimp name

  name=gimp$(gimp_generation)-$1
  gimp_script "$work/$1.scm" "$here/languages-gimp$(gimp_generation).scm" \
              here="$here/../host"
  # A pipe and not a file, since each (say) opens and truncates it.
  gimp_in_profile "$work/profile-$1" in_language "$1" "$work/locales" \
    gimp -n -s -d -f --batch-interpreter=plug-in-script-fu-eval \
         -b "(load \"$work/$1.scm\")" < /dev/null > >(cat > "$work/log") 2>&1 &
  gimp=$!
  started+=("$gimp")

  wait_until see_dialog
  report $? "$1: the dialog opens" || return
  sleep "$a_while"
  import -window "$dialog" "$pictures/$name.png"
  show_the_rest "$name"

  xdotool windowactivate --sync "$dialog" key --clearmodifiers Escape
  wait_until grep -q '^the dialog is closed$' "$work/log"
  report $? "$1: Escape closes it"

  complains_of_nothing
  report $? "$1: nothing is complained of"

  kill "$gimp"
  wait "$gimp" 2> /dev/null
}

# A missing engine of GTK's theme, pixmap, is not the plug-in's fault.  All else
# of the line may be in the language.
complains_of_nothing ()
{
  ! grep '(deep-dream:[0-9]*): ' "$work/log" | grep -q -v pixmap
}

# show_the_rest NAME: what is behind the key that A_dvanced has in a language.
show_the_rest ()
{
  local key

  key=$(advanced_key "${1#*-}")
  xdotool mousemove 0 0 windowactivate --sync "$dialog" \
          key --clearmodifiers "alt+$key"
  sleep "$a_while"
  import -window "$dialog" "$pictures/$1-advanced.png"
}

# advanced_key LANGUAGE
advanced_key ()
{
  msggrep -K -e '^A_dvanced$' --no-wrap "$top/po/$1.po" |
    sed -n 's/^msgstr ".*_\(.\).*"$/\1/p' | tr '[:upper:]' '[:lower:]'
}

# xdotool fails if some window disappears while it searches.
see_dialog ()
{
  dialog=$(xdotool search --onlyvisible --name '^Deep Dream$' 2> /dev/null |
             tail -n 1)
  [ -n "$dialog" ]
}

# report STATUS TEXT
report ()
{
  number=$((number + 1))
  if [ "$1" = 0 ]
  then
    echo "ok $number - $2"
  else
    echo "not ok $number - $2"
    sed 's/^/# /' "$work/log"
    failed=1
  fi
  return "$1"
}

wait_until ()
{
  local i

  for ((i = 0; i < 10 * patience; i++))
  do
    "$@" && return 0
    sleep 0.1
  done
  return 1
}

main

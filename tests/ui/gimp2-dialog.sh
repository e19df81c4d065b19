#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# gimp2-dialog.sh PLUGIN_BINARY [OUTDIR]: works through GIMP 2.10's dialog on a
# virtual screen as a user would, and leaves pictures of it in OUTDIR.  Needs
# Xvfb, openbox, xdotool and ImageMagick's import; exits with 77 without them.

set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../host/gimp.sh"

plugin=$(realpath -e "${1:?which plug-in binary?}") || exit 2
out=${2:-}
tmp=$(mktemp -d)
failures=0
gimp_pid=
openbox_pid=
xvfb_pid=

# The title of the dialog.
title='^Deep Dream$'

main ()
{
  require Xvfb openbox xdotool import gimp
  [ "$(gimp_generation)" = 2 ] || skip "gimp-console is not GIMP 2.10"
  [ -n "$out" ] && mkdir -p "$out"

  trap clean_up EXIT
  start_screen
  gimp_profile "$tmp/profile" "$plugin" || exit 2
  make_preset
  start_gimp

  wait_for_dialog
  picture dialog
  key alt+d
  sleep 1
  picture advanced
  key alt+o
  expect "after OK: 2" "OK puts one layer into the image"
  expect "active: Dream of Photo (A test)" "the new layer is named and active"

  wait_for_line "undo now"
  undo
  expect "after undo: 1" "one undo takes the dream away"

  dream_for_a_while
  picture dreaming
  key alt+k
  expect "after Stop and Keep: 2" "Stop and Keep keeps the dream so far"

  dream_for_a_while
  key alt+c
  wait_for_dialog
  sleep 1
  picture cancelled
  key Escape
  expect "after Cancel while dreaming: 2" \
         "Cancel while dreaming leaves the image as it was"

  dream_for_a_while
  key alt+F4
  expect "after closing while dreaming: 2" \
         "closing the window while dreaming leaves the image as it was"

  wait_for_dialog
  key Escape
  expect "after Cancel: 2" "Cancel leaves the image as it was"

  wait_for_dialog
  key Return
  sleep 3
  dialog_is_open
  report $? "an error keeps the dialog open"
  picture error
  key Escape
  expect "after an error: 2" "an error leaves the image as it was"

  wait_for_dialog
  key alt+s
  key Down
  sleep 1
  picture preset
  key alt+o
  expect "seed after a preset: 3" "a preset sets the parameters"

  title='^Deep Dream Animation$'
  wait_for_dialog
  picture animation
  key alt+o
  expect "film: 3" "OK makes an image of an animation"

  dream_for_a_while
  picture animating
  key alt+k
  expect "kept film: some frames" \
         "Stop and Keep keeps the frames that are complete"

  dream_for_a_while
  key alt+c
  wait_for_dialog
  sleep 1
  key Escape
  expect "cancelled film: none" "Cancel makes no image"

  no_warnings
  report $? "the dialog prints no warnings"
  [ "$failures" = 0 ]
}

# A missing engine of GTK's theme is not the plug-in's fault.
no_warnings ()
{
  ! grep '(deep-dream:[0-9]*): ' "$tmp/log" | grep -q -v 'theme engine'
}

require ()
{
  local program

  for program in "$@"
  do
    command -v "$program" > /dev/null || skip "$program is not installed"
  done
}

skip ()
{
  echo "skipped: $1"
  exit 77
}

start_screen ()
{
  exec 3> "$tmp/display"
  Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp > "$tmp/xvfb" 2>&1 &
  xvfb_pid=$!
  exec 3>&-
  wait_until test -s "$tmp/display" || skip "no virtual screen"
  DISPLAY=:$(cat "$tmp/display")
  export DISPLAY
  openbox > "$tmp/openbox" 2>&1 &
  openbox_pid=$!
}

# In a data folder of our own, in which the network is the user's.
make_preset ()
{
  local data=${XDG_DATA_HOME:-$HOME/.local/share}/deep-dream

  mkdir -p "$tmp/data/deep-dream/presets"
  ln -s "$data/networks" "$tmp/data/deep-dream/networks"
  printf '[Preset]\nTitle=A test\n[Recipe]\nlayer=Mixed_5b/concat\noctaves=1
iterations=2\nseed=3\n' > "$tmp/data/deep-dream/presets/0.recipe"
  export XDG_DATA_HOME=$tmp/data
}

start_gimp ()
{
  gimp_script "$tmp/ui.scm" "$here/gimp2-dialog.scm" || exit 2
  : > "$tmp/log"
  mkfifo "$tmp/pipe"
  cat "$tmp/pipe" >> "$tmp/log" &
  gimp_in_profile "$tmp/profile" gimp -n -s -d -f \
    --batch-interpreter=plug-in-script-fu-eval \
    -b "(load \"$tmp/ui.scm\")" > "$tmp/pipe" 2>&1 < /dev/null &
  gimp_pid=$!
}

clean_up ()
{
  kill $gimp_pid $openbox_pid $xvfb_pid 2> /dev/null
  wait $gimp_pid 2> /dev/null
  [ "$failures" = 0 ] ||
    grep -v -e 'theme engine' -e '^$' "$tmp/log" | sed 's/^/# /' |
      head -n 100
  rm -rf "$tmp"
}

# wait_until COMMAND…: for up to 90 seconds.
wait_until ()
{
  local i

  for ((i = 0; i < 450; i++))
  do
    "$@" && return 0
    sleep 0.2
  done
  return 1
}

wait_for_line ()
{
  wait_until grep -q -x -F "$1" "$tmp/log"
}

dialog_is_open ()
{
  dialog=$(xdotool search --onlyvisible --name "$title" 2> /dev/null |
           tail -n 1)
  [ -n "$dialog" ]
}

wait_for_dialog ()
{
  wait_until dialog_is_open || { report 1 "the dialog opens"; exit 1; }
  xdotool windowactivate --sync "$dialog" 2> /dev/null
  # Away from the widgets, or a tooltip gets into the picture.
  xdotool mousemove 0 0
  sleep 0.5
}

dream_for_a_while ()
{
  wait_for_dialog
  key Return
  sleep 4
}

undo ()
{
  local window

  window=$(xdotool search --onlyvisible --name 'RGB color' | tail -n 1)
  xdotool windowactivate --sync "$window" 2> /dev/null
  sleep 0.5
  key ctrl+z
}

key ()
{
  xdotool key --clearmodifiers "$1"
}

picture ()
{
  [ -z "$out" ] || import -window "$dialog" "$out/gimp2-$1.png"
}

# expect LINE TEXT: the script in GIMP says LINE in the end.
expect ()
{
  local what=${1%%: *}

  wait_until grep -q "^$what: " "$tmp/log"
  grep -q -x -F "$1" "$tmp/log"
  report $? "$2"
}

report ()
{
  if [ "$1" = 0 ]
  then
    echo "ok - $2"
  else
    echo "not ok - $2"
    failures=$((failures + 1))
  fi
}

main

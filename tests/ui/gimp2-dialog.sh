#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# gimp2-dialog.sh PLUGIN_BINARY [OUTDIR]: works through GIMP 2.10's dialog on a
# virtual screen as a user would, and leaves pictures of it in OUTDIR.  Needs
# Xvfb, openbox, xdotool and ImageMagick's import and compare; exits with 77 without them.

set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../host/gimp.sh"

plugin=$(realpath -e "${1:?which plug-in binary?}") || exit 2
out=${2:-}
tmp=$(mktemp -d)
failures=0
SCREEN=1024x700
gimp_pid=
openbox_pid=
xvfb_pid=

# The title of the dialog.
title='^Deep Dream$'

main ()
{
  require Xvfb openbox xdotool import compare gimp
  [ "$(gimp_generation)" = 2 ] || skip "gimp-console is not GIMP 2.10"
  [ -n "$out" ] && mkdir -p "$out"

  trap clean_up EXIT
  start_screen
  gimp_profile "$tmp/profile" "$plugin" || exit 2
  make_preset
  start_gimp

  wait_for_dialog
  picture dialog
  fits
  report $? "the dialog fits a screen of $SCREEN"
  turn_to Advanced
  picture advanced
  turn_to Result
  picture result
  turn_to Main
  key alt+o
  expect "after OK: 2" "OK puts one layer into the image"
  expect "active: Dream of Photo (A test)" "the new layer is named and active"

  wait_for_line "undo now"
  undo
  expect "after undo: 1" "one undo takes the dream away"

  dream_for_a_while
  picture dreaming
  fits
  report $? "so does it while dreaming"
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

  try_preview
  try_subject
  try_preset
  try_result
  try_again
  try_own_layer
  try_animation

  no_warnings
  report $? "the dialog prints no warnings"
  [ "$failures" = 0 ]
}

# The preview is of the layer, until somebody asks for one of the dream.
try_preview ()
{
  wait_for_dialog
  shoot before
  key alt+h
  wait_until differs before
  report $? "the preview shows the dream"
  sleep 3
  picture preview
  key alt+h
  sleep 2
  shoot stopped
  sleep 3
  ! differs stopped
  report $? "the preview can be stopped"
  key Escape
  expect "after previews: 2" "previews leave the image as it was"
}

# The network that is there draws it as well as it can.
try_subject ()
{
  wait_for_dialog
  shoot_message without
  xdotool mousemove --window "$dialog" 630 336 click 1 mousemove 0 0 \
          type castle
  wait_until differs_message without
  report $? "the dialog says which network would draw a subject better"
  sleep 1
  picture subject
  fits
  report $? "there is room for that"
  key Escape
  expect "after a subject: 2" "looking for a subject leaves the image as it was"
}

try_preset ()
{
  local thumbnail=$XDG_CACHE_HOME/deep-dream/thumbnails/0.png

  wait_for_dialog
  key alt+s
  key Down
  sleep 2
  [ ! -e "$thumbnail" ]
  report $? "a preset that is chosen is not drawn yet"
  key alt+h
  wait_until test -e "$thumbnail"
  report $? "a preview of a preset draws its thumbnail"
  sleep 1
  picture preset
  key alt+o
  expect "seed after a preset: 3" "a preset sets the parameters"

  wait_for_dialog
  picture recipe
  key alt+o
  expect "seed of a dream: 3" "the dialog opens with the layer's own recipe"
}

try_result ()
{
  wait_for_dialog
  turn_to Result
  key Tab
  key Down
  sleep 1
  picture mode
  key alt+o
  expect "mode: overlay" "the new layer has the mode that was chosen"
}

try_again ()
{
  wait_for_line "undo again now"
  undo
  expect "after Again: one more" "Deep Dream Again adds a layer"
  expect "after undoing Again: one less" "one undo takes that away"
}

try_own_layer ()
{
  wait_for_dialog
  key alt+o
  expect "the layer itself: dreamed" "a dream can go into the layer itself"
  wait_for_line "undo the layer itself now"
  undo
  expect "pixels after one undo: as before" "one undo restores its pixels"
  expect "selection after one undo: as before" "and the selection"
  expect "recipe after one undo: none" "and takes the recipe away"
}

try_animation ()
{
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
}

# turn_to PAGE: as a click on its title does.
turn_to ()
{
  local x

  case $1 in
    Main) x=375 ;;
    Advanced) x=435 ;;
    Result) x=500 ;;
  esac
  xdotool mousemove --window "$dialog" $x 70 click 1 mousemove 0 0
  sleep 1
}

# Whether the dialog and the frame around it are no larger than the screen.
fits ()
{
  local WIDTH HEIGHT frame=24

  eval "$(xdotool getwindowgeometry --shell "$dialog" |
          grep -E '^(WIDTH|HEIGHT)=')"
  echo "# $WIDTH x $HEIGHT"
  [ "$WIDTH" -le "${SCREEN%x*}" ] &&
    [ $((HEIGHT + frame)) -le "${SCREEN#*x}" ]
}

# shoot NAME: keeps how the picture in the dialog looks.
shoot ()
{
  import -window "$dialog" -crop 300x220+24+22 +repage "$tmp/$1.png"
}

# shoot_message NAME: keeps how the place of a message looks.
shoot_message ()
{
  import -window "$dialog" -crop 300x50+24+510 +repage "$tmp/$1.png"
}

differs_message ()
{
  shoot_message message
  [ "$(compare -metric AE "$tmp/$1.png" "$tmp/message.png" null: 2>&1)" != 0 ]
}

# differs NAME: whether it looks otherwise now.
differs ()
{
  shoot now
  [ "$(compare -metric AE "$tmp/$1.png" "$tmp/now.png" null: 2>&1)" != 0 ]
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
  Xvfb -displayfd 3 -screen 0 ${SCREEN}x24 -nolisten tcp > "$tmp/xvfb" 2>&1 &
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
  printf '[Preset]\nTitle=A test\nComment=Swirls all over the picture.\n[Recipe]\nlayer=Mixed_5b/concat\noctaves=1
iterations=2\nseed=3\n' > "$tmp/data/deep-dream/presets/0.recipe"
  export XDG_DATA_HOME=$tmp/data XDG_CACHE_HOME=$tmp/cache
  describe_better
}

# The default network by another name, a better one, it says, which is not
# installed.
describe_better ()
{
  mkdir "$tmp/data/deep-dream/models"
  sed -e 's/=inception-v3/=better/' -e 's/^SubjectRank=.*/SubjectRank=99/' \
      "$here/../../models/inception-v3.network" \
      > "$tmp/data/deep-dream/models/better.network"
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

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# gimp3-dialog.sh PLUGIN_BINARY FOLDER: uses the plug-in's dialog in a GIMP 3
# with windows, on an X server without a screen, as people do.  Prints TAP and
# leaves pictures of the dialog in FOLDER.  The default network must be
# installed for the user who runs it.
#
# gimp3-dialog.scm, in GIMP, says which dialog it opens and checks the image
# afterwards; the function of the same name here presses the keys.

set -u

here=$(cd "$(dirname "$0")" && pwd)
host=$here/../host
. "$host/gimp.sh"

plugin=$1
pictures=$2
work=$(mktemp -d)

# The folder of data where a network is to be installed.
few=$work/few/deep-dream
started=()
trap 'kill "${started[@]}" 2> /dev/null; rm -rf "$work"' EXIT

# Seconds to wait for a window or a line, on a slow machine.
patience=60

# The title of the dialog.
title='^Deep Dream$'

# Seconds for a dream to get going, so that there is something to stop.
a_while=3

main ()
{
  mkdir -p "$pictures" || exit 1
  start_x || exit 1
  gimp_profile "$work/profile" "$plugin" || exit 1
  mkdir -p "$work/profile/plug-in-settings"
  make_preset

  converse "$here/gimp3-dialog.scm"
  title='^Deep Dream Animation$' converse "$here/gimp3-animation.scm"
  share_without_networks
  describe_better
  XDG_DATA_HOME=$work/few XDG_DATA_DIRS=$work/share PATH=$few/models:$PATH \
    converse "$here/gimp3-install.scm"
  XDG_DATA_HOME=$work/empty XDG_DATA_DIRS=$work/share \
    converse "$here/gimp3-no-network.scm"
  no_warnings
  report $? "the plug-in prints no warnings"

  echo "1..$(grep -c -E '^(not )?ok ' "$work/output")"
  grep -q '^ok ' "$work/output" && ! grep -q '^not ok ' "$work/output"
}

# GIMP may close its end of the pipe before the plug-in has said good-bye.
no_warnings ()
{
  ! grep '(deep-dream:[0-9]*): ' "$work/log" | grep -v 'gimp_flush(): error'
}

start_x ()
{
  Xvfb -displayfd 3 -screen 0 1024x700x24 3> "$work/display" 2> /dev/null &
  started+=($!)
  wait_until test -s "$work/display" || return 1
  DISPLAY=:$(cat "$work/display")
  export DISPLAY

  openbox 2> /dev/null &
  started+=($!)
}

# In a data folder of our own, in which the network is the user's.
make_preset ()
{
  local data=${XDG_DATA_HOME:-$HOME/.local/share}/deep-dream

  mkdir -p "$work/data/deep-dream/presets"
  ln -s "$data/networks" "$work/data/deep-dream/networks"
  printf '[Preset]\nTitle=A test\n[Recipe]\nlayer=Mixed_5b/concat\noctaves=1
iterations=2\nseed=3\n' > "$work/data/deep-dream/presets/0.recipe"
  export XDG_DATA_HOME=$work/data
}

# Windows need the system's icons, so it is not enough to leave all out.
share_without_networks ()
{
  mkdir "$work/share"
  ln -s /usr/share/* "$work/share"
  rm -f "$work/share/deep-dream"
  mkdir "$work/share/deep-dream"
  ln -s "$here/../../models" "$work/share/deep-dream/models"
}

# A network that is the default one by another name, but a better one it says,
# is not installed, and a preset needs it.
describe_better ()
{
  local from=$XDG_DATA_HOME/deep-dream/networks name=inception-v3

  mkdir -p "$few/networks" "$few/models" "$few/presets"
  ln -s "$from/$name".* "$few/networks"
  cp -r "$here/../../models/deep-dream-networks" "$here/../../models/installer" \
     "$few/models"
  {
    sed -n '/^\[Network\]/,/^$/p' "$here/../../models/$name.network" |
      sed -e "s/=$name/=better/" -e 's/^SubjectRank=.*/SubjectRank=99/' \
          -e '/^Photo/d'
    printf '[Source]\nKind=file\nFile=%s\nLabels=%s\n' \
           "$from/$name.tflite" "$from/$name.labels.txt"
  } > "$few/models/better.network"
  sed 's/^\[Recipe\]/&\nnetwork=better/' \
      "$XDG_DATA_HOME/deep-dream/presets/0.recipe" > "$few/presets/0.recipe"
}

# converse SCRIPT: runs GIMP with SCRIPT and answers its dialogs.
converse ()
{
  local line gimp
  local settings=$work/profile/plug-in-settings/GimpProcedureConfigRun

  gimp_script "$work/script.scm" "$1" here="$host" \
    values="$settings-plug-in-deep-dream.last" \
    film_values="$settings-plug-in-deep-dream-animation.last"

  coproc gimp_in_profile "$work/profile" \
    timeout -k 10 500 \
    gimp -n -s -d -f --batch-interpreter=plug-in-script-fu-eval \
         -b "(load \"$work/script.scm\")" < /dev/null 2>&1
  gimp=$COPROC_PID
  started+=("$gimp")

  while read -r line
  do
    case $line in
      'dialog: end')
        kill "$gimp"
        wait "$gimp"
        return ;;
      'dialog: '*)
        "answer_${line#dialog: }" ;;
      'ok '* | 'not ok '*)
        tee -a "$work/output" <<< "$line" ;;
      *)
        tee -a "$work/log" <<< "$line" ;;
    esac
  done <&"${COPROC[0]}"

  echo "not ok - GIMP runs $(basename "$1") to its end" |
    tee -a "$work/output"
}

answer_escape ()
{
  find_dialog && take dialog && press Escape
}

answer_dream ()
{
  find_dialog && press Return
}

answer_undo ()
{
  xdotool search --sync --onlyvisible --name 'GIMP$' windowactivate --sync

  # GIMP does not hear a key at once.
  sleep 1
  xdotool key ctrl+z
}

answer_keep ()
{
  find_dialog && press Return && sleep "$a_while" && take dreaming &&
    press alt+k
}

answer_cancel ()
{
  find_dialog && press Return && sleep "$a_while" && press alt+c &&
    sleep "$a_while" && take cancelled && press Escape
}

answer_close ()
{
  find_dialog && press Return && sleep "$a_while" && press alt+F4
}

answer_preset ()
{
  find_dialog && search "a test" && click 560 100 && sleep 1 &&
    take preset && press alt+d && sleep 1 && take advanced && press alt+o
}

answer_preview ()
{
  local geometry

  find_dialog || return
  geometry=$(xdotool getwindowgeometry --shell "$dialog")
  [[ $geometry =~ WIDTH=([0-9]+).HEIGHT=([0-9]+) ]] &&
    [ "${BASH_REMATCH[1]}" -le 1024 ] && [ "${BASH_REMATCH[2]}" -le 680 ]
  report $? "the dialog has room on a screen of 1024 x 700"

  hold_mouse
  remember_preview
  release_mouse
  wait_until preview_has_changed
  report $? "the preview shows a dream by itself"
  take preview

  hold_mouse
  ! preview_has_changed
  report $? "the picture as it was is seen as long as the mouse is pressed"
  release_mouse

  remember_preview
  search "a test" && click 560 100
  wait_until preview_has_changed
  report $? "a preset is seen at once"

  sleep "$a_while"
  remember_preview
  xdotool mousemove --window "$dialog" 240 230 click --repeat 2 1 \
          mousemove 0 0
  wait_until preview_has_changed
  report $? "a double click shows the actual pixels"
  take loupe
  press Escape
}

answer_point ()
{
  find_dialog && press alt+h && press space && sleep 1 && press Down &&
    press Down && press Return && sleep 1 &&
    xdotool mousemove --window "$dialog" 150 150 click 1 mousemove 0 0 &&
    sleep "$a_while" && take point && click 110 487 && sleep 2 &&
    wait_until preview_is_done && press alt+o
}

answer_subject ()
{
  local windows

  find_dialog && click 800 317
  windows=$(count_windows)
  xdotool type 'castle, '
  sleep 1
  wait_until has_windows "$windows"
  xdotool type 'golden retr'
  wait_until has_windows "$((windows + 1))"
  xdotool key Down && sleep 1 && xdotool key Return
  wait_until has_windows "$windows"
  take subject && press alt+o
}

# A list of completions is a window, too.
has_windows ()
{
  [ "$(count_windows)" = "$1" ]
}

count_windows ()
{
  xdotool search --onlyvisible --maxdepth 1 '.*' 2> /dev/null | wc -l
}

# The list of layers begins with that of the picture itself.
answer_guide ()
{
  find_dialog && click 810 357 && sleep 2 && xdotool key Return && sleep 2 &&
    take guide && press alt+o
}

answer_remembered ()
{
  find_dialog && press Return
}

# On the preview.
hold_mouse ()
{
  xdotool mousemove --window "$dialog" 240 230 mousedown 1
  sleep 1
}

release_mouse ()
{
  xdotool mouseup 1 mousemove 0 0
  sleep 1
}

# While it dreams or looks, it says so beside the buttons under the preview.
preview_is_done ()
{
  local colors

  colors=$(import -window "$dialog" -crop 200x16+200+480 -format %k info:)
  [ "$colors" = 1 ]
}

# search TEXT: among the presets.
search ()
{
  click 720 28
  sleep 1
  xdotool key ctrl+a BackSpace type "$1"
  sleep 1
}

# click X Y: at a place of the dialog, and away again, or a tooltip appears.
click ()
{
  xdotool mousemove --window "$dialog" "$1" "$2" click 1
  sleep 0.5
  xdotool mousemove 0 0
}

# Of the dialog, the middle of the preview.
look ()
{
  import -window "$dialog" -crop 200x200+140+130 +repage rgb:"$work/seen"
}

remember_preview ()
{
  look
  cp "$work/seen" "$work/remembered"
}

preview_has_changed ()
{
  look
  ! cmp -s "$work/seen" "$work/remembered"
}

report ()
{
  if [ "$1" = 0 ]
  then
    echo "ok - $2"
  else
    echo "not ok - $2"
  fi | tee -a "$work/output"
}

answer_error ()
{
  find_dialog && press Return && sleep "$a_while" && take error &&
    press Escape
}

answer_film ()
{
  find_dialog && take animation && press Return
}

answer_film-keep ()
{
  find_dialog && press Return && sleep "$a_while" && take animating &&
    press alt+k
}

answer_film-cancel ()
{
  find_dialog && press Return && sleep "$a_while" && press alt+c &&
    sleep "$a_while" && press Escape
}

# The offer takes the place of the preview.
answer_install-for-preset ()
{
  find_dialog && search "a test" && click 560 100
  wait_until sees_text
  report $? "where a preset's network is missing, it is offered"
  take offer
  click 250 290
  wait_until sees_picture
  report $? "one click installs it, and the preview is back"
  [ -e "$few/networks/better.network" ]
  report $? "it is the network of the preset"
  hold_mouse
  remember_preview
  release_mouse
  wait_until preview_has_changed
  report $? "the preview dreams with it"
  take installed
  press Escape
}

# The offer is below the subject.
answer_install-for-subject ()
{
  rm "$few"/networks/better.*
  find_dialog && click 800 317 && xdotool type castle && sleep 2 &&
    click 100 600 && take better && click 790 410
  wait_until test -e "$few/networks/better.network"
  report $? "one click installs a better network for a subject"
  sleep 1
  press alt+o
}

# Whether text, or a picture, is in the middle of the preview.
sees_text ()
{
  [ "$(count_colors)" -lt 300 ]
}

sees_picture ()
{
  [ "$(count_colors)" -ge 300 ]
}

count_colors ()
{
  import -window "$dialog" -crop 200x200+140+130 -format %k info:
}

answer_no-network ()
{
  find_dialog && take no-network && press Escape
}

# Waits for the dialog and sets $dialog to its window's number.
find_dialog ()
{
  # The dialog before may still be on its way out.
  sleep 1
  if ! wait_until see_dialog
  then
    echo "not ok - the dialog opens" | tee -a "$work/output"
    return 1
  fi
  # A pointer on the dialog would bring up a tooltip.
  xdotool mousemove 0 0 windowactivate --sync "$dialog"
  sleep 1
}

# xdotool fails if some window disappears while it searches.
see_dialog ()
{
  dialog=$(xdotool search --onlyvisible --name "$title" 2> /dev/null |
             tail -n 1)
  [ -n "$dialog" ]
}

press ()
{
  xdotool windowactivate --sync "$dialog" key --clearmodifiers "$1"
}

take ()
{
  import -window "$dialog" "$pictures/gimp3-$1.png"
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

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# scripting-gimp.sh PLUGIN_BINARY PHOTO PAGE: the examples of the page about
# scripts that are for the GIMP that is here.  Prints TAP.  The default network
# must be installed for the user who runs it.

set -u

here=$(cd "$(dirname "$0")" && pwd)
. "$here/gimp.sh"
. "$here/page.sh"

plugin=$1
photo=$2
page=$3
presets=$here/../../models/presets

main ()
{
  if [ ! -e "$photo" ]
  then
    echo "1..0 # SKIP the default network with its photo is not installed"
    exit
  fi
  work=$(mktemp -d) || exit 1
  trap 'rm -rf "$work"' EXIT
  generation=$(gimp_generation)
  gimp=gimp$generation

  make_profile || exit 1
  mkdir "$work/page" && cd "$work/page" && make_photos "$photo" || exit 1

  [ "$generation" = 3 ] || test_helper
  test_one_file
  test_again
  test_exit_code
  test_preset
  test_guide
  test_selection
  test_result
  test_animation
  test_folder

  check "each example for $gimp is tested" were_run "$gimp"
  report
}

# The blocks call GIMP as people do, so that its environment must do the rest.
make_profile ()
{
  local data=${XDG_DATA_HOME:-$HOME/.local/share}/deep-dream theirs

  gimp_profile "$work/profile" "$plugin" || return 1
  theirs=$(gimp_plugin_dir) || return 1
  ln -s "$theirs/file-glob" "$work/profile/plug-ins/file-glob"

  mkdir -p "$work/data/deep-dream"
  ln -s "$data/networks" "$work/data/deep-dream/networks"
  ln -s "$(realpath "$presets")" "$work/data/deep-dream/presets"

  export GIMP2_DIRECTORY=$work/profile GIMP3_DIRECTORY=$work/profile
  export XDG_DATA_HOME=$work/data LC_ALL=C.UTF-8 LANGUAGE=
}

# run_fails HOST NAME [SED-SCRIPT]: whether the block says that it has failed,
# which GIMP 2.10 does in words alone.
run_fails ()
{
  local status=0

  run_block "$@" || status=$?
  echo "The exit status is $status."
  if [ "$generation" = 2 ]
  then
    [ "$status" = 0 ] && grep -q 'execution error' output.log
  else
    [ "$status" = 70 ]
  fi
}

test_helper ()
{
  check "GIMP 2.10's helper is written" run_block gimp2 helper
  run_block gimp2 one-file
  check "what it fills in are the procedure's defaults" \
        diff <(list_filled_in) <(list_defaults)
  rm -f dream.*
  check "it refuses a name that there is not" \
        run_fails gimp2 one-file 's/"octaves"/"octavos"/'
}

# What the helper calls the procedure with, a line for each argument.
list_filled_in ()
{
  cat > defaults.scm <<'END'
(load "deep-dream.scm")
(define (plug-in-deep-dream mode image layer . values)
  (for-each (lambda (value)
              (say "value: " (if (string? value) value (number->string value))))
            values)
  (list 0))
(deep-dream 0 0)
END
  gimp_batch "$work/profile" defaults.scm | sed -n 's/^value: //p'
}

# The same, of what GIMP keeps about the procedure: a description ends in
# "(…, default 3)", but for the three arguments that have none.
list_defaults ()
{
  sed -n '/(proc-def "plug-in-deep-dream" /,/^ *(proc-def\|^(plug/p' \
      "$work/profile/pluginrc" |
    sed 's/\\"/"/g' |
    sed -nE 's/.*\(proc-arg .*default ([^()]*)\)"\)*$/\1/p' |
    sed -E 's/: none$//; s/^TRUE$/1/; s/^FALSE$/0/; s/^"(.*)"$/\1/'
}

test_one_file ()
{
  check "one file: the script runs" run_block "$gimp" one-file
  check "and makes a dream" is_dream dream.png photo.jpg
  check "with the photo below it in dream.xcf" has_layers dream.xcf 2
}

# has_layers XCF-FILE NUMBER
has_layers ()
{
  gimp_batch "$work/profile" "$here/scripting-layers.scm" \
             generation="$generation" file="$PWD/$1" | tee layers.log
  grep -qx "layers: $2" layers.log
}

test_again ()
{
  check "again: the script runs" run_block "$gimp" again
  check "and puts a dream above the other" has_layers again.xcf 3
  check "which is one of the brighter photo" is_brighter again.png dream.png
}

is_brighter ()
{
  local one other

  one=$(magick "$1[0]" -alpha off -colorspace gray -format '%[fx:mean]' info:)
  other=$(magick "$2[0]" -alpha off -colorspace gray -format '%[fx:mean]' info:)
  echo "$1 is $one, $2 is $other."
  awk -v one="$one" -v other="$other" 'BEGIN { exit ! (one > other + 0.03) }'
}

test_result ()
{
  check "result: the script runs" run_block "$gimp" result
  check "it makes three layers" has_layers result.xcf 4
  check "one of half the opacity in mode Overlay" \
        has_layer '0: opacity 50(\.0)?, mode overlay, no mask, 160 x 120'
  check "one around a point" \
        has_layer '1: opacity 100(\.0)?, mode normal, no mask, 8[01] x 8[01]'
  check "one of the left half with a mask" \
        has_layer '2: opacity 100(\.0)?, mode normal, mask, 80 x 120'
  check "and dreams into the photo's own layer" is_dream lowest.png photo.jpg
}

# has_layer PATTERN
has_layer ()
{
  cat layers.log
  grep -qxE "layer $1" layers.log
}

test_exit_code ()
{
  rm -f dream.png
  check "exit code: the script runs" run_block "$gimp" exit-code
  check "and says that all went well" grep -q 'The dream is done' output.log

  mv photo.jpg away.jpg
  run_block "$gimp" exit-code
  check "it says so if there is no dream" grep 'There is no dream' output.log
  [ "$generation" = 2 ] ||
    check "with GIMP's exit code" grep 'GIMP ended with 70' output.log
  mv away.jpg photo.jpg
}

test_preset ()
{
  check "preset: the script runs" run_block "$gimp" preset
  check "and makes a dream" is_dream puppies.png photo.jpg
  check "a preset that there is not is an error" \
        run_fails "$gimp" preset s/puppyslug/puppysnail/
}

test_guide ()
{
  check "guide: the script runs" run_block "$gimp" guide
  check "and makes a dream" is_dream flowery.png photo.jpg
  check "a guide that there is not is an error" \
        run_fails "$gimp" guide s/flowers.jpg/weeds.jpg/
}

test_selection ()
{
  check "selection: the script runs" run_block "$gimp" selection
  check "it dreams in the middle" is_changed middle.png 40x30+60+45 0.02
  # Two programs may round a JPEG file's values differently.
  check "and leaves the corner as it is" \
        is_unchanged middle.png 30x20+0+0 0.01
  check "with a soft edge, where it dreams less" has_soft_edge
}

# is_changed FILE AREA CHANGE: whether it differs there by that much on average.
is_changed ()
{
  local change

  change=$(difference "$1" photo.jpg mean "$2")
  echo "$1 differs by $change there."
  awk -v change="$change" -v least="$3" 'BEGIN { exit ! (change > least) }'
}

# is_unchanged FILE AREA CHANGE: whether no pixel differs by more.
is_unchanged ()
{
  local change

  change=$(difference "$1" photo.jpg maxima "$2")
  echo "$1 differs by up to $change there."
  awk -v change="$change" -v most="$3" 'BEGIN { exit ! (change < most) }'
}

# The ellipse begins at 40 of 160 pixels.
has_soft_edge ()
{
  local edge middle

  edge=$(difference middle.png photo.jpg mean 4x20+37+50)
  middle=$(difference middle.png photo.jpg mean 40x20+60+50)
  echo "It differs by $edge at the edge, by $middle in the middle."
  awk -v edge="$edge" -v middle="$middle" \
      'BEGIN { exit ! (edge > 0 && edge < middle) }'
}

test_animation ()
{
  check "animation: the script runs" run_block "$gimp" animation
  check "and makes a film of eight frames" has_frames film.webp 8
  check "of the photo's size" [ "$(size_of film.webp)" = 160x120 ]
}

# has_frames WEBP-FILE NUMBER: each frame is a chunk ANMF.
has_frames ()
{
  [ "$(grep -ao ANMF "$1" | wc -l)" = "$2" ]
}

test_folder ()
{
  check "folder: a photo that is broken makes the script fail" \
        run_fails "$gimp" folder
  check "and is named" grep 'could not be dreamed.*photos/broken.jpg' output.log
  check "the first good one becomes a dream" \
        is_dream photos/cat-dream.png photos/cat.jpg
  check "so does the one with a blank in its name" \
        is_dream "photos/two dogs-dream.png" "photos/two dogs.jpg"
  check "the broken one has none" [ ! -e photos/broken-dream.png ]

  rm photos/broken.jpg
  check "without it the script succeeds" run_block "$gimp" folder
  check "and names no photo that could not be dreamed" \
        lacks output.log 'could not be dreamed'
}

lacks ()
{
  ! grep "$2" "$1"
}

main

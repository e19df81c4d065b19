# SPDX-License-Identifier: GPL-3.0-or-later
#
# shellcheck shell=bash
#
# A shell library, sourced by the tests of pages that people copy commands from.
# A fenced block that is tested has a line of its own in front of it, which
# Markdown does not show: <!-- test: HOST NAME -->.
#
#   page=docs/scripting.md
#   run_block gimp3 one-file            # in this folder; output in output.log
#   check "there is a dream" [ -s dream.png ]
#   report

number=0
failed=0
blocks_run=" "

# list_blocks [HOST]: prints HOST NAME of all blocks that are tested, a line each.
list_blocks ()
{
  sed -nE 's/^<!-- test: ([a-z0-9]+) ([a-z-]+) -->$/\1 \2/p' "$page" |
    grep -E "^${1-.*} "
}

# print_block HOST NAME: what is within the fence.
print_block ()
{
  awk -v marker="<!-- test: $1 $2 -->" '
    $0 == marker        { found = 1; next }
    found && /^```$/    { exit }
    found && inside     { print }
    found && /^```sh$/  { inside = 1 }' "$page"
}

# run_block HOST NAME [SED-SCRIPT]: runs it, changed by the script if there is
# one; the exit status is the block's, or 127 if there is no such block.
run_block ()
{
  print_block "$1" "$2" | sed -e "${3-}" > block.sh
  [ -s block.sh ] || return 127
  blocks_run="$blocks_run$1/$2 "
  # Without set -e, as in a terminal.
  timeout -k 10 "${BLOCK_TIMEOUT:-300}" bash block.sh > output.log 2>&1 \
          < /dev/null
}

# were_run HOST: whether each of the host's blocks has had its turn.
were_run ()
{
  local host name missing=0

  while read -r host name
  do
    [[ $blocks_run != *" $host/$name "* ]] || continue
    echo "$host $name is on the page and not tested."
    missing=1
  done < <(list_blocks "$1")
  [ "$missing" = 0 ] && [ -n "$(list_blocks "$1")" ]
}

# check WHAT COMMAND…: one test, which succeeds if the command does.
check ()
{
  local what=$1 result=ok

  shift
  number=$((number + 1))
  if ! "$@" > check.log 2>&1
  then
    result="not ok"
    failed=$((failed + 1))
  fi
  echo "$result $number - $what"
  # GIMP's last line has no end.
  [ "$result" = ok ] || awk '{ print "# " $0 }' check.log output.log
}

# report: prints the plan; fails if a check has failed.
report ()
{
  echo "1..$number"
  [ "$number" -gt 0 ] && [ "$failed" = 0 ]
}

# --- Pictures ---------------------------------------------------------------

magick ()
{
  if type -P magick > /dev/null
  then
    command magick "$@"
  else
    convert "$@"
  fi
}

# make_photos PHOTO: what the page's examples want, made from a photo.
make_photos ()
{
  magick "$1" -strip -resize '160x120!' photo.jpg &&
    magick "$1" -strip -rotate 90 -modulate 100,150,60 -resize '120x120!' \
           flowers.jpg &&
    mkdir photos &&
    magick photo.jpg -resize '96x80!' photos/cat.jpg &&
    magick photo.jpg -flip -resize '90x90!' "photos/two dogs.jpg" &&
    echo "This is no picture." > photos/broken.jpg
}

# is_dream FILE PHOTO: whether it has the photo's size, looks different, and yet
# has not become another picture.
is_dream ()
{
  local change

  [ -s "$1" ] || { echo "There is no $1."; return 1; }
  [ "$(size_of "$1")" = "$(size_of "$2")" ] ||
    { echo "$1 is $(size_of "$1")."; return 1; }
  change=$(difference "$1" "$2" mean)
  echo "$1 differs by $change."
  awk -v change="$change" 'BEGIN { exit ! (change > 0.01 && change < 0.3) }'
}

size_of ()
{
  magick "$1[0]" -format '%wx%h' info:
}

# difference FILE FILE mean|maxima [AREA]: 0 to 1.
difference ()
{
  magick "$1[0]" "$2" -alpha off -compose difference -composite \
         ${4:+-crop "$4" +repage} -colorspace gray -format "%[fx:$3]" info:
}

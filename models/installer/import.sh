# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Makes a network of files that the user has: `deep-dream describe` looks into
# them and says what can be dreamed, the rest of the description is made here.

import_network ()
{
  local name= title= options=() files=() main

  while [ $# -gt 0 ]
  do
    case $1 in
      --name|--title|--order|--mean|--scale)
        [ $# -gt 1 ] || usage_error "“$1” needs a value."
        case $1 in
          --name)  name=$2 ;;
          --title) title=$2 ;;
          *)       options+=("$1=$2") ;;
        esac
        shift ;;
      -*) usage_error "“import” has no option “$1”." ;;
      *)  files+=("$1") ;;
    esac
    shift
  done
  [ ${#files[@]} -gt 0 ] || usage_error "Which file is the network in?"

  case $title in
    *[[:cntrl:]\\]*) die "A title is one line without “\\”." ;;
  esac

  find_program
  check_files "${files[@]}"
  [ -n "$name" ] || name=$(name_of "${files[0]}") || exit 1
  check_new_name "$name"

  open_stage "$(user_folder)" "$name"
  [ ${#files[@]} -gt 1 ] || add_companions "${files[0]}"
  stage_files "$name" "${files[@]}"
  describe_files "$name" "${files[@]}"
  write_description "$name" "${title:-$name}" > "$stage/$name.network" ||
    die_of_full_disk
  move_into_place "$(user_folder)" "$name"

  echo "$name is installed in $(user_folder):"
  print_facts "$(user_folder)/$name.network" "$name"
  echo
  "$program" layers --network "$name"
}

# find_program: sets $program to the command that reads networks.
find_program ()
{
  for program in "${DEEP_DREAM-}" "$here/deep-dream" "$(command -v deep-dream)"
  do
    [ -z "$program" ] || [ ! -x "$program" ] || return 0
  done
  die "The command deep-dream, which looks into files, is neither in $here nor" \
      "in \$PATH; install Deep Dream first."
}

# check_files FILE…
check_files ()
{
  local file

  for file in "$@"
  do
    [ -e "$file" ] || die "$file is not there."
    [ -f "$file" ] && [ -r "$file" ] || die "$file is no file that can be read."
    case $(basename "$file") in
      .*|*[[:cntrl:]\\]*|' '*|*' ')
        die "$file: a file with this name cannot be imported; rename it." ;;
    esac
  done
}

# name_of FILE: a network's name, made from the file's; a “model.json” is called
# by its folder.
name_of ()
{
  local name

  name=$(basename "$1")
  case $name in
    model.json|model.pb|saved_model.pb)
      name=$(basename "$(cd "$(dirname "$1")" && pwd)") ;;
    *.*) name=${name%.*} ;;
  esac
  name=$(tr 'A-Z' 'a-z' <<< "$name" | sed -e 's/[^a-z0-9._-]/-/g' \
           -e 's/^[.-]*//')
  is_name "$name" ||
    die "No name can be made from “$(basename "$1")”; give one with --name."
  echo "$name"
}

# check_new_name NAME
check_new_name ()
{
  is_name "$1" ||
    die "“$1” cannot be a network's name; letters, digits, “.”, “_” and “-”" \
        "can be in one."
  if [ -n "$(installed_in "$1")" ]
  then
    die "A network “$1” is installed already.  Choose another name with" \
        "--name, or remove it first: deep-dream-networks remove $1"
  fi
  [ ! -f "$(descriptions)/$1.network" ] ||
    die "“$1” is the name of another network, which can be installed with:" \
        "deep-dream-networks install $1.  Choose another name with --name."
}

# add_companions FILE: adds to $files those beside it that it cannot do without:
# the shards that a model.json names, the structure of Caffe's weights.
add_companions ()
{
  local folder stem companion

  folder=$(dirname "$1")
  case $1 in
    *.json)
      while read -r companion
      do
        case $companion in
          ''|*/*) ;;
          *) [ ! -f "$folder/$companion" ] || files+=("$folder/$companion") ;;
        esac
      done <<< "$(shards "$1")" ;;
    *.caffemodel)
      stem=${1%.caffemodel}
      for companion in "$stem.prototxt" "${stem}_deploy.prototxt" \
                       "$folder/deploy.prototxt"
      do
        [ -f "$companion" ] || continue
        files+=("$companion")
        return
      done ;;
  esac
}

# shards FILE: the names in the lists "paths" of a TensorFlow.js model.
shards ()
{
  tr -d '\n\r' < "$1" | grep -o '"paths" *: *\[[^]]*\]' |
    sed 's/^"paths" *: *//' | grep -o '"[^"]*"' | tr -d '"'
}

# stage_files NAME FILE…: into a folder of the network's own, since files find
# each other by their names.
stage_files ()
{
  local name=$1 file bytes=0

  shift
  rm -rf "${stage:?}/$name"
  for file in "$@"
  do
    bytes=$((bytes + $(size "$file")))
  done
  demand_room $((bytes / 1024 + 64))

  mkdir -p "$stage/$name" || die_of_full_disk
  for file in "$@"
  do
    [ ! -e "$stage/$name/$(staged_name "$file")" ] ||
      die "$file: there is another file of this name or kind among the files."
    copy_file "$file" "$stage/$name/$(staged_name "$file")"
  done
}

# staged_name FILE: its own name, but Caffe's structure is called like the
# weights, so that it is found whatever its name was.
staged_name ()
{
  local file

  for file in "${files[@]}"
  do
    case $1:$file in
      *.prototxt:*.caffemodel)
        echo "$(basename "$file" .caffemodel).prototxt"
        return ;;
    esac
  done
  basename "$1"
}

# describe_files NAME FILE…: sets $main to the file that the network is read
# from, and what is said of it lies in the hidden folder.
describe_files ()
{
  local name=$1 file reasons=

  shift
  for file in "$@"
  do
    if "$program" describe ${options[@]+"${options[@]}"} \
         "$stage/$name/$(staged_name "$file")" \
         > "$stage/described" 2> "$stage/log" < /dev/null
    then
      main=$file
      return
    fi
    reasons="$reasons$(reason "$file")"$'\n'
  done
  printf '%s' "$reasons" >&2
  die "Nothing was imported."
}

# reason FILE: why it could not be read, without the hidden folder's name.
reason ()
{
  local text

  text=$(grep '^deep-dream: ' "$stage/log" | tail -n 1)
  text=${text#deep-dream: }
  text=${text//"$stage/$name/"/}
  echo "${text:-$(basename "$1") could not be read.}"
}

# write_description NAME TITLE
write_description ()
{
  local file part=0

  echo "# Made by deep-dream-networks import."
  echo
  echo "[Network]"
  echo "Title=$2"
  write_piece "$1" File "$main"
  for file in "${files[@]}"
  do
    [ "$file" != "$main" ] || continue
    part=$((part + 1))
    write_piece "$1" "Part$part" "$file"
  done
  # The rest of this group, and the others.
  grep -vxF '[Network]' "$stage/described"
  echo
  echo "[Source]"
  echo "Kind=file"
  echo "File=$(absolute "$main")"
  part=0
  for file in "${files[@]}"
  do
    [ "$file" != "$main" ] || continue
    part=$((part + 1))
    echo "Part$part=$(absolute "$file")"
  done
}

# write_piece NAME PIECE FILE
write_piece ()
{
  local prefix=$2 path

  [ "$2" != File ] || prefix=
  path=$1/$(staged_name "$3")
  echo "$2=$path"
  echo "${prefix}Size=$(size "$stage/$path")"
  echo "${prefix}SHA256=$(sha 256 "$stage/$path")"
}

absolute ()
{
  echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
}

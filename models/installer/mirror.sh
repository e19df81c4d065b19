# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Takes files from a mirror, the folder or address in DEEP_DREAM_MIRROR, before
# their own source is asked.  Nothing of a mirror counts but what has the pinned
# SHA-256.  Expects $stage.

# How asking the mirror for a file can end, apart from 0.
not_there=1
no_answer=2
not_meant=3

# take_from_mirror DESCRIPTION NAME: what is missing, as far as it is there; says
# what is not.
take_from_mirror ()
{
  local mirror piece taken=() lacking=()

  mirror=$(mirror_place)
  [ -n "$mirror" ] || return 0
  is_mirror "$mirror" || return 0

  for piece in $(missing "$1")
  do
    take_mirrored "$1" "$2" "$piece" "$mirror"
    case $? in
      0)            taken+=("$(field "$1" Network "$piece")") ;;
      "$not_there") lacking+=("$2/$(base_of "$1" "$piece")") ;;
      "$no_answer")
        complain "The mirror $mirror cannot be reached, so it is not used."
        break ;;
    esac
  done
  [ ${#taken[@]} = 0 ] ||
    echo "Taken from the mirror: $(list_words "${taken[@]}")."
  [ ${#lacking[@]} = 0 ] ||
    complain "The mirror $mirror does not have $(list_words "${lacking[@]}")."
}

# mirror_place: a folder's path or an address; nothing if there is no mirror.
mirror_place ()
{
  local path=${DEEP_DREAM_MIRROR-}

  case $path in
    file://*)
      path=${path#file://}
      path=/${path#*/}
      path=${path//\\/\\\\}
      printf '%b\n' "${path//%/\\x}" ;;
    *) echo "${path%/}" ;;
  esac
}

# is_mirror PLACE
is_mirror ()
{
  case $1 in
    http://*|https://*)
      can_download && return
      complain "curl or wget is needed for the mirror $1, and neither is" \
               "installed, so it is not used." ;;
    *://*)
      complain "The mirror $1 is no folder and no address of http, https or" \
               "file, so it is not used." ;;
    *)
      [ ! -d "$1" ] || return 0
      complain "The mirror $1 is no folder, so it is not used." ;;
  esac
  return 1
}

# base_of DESCRIPTION PIECE: its file's name at its source.
base_of ()
{
  local path

  path=$(field "$1" Source "$2")
  basename "${path%%\?*}"
}

# take_mirrored DESCRIPTION NAME PIECE MIRROR
take_mirrored ()
{
  local file status=$not_there

  if [ -z "$(pin "$1" "$3" SHA256)" ]
  then
    complain "No SHA-256 is known of $(base_of "$1" "$3"), so no mirror is used" \
             "for it."
    return "$not_meant"
  fi
  while read -r file
  do
    copy_mirrored "$4/$2/$file" "$(whole_size "$1" "$3")"
    case $? in
      "$not_there") continue ;;
      "$no_answer") return "$no_answer" ;;
    esac
    accept_mirrored "$1" "$3" "$4/$2/$file" && return
    status=$not_meant
  done <<< "$(mirrored_names "$1" "$3")"
  return "$status"
}

# mirrored_names DESCRIPTION PIECE: what it can be called, one a line.
mirrored_names ()
{
  {
    base_of "$1" "$2"
    basename "$(field "$1" Network "$2")"
  } | awk '!seen[$0]++'
}

# whole_size DESCRIPTION PIECE: nothing if it is a part of a larger file.
whole_size ()
{
  [ -n "$(field "$1" Source "$2Offset")" ] || pin "$1" "$2" Size
}

# copy_mirrored PATH SIZE: to “mirrored” in the hidden folder; what cannot be read
# is an empty file there.
copy_mirrored ()
{
  rm -f "$stage/mirrored"
  case $1 in
    http://*|https://*) download_mirrored "$1" "$2" ;;
    *)
      [ -f "$1" ] || return "$not_there"
      cat "$1" > "$stage/mirrored" 2> "$stage/log" || : > "$stage/mirrored" ;;
  esac
}

# download_mirrored URL SIZE: what was cut off is there, and too short.
download_mirrored ()
{
  download "$1" "$stage/mirrored" "$(limit_of "$2")"
  case $? in
    0) return 0 ;;
    # An answer of curl's and wget's server that it has no such file.
    22|8) return "$not_there" ;;
  esac
  [ -s "$stage/mirrored" ] || return "$no_answer"
}

# accept_mirrored DESCRIPTION PIECE ORIGIN: moves what was copied to its place, if
# it is what is meant, or has it in it.
accept_mirrored ()
{
  local file=$stage/mirrored

  if ! is_pinned "$1" "$2" "$file" &&
     [ -n "$(field "$1" Source "$2Offset")" ]
  then
    take_out "$1" "$2" "$file.cut" cat "$file"
    file=$file.cut
  fi
  if ! is_pinned "$1" "$2" "$file"
  then
    complain "$3 $(difference "$1" "$2" "$file"), so it is not used."
    return 1
  fi
  mv "$file" "$(staged "$1" "$2")"
}

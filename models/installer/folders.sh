# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Where descriptions and networks are, and what goes into and out of there.
# Expects $here and $stage; target_folder expects $system, not empty where it is
# for all users.

# The folder of the descriptions: beside the script in the source tree, in the
# data folder beside its own when installed.
descriptions ()
{
  local folder

  for folder in "$here" "$here/../share/deep-dream/models"
  do
    set -- "$folder"/*.network
    [ -f "$1" ] || continue
    (cd "$folder" && pwd)
    return
  done
  complain "No description of a network was found in $here or" \
           "$here/../share/deep-dream/models; install Deep Dream again."
}

# recommended_names: of what the presets need, one a line.
recommended_names ()
{
  local description

  for description in "$(descriptions)"/*.network
  do
    [ -f "$description" ] && is_recommended "$description" || continue
    basename "$description" .network
  done
}

# is_recommended DESCRIPTION
is_recommended ()
{
  [ "$(field "$1" Network Recommended)" = true ]
}

known_names ()
{
  local description names=

  for description in "$(descriptions)"/*.network
  do
    [ -f "$description" ] || continue
    names="${names:+$names, }$(basename "$description" .network)"
  done
  echo "${names:-none}"
}

# find_description NAME-OR-PATH: of a network that is known, or that came from
# elsewhere and is installed.
find_description ()
{
  local path

  case $1 in
    */*|*.network) path=$1 ;;
    *)             path=$(descriptions)/$1.network
                   [ -f "$path" ] || path=$(find_installed "$1") ;;
  esac
  if [ ! -f "$path" ]
  then
    complain "No network is called “$1”.  $(advice_on_names)"
    return 1
  fi
  [ -r "$path" ] || die "$path cannot be read; you lack the rights."
  echo "$path"
}

# find_installed NAME: prints the description, if the network is installed.
find_installed ()
{
  local folder

  folder=$(installed_in "$1")
  [ -z "$folder" ] || echo "$folder/$1.network"
}

user_folder ()
{
  local home=~

  echo "${XDG_DATA_HOME:-$home/.local/share}/deep-dream/networks"
}

# Where a system's administrator puts things, if GIMP looks there.
system_folder ()
{
  local dirs=${XDG_DATA_DIRS:-/usr/local/share:/usr/share}

  case :$dirs: in
    *:/usr/local/share:*|*:/usr/local/share/:*) dirs=/usr/local/share ;;
  esac
  echo "${dirs%%:*}/deep-dream/networks"
}

# The folders in which Deep Dream looks for networks, one a line.
all_folders ()
{
  {
    user_folder
    printf '%s\n' "${XDG_DATA_DIRS:-/usr/local/share:/usr/share}" |
      tr ':' '\n' | sed -e '/^$/d' -e 's|/*$|/deep-dream/networks|'
  } | awk '!seen[$0]++'
}

# installed_in NAME: prints the first folder that holds the network.
installed_in ()
{
  local folder

  while read -r folder
  do
    [ -f "$folder/$1.network" ] || continue
    echo "$folder"
    return
  done <<< "$(all_folders)"
}

# target_folder NAME: prints where it is to be installed.
target_folder ()
{
  local folder=

  if [ -n "$system" ]
  then
    folder=$(system_folder)
  else
    folder=$(installed_in "$1")
  fi
  echo "${folder:-$(user_folder)}"
}

# --- The hidden folder ------------------------------------------------------

# open_stage FOLDER NAME: makes the hidden folder.  The lock goes with the
# process, so a leftover of one that was killed is simply taken over.
open_stage ()
{
  if ! mkdir -p "$1" 2> /dev/null || [ ! -w "$1" ]
  then
    die "$1 cannot be written to.  $(advice_on_rights "$1")"
  fi
  if command -v flock > /dev/null
  then
    exec 9< "$1"
    flock -n 9 || die "Another installation into $1 is under way; wait for it."
  fi
  stage=$1/.$2.part
  mkdir -p "$stage" || die "$stage could not be made."
  empty_stage
}

# Leaves downloads that can be gone on with.
empty_stage ()
{
  find "$stage" -mindepth 1 -maxdepth 1 ! -name '*.part' -exec rm -rf {} +
}

# advice_on_rights FOLDER
advice_on_rights ()
{
  if [ "$1" = "$(user_folder)" ]
  then
    echo "Make it writable, or set XDG_DATA_HOME to a folder that is."
  else
    echo "Try again as root (sudo), or without --system for yourself alone."
  fi
}

# check_room DESCRIPTION: refuses early what cannot fit.
check_room ()
{
  demand_room $(($(space_needed "$1") - $(staged_bytes) / 1024))
}

# demand_room KILOBYTES
demand_room ()
{
  local free

  free=$(free_space)
  [ "$free" -ge "$1" ] ||
    die "There is not enough room in $(dirname "$stage"): $free kB are free," \
        "$1 kB are needed.  Free some and try again."
}

# space_needed DESCRIPTION: in kB, as far as it is known.  npm keeps the archive
# twice, once in its cache, while the files are taken out.
space_needed ()
{
  local piece bytes sum=0 copies=1

  case $(field "$1" Source Kind) in
    npm) copies=3 ;;
    zip) copies=2 ;;
  esac
  for piece in $(pieces "$1")
  do
    bytes=$(pin "$1" "$piece" Size)
    sum=$((sum + ${bytes:-0} * copies))
  done
  echo $((sum / 1024 + 64))
}

staged_bytes ()
{
  cat "$stage"/*.part 2> /dev/null | wc -c
}

free_space ()
{
  df -Pk "$stage" | awk 'END { print $4 }'
}

is_full ()
{
  [ "$(free_space)" -lt 64 ] || grep -qs 'ENOSPC\|No space left' "$stage/log"
}

die_of_full_disk ()
{
  die "There is no room left in $(dirname "$stage")." \
      "Free some and try again; nothing was installed."
}

# --- The networks' places ---------------------------------------------------

# move_into_place FOLDER NAME: all that the hidden folder holds of the network,
# its description last; then what only an earlier version of it had is removed.
move_into_place ()
{
  local piece file old

  old=$(list_files "$1/$2.network")
  for piece in $(pieces "$stage/$2.network")
  do
    file=$(field "$stage/$2.network" Network "$piece")
    [ -f "$stage/$file" ] || continue
    mkdir -p "$(dirname "$1/$file")" && chmod 644 "$stage/$file" &&
      mv -f "$stage/$file" "$1/$file" || die "$1/$file could not be written."
  done
  chmod 644 "$stage/$2.network" &&
    mv -f "$stage/$2.network" "$1/$2.network" ||
    die "$1/$2.network could not be written."
  remove_files "$1" "$2" \
               "$(grep -vxF -e "$(list_files "$1/$2.network")" <<< "$old")"
}

# list_files DESCRIPTION: their names, one a line.
list_files ()
{
  local piece

  [ -f "$1" ] || return
  for piece in $(pieces "$1")
  do
    field "$1" Network "$piece"
  done
}

# take_away FOLDER NAME: removes a network and prints how many bytes it had.
# The description goes first: without it the rest is no network.
take_away ()
{
  local files file freed=0

  files=$(list_files "$1/$2.network")
  while read -r file
  do
    [ ! -f "$1/$file" ] || freed=$((freed + $(size "$1/$file")))
  done <<< "$files"

  rm -f "$1/$2.network" && remove_files "$1" "$2" "$files" ||
    die "$2 could not be removed from $1.  $(advice_on_rights "$1")"
  echo "$freed"
}

# remove_files FOLDER NAME LINES: those files of the network, no others.
remove_files ()
{
  local file

  while read -r file
  do
    case $file in
      "$2.network"|"$2/"*/*) ;;
      "$2".*|"$2/"*) rm -f "$1/$file" || return ;;
    esac
  done <<< "$3"
  rmdir "$1/$2" 2> /dev/null
  return 0
}

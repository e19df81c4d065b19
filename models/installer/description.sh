# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What a description says, and whether it can be true.  A piece of a network is
# one of its files, called by its key: File, Part1, Part2…, Labels, Photo.

# field DESCRIPTION GROUP KEY: prints the key's value, nothing if there is none.
field ()
{
  awk -v group="[$2]" -v key="$3" '
    { sub (/\r$/, "") }
    /^[ \t]*#/ { next }
    /^\[/ { inside = ($0 == group); next }
    inside {
      at = index ($0, "=")
      name = substr ($0, 1, at - 1)
      gsub (/[ \t]+$/, "", name)
      if (at && name == key)
        {
          value = substr ($0, at + 1)
          sub (/^[ \t]+/, "", value)
          print value
          exit
        }
    }' "$1"
}

# pieces DESCRIPTION: prints the keys of the files that it names.
pieces ()
{
  awk '
    { sub (/\r$/, "") }
    /^\[/ { inside = ($0 == "[Network]"); next }
    inside && /^(File|Part[0-9]+|Labels|Photo)[ \t]*=[ \t]*[^ \t]/ {
      sub (/[ \t]*=.*/, "")
      print
    }' "$1"
}

# pin DESCRIPTION PIECE Size|SHA256|SHA1: nothing if it is not known.
pin ()
{
  local prefix=$2 value

  [ "$2" != File ] || prefix=
  value=$(field "$1" Network "$prefix$3")
  [ "$value" = unknown ] || echo "$value"
}

# total_size DESCRIPTION: of all files in bytes, as far as they are known; nothing
# if the largest is not.
total_size ()
{
  local piece bytes sum=0

  [ -n "$(pin "$1" File Size)" ] || return
  for piece in $(pieces "$1")
  do
    bytes=$(pin "$1" "$piece" Size)
    sum=$((sum + ${bytes:-0}))
  done
  echo "$sum"
}

# has_checksum DESCRIPTION PIECE
has_checksum ()
{
  [ -n "$(pin "$1" "$2" SHA256)$(pin "$1" "$2" SHA1)" ] ||
    { [ "$(field "$1" Source Kind)" = zip ] &&
        [ -n "$(archive_pin "$1" SHA256)" ]; }
}

# archive_pin DESCRIPTION Size|SHA256: nothing if it is not known.
archive_pin ()
{
  local value

  value=$(field "$1" Source "Archive$2")
  [ "$value" = unknown ] || echo "$value"
}

# --- Checking ---------------------------------------------------------------

# check_description DESCRIPTION NAME
check_description ()
{
  local piece

  check_names "$1" "$2"
  check_source "$1"
  for piece in $(pieces "$1")
  do
    check_pins "$1" "$piece" "$(field "$1" Network "$piece")"
    [ -n "$(field "$1" Source "$piece")" ] ||
      die "$1: [Source] does not say where “$piece” is."
    check_offset "$1" "$piece"
  done
}

# check_source DESCRIPTION: whether its kind is known, and what it needs there.
check_source ()
{
  local kind

  kind=$(field "$1" Source Kind)
  case $kind in
    npm)
      [ -n "$(field "$1" Source Package)" ] &&
        [ -n "$(field "$1" Source Version)" ] ||
        die "$1: [Source] lacks “Package” or “Version”." ;;
    zip)
      [ -n "$(field "$1" Source Archive)" ] ||
        die "$1: [Source] lacks “Archive”." ;;
    github)   check_repository "$1" ;;
    url|file) ;;
    *)
      die "$1: the source's kind is “$kind”; known are npm, github, url, zip" \
          "and file." ;;
  esac
}

# check_repository DESCRIPTION: whether its parts make an address.  A branch or a
# tag could come to mean something else.
check_repository ()
{
  local repository piece path

  repository=$(field "$1" Source Repository)
  case $repository in
    */*/*|*[!A-Za-z0-9._/-]*|.*|*/.*) repository= ;;
    ?*/?*) ;;
    *) repository= ;;
  esac
  [ -n "$repository" ] ||
    die "$1: “Repository” is missing or not like “owner/name”."
  is_hexadecimal "$(field "$1" Source Commit)" 40 ||
    die "$1: “Commit” is missing or no commit; it has 40 digits of 0 to 9 and" \
        "a to f."
  for piece in $(pieces "$1")
  do
    path=$(field "$1" Source "$piece")
    case /$path/ in
      *//?*|*/../*|*/./*|*[!A-Za-z0-9._/+@-]*)
        die "$1: “$path” cannot be a path in a repository." ;;
    esac
  done
}

# check_offset DESCRIPTION PIECE
check_offset ()
{
  local offset

  offset=$(field "$1" Source "$2Offset")
  [ -n "$offset" ] || return 0
  case $offset in
    *[!0-9]*|0?*|????????????????*)
      die "$1: “$2Offset” is no number of bytes." ;;
  esac
  case $(field "$1" Source Kind) in
    github|url)
      die "$1: “$2Offset” is of use with npm, zip and file only." ;;
  esac
  [ -n "$(pin "$1" "$2" Size)" ] ||
    die "$1: with “$2Offset”, the size must be known."
}

# check_names DESCRIPTION NAME: whether the files stay in their places.
check_names ()
{
  local piece file

  is_name "$2" ||
    die "“$2” cannot be a network's name; letters, digits, “.”, “_” and" \
        "“-” can be in one."
  [ -n "$(field "$1" Network File)" ] ||
    die "$1: [Network] does not say which “File” the network is in."

  for piece in $(pieces "$1")
  do
    file=$(field "$1" Network "$piece")
    case $file in
      "$2.network"|"$2/"*/*|"$2/"|"$2/".*)
        die "$1: the file name “$file” is not allowed." ;;
      "$2/"*) ;;
      */*)
        die "$1: the file name “$file” is not allowed." ;;
      "$2".*) ;;
      *)
        die "$1: “$piece” must begin with “$2.” or “$2/”, not be “$file”." ;;
    esac
  done
}

is_name ()
{
  case $1 in
    ''|*[!A-Za-z0-9._-]*|[.-]*) return 1 ;;
  esac
}

# check_pins DESCRIPTION PIECE FILE
check_pins ()
{
  local prefix=$2 value

  [ "$2" != File ] || prefix=
  value=$(field "$1" Network "${prefix}Size")
  case $value in
    unknown) ;;
    ''|*[!0-9]*) die "$1: the size of “$3” is missing or no number." ;;
  esac
  value=$(field "$1" Network "${prefix}SHA256")
  [ "$value" = unknown ] || is_hexadecimal "$value" 64 ||
    die "$1: the SHA-256 of “$3” is missing or wrong."
  value=$(field "$1" Network "${prefix}SHA1")
  [ -z "$value" ] || is_hexadecimal "$value" 40 ||
    die "$1: the SHA-1 of “$3” is wrong."
}

# is_hexadecimal TEXT LENGTH
is_hexadecimal ()
{
  case $1 in
    *[!0-9a-f]*) return 1 ;;
  esac
  [ ${#1} = "$2" ]
}

# demand_pins DESCRIPTION NAME: refuses what could not be verified.
demand_pins ()
{
  local piece

  for piece in $(pieces "$1")
  do
    has_checksum "$1" "$piece" && continue
    die "No checksum is known of “$(field "$1" Source "$piece")”, so what is" \
        "fetched could not be verified.  If you trust its source, install it" \
        "with: deep-dream-networks install $2 --trust"
  done
}

# --- Comparing --------------------------------------------------------------

# is_same DESCRIPTION INSTALLED: whether the latter is a copy of the former, in
# which pins that were unknown may have been filled in.
is_same ()
{
  [ -f "$2" ] && awk '
    NR == FNR { wanted[FNR] = $0; n = FNR; next }
    {
      if (wanted[FNR] ~ /^[A-Za-z0-9]*(Size|SHA256)=unknown$/)
        {
          key = wanted[FNR]
          sub (/=.*/, "=", key)
          same = substr ($0, 1, length (key)) == key
        }
      else
        same = $0 == wanted[FNR]
      if (! same)
        exit
    }
    END { exit ! (same && FNR == n) }' "$1" "$2"
}

# is_complete DESCRIPTION FOLDER: whether all files are there and undamaged.
is_complete ()
{
  local piece

  for piece in $(pieces "$1")
  do
    has_checksum "$1" "$piece" &&
      is_pinned "$1" "$piece" "$2/$(field "$1" Network "$piece")" || return 1
  done
}

# is_pinned DESCRIPTION PIECE PATH: whether PATH can be the file that is meant.
is_pinned ()
{
  local bytes sum

  [ -f "$3" ] && [ ! -L "$3" ] || return 1
  bytes=$(pin "$1" "$2" Size)
  [ -z "$bytes" ] || [ "$(size "$3")" = "$bytes" ] || return 1
  sum=$(pin "$1" "$2" SHA256)
  [ -z "$sum" ] || { [ "$(sha 256 "$3")" = "$sum" ]; return; }
  sum=$(pin "$1" "$2" SHA1)
  [ -z "$sum" ] || [ "$(sha 1 "$3")" = "$sum" ]
}

size ()
{
  wc -c < "$1" | tr -d ' '
}

# sha 1|256 FILE
sha ()
{
  if command -v "sha$1sum" > /dev/null
  then
    "sha$1sum" < "$2" | cut -d' ' -f1
  else
    shasum -a "$1" < "$2" | cut -d' ' -f1
  fi
}

# write_pins DESCRIPTION FOLDER: prints the description with the pins that were
# unknown, those of the files in the hidden folder, else in FOLDER.
write_pins ()
{
  local piece prefix file script=

  for piece in $(pieces "$1")
  do
    prefix=$piece
    [ "$piece" != File ] || prefix=
    file=$(field "$1" Network "$piece")
    [ -f "$stage/$file" ] && file=$stage/$file || file=$2/$file
    [ -n "$(pin "$1" "$piece" Size)" ] ||
      script="$script;s/^${prefix}Size=unknown\$/${prefix}Size=$(size "$file")/"
    [ -n "$(pin "$1" "$piece" SHA256)" ] ||
      script="$script;s/^${prefix}SHA256=unknown\$/${prefix}SHA256=$(
        sha 256 "$file")/"
  done
  sed -e "${script#;}" "$1"
}

# --- Showing ----------------------------------------------------------------

# print_facts DESCRIPTION NAME
print_facts ()
{
  local piece file bytes

  echo "$2: $(field "$1" Network Title)"
  echo "  $(state "$2")"
  echo "  source: $(source_of "$1")"
  echo "  licence: $(or_unknown "$(field "$1" Network License)")"
  [ -z "$(field "$1" Network Author)" ] ||
    echo "  author: $(field "$1" Network Author)"
  echo "  input: $(input_of "$1")"
  echo "  files:"
  for piece in $(pieces "$1")
  do
    file=$(field "$1" Network "$piece")
    bytes=$(pin "$1" "$piece" Size)
    echo "    $file, $(or_unknown "$bytes") bytes"
  done
}

# source_of DESCRIPTION
source_of ()
{
  case $(field "$1" Source Kind) in
    npm)    echo "npm's package $(field "$1" Source Package)" \
                 "$(field "$1" Source Version)" ;;
    github) echo "GitHub's repository $(field "$1" Source Repository)," \
                 "commit $(field "$1" Source Commit)" ;;
    zip)    field "$1" Source Archive ;;
    *)      field "$1" Source File ;;
  esac
}

# input_of DESCRIPTION
input_of ()
{
  local order mean scale

  order=$(field "$1" Input Order)
  mean=$(field "$1" Input Mean)
  scale=$(field "$1" Input Scale)
  if [ -n "$order$mean$scale" ]
  then
    echo "${order:-rgb}, mean ${mean:-0}, scale ${scale:-1}"
  else
    echo "as its file says"
  fi
}

or_unknown ()
{
  echo "${1:-unknown}"
}

# print_layers DESCRIPTION: their names and titles; a star marks the default.
print_layers ()
{
  awk -v standard="$(field "$1" Network DefaultLayer)" '
    { sub (/\r$/, "") }
    /^[ \t]*(#|$)/ { next }
    /^\[/ { inside = ($0 == "[Layers]"); next }
    inside {
      at = index ($0, "=")
      name = substr ($0, 1, at - 1)
      title = substr ($0, at + 1)
      if (name !~ /\[/)
        print "    " name (name == standard ? " *" : "") \
              (title == name ? "" : ": " title)
    }' "$1"
}

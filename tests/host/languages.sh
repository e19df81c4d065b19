#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# languages.sh BUILD PLUG_INS DATA: whether people read their language in a real
# GIMP, 2.10 or 3, where they see the plug-in: what the procedure is called in
# the menu and what GIMP says of it, the new layer's name, and an error.  It is
# installed from the folder BUILD; PLUG_INS is the folder for plug-ins, DATA that
# for data.  Prints TAP.  The default network must be installed for the user who
# runs it.

set -u

here=$(cd "$(dirname "$0")" && pwd)
. "$here/gimp.sh"
. "$here/locales.sh"

build=$1
plug_ins=$2
data=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

blurb="Let a neural network dream on the layer"
label="_Deep Dream…"
error="Deep Dream works on layers, not on layer masks or channels. Select the \
layer itself and try again."

main ()
{
  local language

  can_make_locales || { echo "1..0 # SKIP the package locales is not here"; exit; }
  install_tree "$build" "$work/tree" && make_catalogs "$work/catalogs" &&
    use_data "$work/data" "$work/tree" "$data" || exit 1

  for language in $(list_languages)
  do
    make_locale "$language" "$work/locales" || exit 1
    try "$language"
  done 2>&1 | tee "$work/output"

  echo "1..$(grep -c -E '^(not )?ok ' "$work/output")"
  grep -q '^ok ' "$work/output" && ! grep -q '^not ok ' "$work/output"
}

# try LANGUAGE: what GIMP prints besides becomes a comment, as TAP wants it.
try ()
{
  local status profile=$work/profile-$1 expected=()

  translated_profile "$profile" "$work/tree" "$plug_ins" || exit 1
  expected=("name=$(name_of_layer "$1")" "error=$(in_catalog "$1" "$error")")

  in_language "$1" "$work/locales" bash -c '. "$0" && gimp_batch "$@"' \
              "$here/gimp.sh" "$profile" \
              "$here/languages-gimp$(gimp_generation).scm" \
              here="$here" language="$1" "${expected[@]}" 2>&1 |
    sed -u -E '/^(not )?ok /! s/^/# /'
  status=${PIPESTATUS[0]}
  [ "$status" = 0 ] || echo "not ok - $1: GIMP runs to the end"

  check "$1: the menu's entry" is_in_menu "$1" "$profile/pluginrc"
  [ "$(gimp_generation)" = 3 ] ||
    check "$1: defaults that scripts can read" tells_defaults "$profile/pluginrc"
  check "$1: presets' titles" has_presets "$1"
}

# check NAME COMMAND…
check ()
{
  local name=$1

  shift
  if "$@"
  then
    echo "ok - $name"
  else
    echo "not ok - $name"
  fi
}

# name_of_layer LANGUAGE: with the title in the description of the network.
name_of_layer ()
{
  local title

  title=$(sed -n "s/^Mixed_5b\/concat\[$1\]=//p" \
              "$top/models/inception-v3.network")
  # shellcheck disable=SC2059 # the format is what is translated
  printf "$(in_catalog "$1" 'Dream of %s (%s)')" Foto "$title"
}

# is_in_menu LANGUAGE PLUGINRC: there, GIMP keeps what it shows.  GIMP 2.10 has
# it in English, with the catalog to look it up in whenever it shows it.
is_in_menu ()
{
  local told text catalogs

  told=$(sed -n '\|plug-ins/deep-dream/deep-dream"|,/^(plug-in-def/p' "$2")
  catalogs=$(sed -n 's/.*(locale-def "deep-dream" "\(.*\)").*/\1/p' <<< "$told")
  # shellcheck disable=SC2016 # that is what it says
  catalogs=${catalogs/'${gimp_dir}'/${2%/*}}

  for text in "$blurb" "$label"
  do
    if [ "$(gimp_generation)" = 2 ]
    then
      grep -q -F "\"$text\"" <<< "$told" && [ -d "$catalogs" ] &&
        [ "$(translation "$1" "$work/locales" "$catalogs" "$text")" = \
          "$(in_catalog "$1" "$text")" ]
    else
      grep -q -F "\"$(in_catalog "$1" "$text")\"" <<< "$told"
    fi || return
  done
}

# tells_defaults PLUGINRC: in words and digits that are no language's.
tells_defaults ()
{
  grep -q '"octave-scale" ".* (1\.1 to 3, default 1\.4)")' "$1" &&
    grep -q '"preset" ".* (default \\"\\")")' "$1" &&
    grep -q '"tileable" ".* (TRUE or FALSE, default FALSE)")' "$1"
}

# has_presets LANGUAGE: as installed, and as dialogs and the program list them.
has_presets ()
{
  local title

  title=$(sed -n "s/^Title\[$1\]=//p" "$top/models/presets/eyes.recipe")
  [ -n "$title" ] &&
    in_language "$1" "$work/locales" "$work/tree${data%/*}/bin/deep-dream" \
                presets | grep -q "^eyes  *$title\>"
}

# in_catalog LANGUAGE TEXT: prints what the sources' catalog has for it.
in_catalog ()
{
  translation "$1" "$work/locales" "$work/catalogs" "$2"
}

main

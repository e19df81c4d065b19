#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Whether all that people read is there in every language of po/LINGUAS: the
# catalogs, compared with a template that is made here from the sources as they
# are, and the titles in presets and in descriptions of networks.  Speaks TAP.

set -u

top=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
number=0
failed=0

# Their labels stand in one window, where a letter can be a key once only: a
# dream's, and an animation's.
windows=('engine/recipe/parameters.c plugin/gimp2/form.c plugin/gimp2/rows.c
          plugin/gimp2/preview.c plugin/gimp2/window.c
          plugin/gimp2/preset-chooser.c'
         'plugin/core/animation/animation.c plugin/gimp2/window.c
          plugin/gimp2/preset-chooser.c')

main ()
{
  local language

  make_template || { echo "Bail out! The template cannot be made."; exit 1; }
  check "letters are keys once" keys_differ en
  for language in $(grep -v '^#' "$top/po/LINGUAS")
  do
    check "$language: the catalog is sound" is_sound "$language"
    check "$language: nothing is untranslated" is_complete "$language"
    check "$language: letters are keys once" keys_differ "$language"
    check "$language: presets have titles and comments" \
          are_titled "$language" "$top"/models/presets/*.recipe
    check "$language: networks, layers and channels have titles" \
          are_titled "$language" "$top"/models/*.network
  done
  echo "1..$number"
  return "$failed"
}

# check NAME COMMAND…: what it prints is shown if it fails.
check ()
{
  local name=$1

  shift
  number=$((number + 1))
  if "$@" > "$tmp/log" 2>&1
  then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    sed 's/^/# /' "$tmp/log"
    failed=1
  fi
}

# With the keywords of Meson's preset for GLib.
make_template ()
{
  (
    cd "$top" &&
      grep -v '^#' po/POTFILES.in > "$tmp/files" &&
      xgettext --files-from="$tmp/files" --from-code=UTF-8 \
               --add-comments --add-location=file \
               --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 \
               --output="$tmp/all.pot"
  ) || return
  msgen --no-wrap -o "$tmp/en.po" "$tmp/all.pot"
}

# is_sound LANGUAGE: its header, its formats and its keys.
is_sound ()
{
  msgfmt --check --check-accelerators=_ -o /dev/null "$top/po/$1.po" &&
    grep -q "^\"Language: $1\\\\n\"$" "$top/po/$1.po" &&
    head -n 1 "$top/po/$1.po" | grep -q 'SPDX-License-Identifier: '
}

is_complete ()
{
  local counts

  msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$tmp/$1.po" \
           "$top/po/$1.po" "$tmp/all.pot" || return
  counts=$(LC_ALL=C msgfmt --statistics -o /dev/null "$tmp/$1.po" 2>&1)
  case $counts in
    *fuzzy*|*untranslated*) ;;
    *) return 0 ;;
  esac

  echo "po/$1.po: $counts"
  msgattrib --untranslated --no-obsolete --no-wrap "$tmp/$1.po" |
    sed -n 's/^msgid "\(..*\)"$/untranslated: \1/p'
  msgattrib --only-fuzzy --no-obsolete --no-wrap "$tmp/$1.po" |
    sed -n 's/^msgid "\(..*\)"$/fuzzy: \1/p'
  echo "Run “meson compile -C BUILD deep-dream-update-po”, then translate in" \
       "po/$1.po what is empty, and check what is marked as fuzzy."
  return 1
}

# keys_differ LANGUAGE
keys_differ ()
{
  local window file files status=0

  for window in "${windows[@]}"
  do
    files=()
    for file in $window
    do
      files+=(-N "$file")
    done
    msggrep "${files[@]}" --no-wrap "$tmp/$1.po" | grep '^msgstr' |
      grep -o '_.' | tr '[:lower:]' '[:upper:]' | sort > "$tmp/keys"
    uniq -d "$tmp/keys" | sed 's/^_/a key twice: /' | tee "$tmp/twice"
    [ -s "$tmp/keys" ] && [ ! -s "$tmp/twice" ] || status=1
  done
  return "$status"
}

# are_titled LANGUAGE FILE…: what is a name alone, such as “MobileNet v1”, is
# the same in all languages.
are_titled ()
{
  awk -v language="$1" '
    function finish (key) {
      for (key in wanted)
        if (! (key in found))
          {
            printf "%s: %s[%s] is missing\n", file, key, language
            missing = 1
          }
      delete wanted
      delete found
    }
    FNR == 1 { finish(); file = FILENAME; n_files++ }
    /^#/ || /^$/ { next }
    /^\[/ { group = $0; next }
    {
      at = index ($0, "=")
      key = substr ($0, 1, at - 1)
      value = substr ($0, at + 1)
    }
    key ~ /\[/ {
      sub (/\]$/, "", key)
      split (key, part, "[")
      if (part[2] == language && value != "")
        found[part[1]]
      next
    }
    group == "[Preset]" && key ~ /^(Title|Comment)$/ ||
    group == "[Layers]" || group == "[Channels]" ||
    group == "[Network]" && key == "Title" && value ~ / [a-z][a-z]+/ {
      wanted[key]
    }
    END { finish(); exit missing || ! n_files }' "${@:2}"
}

main

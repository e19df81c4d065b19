# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# A shell library, sourced after gimp.sh by the tests that use GIMP in other
# languages: the plug-in as it is installed, with its catalogs, and real
# locales, which are made for the purpose.  Needs the package locales.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# list_languages: prints those of po/LINGUAS.
list_languages ()
{
  grep -v '^#' "$top/po/LINGUAS"
}

# can_make_locales: whether there is what locales are made from.
can_make_locales ()
{
  command -v localedef > /dev/null && [ -e /usr/share/i18n/locales/de_DE ]
}

# locale_of LANGUAGE: prints the name of the locale that is taken for it.
locale_of ()
{
  case $1 in
    ja)  echo ja_JP.UTF-8 ;;
    *_*) echo "$1.UTF-8" ;;
    *)   echo "$1_${1^^}.UTF-8" ;;
  esac
}

# make_locale LANGUAGE FOLDER: makes the locale, where in_language will find it.
make_locale ()
{
  local name

  name=$(locale_of "$1")
  mkdir -p "$2" && localedef -i "${name%.*}" -f UTF-8 "$2/$name"
}

# in_language LANGUAGE FOLDER COMMAND…: what people set is out of the way.
in_language ()
{
  local name folder=$2

  name=$(locale_of "$1")
  shift 2
  env -u LANGUAGE LANG="$name" LC_ALL="$name" LOCPATH="$folder" "$@"
}

# install_tree BUILD FOLDER: installs what has been built below FOLDER.
install_tree ()
{
  mkdir -p "$2" && meson install -C "$1" --no-rebuild --quiet --destdir "$2"
}

# translated_profile PROFILE TREE PLUG_INS: a profile in which GIMP knows the
# plug-in from below TREE, where it is installed in the folder PLUG_INS.  The
# catalogs are found where the installed link says.
translated_profile ()
{
  local plugin=$2$3/deep-dream catalogs

  catalogs=$(readlink "$plugin/locale") &&
    gimp_profile "$1" "$plugin/deep-dream" &&
    ln -sfn "$2$catalogs" "$1/plug-ins/deep-dream/locale" &&
    [ -e "$1/plug-ins/deep-dream/locale/" ]
}

# use_data FOLDER TREE DATA: from now on, presets come from below TREE, where
# data is installed in the folder DATA, and the network from FOLDER: the user's,
# with its description as it is here.
use_data ()
{
  local networks=$1/deep-dream/networks file

  mkdir -p "$networks" || return
  for file in "${XDG_DATA_HOME:-$HOME/.local/share}"/deep-dream/networks/inception-v3.*
  do
    ln -sf "$file" "$networks/"
  done
  ln -sf "$top/models/inception-v3.network" "$networks/"

  # Windows need the system's icons.
  export XDG_DATA_HOME=$1 XDG_DATA_DIRS=$2$3:/usr/share
}

# make_catalogs FOLDER: what translation reads, from the sources.
make_catalogs ()
{
  local language

  for language in $(list_languages)
  do
    mkdir -p "$1/$language/LC_MESSAGES" &&
      msgfmt -o "$1/$language/LC_MESSAGES/deep-dream.mo" \
             "$top/po/$language.po" || return
  done
}

# translation LANGUAGE LOCALES CATALOGS TEXT: prints the text as in_language
# with LOCALES it is read in CATALOGS, and what is not translated as it is.
translation ()
{
  in_language "$1" "$2" env TEXTDOMAINDIR="$3" gettext -d deep-dream "$4"
}

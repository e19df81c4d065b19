# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
#
# A shell library, sourced by demo.sh and check.sh: what a bare Debian machine
# lacks is installed, the networks that presets need fetched, the tree configured
# and built.  Everything that is there already is left alone, so that the second
# time costs a few seconds.
#
# Expects $top, the folder of the source tree.  Each function prints what it
# does, and ends the script with a sentence that says what to do if it cannot.

network=                # the one that dreams; set by install_networks
builds=${DEEP_DREAM_BUILDS:-$top}       # kept between runs
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

apt_is_fresh=

# What is relative would mean something else after a cd.
case ${DEEP_DREAM_MIRROR-} in
  ''|/*|*://*) ;;
  *) DEEP_DREAM_MIRROR=$PWD/$DEEP_DREAM_MIRROR ;;
esac
export DEBIAN_FRONTEND=noninteractive

step ()
{
  printf '\n==> %s\n' "$*"
}

die ()
{
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# quietly SENTENCE COMMAND…: shows what the command prints only if it fails,
# followed by the sentence.
quietly ()
{
  local sentence=$1

  shift
  "$@" > "$log" 2>&1 < /dev/null && return
  tail -n 25 "$log" >&2
  die "$sentence"
}

# --- Packages ---------------------------------------------------------------

as_root ()
{
  if [ "$(id -u)" = 0 ]
  then
    "$@"
  elif command -v sudo > /dev/null
  then
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  else
    die "Packages must be installed and sudo is not here; run this as root."
  fi
}

is_installed ()
{
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null)" = installed ]
}

# install_packages PACKAGE…: those that are missing.
install_packages ()
{
  local package missing=

  command -v dpkg-query > /dev/null ||
    die "This script installs packages on Debian and its relatives only." \
        "Build as README.md says, under “Building”."
  for package in "$@"
  do
    is_installed "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0

  step "Installing packages:$missing"
  refresh_apt
  # shellcheck disable=SC2086 # a list of words
  quietly "Packages could not be installed.  See apt's lines above, repair \
that with “apt-get -f install”, and try again." \
          as_root apt-get install -qq -y --no-install-recommends $missing
}

refresh_apt ()
{
  [ -z "$apt_is_fresh" ] || return 0
  quietly "apt-get update failed.  Check the network connection and \
/etc/apt/sources.list, and try again." \
          as_root apt-get update -qq
  apt_is_fresh=yes
}

# The GIMP that is here, else the newest that Debian offers: 2 or 3.
gimp_to_build_for ()
{
  local version

  if command -v gimp-console > /dev/null
  then
    version=$(LC_ALL=C gimp-console --version)
  else
    refresh_apt
    version=$(apt-cache policy gimp | grep Candidate)
  fi
  case $version in
    *' 2.'*) echo 2 ;;
    *)       echo 3 ;;
  esac
}

# install_build_packages: GIMP, and what building for it takes.
install_build_packages ()
{
  local generation headers=libgimp-3.0-dev

  # Decided in a subshell, where neither step nor apt_is_fresh would be seen.
  command -v gimp-console > /dev/null || refresh_apt
  generation=$(gimp_to_build_for)
  [ "$generation" = 3 ] || headers=libgimp2.0-dev
  install_packages gimp "$headers" gcc libc6-dev meson pkgconf gettext \
                   libjson-glib-dev libprotobuf-c-dev protobuf-c-compiler
}

# --- The networks -----------------------------------------------------------

# install_npm: any npm will do; Debian's only where there is none.
install_npm ()
{
  command -v npm > /dev/null || install_packages npm ca-certificates
}

# install_networks NAME…: those that presets need.  Of these names, at least one
# has to be there in the end; the first that is becomes $network.
install_networks ()
{
  if ! networks_are_there
  then
    install_npm
    step "Installing the networks that presets need"
    "$top/models/deep-dream-networks" install --recommended ||
      echo "What is not installed can be fetched later:" \
           "models/deep-dream-networks install --recommended"
  fi
  for network in "$@"
  do
    "$top/models/deep-dream-networks" check "$network" > "$log" 2>&1 && return
  done
  tail -n 25 "$log" >&2
  die "Deep Dream cannot dream without $(or_list "$@"); see above why it could" \
      "not be installed, and try again."
}

# networks_are_there: whether those that are recommended are installed, and
# nothing that is installed is damaged.
networks_are_there ()
{
  ! "$top/models/deep-dream-networks" list |
    grep -q ', recommended, not installed$' &&
    "$top/models/deep-dream-networks" check > /dev/null 2>&1
}

# or_list WORD…
or_list ()
{
  local words

  words=$(printf ' or %s' "$@")
  echo "the network${words# or}"
}

# --- Building ---------------------------------------------------------------

# build FOLDER [MESON-OPTION…]: configures the folder with the options, or the
# options alone if it has been configured before, and compiles.
build ()
{
  local folder=$1

  shift
  if [ ! -f "$folder/build.ninja" ]
  then
    step "Configuring $folder"
    quietly "Configuring failed.  See Meson's lines above." \
            meson setup "$folder" "$top" "$@"
  elif [ $# -gt 0 ]
  then
    quietly "$folder could not be configured anew.  Remove it and try again." \
            configure_anew "$folder" "$@"
  fi
  step "Building in $folder"
  quietly "Building failed.  See the compiler's lines above; if $folder came \
from another machine, remove it and try again." \
          meson compile -C "$folder"
}

# configure_anew FOLDER MESON-OPTION…: Meson learns of the options that the tree
# has got since only if it reads all of it again, and then takes none of C's.
configure_anew ()
{
  local folder=$1

  shift
  meson setup --reconfigure "$folder" "$top" && meson configure "$folder" "$@"
}

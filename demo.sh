#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# From a bare Debian to a dreamed photo: installs what is missing, networks, and
# the plug-in for this user, and has GIMP dream a photo.  See --help.

set -u

top=$(cd "$(dirname "$0")" && pwd) || exit 1
. "$top/tests/setup.sh" || exit 1
. "$top/tests/host/gimp.sh" || exit 1

work=         # holds what GIMP writes until it is complete
photo=
png=
xcf=

main ()
{
  local began=$SECONDS

  case ${1-} in
    --help|-h) print_help; exit ;;
    -?*)       print_help >&2; exit 2 ;;
  esac
  [ $# -le 2 ] || { print_help >&2; exit 2; }

  name_output "${2:-dream.png}"
  if [ -n "${1-}" ]
  then
    check_photo "$1"
    photo=$(realpath "$1")
  fi

  install_build_packages
  install_networks inception-v3 mobilenet-v1
  photo=${photo:-$(example_photo)}
  check_photo "$photo"
  install_plug_in
  dream

  step "Done in $((SECONDS - began)) s; the dream took $(cat "$work/seconds") s"
  printf '%s\n' "The dream:                 $png" \
                "with the original below it: $xcf"
  [ -z "${SUDO_USER-}" ] ||
    echo "The plug-in is in root's GIMP now; for yours, run this without sudo."
}

print_help ()
{
  cat <<EOT
Usage: ./demo.sh [PHOTO [OUT.png]]

Has GIMP dream PHOTO (an example if there is none) and saves the picture as
OUT.png (dream.png in this folder if there is none) and, with the original and
the dream as two layers, as OUT.xcf.

On Debian, everything that is needed for it is installed first: packages with
apt-get (as root, or with sudo), the networks that presets need, and the plug-in,
which then is in your GIMP under Filters > Artistic.

If DEEP_DREAM_MIRROR is set in the environment, to a folder or an address,
networks are looked for there first: see models/deep-dream-networks --help.
EOT
}

# --- Input and output -------------------------------------------------------

# name_output OUT: sets $png and $xcf.
name_output ()
{
  local folder

  case $1 in
    *.[Pp][Nn][Gg]) ;;
    *) die "The picture is saved as PNG; name it OUT.png instead of “$1”." ;;
  esac
  folder=$(cd "$(dirname "$1")" 2> /dev/null && pwd) ||
    die "There is no folder for “$1”; make it first."
  [ -w "$folder" ] ||
    die "$folder cannot be written to; name an OUT.png in another folder."
  png=${folder%/}/$(basename "$1")
  xcf=${png%.*}.xcf
  [ ! -d "$png" ] && [ ! -d "$xcf" ] ||
    die "$png or $xcf is a folder; choose another name."
}

# check_photo PHOTO: refuses before anything long is done.
check_photo ()
{
  [ -e "$1" ] || die "There is no photo “$1”."
  [ -f "$1" ] || die "“$1” is no file; a photo is needed."
  [ -r "$1" ] || die "“$1” cannot be read; you lack the rights."
  [ -s "$1" ] || die "“$1” is empty; a photo is needed."
  ! is_text "$1" || die "“$1” is a text and no picture."
  if [ "$1" -ef "$png" ] || [ "$1" -ef "$xcf" ]
  then
    die "The dream would overwrite the photo; name another OUT.png."
  fi
}

# is_text FILE: whether its beginning is text, but of a picture's kind.
is_text ()
{
  [ "$(head -c 4096 "$1" | LC_ALL=C tr -d '[:print:][:space:]' | wc -c)" = 0 ] &&
    ! head -c 4096 "$1" |
      grep -qE '^P[1-7]|<svg|^#define|^/\* XPM|^%!PS|^%PDF|^SIMPLE|^DICM'
}

# --- Installing -------------------------------------------------------------

# The photo that comes with the network, else the one of README.md.
example_photo ()
{
  local photo

  photo=$("$top/models/deep-dream-networks" list |
            sed -n "s/^$network: .* installed in //p")/$network.example.jpg
  [ -f "$photo" ] || photo=$top/docs/before.jpg
  echo "$photo"
}

# GIMP's folder of this user's settings.
profile ()
{
  local config

  config=${XDG_CONFIG_HOME:-$HOME/.config}/GIMP/$(gimp_version)
  if [ "$(gimp_generation)" = 2 ]
  then
    config=${GIMP2_DIRECTORY:-$config}
  else
    config=${GIMP3_DIRECTORY:-$config}
  fi
  case $config in
    /*) echo "$config" ;;
    *)  echo "$HOME/$config" ;;
  esac
}

install_plug_in ()
{
  local profile

  profile=$(profile)
  make_profile "$profile"
  build "$builds/build" --prefix "$HOME/.local" \
        "-Dgimp$(gimp_generation)-plugin-dir=$profile/plug-ins"
  step "Installing the plug-in into $profile/plug-ins"
  quietly "Installing failed.  See Meson's lines above." \
          meson install -C "$builds/build" --no-rebuild

  step "Drawing what presets do"
  "$HOME/.local/bin/deep-dream" presets --thumbnails > "$log" 2>&1 ||
    echo "This can be done later: deep-dream presets --thumbnails"
}

# make_profile FOLDER: GIMP makes its folder, and takes over the settings of an
# older version, only if there is none yet, so not once a plug-in lies in it.
make_profile ()
{
  [ ! -d "$1" ] || return 0
  step "Starting GIMP for the first time"
  quietly "GIMP does not start.  See its lines above." \
          gimp-console -i -d -f -b '(gimp-quit 1)' \
          --batch-interpreter=plug-in-script-fu-eval
  mkdir -p "$1/plug-ins"
}

# --- Dreaming ---------------------------------------------------------------

# GIMP sees plain names in a folder of ours, whatever the photo's own is, and
# the results get theirs when they are complete.
dream ()
{
  local ending=${photo##*.}

  case $ending in
    */*|*[!A-Za-z0-9]*) ending=picture ;;
  esac
  work=$(mktemp -d) || die "No temporary folder could be made in ${TMPDIR:-/tmp}."
  trap 'rm -rf "$work" "$log" "$png.part" "$xcf.part"' EXIT
  ln -s "$photo" "$work/photo.$ending"

  step "Dreaming $photo (this may take a minute or two)"
  if ! gimp_batch "$(profile)" \
         "$top/tests/host/demo-gimp$(gimp_generation).scm" \
         photo="$work/photo.$ending" tmp="$work" > "$log" 2>&1
  then
    tail -n 25 "$log" >&2
    ! grep -q 'execution of gimp-file-load failed' "$log" ||
      die "“$photo” is no picture that GIMP can open."
    die "GIMP could not dream the photo; its lines above say why."
  fi
  save "$work/dream.png" "$png"
  save "$work/dream.xcf" "$xcf"
}

# save FILE PATH: the whole file or nothing.
save ()
{
  cp "$1" "$2.part" && mv -f "$2.part" "$2" ||
    die "$2 could not be written; is the disk full?"
}

main "$@"

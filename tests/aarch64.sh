#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes a folder with the libraries that the engine needs for aarch64, for the
# cross compiler and qemu to find them in, from the same Debian as this machine's.
#
# The packages are fetched by an apt with a state of its own and are unpacked,
# not installed: they cannot conflict with the machine's, no architecture is
# added to it, and it does not take root.  The folder is kept in the user's
# cache.

set -u

packages='libglib2.0-dev libjson-glib-dev libprotobuf-c-dev libc6-dev'
cache=${XDG_CACHE_HOME:-$HOME/.cache}/deep-dream/aarch64
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-debian}")
root=$cache/$suite-$(printf '%s' "$packages" | cksum | cut -d ' ' -f 1)
constants=$root.ini                     # for Meson, see aarch64.ini

main ()
{
  case ${1-} in
    '')        ;;
    --help|-h) print_help; exit ;;
    *)         print_help >&2; exit 2 ;;
  esac

  # Complete when it has its final name.
  [ -d "$root" ] || make_root >&2
  print_constants > "$constants" || die "$constants could not be written."
  echo "$constants"
}

print_help ()
{
  cat <<EOT
Usage: tests/aarch64.sh

Prints the name of a file for Meson that says where the libraries for aarch64
are.  To build and test the engine:

  meson setup build-aarch64 -Dplugin=disabled \\
        --cross-file "\$(tests/aarch64.sh)" --cross-file tests/aarch64.ini
  meson test -C build-aarch64

It takes the packages gcc-aarch64-linux-gnu and qemu-user.
EOT
}

# What starts the compiler may be ccache.
print_constants ()
{
  printf "[constants]\nsysroot = '%s'\n" "$root"
  if command -v ccache > /dev/null
  then
    echo "launcher = ['ccache']"
  else
    echo "launcher = []"
  fi
}

die ()
{
  printf 'aarch64.sh: %s\n' "$*" >&2
  exit 1
}

make_root ()
{
  local part=$cache/$suite.part archive

  rm -rf --one-file-system "$part"
  mkdir -p "$part/root" "$part/apt/lists/partial" \
           "$part/apt/archives/partial" ||
    die "$part could not be made."
  fetch_packages "$part/apt" > "$part/log" 2>&1 < /dev/null ||
    {
      tail -n 5 "$part/log" >&2
      die "The packages for aarch64 could not be fetched.  Check the network" \
          "connection and try again."
    }

  for archive in "$part"/apt/archives/*.deb
  do
    dpkg-deb -x "$archive" "$part/root" ||
      die "$archive could not be unpacked."
  done
  # A package of a Debian whose /lib is a link does not bring the link.
  [ -e "$part/root/lib" ] || ln -s usr/lib "$part/root/lib"

  mv "$part/root" "$root" && rm -rf --one-file-system "$part"
}

# fetch_packages FOLDER: with all that they depend on, as nothing is installed.
fetch_packages ()
{
  : > "$1/status"
  cat > "$1/apt.conf" <<EOT
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Sandbox::User "root";
Dir::State "$1";
Dir::State::status "$1/status";
Dir::Cache "$1";
EOT
  export APT_CONFIG=$1/apt.conf
  # shellcheck disable=SC2086 # a list of words
  apt-get update &&
    apt-get install --yes --no-install-recommends --download-only $packages
}

main "$@"

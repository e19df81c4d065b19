#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command, as a rule check.sh, on a copy of this tree in a Debian of
# another suite: trixie has GIMP 3.0, sid GIMP 3.2.
#
# The suite is bootstrapped once into a folder of the user's cache; packages
# and builds stay there, so that the next run is quick.  Everything that is
# mounted, and every process that is started, belongs to namespaces of this
# script's own, and ends with it whatever happens.

set -u

top=$(cd "$(dirname "$0")/.." && pwd)
chroots=${XDG_CACHE_HOME:-$HOME/.cache}/deep-dream/chroots
data=${XDG_DATA_HOME:-$HOME/.local/share}/deep-dream/networks
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
authorities=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}

main ()
{
  local suite=${1-}

  case $suite in
    --help|-h)    print_help; exit ;;
    ''|*[!a-z-]*) print_help >&2; exit 2 ;;
    *)            shift ;;
  esac
  [ $# -gt 0 ] || set -- ./check.sh

  become_root "$suite" "$@"
  lock "$suite"
  [ -d "$chroots/$suite" ] || make_chroot "$suite"
  prepare "$chroots/$suite"
  run_inside "$chroots/$suite" "$@"
}

print_help ()
{
  cat <<EOT
Usage: tests/chroot.sh SUITE [COMMAND [ARGUMENT…]]

Runs COMMAND (./check.sh if there is none) on a copy of this tree in a Debian
chroot.  SUITE is trixie (GIMP 3.0), sid (GIMP 3.2) or another of Debian's.

The chroot is kept in $chroots.
EOT
}

die ()
{
  printf 'chroot.sh: %s\n' "$*" >&2
  exit 1
}

become_root ()
{
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo > /dev/null ||
    die "A chroot can be used by root alone, and sudo is not here."
  exec sudo env HOME="$HOME" CI="${CI-}" \
       XDG_CACHE_HOME="${XDG_CACHE_HOME-}" XDG_DATA_HOME="${XDG_DATA_HOME-}" \
       "$0" "$@"
}

# The lock goes with the process.
lock ()
{
  mkdir -p "$chroots" || die "$chroots could not be made."
  exec 8> "$chroots/$1.lock"
  flock -n 8 || die "The chroot $1 is in use; wait for the other run to end."
}

# make_chroot SUITE: complete when it has its final name.
make_chroot ()
{
  local part=$chroots/$1.part

  if ! grep -qs 'Base system installed successfully' "$chroots/$1.log"
  then
    command -v debootstrap > /dev/null ||
      die "debootstrap is missing.  Install the package debootstrap."
    echo "Bootstrapping $1 into $chroots…"
    rm -rf --one-file-system "$part"
    # shellcheck disable=SC2046 # no mirror is no argument
    debootstrap --variant=minbase --keyring="$keyring" "$1" "$part" \
                $(mirror) > "$chroots/$1.log" 2>&1 < /dev/null ||
      {
        tail -n 5 "$chroots/$1.log" >&2
        die "debootstrap failed.  Check the network connection and try again;" \
            "the whole log is $chroots/$1.log."
      }
  fi
  mv "$part" "$chroots/$1"
}

# The mirror that this machine gets its packages from, if it is a Debian.
mirror ()
{
  apt-get indextargets --format '$(SITE) $(REPO_URI)' \
          'Created-By: Packages' 'Origin: Debian' 2> /dev/null |
    awk '$2 !~ /security/ { print $2; exit }'
}

# prepare ROOT: what may have changed since the last run.
prepare ()
{
  # Packages' daemons are not to be started.
  printf '#!/bin/sh\nexit 101\n' > "$1/usr/sbin/policy-rc.d"
  chmod 755 "$1/usr/sbin/policy-rc.d"

  # A mirror may be a snapshot of some days ago.  No file needs to survive a
  # power cut here, which saves dpkg minutes.
  {
    echo 'Acquire::Check-Valid-Until "false";'
    apt-config dump Acquire 2> /dev/null | grep -i proxy
  } > "$1/etc/apt/apt.conf.d/90deep-dream"
  echo force-unsafe-io > "$1/etc/dpkg/dpkg.cfg.d/deep-dream"

  cp -L /etc/resolv.conf /etc/hosts "$1/etc/" 2> /dev/null
  # npm is to trust whom it trusts here, be it a company's proxy.
  cp -L "$authorities" "$1/root/authorities.crt" 2> /dev/null
  copy_tree "$1/root/deep-dream"
  copy_network "$1/root/.local/share/deep-dream/networks"
}

# copy_tree FOLDER: without builds, which do not fit there.
copy_tree ()
{
  rm -rf --one-file-system "$1"
  mkdir -p "$1" || die "$1 could not be made."
  tar -C "$top" -cf - --exclude=./.git --exclude='./build' \
      --exclude='./build-*' . | tar -C "$1" -xf - ||
    die "The tree could not be copied into the chroot."
}

copy_network ()
{
  [ -d "$data" ] || return 0
  mkdir -p "$1" && cp -ru "$data"/* "$1/" ||
    die "The network could not be copied into the chroot."
}

# run_inside ROOT COMMAND…
run_inside ()
{
  local root=$1

  shift
  unshare --mount --pid --fork --kill-child -- \
    bash -c "$(declare -f enter)"'; enter "$@"' enter "$root" "$(passed_on)" "$@"
}

# enter ROOT ENVIRONMENT COMMAND…: runs in the new namespaces.
enter ()
{
  local root=$1 passed_on=$2

  shift 2
  # Only a root that is a mount can have namespaces of its own below it.
  mount --bind "$root" "$root" && cd "$root" || exit 1
  mount -t proc proc "$root/proc" || exit 1
  mkdir -p "$root/dev/shm" "$root/dev/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm" || exit 1
  # shellcheck disable=SC2086 # a list of words
  exec chroot "$root" env -i $passed_on HOME=/root LANG=C.UTF-8 \
       PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
       DEEP_DREAM_BUILDS=/root/builds \
       NODE_EXTRA_CA_CERTS=/root/authorities.crt \
       bash -c 'cd /root/deep-dream && exec "$@"' bash "$@"
}

# The variables that mean the same inside.
passed_on ()
{
  env | grep -E '^(CI|TERM|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY)=[^ ]*$' |
    tr '\n' ' '
}

main "$@"

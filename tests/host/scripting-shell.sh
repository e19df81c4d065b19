#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# scripting-shell.sh DEEP_DREAM PHOTO PAGE: the examples of the page about
# scripts that do without GIMP: loops, GNU parallel on this machine, and on two
# machines, both of which are this one behind an SSH server of our own.  Prints
# TAP.  The default network must be installed for the user who runs it.

set -u

here=$(cd "$(dirname "$0")" && pwd)
. "$here/page.sh"

program=$(realpath "$1")
photo=$2
page=$3
sshd=$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v sshd)
server=

main ()
{
  if [ ! -e "$photo" ]
  then
    echo "1..0 # SKIP the default network with its photo is not installed"
    exit
  fi
  work=$(mktemp -d) || exit 1
  trap clean_up EXIT
  mkdir "$work/page" "$work/bin" && cd "$work/page" || exit 1
  make_photos "$photo" || exit 1
  ln -s "$program" "$work/bin/deep-dream"
  PATH=$work/bin:$PATH
  export PARALLEL_HOME=$work/parallel LC_ALL=C.UTF-8 LANGUAGE=
  mkdir "$PARALLEL_HOME"

  check "each block on the page is tested somewhere" all_are_marked
  test_loop
  if ! type -P parallel > /dev/null
  then
    skip "GNU parallel on all cores" "the package parallel is not installed"
  else
    test_cores
    test_machines
    check "each example without GIMP is tested" were_run shell
  fi
  report
}

clean_up ()
{
  [ -z "$server" ] || kill "$server"
  rm -rf "$work"
  # Made by GNU parallel's other end.
  rmdir ~/.parallel/tmp ~/.parallel 2> /dev/null
}

all_are_marked ()
{
  # Those for the two GIMPs are another test's.
  [ "$(grep -c '^```[a-z]' "$page")" = "$(list_blocks '(gimp2|gimp3|shell)' |
                                          wc -l)" ]
}

skip ()
{
  number=$((number + 1))
  echo "ok $number - $1 # SKIP $2"
}

test_loop ()
{
  check "loop: it runs" run_block shell loop
  check_dreams "loop"
  check "the photo that is broken is noted" \
        grep -x 'photos/broken.jpg: exit code 1' failed.txt
  check "and it alone" [ "$(wc -l < failed.txt)" = 1 ]
  rm -r dreams
}

# check_dreams WHAT: the two that can be dreamed are.
check_dreams ()
{
  check "$1: a photo is dreamed" is_dream dreams/cat.png photos/cat.jpg
  check "$1: so is one with a blank in its name" \
        is_dream "dreams/two dogs.png" "photos/two dogs.jpg"
}

test_cores ()
{
  run_block shell cores
  check "cores: the exit code is the number of failures" [ $? = 1 ]
  check_dreams "cores"
  check "the log is read" run_block shell failed
  check "it tells which failed and with what" \
        grep -E '^exit code 1: deep-dream photos/broken.jpg ' output.log
  check "and no other" [ "$(wc -l < output.log)" = 1 ]

  magick photo.jpg -negate photos/broken.jpg
  touch before
  sleep 0.1
  check "retry: it succeeds when the photo has been repaired" \
        run_block shell retry
  check "and the photo is dreamed" is_dream dreams/broken.png photos/broken.jpg
  check "what was done is not done again" [ before -nt dreams/cat.png ]
  rm -r dreams
}

test_machines ()
{
  local reason

  if ! reason=$(missing_for_machines)
  then
    skip "GNU parallel on several machines" "$reason"
    blocks_run="$blocks_run shell/machines "
    return
  fi
  check "an SSH server of our own is started" start_server
  echo "This is no picture." > photos/broken.jpg

  run_block shell machines
  check "machines: the exit code is the number of failures" [ $? = 1 ]
  check_dreams "machines"
  check "both machines took part" \
        [ "$(tail -n +2 machines.log | cut -f 2 | sort -u | xargs)" = "alice bob" ]
  check "nothing is left on them" leaves_nothing
}

missing_for_machines ()
{
  local tool

  for tool in ssh ssh-keygen rsync
  do
    type -P "$tool" > /dev/null || { echo "$tool is not here"; return 1; }
  done
  [ -n "$sshd" ] || { echo "sshd (package openssh-server) is not here"; return 1; }
}

# start_server: as an ordinary process, for this user alone, with keys that are
# thrown away.  `ssh` then knows two machines.
start_server ()
{
  local port

  # What Debian's init script does.
  [ "$(id -u)" != 0 ] || mkdir -p /run/sshd || return 1
  ssh-keygen -q -t ed25519 -N '' -f "$work/host-key" || return 1
  ssh-keygen -q -t ed25519 -N '' -f "$work/key" || return 1

  for port in $(shuf -i 20000-30000 -n 5)
  do
    write_settings "$port"
    "$sshd" -D -e -f "$work/sshd_config" 2> "$work/sshd.log" &
    server=$!
    answers && return
    cat "$work/sshd.log"
    kill "$server" 2> /dev/null
    wait "$server"
    server=
  done
  return 1
}

write_settings ()
{
  local data=${XDG_DATA_HOME:-$HOME/.local/share}

  cat > "$work/sshd_config" <<EOT
Port $1
ListenAddress 127.0.0.1
HostKey "$work/host-key"
AuthorizedKeysFile "$work/key.pub"
StrictModes no
PasswordAuthentication no
PermitRootLogin yes
PidFile none
SetEnv PATH="$PATH" XDG_DATA_HOME="$data"
EOT
  cat > "$work/ssh_config" <<EOT
Host alice bob
  HostName 127.0.0.1
  HostKeyAlias test
  Port $1
  IdentityFile "$work/key"
  IdentitiesOnly yes
  UserKnownHostsFile "$work/known"
  StrictHostKeyChecking accept-new
  BatchMode yes
  LogLevel ERROR
EOT
  cat > "$work/bin/ssh" <<EOT
#!/bin/sh
exec "$(PATH=/usr/local/bin:/usr/bin:/bin type -P ssh)" -F "$work/ssh_config" "\$@"
EOT
  chmod +x "$work/bin/ssh"
}

answers ()
{
  local tries

  for tries in $(seq 50)
  do
    kill -0 "$server" 2> /dev/null || return 1
    ssh alice true 2> /dev/null && return
    sleep 0.1
  done
  ssh alice true
}

# The photos' copies would be in a folder of their own below this one.
leaves_nothing ()
{
  ! find ~/.parallel/tmp -type f 2> /dev/null | grep .
}

main

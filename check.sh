#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the tree in every way that counts and runs all tests.  See --help.

set -u

top=$(cd "$(dirname "$0")" && pwd) || exit 1
. "$top/tests/setup.sh" || exit 1

# The versions of clang-format and clang-tidy differ in details; this one's word
# counts.
clang_version=14

passed=0
failed=0
skipped=0
all=
gimp_only=
second=                 # whether all of it has been done in another Debian
networks=true           # whether they are compared with PyTorch

main ()
{
  case ${1-} in
    '')        ;;
    --all)     all=yes ;;
    --short)   networks=false ;;
    --second)  networks=false; second=yes ;;
    --gimp)    networks=false; gimp_only=yes ;;
    --help|-h) print_help; exit ;;
    *)         print_help >&2; exit 2 ;;
  esac
  [ $# -le 1 ] || { print_help >&2; exit 2; }

  cd "$top" || exit 1
  find_mirror
  install_test_packages
  install_networks inception-v3
  [ "$networks" = false ] || install_trained_networks

  if [ -n "$gimp_only" ]
  then
    check_gimp
  else
    check_everything
  fi

  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" = 0 ] && { [ "${CI-}" != true ] || [ "$skipped" = 0 ]; }
}

check_everything ()
{
  check_gcc
  [ -z "$all" ] && [ "${CI-}" != true ] || check_clang
  check_sanitizers
  [ -z "$all" ] || check_threads
  [ -z "$all" ] || check_aarch64
  check_template
  check_format
  check_tidy
  check_licences
  [ -z "$all" ] || check_chroot trixie
}

print_help ()
{
  cat <<EOT
Usage: ./check.sh [--all | --short | --second | --gimp]

Installs what is missing, builds with all warnings as errors, and runs all
tests with the GIMP that is here.  With --all, clang builds it as well, the
engine is tested with ThreadSanitizer and, under qemu, on aarch64, and a check.sh
--second is run in a Debian 13 with GIMP 3 (see tests/chroot.sh).  With --short,
networks of all formats are not compared with PyTorch, which is the longest part
of it.  With --second, neither are they, and what has been tested in one Debian
with clang and with sanitizers is tested with them again only where another
Debian's compilers and libraries can make a difference.  With --gimp, only what
needs GIMP is tested, in batch and with its windows.

Networks are taken from DEEP_DREAM_MIRROR, a folder or an address, if it is set
in the environment, else from ../shared/networks, if that is there, before their
sources are asked.

The last line says how many tests passed, failed and were skipped.  With
CI=true in the environment, a skipped one fails the whole.
EOT
}

find_mirror ()
{
  [ -n "${DEEP_DREAM_MIRROR-}" ] || [ ! -d "$top/../shared/networks" ] ||
    DEEP_DREAM_MIRROR=$top/../shared/networks
  export DEEP_DREAM_MIRROR
}

install_test_packages ()
{
  install_build_packages
  install_packages xvfb xauth openbox xdotool imagemagick procps curl wget \
                   zip unzip valgrind libc6-dbg parallel rsync openssh-client \
                   locales fonts-ipafont-gothic fonts-wqy-zenhei ccache
  [ "$networks" = false ] || install_packages python3-torch python3-opencv
  install_npm
  if [ -n "$all" ] || [ "${CI-}" = true ]
  then
    install_packages clang
  fi
  # Installed on somebody's own machine, it would serve the network from then on.
  if [ "${CI-}" = true ] || [ -x /usr/sbin/policy-rc.d ]
  then
    install_packages openssh-server
  fi
  [ -z "$all" ] || install_packages debootstrap
  [ "$(offered_version clang-format)" != "$clang_version" ] ||
    install_packages clang-format clang-tidy
}

# Apart from those that people dream with.  A test whose network could not be
# fetched says so.
install_trained_networks ()
{
  local name

  export DEEP_DREAM_TEST_DATA=$builds/build-networks
  for name in mobilenet-v1 mobilenet-v1-025 resnet50
  do
    XDG_DATA_HOME=$DEEP_DREAM_TEST_DATA \
      "$top/models/deep-dream-networks" check "$name" > /dev/null 2>&1 &&
      continue
    step "Installing the network $name for tests"
    XDG_DATA_HOME=$DEEP_DREAM_TEST_DATA \
      "$top/models/deep-dream-networks" install "$name"
  done
}

# offered_version PACKAGE: the major version that is here, or that Debian has.
offered_version ()
{
  apt-cache policy "$1" |
    sed -n 's/ *Candidate: *[0-9]*:\([0-9]*\)\..*/\1/p'
}

# --- Counting ---------------------------------------------------------------

pass ()
{
  passed=$((passed + 1))
}

fail ()
{
  printf 'FAILED: %s\n' "$*"
  failed=$((failed + 1))
}

skip ()
{
  printf 'SKIPPED: %s\n' "$*"
  skipped=$((skipped + 1))
}

# add "N passed, N failed, N skipped"
add ()
{
  local p f s

  read -r p _ f _ s _ <<< "$1"
  passed=$((passed + p))
  failed=$((failed + f))
  skipped=$((skipped + s))
}

# check SENTENCE COMMAND…: one test; its output is shown if it fails.
check ()
{
  local sentence=$1

  shift
  if "$@" > "$log" 2>&1 < /dev/null
  then
    pass
    echo "ok: $sentence"
  else
    tail -n 40 "$log"
    fail "$sentence"
  fi
}

# --- The checks -------------------------------------------------------------

check_gcc ()
{
  use_compiler gcc
  build "$builds/build" -Dwarning_level=3 -Dwerror=true \
        -Dcompare-networks="$networks"
  run_tests "$builds/build"
  unset CC

  if [ -d "$top/../shared/reference" ]
  then
    step "Comparing with the reference"
    check "the reference vectors of ../shared" \
          "$builds/build/tests/reference" "$top/../shared/reference"
    cat "$log"
  fi
}

check_gimp ()
{
  use_compiler gcc
  build "$builds/build" -Dwarning_level=3 -Dwerror=true -Dcompare-networks=false
  unset CC
  run_tests "$builds/build" host ui
}

# The second time, clang is another, with other warnings and other kernels; what
# calls these is the same C.
check_clang ()
{
  use_compiler clang
  build "$builds/build-clang" -Dwarning_level=3 -Dwerror=true \
        -Dcompare-networks=false
  unset CC
  if [ -n "$second" ]
  then
    run_tests "$builds/build-clang" kernels reference
  else
    run_tests "$builds/build-clang" unit reference
  fi
}

# use_compiler NAME: for what is configured from now on.  Where CC is not set,
# Meson looks for ccache itself.
use_compiler ()
{
  CC=$1
  ! command -v ccache > /dev/null || CC="ccache $1"
  export CC
}

# Speed does not matter here but overflow does, so assertions of both kinds are
# in.  A program that leaks fails; what GEGL's libraries leak is listed in
# tests/unit/leaks.supp.  No program goes on after what a sanitizer finds, which
# spares the compiler the way back, and a third of its time.
#
# The second time, with other libraries, what uses none of them is as it was; the
# kernels are in the way of the rest, so they are fast there.
check_sanitizers ()
{
  local suites=(unit robust) kernels=true

  if [ -n "$second" ]
  then
    suites=(libraries)
    kernels=false
  fi
  build "$builds/build-sanitize" -Dbuildtype=debugoptimized \
        -Db_sanitize=address,undefined -Dc_args=-fno-sanitize-recover=all \
        -Dsanitize-kernels="$kernels" -Dgimp2=disabled -Dgimp3=disabled
  UBSAN_OPTIONS=print_stacktrace=1 \
    run_tests "$builds/build-sanitize" "${suites[@]}"
}

check_threads ()
{
  build "$builds/build-threads" -Dbuildtype=debugoptimized \
        -Db_sanitize=thread -Dplugin=disabled
  run_tests "$builds/build-threads" threads
}

# The engine, on the other kind of processor that counts.
check_aarch64 ()
{
  local folder=$builds/build-aarch64 constants

  if [ "$(uname -m)" = aarch64 ]
  then
    # Not counted: it has been done.
    echo "This machine is an aarch64 itself; there is nothing to emulate."
    return
  fi
  is_installed gcc-aarch64-linux-gnu || refresh_apt
  if [ -z "$(apt-cache search '^gcc-aarch64-linux-gnu$')" ]
  then
    skip "This Debian has no compiler for aarch64."
    return
  fi

  install_packages gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
  step "Fetching libraries for aarch64"
  constants=$(tests/aarch64.sh) ||
    die "Without its libraries nothing can be built for aarch64; see above."
  # Cross files count when a folder is configured for the first time only.
  [ -f "$folder/build.ninja" ] ||
    build "$folder" --cross-file "$constants" --cross-file tests/aarch64.ini \
          -Dplugin=disabled -Dwarning_level=3 -Dwerror=true
  build "$folder"
  run_tests "$folder" unit reference

  if [ -d "$top/../shared/reference/dog-224" ]
  then
    check "a reference vector of ../shared on aarch64" \
          qemu-aarch64 -L "${constants%.ini}" "$folder/tests/reference" \
          "$top/../shared/reference/dog-224"
    cat "$log"
  fi
}

# run_tests FOLDER [SUITE…]
run_tests ()
{
  local folder=$1 suite suites=()

  shift
  for suite in "$@"
  do
    suites+=(--suite "$suite")
  done
  step "Testing in $folder"
  meson test -C "$folder" --no-rebuild --print-errorlogs "${suites[@]}" \
        < /dev/null
  count_tests "$folder/meson-logs/testlog.txt" "$?"
}

# count_tests LOG STATUS
count_tests ()
{
  local before=$failed

  if [ -s "$1" ]
  then
    awk -f "$top/tests/count-tests.awk" "$1" > "$log"
    sed '$d' "$log"
    add "$(tail -n 1 "$log")"
  fi
  # A test that ended before all its parts had their turn looks sound.
  [ "$2" = 0 ] || [ "$failed" -gt "$before" ] ||
    fail "Meson reports a failure; see above."
}

check_template ()
{
  step "Checking the rest"
  check "the translation template builds" \
        meson compile -C "$builds/build" deep-dream-pot
  check "po/POTFILES.in names every file with texts" potfiles_are_complete
}

potfiles_are_complete ()
{
  diff <(grep -v '^#' po/POTFILES.in | sort) \
       <(sources | grep '\.c$' | grep -v '^tests/' |
           xargs grep -lE '\<N?_ ?\(' | sort)
}

check_format ()
{
  check_with clang-format "the layout of C is .clang-format's" format_is_right
}

# Not the second time: the code is the same.
check_tidy ()
{
  [ -n "$second" ] ||
    check_with clang-tidy "clang-tidy finds nothing" code_is_tidy
}

# check_with TOOL SENTENCE COMMAND: if TOOL has the version that counts.
check_with ()
{
  if [ "$(major_version "$1")" = "$clang_version" ]
  then
    check "$2" "$3"
  elif [ -n "$(offered_version "$1")" ] &&
       [ "$(offered_version "$1")" != "$clang_version" ]
  then
    # Not counted: it is done where this version is at home.
    echo "Not checked here: $2.  That takes $1 $clang_version, which this" \
         "Debian does not have."
  else
    skip "$1 $clang_version is not here."
  fi
}

# major_version TOOL: nothing if it is not here.
major_version ()
{
  "$1" --version 2> /dev/null | sed -n 's/.*version \([0-9]*\)\..*/\1/p'
}

format_is_right ()
{
  sources | grep '\.[ch]$' | xargs clang-format --dry-run -Werror
}

# With the build's own flags.  The plug-ins for GIMP are left out: their headers
# are not here in both versions.
code_is_tidy ()
{
  sources | grep -E '^(engine|plugin/(core|cli))/.*\.c$' |
    xargs -P "$(nproc)" -n 8 clang-tidy --quiet -p "$builds/build"
}

check_licences ()
{
  check "every source has its SPDX line" licences_are_named
}

licences_are_named ()
{
  local file bare=0

  while read -r file
  do
    head -n 5 "$file" | grep -q 'SPDX-License-Identifier: ' && continue
    echo "$file has no SPDX line among its first five."
    bare=1
  done < <(sources)
  return "$bare"
}

# The tree's text files that carry a licence, with or without git.
sources ()
{
  find . \( -path ./.git -o -path './build' -o -path './build-*' \) -prune -o \
       -type f \( -name '*.[ch]' -o -name '*.sh' -o -name '*.py' \
                  -o -name '*.scm' -o -name '*.network' -o -name meson.build \
                  -o -name meson_options.txt \) -print |
    sed 's|^\./||' | sort
}

# check_chroot SUITE: adds what a check.sh in the chroot says in the end.
check_chroot ()
{
  local output summary

  step "Checking in a Debian $1"
  output=$(mktemp) || die "No temporary file could be made."
  tests/chroot.sh "$1" ./check.sh --second 2>&1 < /dev/null | tee "$output"
  summary=$(tail -n 1 "$output" |
              grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$')
  rm -f "$output"
  if [ -n "$summary" ]
  then
    add "$summary"
  else
    fail "The check in the chroot $1 did not come to its end; see above."
  fi
}

main "$@"

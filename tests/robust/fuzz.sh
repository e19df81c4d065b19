#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Fuzzes the readers of network files with libFuzzer, AddressSanitizer and
# UndefinedBehaviorSanitizer, and says how much of them that reached.
#
# Builds and corpora are kept in the user's cache, so that each time goes on
# where the last one stopped.

set -u

top=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/deep-dream/fuzz
runs=1000000
seconds=0
targets=
failed=0

# What a reader may take for one file: memory, and time.
limits='-rss_limit_mb=1024 -malloc_limit_mb=512 -timeout=10 -max_len=8192'

main ()
{
  while [ $# -gt 0 ]
  do
    case $1 in
      --runs)    runs=${2:?how many?}; shift ;;
      --seconds) seconds=${2:?how many?}; shift ;;
      --help|-h) print_help; exit ;;
      -*)        print_help >&2; exit 2 ;;
      *)         break ;;
    esac
    shift
  done
  [ $# -gt 0 ] || { print_help >&2; exit 2; }

  export CC=clang LLVM_PROFILE_FILE=/dev/null
  targets=tests/robust/make-corpus
  for format
  do
    targets="$targets tests/robust/fuzz-$format"
  done
  build build "" &&
    build coverage "-fprofile-instr-generate -fcoverage-mapping" ||
    die "The fuzzers could not be built; the lines above say why."

  for format
  do
    fuzz "$format"
    report "$format"
  done
  return "$failed"
}

print_help ()
{
  cat <<EOT
Usage: tests/robust/fuzz.sh [--runs N] [--seconds N] FORMAT…

Runs the fuzz target of each FORMAT (tflite, caffe, …) N times, 1000000 unless
given, or for so many seconds if that is sooner.  Takes clang and llvm.
EOT
}

die ()
{
  printf 'fuzz.sh: %s\n' "$*" >&2
  exit 1
}

# build NAME FLAGS
build ()
{
  local folder=$cache/$1

  mkdir -p "$cache" || return
  [ -f "$folder/build.ninja" ] ||
    CFLAGS=$2 LDFLAGS=$2 meson setup "$folder" "$top" -Dfuzz=true \
      -Dplugin=disabled > "$folder.log" 2>&1 ||
    { tail -n 20 "$folder.log"; return 1; }
  # shellcheck disable=SC2086 # a list of words
  ninja -C "$folder" $targets > "$folder.log" 2>&1 ||
    { tail -n 20 "$folder.log"; return 1; }
}

# fuzz FORMAT: from small sound files on.
fuzz ()
{
  local corpus=$cache/corpus-$1 seeds=$cache/seeds-$1 log=$cache/$1.log

  mkdir -p "$corpus" "$seeds"
  "$cache/build/tests/robust/make-corpus" "$1" "$seeds" > "$log" 2>&1 ||
    die "There is no corpus for “$1”: $(tail -n 1 "$log")"

  # shellcheck disable=SC2086 # a list of words
  if ! "$cache/build/tests/robust/fuzz-$1" $limits -runs="$runs" \
       -max_total_time="$seconds" -print_final_stats=1 \
       -artifact_prefix="$cache/$1-" "$corpus" "$seeds" > "$log" 2>&1
  then
    tail -n 40 "$log"
    echo "$1: a fault was found; the file that shows it is named above."
    failed=1
  fi
}

# report FORMAT
report ()
{
  local profile=$cache/$1.profraw program=$cache/coverage/tests/robust/fuzz-$1
  local suffix version

  version=$(clang --version | sed -n '1s/.*version \([0-9]*\).*/\1/p')
  for suffix in "-$version" ''
  do
    command -v "llvm-cov$suffix" > /dev/null && break
  done

  echo "$1: $(grep -o 'number_of_executed_units: [0-9]*' "$cache/$1.log" |
              grep -o '[0-9]*') executions," \
       "$(find "$cache/corpus-$1" -type f | wc -l) files in the corpus"
  LLVM_PROFILE_FILE=$profile "$program" -runs=0 "$cache/corpus-$1" \
    > "$cache/$1.coverage.log" 2>&1 &&
    "llvm-profdata$suffix" merge -o "$profile.data" "$profile" &&
    "llvm-cov$suffix" report "$program" -instr-profile="$profile.data" \
      "$top"/engine/readers |
      awk -v format="$1" '
        NR == 1 || $1 == "TOTAL" || index ($1, format) {
          print "  " $1, $8, "lines," , $10 " reached"
        }'
}

main "$@"

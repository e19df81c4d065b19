# SPDX-License-Identifier: GPL-3.0-or-later
#
# shellcheck shell=bash
#
# A shell library, sourced by the tests that need a real GIMP: isolated
# profiles, and Script-Fu files run in batch.  It works with GIMP 2.10 and 3.x;
# which one answers to the name gimp-console is what is tested.
#
#   . tests/host/gimp.sh
#   gimp_profile "$tmp/profile" "$plugin_binary"
#   gimp_batch   "$tmp/profile" test.scm tmp="$tmp" layer=Mixed_5b/concat
#
# Knows nothing of Deep Dream but the name of the folder it is installed in.

# gimp_full_version: prints 2.10.34, 3.0.4 …
gimp_full_version ()
{
  LC_ALL=C gimp-console --version |
    sed -n 's/.* \([0-9]*\.[0-9]*\.[0-9]*\).*/\1/p'
}

# gimp_version: prints 2.10, 3.0, 3.2 …
gimp_version ()
{
  gimp_full_version | cut -d. -f1,2
}

# gimp_generation: prints 2 or 3.
gimp_generation ()
{
  gimp_version | cut -d. -f1
}

# gimp_plugin_dir: prints the folder that holds GIMP's own plug-ins.
gimp_plugin_dir ()
{
  local version dir

  version=$(gimp_version)
  [ "$version" = 2.10 ] && version=2.0
  for dir in /usr/lib/*/gimp/"${version%%.*}.0"/plug-ins \
             /usr/lib*/gimp/"${version%%.*}.0"/plug-ins
  do
    [ -d "$dir/script-fu" ] || continue
    echo "$dir"
    return 0
  done
  echo "GIMP's folder of plug-ins was not found." >&2
  return 1
}

# gimp_profile DIR PLUGIN_BINARY: makes a profile in the new folder DIR in
# which GIMP knows its Script-Fu, a few file formats and our plug-in alone, so
# that it starts quickly and nothing of the user's own profile plays a part.
gimp_profile ()
{
  local profile binary theirs name

  mkdir -p "$1/plug-ins/deep-dream" "$1/gradients" || return 1
  profile=$(realpath "$1") || return 1
  binary=$(realpath -e "$2") || return 1
  theirs=$(gimp_plugin_dir) || return 1

  ln -sf "$binary" "$profile/plug-ins/deep-dream/deep-dream"
  for name in script-fu file-png file-jpeg file-tiff file-webp \
              file-gif-load file-gif-save file-gif-export
  do
    [ -e "$theirs/$name" ] && ln -sfn "$theirs/$name" "$profile/plug-ins/$name"
  done

  cat > "$profile/gimprc" <<EOT
(plug-in-path "$profile/plug-ins")
(check-updates no)
(save-session-info no)
(save-document-history no)
(restore-session no)
EOT
  # GIMP 3 welcomes people to a version that is new to their profile.
  [ "$(gimp_generation)" = 2 ] ||
    cat >> "$profile/gimprc" <<EOT
(show-welcome-dialog no)
(config-version "$(gimp_full_version)")
EOT
}

# gimp_in_profile PROFILE COMMAND…: runs a command that is or starts GIMP.  There is
# no bus of assistive technologies here, of which GTK would complain.
gimp_in_profile ()
{
  local profile

  profile=$(realpath "$1") || return 1
  shift
  NO_AT_BRIDGE=1 GIMP2_DIRECTORY="$profile" GIMP3_DIRECTORY="$profile" "$@"
}

# gimp_script FILE SCRIPT [NAME=VALUE…]: writes FILE, a Script-Fu file that
# defines each NAME as a string, then runs SCRIPT.  SCRIPT prints its findings
# with (say TEXT …), because (display TEXT) goes nowhere in GIMP 2.10's batch.
gimp_script ()
{
  local file script pair

  file=$1
  script=$(realpath -e "$2") || return 1
  shift 2
  {
    cat <<'EOT'
(define (say . words)
  (let ((port (open-output-file "/dev/stderr")))
    (display (apply string-append words) port)
    (newline port)
    (close-output-port port)))
EOT
    for pair in "$@"
    do
      printf '(define %s "%s")\n' "${pair%%=*}" "$(gimp_quote "${pair#*=}")"
    done
    printf '(load "%s")\n' "$(gimp_quote "$script")"
  } > "$file"
}

# gimp_quote TEXT: prints TEXT as it is written between quotes in Scheme.
gimp_quote ()
{
  printf '%s' "$1" | sed 's/["\\]/\\&/g'
}

# gimp_batch PROFILE SCRIPT [NAME=VALUE…]: runs the Script-Fu file SCRIPT
# without a display; what it says goes to standard output.  Fails if the script
# did not run to its end (GIMP 2.10 itself always exits with 0), if our plug-in
# printed a critical warning, or after $GIMP_TIMEOUT seconds.
gimp_batch ()
{
  local profile work status last

  profile=$(realpath "$1") || return 1
  shift
  work=$(mktemp -d) || return 1
  gimp_script "$work/batch.scm" "$@" || return 1
  echo '(say "gimp_batch: the end")' >> "$work/batch.scm"

  last=(--quit)
  [ "$(gimp_generation)" = 2 ] && last=(-b '(gimp-quit 1)')

  # A pipe and not a file, since each (say) opens and truncates it.
  gimp_in_profile "$profile" \
    timeout -k 10 "${GIMP_TIMEOUT:-600}" \
    gimp-console -i -d -f --batch-interpreter=plug-in-script-fu-eval \
                 -b "(load \"$(gimp_quote "$work/batch.scm")\")" \
                 "${last[@]}" < /dev/null 2>&1 |
    tee "$work/output" | gimp_only_news
  status=${PIPESTATUS[0]}

  if [ "$status" = 124 ]
  then
    echo "GIMP did not end in time."
  elif ! grep -q 'gimp_batch: the end' "$work/output"
  then
    echo "GIMP did not run the script to its end (exit status $status)."
    status=1
  elif grep -q '(deep-dream:[0-9]*): .*CRITICAL' "$work/output"
  then
    echo "The plug-in printed a critical warning."
    status=1
  fi
  rm -rf "$work"
  return "$status"
}

# gimp_only_news: passes on what GIMP does not print in every run.
gimp_only_news ()
{
  grep --line-buffered -v -e '^gimp_batch: the end' \
       -e '^batch command executed successfully' \
       -e '^Failed to parse tag cache: No such file' \
       -e 'gimp_wire_read(): error$' -e '^using gegl copy$' \
       -e '^$'
}

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# gimp2.sh PLUGIN_BINARY: has a real GIMP 2.10 dream in batch.  Prints TAP.  The
# default network must be installed for the user who runs it.

set -u

here=$(cd "$(dirname "$0")" && pwd)
. "$here/gimp.sh"

plugin=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

main ()
{
  gimp_profile "$work/profile" "$plugin" || exit 1
  make_preset

  run gimp2.scm
  run gimp2-placement.scm
  run gimp2-again.scm
  run gimp2-animation.scm
  run gimp2-bad-input.scm
  XDG_DATA_HOME=$work/empty XDG_DATA_DIRS=$work/empty run gimp2-no-network.scm

  report
}

# In a data folder of our own, in which the network is the user's.
make_preset ()
{
  local data=${XDG_DATA_HOME:-$HOME/.local/share}/deep-dream

  mkdir -p "$work/data/deep-dream/presets"
  ln -s "$data/networks" "$work/data/deep-dream/networks"
  cat > "$work/data/deep-dream/presets/test.recipe" << EOT
[Recipe]
layer=Mixed_5b/concat
octaves=1
iterations=2
step=5
seed=3
EOT
  export XDG_DATA_HOME=$work/data
}

# What GIMP prints besides becomes a comment, as TAP wants it.
run ()
{
  gimp_batch "$work/profile" "$here/$1" here="$here" tmp="$work" 2>&1 |
    sed -u -E '/^(not )?ok /! s/^/# /' | tee -a "$work/output"
  if [ "${PIPESTATUS[0]}" != 0 ]
  then
    echo "not ok - GIMP runs $1 to its end" | tee -a "$work/output"
  fi
}

# Prints the plan; fails if a check has failed.
report ()
{
  echo "1..$(grep -c -E '^(not )?ok ' "$work/output")"
  grep -q '^ok ' "$work/output" && ! grep -q '^not ok ' "$work/output"
}

main

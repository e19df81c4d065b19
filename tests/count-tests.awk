# SPDX-License-Identifier: GPL-3.0-or-later
#
# Counts the results in Meson's testlog.txt, for check.sh.  A test that reports
# its parts, as TAP does, counts by its parts, any other as one.  Prints the
# reasons of skips and, last, "N passed, N failed, N skipped".

/^=+ [0-9]+\/[0-9]+ =+$/ { finish(); inside = 1; next }
/^Summary of Failures:/  { finish() }
!inside                  { next }

/^test: /         { name = substr ($0, 15); next }
/^result: /       { result = substr ($0, 15); next }
/^not ok/         { bad++; next }
/^ok .*# *SKIP/   { missed++; say(substr ($0, index ($0, "#"))); next }
/^ok/             { good++; next }
/^1\.\.0.*# *SKIP/ { missed++; say(substr ($0, index ($0, "#"))); next }
/^(=|-)+( std(out|err) -+)?$/ || /^$/ || /^(start time|duration|command): / { next }
                  { last = $0 }

END {
  finish()
  printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
}

function say(reason)
{
  sub (/^# *SKIP:? */, "", reason)
  print "SKIPPED: " name ": " reason
}

function finish()
{
  if (!inside)
    return

  if (result == "exit status 77" && !missed)
    {
      missed = 1
      say(last)
    }
  else if (result !~ /^exit status (0|77)/ && !bad)
    bad = 1             # crashed, or ran out of time, after its good parts
  else if (!good && !bad && !missed)
    good = 1

  passed += good
  failed += bad
  skipped += missed
  good = bad = missed = inside = 0
  name = result = last = ""
}

; SPDX-License-Identifier: GPL-3.0-or-later
;
; Opens the dialog where a better network is not installed yet, for
; gimp3-dialog.sh, which installs it.

(load (string-append here "/../ui/gimp3-with-dialog.scm"))

(with-dialog "install-for-preset" "Mixed_5b/concat" 2
  (check-cancelled "installing a network leaves the image alone"))

(with-dialog "install-for-subject" "Mixed_5b/concat" 2
  (lambda (image message)
    ((check-dreamed "a subject can be dreamed then") image message)
    (check "the better network dreams it"
      (and (contains? (last-values) "(network \"better\")")
           (contains? (last-values) "(subject \"castle\")")))))

(say "dialog: end")

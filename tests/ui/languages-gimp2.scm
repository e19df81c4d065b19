; SPDX-License-Identifier: GPL-3.0-or-later
;
; Opens the dialog in GIMP 2.10 for languages.sh.

(load (string-append here "/gimp2-checks.scm"))

(define image (new-image 400 300 RGB PRECISION-U8-GAMMA))
(define layer (new-layer image "Photo" RGB-IMAGE 400 300 0 0 0))
(gimp-display-new image)

; In interactive mode the other arguments are not looked at, but must be there.
(complaint
  (lambda ()
    (apply plug-in-deep-dream RUN-INTERACTIVE image layer
           (map cadr recipe-defaults))))
(say "the dialog is closed")

; SPDX-License-Identifier: GPL-3.0-or-later
;
; Opens the dialog in GIMP 3 for languages.sh.

(load (string-append here "/gimp3-checks.scm"))

(define image (new-image 400 300 RGB PRECISION-U8-NON-LINEAR))
(define layer (new-layer image "Photo" RGB-IMAGE 400 300 0 0 0))
(gimp-display-new image)

(complaint
  (lambda ()
    (plug-in-deep-dream #:run-mode  RUN-INTERACTIVE
                        #:image     image
                        #:drawables (vector layer))))
(say "the dialog is closed")

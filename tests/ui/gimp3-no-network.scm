; SPDX-License-Identifier: GPL-3.0-or-later
;
; Opens the dialog where no network is installed, for gimp3-dialog.sh.

(load (string-append here "/gimp3-checks.scm"))

(define image (new-image 400 300 RGB PRECISION-U8-NON-LINEAR))
(define layer (new-layer image "source" RGB-IMAGE 400 300 0 0 0))
(gimp-display-new image)

(say "dialog: no-network")
(define message
  (complaint (lambda ()
               (plug-in-deep-dream #:run-mode  RUN-INTERACTIVE
                                   #:image     image
                                   #:drawables (vector layer)))))
(check "without a network, the dialog opens and can be cancelled"
  (and (string=? "" message) (= 1 (count-layers image))))
(say "dialog: end")

; SPDX-License-Identifier: GPL-3.0-or-later
;
; What people read of the plug-in in GIMP 2.10, for languages.sh.  `name` and
; `error` are what it should be, `language` the language.

(load (string-append here "/gimp2-checks.scm"))

(define (what text)
  (string-append language ": " text))

(define image (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define source (new-layer image "Foto" RGB-IMAGE 96 80 20 30 0))

(check (what "the new layer's name")
  (string=? name (first (gimp-item-get-name (dream image source)))))

; A comma there would mean another number elsewhere.
(check (what "decimals in a recipe have their point")
  (let ((made (dream image source "step" 2.5)))
    (contains? (caddr (first (gimp-item-get-parasite made
                                                     "deep-dream-recipe")))
               "\nstep=2.5\n")))

(define channel (first (gimp-selection-save image)))
(check-complaint (what "an error") error (dream image channel))

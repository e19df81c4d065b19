; SPDX-License-Identifier: GPL-3.0-or-later
;
; What is in the image `file`, layer by layer from the top, in GIMP of the
; `generation` 2 or 3; and saves the lowest layer as lowest.png beside it.

(define is-old (string=? generation "2"))

; What GIMP 3 calls gimp-image-get-width is gimp-image-width in GIMP 2.10.
(define (width-of layer)
  (car ((if is-old gimp-drawable-width gimp-drawable-get-width) layer)))
(define (height-of layer)
  (car ((if is-old gimp-drawable-height gimp-drawable-get-height) layer)))

(define (describe-mode mode)
  (cond ((= mode LAYER-MODE-NORMAL) "normal")
        ((= mode LAYER-MODE-OVERLAY) "overlay")
        (else (number->string mode))))

(define (describe n layer)
  (say "layer " (number->string n)
       ": opacity " (number->string (round (car (gimp-layer-get-opacity layer))))
       ", mode " (describe-mode (car (gimp-layer-get-mode layer)))
       (if (= -1 (car (gimp-layer-get-mask layer))) ", no mask, " ", mask, ")
       (number->string (width-of layer)) " x "
       (number->string (height-of layer))))

(define image
  (car (apply gimp-file-load RUN-NONINTERACTIVE file
              (if is-old (list file) '()))))
(define layers
  (let ((answer (gimp-image-get-layers image)))
    (vector->list (if is-old (cadr answer) (car answer)))))

(say "layers: " (number->string (length layers)))
(do ((n 0 (+ n 1)) (rest layers (cdr rest)))
    ((null? rest))
  (describe n (car rest)))

(do ((rest layers (cdr rest)))
    ((null? (cdr rest)))
  (gimp-image-remove-layer image (car rest)))
(let ((lowest (car (gimp-image-flatten image))))
  (apply gimp-file-save RUN-NONINTERACTIVE image
         (if is-old (list lowest "lowest.png" "lowest.png")
             (list "lowest.png"))))

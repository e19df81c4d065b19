; SPDX-License-Identifier: GPL-3.0-or-later
;
; What the Script-Fu tests for GIMP 2.10 share: checks that print TAP lines,
; pictures to dream of, dreams that take a moment only, and comparisons.

(define (first xs) (car xs))

; What is wrong with calling `thunk`: the error's message, or "" if it works.
(define (complaint thunk)
  (let* ((hook *error-hook*)
         (message
           (call/cc
             (lambda (return)
               (set! *error-hook*
                     (lambda xs
                       (return (if (and (pair? xs) (string? (car xs)))
                                   (car xs)
                                   "an error without a message"))))
               (thunk)
               ""))))
    (set! *error-hook* hook)
    message))

; (check WHAT EXPRESSION…): ok if the last expression is true and none fails.
(macro (check form)
  `(check-that ,(cadr form) (lambda () ,@(cddr form))))

(define (check-that what thunk)
  (let* ((is-true #f)
         (message (complaint (lambda () (set! is-true (thunk))))))
    (cond ((not (string=? message ""))
           (say "not ok - " what " # " message))
          (is-true (say "ok - " what))
          (else (say "not ok - " what)))))

; (check-complaint WHAT PART EXPRESSION…): ok if the expressions fail with a
; message that PART is a part of, and leave `image` as it was.
(macro (check-complaint form)
  `(check-complaint-of ,(cadr form) ,(caddr form) (lambda () ,@(cdddr form))))

(define (check-complaint-of what part thunk)
  (gimp-image-clean-all image)
  (let* ((before  (count-layers image))
         (message (complaint thunk))
         (new     (- (count-layers image) before)))
    (cond ((not (contains? message part))
           (say "not ok - " what " # the message is: " message))
          ((not (= 0 new))
           (say "not ok - " what " # new layers: " (number->string new)))
          ((= TRUE (first (gimp-image-is-dirty image)))
           (say "not ok - " what " # the image has changed"))
          (else (say "ok - " what)))))

(define (contains? text part)
  (let ((n (string-length part)))
    (let loop ((i 0))
      (cond ((> (+ i n) (string-length text)) #f)
            ((string=? (substring text i (+ i n)) part) #t)
            (else (loop (+ i 1)))))))

(define (new-image width height base precision)
  (first (gimp-image-new-with-precision width height base precision)))

; Adds a layer of coloured clouds to an image; `parent` 0 is the image itself.
(define (new-layer image name type width height x y parent)
  (let ((layer (first (gimp-layer-new image width height type name 100
                                      LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer parent 0)
    (gimp-layer-set-offsets layer x y)
    (gimp-context-set-foreground '(90 140 200))
    (gimp-drawable-fill layer FILL-FOREGROUND)
    (gimp-selection-none image)
    (plug-in-plasma RUN-NONINTERACTIVE image layer 7 2.0)
    layer))

; The arguments from the recipe's parameters on, in their order, with their
; defaults.
(define recipe-defaults
  (list (list "network" "inception-v3") (list "layer" "") (list "octaves" 4)
        (list "octave-scale" 1.4) (list "iterations" 10) (list "step" 1.5)
        (list "jitter" 32) (list "seed" 0) (list "tileable" FALSE)
        (list "halo" 35) (list "precision" "auto") (list "channels" "")
        (list "subject" "") (list "one-subject" FALSE) (list "guide" "")
        (list "guide-match" "strongest") (list "style" "")
        (list "style-weight" 1) (list "threshold" 0) (list "strength" 50)
        (list "size" 0) (list "color" "full") (list "chroma" 1)
        (list "decorrelate" FALSE) (list "smoothing" 0) (list "laplacian" 0)
        (list "variation" 0) (list "pull" 0) (list "rotation" 0)
        (list "flip" FALSE) (list "final-step" 100)
        (list "ascent" "normalized") (list "fine-detail" 0)
        (list "preset" "") (list "mask" -1) (list "output" "new-layer")
        (list "mode" "normal") (list "opacity" 100) (list "selection-as" "alpha")
        (list "point-x" 0) (list "point-y" 0) (list "radius" 0)))

; (dream-with image layer NAME VALUE …) returns the new layer.  What is not
; named has its default.
(define (dream-with image layer . changes)
  (first (apply plug-in-deep-dream RUN-NONINTERACTIVE image layer
                (map (lambda (parameter)
                       (value-of (car parameter) changes (cadr parameter)))
                     recipe-defaults))))

(define (value-of name changes default)
  (cond ((null? changes) default)
        ((string=? name (car changes)) (cadr changes))
        (else (value-of name (cddr changes) default))))

; A dream that takes a moment only, with some other values.
(define (dream image layer . changes)
  (apply dream-with image layer
         (append changes
                 (list "layer" "Mixed_5b/concat" "octaves" 1 "iterations" 2
                       "step" 5))))

; The text that a layer carries under a name.
(define (parasite layer name)
  (caddr (first (gimp-item-get-parasite layer name))))

(define (count-layers image)
  (first (gimp-image-get-layers image)))

(define (position image item)
  (first (gimp-image-get-item-position image item)))

(define (bounds drawable)
  (append (gimp-drawable-offsets drawable)
          (gimp-drawable-width drawable)
          (gimp-drawable-height drawable)))

; Mean difference of what two layers show, 0 to 1, 0 only if they are the same;
; in an area of the image (x, y, width, height), or wherever the first one is.
; It is taken in one precision, for in 8 bit GIMP counts from 0 to 255.
(define (difference one other . area)
  (let* ((home  (first (gimp-item-get-image one)))
         (paper (new-image (first (gimp-image-width home))
                           (first (gimp-image-height home))
                           (first (gimp-image-base-type home))
                           PRECISION-FLOAT-GAMMA))
         (low   (first (gimp-layer-new-from-drawable one paper)))
         (high  (first (gimp-layer-new-from-drawable other paper))))
    (gimp-image-insert-layer paper low 0 0)
    (gimp-image-insert-layer paper high 0 0)
    (gimp-item-set-visible low TRUE)
    (gimp-item-set-visible high TRUE)
    (gimp-layer-set-mode high LAYER-MODE-DIFFERENCE)
    (if (pair? area)
        (apply gimp-image-select-rectangle paper CHANNEL-OP-REPLACE area))
    (let* ((flat (first (gimp-image-merge-visible-layers paper
                                                         CLIP-TO-BOTTOM-LAYER)))
           (mean (first (gimp-drawable-histogram flat HISTOGRAM-VALUE
                                                 0.0 1.0))))
      (gimp-image-delete paper)
      mean)))

; The last channel of a drawable, 0..255, at a place of it: a layer's alpha, a
; mask's value.
(define (last-channel drawable x y)
  (let* ((answer (gimp-drawable-get-pixel drawable x y))
         (n      (first answer)))
    (vector-ref (cadr answer) (- n 1))))

; How much is selected, 0..255, at a place of the image.
(define (selected-at image x y)
  (first (gimp-selection-value image x y)))

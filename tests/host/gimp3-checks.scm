; SPDX-License-Identifier: GPL-3.0-or-later
;
; What the Script-Fu tests for GIMP 3 share: checks that print TAP lines,
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
; message that PART is a part of, and leave no layer behind in `image`.
(macro (check-complaint form)
  `(check-complaint-of ,(cadr form) ,(caddr form) (lambda () ,@(cdddr form))))

(define (check-complaint-of what part thunk)
  (let* ((before  (count-layers image))
         (message (complaint thunk)))
    (if (and (contains? message part) (= before (count-layers image)))
        (say "ok - " what)
        (say "not ok - " what " # " (number->string (- (count-layers image)
                                                        before))
             " new layers, and the message is: " message))))

(define (contains? text part)
  (let ((n (string-length part)))
    (let loop ((i 0))
      (cond ((> (+ i n) (string-length text)) #f)
            ((string=? (substring text i (+ i n)) part) #t)
            (else (loop (+ i 1)))))))

(define (new-image width height base precision)
  (first (gimp-image-new-with-precision width height base precision)))

; Adds a layer of colourful noise to an image; `parent` 0 is the image itself.
(define (new-layer image name type width height x y parent)
  (let ((layer (first (gimp-layer-new image name width height type 100
                                      LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer parent 0)
    (gimp-layer-set-offsets layer x y)
    (gimp-context-set-foreground '(90 140 200))
    (gimp-drawable-fill layer FILL-FOREGROUND)
    (gimp-selection-none image)
    (gimp-drawable-merge-new-filter layer "gegl:noise-rgb" 0
                                    LAYER-MODE-REPLACE 1.0
                                    "red" 0.3 "green" 0.3 "blue" 0.3
                                    "seed" 7)
    layer))

; A dream that takes a moment only, with some other arguments; returns the new
; layer.  Of an argument that is given twice, the second counts.
(define (dream image layer . arguments)
  (first (apply plug-in-deep-dream
                #:run-mode   RUN-NONINTERACTIVE
                #:image      image
                #:drawables  (vector layer)
                #:layer      "Mixed_5b/concat"
                #:octaves    1
                #:iterations 2
                #:step       5.0
                arguments)))

(define (count-layers image)
  (vector-length (first (gimp-image-get-layers image))))

(define (position image item)
  (first (gimp-image-get-item-position image item)))

(define (bounds drawable)
  (append (gimp-drawable-get-offsets drawable)
          (gimp-drawable-get-width drawable)
          (gimp-drawable-get-height drawable)))

; Mean difference of what two layers show, 0 only if they are the same; in an
; area of the image (x, y, width, height), or wherever the first one is.
(define (difference one other . area)
  (let* ((home  (first (gimp-item-get-image one)))
         (paper (new-image (first (gimp-image-get-width home))
                           (first (gimp-image-get-height home))
                           (first (gimp-image-get-base-type home))
                           (first (gimp-image-get-precision home))))
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

; A layer's alpha, 0..255, at a place of the layer.
(define (alpha-of layer x y)
  (last (first (gimp-drawable-get-pixel layer x y))))

; How much is selected, 0..255, at a place of the image.
(define (selected-at x y)
  (first (gimp-selection-value image x y)))

(define (last xs)
  (if (pair? (cdr xs)) (last (cdr xs)) (car xs)))

; SPDX-License-Identifier: GPL-3.0-or-later
;
; The animations that the plug-in makes in GIMP 3.  `here` is this folder, `tmp`
; one for files.

(load (string-append here "/gimp3-checks.scm"))

; An animation that takes a moment only; returns the new image.
(define (animate image layer . arguments)
  (first (apply plug-in-deep-dream-animation
                #:run-mode   RUN-NONINTERACTIVE
                #:image      image
                #:drawables  (vector layer)
                #:frames     4
                #:amount     10.0
                #:delay      120
                #:layer      "Mixed_5b/concat"
                #:octaves    1
                #:iterations 2
                #:step       5.0
                arguments)))

; Topmost first, as GIMP has them.
(define (layers image)
  (vector->list (first (gimp-image-get-layers image))))

(define (names image)
  (map (lambda (layer) (first (gimp-item-get-name layer))) (layers image)))

(define (all? holds? xs)
  (or (null? xs)
      (and (holds? (car xs)) (all? holds? (cdr xs)))))

(define (count-images)
  (vector-length (first (gimp-get-images))))


; The image that is made.

(define (check-kind what base type precision frame-type suffix)
  (let* ((image  (new-image 150 120 base precision))
         (source (new-layer image "source" type 96 80 20 30 0))
         (copy   (first (gimp-layer-copy source))))
    (gimp-image-set-resolution image 150 151)
    (if (string=? suffix " (replace)")
        (begin
          (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 20 30 5 5)
          (gimp-drawable-edit-clear source)
          (set! copy (first (gimp-layer-copy source)))))
    (check (string-append what ": a new image of frames")
      (let* ((film (animate image source))
             (same (lambda (get) (= (first (get image)) (first (get film))))))
        (and (equal? (map (lambda (n) (string-append "Frame " n " (120ms)"
                                                     suffix))
                          '("4" "3" "2" "1"))
                     (names film))
             (= 96 (first (gimp-image-get-width film)))
             (= 80 (first (gimp-image-get-height film)))
             (same gimp-image-get-base-type)
             (same gimp-image-get-precision)
             (equal? (gimp-image-get-resolution image)
                     (gimp-image-get-resolution film))
             (all? (lambda (frame)
                     (and (equal? '(0 0 96 80) (bounds frame))
                          (= frame-type (first (gimp-drawable-type frame)))
                          (= 100 (first (gimp-layer-get-opacity frame)))
                          (= TRUE (first (gimp-item-get-visible frame)))))
                   (layers film))
             (= 1 (count-layers image))
             (= 0 (difference copy source))
             (begin (gimp-image-delete film) #t))))
    (gimp-image-delete image)))

(check-kind "RGB" RGB RGB-IMAGE PRECISION-U8-NON-LINEAR RGB-IMAGE "")
(check-kind "RGB with alpha, but opaque" RGB RGBA-IMAGE
            PRECISION-U8-NON-LINEAR RGB-IMAGE "")
(check-kind "RGB with a hole" RGB RGBA-IMAGE PRECISION-U8-NON-LINEAR
            RGBA-IMAGE " (replace)")
(check-kind "gray" GRAY GRAY-IMAGE PRECISION-U8-NON-LINEAR GRAY-IMAGE "")
(check-kind "16 bit linear" RGB RGB-IMAGE PRECISION-U16-LINEAR RGB-IMAGE "")
(check-kind "float" RGB RGB-IMAGE PRECISION-FLOAT-NON-LINEAR RGB-IMAGE "")


; What the frames show.

(define image (new-image 120 100 RGB PRECISION-U8-NON-LINEAR))
(define layer (new-layer image "source" RGB-IMAGE 120 100 0 0 0))

; Frames, first one first.
(define (frames . arguments)
  (reverse (layers (apply animate image layer arguments))))

(check "a zoom begins with the dream of the layer, and all frames differ"
  (let ((film (frames)))
    (and (= 0 (difference (first film) (dream image layer)))
         (< 0.01 (difference (first film) (cadr film)))
         (< 0.01 (difference (cadr film) (caddr film))))))

(check "growing strength begins with the layer itself and goes on from there"
  (let ((film (frames #:movement "strength")))
    (and (= 0 (difference (first film) layer))
         (< 0
            (difference (cadr film) layer)
            (difference (caddr film) layer)
            (difference (cadddr film) layer)))))

(check "octaves end with the dream of the layer"
  (let ((film (frames #:movement "octaves")))
    (and (= 0 (difference (first film) layer))
         (= 0 (difference (cadddr film) (dream image layer))))))

(check "a rotation is another animation than a zoom"
  (< 0.01 (difference (cadr (frames #:movement "rotation"))
                      (cadr (frames)))))

(check "a preset is taken"
  (< 0 (difference (cadddr (frames #:movement "octaves" #:preset "test"))
                   (cadddr (frames #:movement "octaves")))))

(check "the selection plays no part"
  (let ((all (frames)))
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 10 10 20 20)
    (let ((some (frames)))
      (gimp-selection-none image)
      (= 0 (difference (cadddr all) (cadddr some))))))


; What GIMP makes of it.

(define film (animate image layer))

; Whether a file has four frames, each shown for as long as it is to be.
(define (is-film? file)
  (let ((read (names (first (gimp-file-load RUN-NONINTERACTIVE file)))))
    (and (= 4 (length read))
         (all? (lambda (name) (contains? name "(120ms)")) read))))

(check "it can be exported as WebP"
  (let ((file (string-append tmp "/film.webp")))
    (file-webp-export #:run-mode RUN-NONINTERACTIVE #:image film #:file file
                      #:animation TRUE)
    (is-film? file)))

(check "it can be exported as GIF"
  (let ((file   (string-append tmp "/film.gif"))
        (film   (first (gimp-image-duplicate film))))
    (gimp-image-convert-indexed film CONVERT-DITHER-NONE
                                CONVERT-PALETTE-GENERATE 255 FALSE FALSE "")
    (file-gif-export #:run-mode RUN-NONINTERACTIVE #:image film #:file file
                     #:as-animation TRUE)
    (is-film? file)))


; Bad input makes no image.

(define (check-refused what part . arguments)
  (let* ((before  (count-images))
         (message (complaint
                    (lambda () (apply animate image layer arguments)))))
    (if (and (contains? message part) (= before (count-images)))
        (say "ok - " what)
        (say "not ok - " what " # the message is: " message))))

(check-refused "a movement that there is not" "zoom" #:movement "jump")
(check-refused "too few frames" "out of range: 2 to 500" #:frames 1)
(check-refused "a preset that there is not" "nothing" #:preset "nothing")
(check-refused "a layer that there is not" "nothing" #:layer "nothing")

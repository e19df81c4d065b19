; SPDX-License-Identifier: GPL-3.0-or-later
;
; The animations that the plug-in makes in GIMP 2.10.  `here` is this folder,
; `tmp` one for files.

(load (string-append here "/gimp2-checks.scm"))

(define animation-defaults
  (append (list (list "frames" 24) (list "movement" "zoom") (list "amount" 2)
                (list "delay" 80))
          (let loop ((parameters recipe-defaults))
            (if (string=? "preset" (caar parameters))
                (list (car parameters))
                (cons (car parameters) (loop (cdr parameters)))))))

; An animation that takes a moment only, with some other values; returns the new
; image.
(define (animate image layer . changes)
  (first (apply plug-in-deep-dream-animation RUN-NONINTERACTIVE image layer
                (map (lambda (parameter)
                       (value-of (car parameter)
                                 (append changes
                                         (list "frames" 4 "amount" 10
                                               "delay" 120
                                               "layer" "Mixed_5b/concat"
                                               "octaves" 1 "iterations" 2
                                               "step" 5))
                                 (cadr parameter)))
                     animation-defaults))))

; Topmost first, as GIMP has them.
(define (layers image)
  (vector->list (cadr (gimp-image-get-layers image))))

(define (names image)
  (map (lambda (layer) (first (gimp-item-get-name layer))) (layers image)))

(define (all? holds? xs)
  (or (null? xs)
      (and (holds? (car xs)) (all? holds? (cdr xs)))))

(define (count-images)
  (first (gimp-image-list)))


; The procedure as the procedure browser shows it.

(define (argument-names n)
  (if (= n (list-ref (gimp-procedural-db-proc-info
                       "plug-in-deep-dream-animation") 6))
      '()
      (cons (cadr (gimp-procedural-db-proc-arg "plug-in-deep-dream-animation"
                                               n))
            (argument-names (+ n 1)))))

(check "the procedure takes an animation's and the recipe's parameters"
  (equal? (argument-names 0)
          (append '("run-mode" "image" "drawable")
                  (map car animation-defaults))))

(check "it returns the new image"
  (= PDB-IMAGE (first (gimp-procedural-db-proc-val
                        "plug-in-deep-dream-animation" 0))))


; The image that is made.

(define (check-kind what base type precision frame-type suffix)
  (let* ((image  (new-image 150 120 base precision))
         (source (new-layer image "source" type 96 80 20 30 0)))
    (gimp-image-set-resolution image 150 151)
    (if (string=? suffix " (replace)")
        (begin
          (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 20 30 5 5)
          (gimp-edit-clear source)))
    (gimp-image-clean-all image)
    (check (string-append what ": a new image of frames")
      (let* ((film (animate image source))
             (same (lambda (get) (= (first (get image)) (first (get film))))))
        (and (equal? (map (lambda (n) (string-append "Frame " n " (120ms)"
                                                     suffix))
                          '("4" "3" "2" "1"))
                     (names film))
             (= 96 (first (gimp-image-width film)))
             (= 80 (first (gimp-image-height film)))
             (same gimp-image-base-type)
             (same gimp-image-get-precision)
             (equal? (gimp-image-get-resolution image)
                     (gimp-image-get-resolution film))
             (all? (lambda (frame)
                     (and (equal? '(0 0 96 80) (bounds frame))
                          (= frame-type (first (gimp-drawable-type frame)))
                          (= 100 (first (gimp-layer-get-opacity frame)))
                          (= TRUE (first (gimp-item-get-visible frame)))))
                   (layers film))
             (= FALSE (first (gimp-image-is-dirty image)))
             (begin (gimp-image-delete film) #t))))
    (gimp-image-delete image)))

(check-kind "RGB" RGB RGB-IMAGE PRECISION-U8-GAMMA RGB-IMAGE "")
(check-kind "RGB with alpha, but opaque" RGB RGBA-IMAGE PRECISION-U8-GAMMA
            RGB-IMAGE "")
(check-kind "RGB with a hole" RGB RGBA-IMAGE PRECISION-U8-GAMMA RGBA-IMAGE
            " (replace)")
(check-kind "gray" GRAY GRAY-IMAGE PRECISION-U8-GAMMA GRAY-IMAGE "")
(check-kind "16 bit linear" RGB RGB-IMAGE PRECISION-U16-LINEAR RGB-IMAGE "")
(check-kind "float" RGB RGB-IMAGE PRECISION-FLOAT-GAMMA RGB-IMAGE "")


; What the frames show.

(define image (new-image 120 100 RGB PRECISION-U8-GAMMA))
(define layer (new-layer image "source" RGB-IMAGE 120 100 0 0 0))

; Frames, first one first.
(define (frames . changes)
  (reverse (layers (apply animate image layer changes))))

(check "a zoom begins with the dream of the layer, and all frames differ"
  (let ((film (frames)))
    (and (= 0 (difference (first film) (dream image layer)))
         (< 0.01 (difference (first film) (cadr film)))
         (< 0.01 (difference (cadr film) (caddr film))))))

(check "growing strength begins with the layer itself and goes on from there"
  (let ((film (frames "movement" "strength")))
    (and (= 0 (difference (first film) layer))
         (< 0
            (difference (cadr film) layer)
            (difference (caddr film) layer)
            (difference (cadddr film) layer)))))

(check "octaves end with the dream of the layer"
  (let ((film (frames "movement" "octaves")))
    (and (= 0 (difference (first film) layer))
         (= 0 (difference (cadddr film) (dream image layer))))))

(check "a rotation is another animation than a zoom"
  (< 0.01 (difference (cadr (frames "movement" "rotation"))
                      (cadr (frames)))))

(check "a preset is taken"
  (< 0 (difference (cadddr (frames "movement" "octaves" "preset" "test"))
                   (cadddr (frames "movement" "octaves")))))

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
  (let ((read (names (first (gimp-file-load RUN-NONINTERACTIVE file file)))))
    (and (= 4 (length read))
         (all? (lambda (name) (contains? name "(120ms)")) read))))

(check "it can be exported as WebP"
  (let ((file (string-append tmp "/film.webp")))
    (file-webp-save RUN-NONINTERACTIVE film
                    (first (gimp-image-get-active-layer film)) file file
                    0 0 90 90 TRUE TRUE FALSE 0 FALSE FALSE FALSE 100 FALSE)
    (is-film? file)))

(check "it can be exported as GIF"
  (let ((file (string-append tmp "/film.gif"))
        (film (first (gimp-image-duplicate film))))
    (gimp-image-convert-indexed film CONVERT-DITHER-NONE
                                CONVERT-PALETTE-GENERATE 255 FALSE FALSE "")
    (file-gif-save RUN-NONINTERACTIVE film
                   (first (gimp-image-get-active-layer film)) file file
                   FALSE TRUE 100 0)
    (is-film? file)))


; Bad input makes no image.

(define (check-refused what part . changes)
  (let* ((before  (count-images))
         (message (complaint
                    (lambda () (apply animate image layer changes)))))
    (if (and (contains? message part) (= before (count-images)))
        (say "ok - " what)
        (say "not ok - " what " # the message is: " message))))

(check-refused "a movement that there is not" "zoom" "movement" "jump")
(check-refused "too few frames" "frames" "frames" 1)
(check-refused "a preset that there is not" "nothing" "preset" "nothing")
(check-refused "a layer that there is not" "nothing" "layer" "nothing")

(define channel (first (gimp-channel-new image 120 100 "channel" 50 "red")))
(gimp-image-insert-channel image channel 0 0)
(set! layer channel)
(check-refused "a channel" "not on layer masks or channels")

; SPDX-License-Identifier: GPL-3.0-or-later
;
; What the plug-in says to bad input in GIMP 3, and that it leaves the image
; alone.  `here` is this folder.

(load (string-append here "/gimp3-checks.scm"))

(define image (new-image 150 120 RGB PRECISION-U8-NON-LINEAR))
(define layer (new-layer image "source" RGBA-IMAGE 100 80 10 5 0))

(define (call . arguments)
  (apply plug-in-deep-dream
         #:run-mode RUN-NONINTERACTIVE #:image image #:iterations 1
         arguments))

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 120 90 20 20)
(check-complaint "a selection beside the layer" "does not touch this layer"
  (dream image layer))

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 0 20 5 20)
(gimp-image-select-rectangle image CHANNEL-OP-ADD 120 20 20 20)
(check-complaint "a selection around the layer" "does not touch this layer"
  (dream image layer))
(gimp-selection-none image)

(define mask (first (gimp-layer-create-mask layer ADD-MASK-WHITE)))
(gimp-layer-add-mask layer mask)
(check-complaint "a layer mask" "not on layer masks"
  (dream image mask))

(define channel (first (gimp-channel-new image "channel" 150 120 50 "red")))
(gimp-image-insert-channel image channel 0 0)
(check-complaint "a channel" "not on layer masks or channels"
  (dream image channel))

(check-complaint "the selection itself" "not on layer masks or channels"
  (dream image (first (gimp-image-get-selection image))))

(define other (new-image 150 120 RGB PRECISION-U8-NON-LINEAR))
(define stranger (new-layer other "stranger" RGB-IMAGE 100 80 0 0 0))
(check-complaint "a layer of another image" "not part of the image"
  (dream image stranger))

(define second (new-layer image "second" RGB-IMAGE 90 90 0 0 0))
(check-complaint "two layers at once" "one layer at a time"
  (call #:drawables (vector layer second)))

(define dot (new-layer image "dot" RGB-IMAGE 1 1 0 0 0))
(check-complaint "a layer of 1 x 1" "small" (dream image dot))

(define thread (new-layer image "thread" RGB-IMAGE 1 5000 0 0 0))
(check-complaint "a layer of 1 x 5000" "small" (dream image thread))

(check-complaint "an unknown layer, with near names" "Mixed_5b"
  (call #:drawables (vector layer) #:layer "Mixd_5b"))

(check-complaint "an unknown network" "no-such-network"
  (call #:drawables (vector layer) #:network "no-such-network"))

(check-complaint "too many octaves" "out of range"
  (call #:drawables (vector layer) #:octaves 11))

(check-complaint "too small an octave scale" "out of range"
  (call #:drawables (vector layer) #:octave-scale 1.0))

(check-complaint "no iterations" "out of range"
  (call #:drawables (vector layer) #:iterations 0))

(check-complaint "too large an overlap" "out of range"
  (call #:drawables (vector layer) #:halo 101))

(check-complaint "an unknown precision, with those there are" "auto, full, fast"
  (call #:drawables (vector layer) #:precision "exact"))

(check-complaint "no list of channels" "does not name channels"
  (call #:drawables (vector layer) #:channels "seven"))

(check-complaint "a channel that the layer has not" "its channels are 0 to"
  (call #:drawables (vector layer) #:channels "99999"))

(check-complaint "an unknown subject, with near names" "Labrador"
  (call #:drawables (vector layer) #:subject "labradoor retriever"))

(check-complaint "a preset that is misspelled, with near names" "names are: test"
  (call #:drawables (vector layer) #:preset "tests"))

(check-complaint "a guide that is not there" "/nowhere.png"
  (call #:drawables (vector layer) #:guide "/nowhere.png"))

(check-complaint "a style that is no picture" "is no picture"
  (call #:drawables (vector layer) #:style (string-append here "/gimp.sh")))

(gimp-selection-all image)
(gimp-edit-copy (vector layer))
(define floating (vector-ref (first (gimp-edit-paste layer FALSE)) 0))
(check-complaint "a floating selection" "floating selection"
  (dream image floating))
(gimp-floating-sel-remove floating)
(gimp-selection-none image)

; Nothing can be undone after a dream that failed, not even what it took to
; see the layer's filters.
(gimp-drawable-append-new-filter layer "gegl:invert-gamma" 0
                                 LAYER-MODE-REPLACE 1.0)
(gimp-image-clean-all image)
(check-complaint "an unknown layer, on a layer with a filter" "Mixed_5b"
  (call #:drawables (vector layer) #:layer "Mixd_5b"))
(check "a dream that fails leaves no undo step"
  (= FALSE (first (gimp-image-is-dirty image))))

(gimp-image-delete image)
(gimp-image-delete other)

(define image (new-image 150 120 RGB PRECISION-U8-NON-LINEAR))
(define layer (new-layer image "source" RGB-IMAGE 100 80 10 5 0))
(gimp-image-convert-indexed image CONVERT-DITHER-NONE CONVERT-PALETTE-WEB 0
                            FALSE FALSE "")
(check-complaint "an indexed image" "indexed"
  (dream image layer))
(gimp-image-delete image)

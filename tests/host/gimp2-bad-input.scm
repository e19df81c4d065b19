; SPDX-License-Identifier: GPL-3.0-or-later
;
; What the plug-in says to bad input in GIMP 2.10, and that it leaves the image
; alone.  `here` is this folder.

(load (string-append here "/gimp2-checks.scm"))

(define image (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define layer (new-layer image "source" RGBA-IMAGE 100 80 10 5 0))

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 120 90 20 20)
(check-complaint "a selection beside the layer" "selection does not touch"
  (dream image layer))

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 0 20 5 20)
(gimp-image-select-rectangle image CHANNEL-OP-ADD 120 20 20 20)
(check-complaint "a selection around the layer" "selection does not touch"
  (dream image layer))
(gimp-selection-none image)

(define mask (first (gimp-layer-create-mask layer ADD-MASK-WHITE)))
(gimp-layer-add-mask layer mask)
(check-complaint "a layer mask" "not on layer masks"
  (dream image mask))

(define channel (first (gimp-channel-new image 150 120 "channel" 50 "red")))
(gimp-image-insert-channel image channel 0 0)
(check-complaint "a channel" "not on layer masks or channels"
  (dream image channel))

(check-complaint "the selection itself" "not on layer masks or channels"
  (dream image (first (gimp-image-get-selection image))))

(define other (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define stranger (new-layer other "stranger" RGB-IMAGE 100 80 0 0 0))
(check-complaint "a layer of another image" "not part of the image"
  (dream image stranger))

(define dot (new-layer image "dot" RGB-IMAGE 1 1 0 0 0))
(check-complaint "a layer of 1 x 1" "small"
  (dream image dot))

(define thread (new-layer image "thread" RGB-IMAGE 1 5000 0 0 0))
(check-complaint "a layer of 1 x 5000" "small"
  (dream image thread))

(check-complaint "an unknown layer, with near names" "Mixed_5b"
  (dream-recipe image layer "inception-v3" "Mixd_5b" 1 1.4 1 1.5 0 0))

(check-complaint "an unknown network" "no-such-network"
  (dream-recipe image layer "no-such-network" "" 1 1.4 1 1.5 0 0))

(define (check-range what part . recipe)
  (check-complaint-of what part
    (lambda () (apply dream-recipe image layer "inception-v3" "" recipe))))

(check-range "no octaves"                 "\"octaves\""      0  1.4 1 1.5 0 0)
(check-range "too many octaves"           "between 1 and 10" 11 1.4 1 1.5 0 0)
(check-range "too small an octave scale"  "\"octave-scale\"" 1  1.0 1 1.5 0 0)
(check-range "no iterations"              "\"iterations\""   1  1.4 0 1.5 0 0)
(check-range "too large a step"           "\"step\""         1  1.4 1 99  0 0)
(check-range "a negative jitter"          "\"jitter\""       1  1.4 1 1.5 -1 0)
(check-range "a negative seed"            "\"seed\""         1  1.4 1 1.5 0 -1)

(check-complaint "a boolean of 2" "\"tileable\" is true or false"
  (dream-advanced image layer 2 35 "auto" ""))
(check-complaint "too large an overlap" "between 0 and 100"
  (dream-advanced image layer FALSE 101 "auto" ""))
(check-complaint "an unknown precision, with those there are" "auto, full, fast"
  (dream-advanced image layer FALSE 35 "exact" ""))
(check-complaint "no precision" "\"precision\""
  (dream-advanced image layer FALSE 35 "" ""))
(check-complaint "no list of channels" "does not name channels"
  (dream-advanced image layer FALSE 35 "auto" "seven"))
(check-complaint "a channel that the layer has not" "0 to 255"
  (dream-advanced image layer FALSE 35 "auto" "256"))

(gimp-selection-all image)
(gimp-edit-copy layer)
(define floating (first (gimp-edit-paste layer FALSE)))
(check-complaint "a floating selection" "floating selection"
  (dream image floating))
(gimp-floating-sel-remove floating)

(gimp-image-delete image)
(gimp-image-delete other)

(define image (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define layer (new-layer image "source" RGB-IMAGE 100 80 10 5 0))
(gimp-image-convert-indexed image CONVERT-DITHER-NONE CONVERT-PALETTE-WEB 0
                            FALSE FALSE "")
(check-complaint "an indexed image" "indexed"
  (dream image layer))
(gimp-image-delete image)

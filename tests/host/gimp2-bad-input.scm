; SPDX-License-Identifier: GPL-3.0-or-later
;
; What the plug-in says to bad input in GIMP 2.10, and that it leaves the image
; alone.  `here` is this folder.

(load (string-append here "/gimp2-checks.scm"))

(define image (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define layer (new-layer image "source" RGBA-IMAGE 100 80 10 5 0))

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
  (dream image layer "layer" "Mixd_5b"))

(check-complaint "an unknown network" "no-such-network"
  (dream image layer "network" "no-such-network"))

(define (check-value what part name value)
  (check-complaint-of what part (lambda () (dream image layer name value))))

(check-value "no octaves"                "\"octaves\""      "octaves" 0)
(check-value "too many octaves"          "between 1 and 10" "octaves" 11)
(check-value "too small an octave scale" "\"octave-scale\"" "octave-scale" 1.0)
(check-value "no iterations"             "\"iterations\""   "iterations" 0)
(check-value "too large a step"          "\"step\""         "step" 99)
(check-value "a negative jitter"         "\"jitter\""       "jitter" -1)
(check-value "a negative seed"           "\"seed\""         "seed" -1)
(check-value "too large an overlap"      "between 0 and 100" "halo" 101)
(check-value "too strong"                "\"strength\""     "strength" 101)
(check-value "a boolean of 2"            "is true or false" "tileable" 2)
(check-value "an unknown precision, with those there are"
             "auto, full, fast"          "precision" "exact")
(check-value "no precision"              "\"precision\""    "precision" "")
(check-value "no list of channels"       "does not name channels"
             "channels" "seven")
(check-value "a channel that the layer has not" "0 to 255" "channels" "256")
(check-value "an unknown subject, with near names" "Labrador"
             "subject" "labradoor retriever")
(check-value "a guide that is not there" "/nowhere.png" "guide" "/nowhere.png")
(check-value "a style that is no picture" "is no picture"
             "style" (string-append here "/gimp.sh"))

(check-value "a preset that is misspelled, with near names" "names are: test"
             "preset" "tests")

(check-value "an unknown output"         "new-layer, layer" "output" "file")
(check-value "an unknown mode, with some that there are"
             "normal, overlay, softlight" "mode" "soft-light")
(check-value "a mode that only groups have" "GIMP has no layer mode"
             "mode" "pass-through")
(check-value "more than opaque"          "between 0 and 100" "opacity" 101)
(check-value "an unknown limit"          "alpha, mask" "selection-as" "both")
(check-value "a negative radius"         "\"radius\""     "radius" -1)
(check-complaint "a point beside the layer" "point does not touch this layer"
  (dream image layer "point-x" 5 "point-y" 2 "radius" 5))

(define group (first (gimp-layer-group-new image)))
(gimp-image-insert-layer image group 0 0)
(define inner (new-layer image "inner" RGB-IMAGE 100 80 0 0 group))
(check-complaint "into a group" "layer group has no pixels"
  (dream image group "output" "layer"))
(gimp-item-set-lock-content inner TRUE)
(check-complaint "into a layer that is locked" "pixels are locked"
  (dream image inner "output" "layer"))
(gimp-item-set-lock-content inner FALSE)
(gimp-item-set-lock-content group TRUE)
(check-complaint "into a layer of a group that is locked" "pixels are locked"
  (dream image inner "output" "layer"))

(check-complaint "too few arguments" "arguments"
  (plug-in-deep-dream RUN-NONINTERACTIVE image layer "inception-v3" ""))

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

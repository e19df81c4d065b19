; SPDX-License-Identifier: GPL-3.0-or-later
;
; What becomes of a dream in GIMP 2.10: new layers of all kinds, and the layer
; itself.  `here` is this folder.

(load (string-append here "/gimp2-checks.scm"))

(define image (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define layer (new-layer image "source" RGB-IMAGE 120 100 10 5 0))


; A new layer's mode and opacity.

(check "a new layer is normal and opaque"
  (let ((made (dream image layer)))
    (and (= LAYER-MODE-NORMAL (first (gimp-layer-get-mode made)))
         (= 100 (first (gimp-layer-get-opacity made))))))

(check "a new layer has the mode and opacity that are asked for"
  (let ((made (dream image layer "mode" "softlight" "opacity" 37.5)))
    (and (= LAYER-MODE-SOFTLIGHT (first (gimp-layer-get-mode made)))
         (< 37.4 (first (gimp-layer-get-opacity made)) 37.6))))

(check "empty words are the defaults"
  (let ((made (dream image layer "output" "" "mode" "" "selection-as" "")))
    (and (not (= made layer))
         (= LAYER-MODE-NORMAL (first (gimp-layer-get-mode made))))))


; The selection as a layer mask: the layer is dreamed as if nothing were
; selected, and its mask is the selection.

(gimp-image-select-ellipse image CHANNEL-OP-REPLACE 30 25 80 75)
(gimp-selection-feather image 20)
(define edges (cdr (gimp-selection-bounds image)))
(define soft (first (gimp-selection-save image)))

(define (is-selection? mask made x y by)
  (let ((is (last-channel mask (- x (car (bounds made)))
                          (- y (cadr (bounds made))))))
    (< -2 (- is (* by (selected-at image x y))) 2)))

(check "the selection becomes a layer mask"
  (let* ((made (dream image layer "selection-as" "mask"))
         (mask (first (gimp-layer-get-mask made))))
    (and (= RGB-IMAGE (first (gimp-drawable-type made)))
         (= (car (bounds made)) (max 10 (car edges)))
         (= 255 (last-channel mask (- 70 (car (bounds made)))
                              (- 62 (cadr (bounds made)))))
         (< 60 (selected-at image 33 62) 200)
         (is-selection? mask made 33 62 1)
         (is-selection? mask made 45 40 1)
         (is-selection? mask made 100 40 1)
         (= FALSE (first (gimp-layer-get-edit-mask made)))
         (= TRUE (first (gimp-layer-get-apply-mask made))))))

(check "under the mask, all is dreamed"
  (let* ((made  (dream image layer "selection-as" "mask"))
         (faded (dream image layer)))
    (gimp-layer-remove-mask made MASK-DISCARD)
    ; Near the border, where less than a quarter is selected.
    (and (< 0 (selected-at image 26 62) 64)
         (< (* 2 (difference faded layer 24 60 4 4))
            (difference made layer 24 60 4 4)))))

(define masked (new-layer image "masked" RGBA-IMAGE 120 100 10 5 0))
(gimp-layer-add-mask masked (first (gimp-layer-create-mask masked
                                                           ADD-MASK-WHITE)))
(define half-mask (first (gimp-layer-get-mask masked)))
(gimp-selection-none image)
(gimp-context-set-foreground '(128 128 128))
(gimp-drawable-edit-fill half-mask FILL-FOREGROUND)
(gimp-image-select-item image CHANNEL-OP-REPLACE soft)
(define half (/ (last-channel half-mask 9 9) 255))

(check "the source's own mask counts too"
  (let* ((made (dream image masked "selection-as" "mask"))
         (mask (first (gimp-layer-get-mask made))))
    (and (< 0.1 half 0.9)
         (is-selection? mask made 70 62 half)
         (is-selection? mask made 33 62 half))))

(check "but not if it is switched off"
  (begin
    (gimp-layer-set-apply-mask masked FALSE)
    (let* ((made (dream image masked "selection-as" "mask"))
           (mask (first (gimp-layer-get-mask made))))
      (is-selection? mask made 70 62 1))))

(check "a mask that is given becomes the layer mask"
  (begin
    (gimp-selection-none image)
    (let* ((made (dream image layer "selection-as" "mask" "mask" soft))
           (mask (first (gimp-layer-get-mask made))))
      (gimp-image-select-item image CHANNEL-OP-REPLACE soft)
      (and (is-selection? mask made 33 62 1)
           (is-selection? mask made 70 62 1)))))

(check "with nothing selected there is nothing to make a mask of"
  (begin
    (gimp-selection-none image)
    (let ((made (dream image layer "selection-as" "mask")))
      (and (equal? (bounds layer) (bounds made))
           (= -1 (first (gimp-layer-get-mask made)))))))


; A point.

(check "a point is dreamed around"
  (let ((made (dream image layer "point-x" 60 "point-y" 50 "radius" 25)))
    (and (equal? '(35 25 51 51) (bounds made))
         (= 255 (last-channel made 25 25))
         (= 0 (last-channel made 0 0))
         ; It fades towards the radius.
         (< (* 2 (difference made layer 38 48 4 4))
            (difference made layer 58 48 4 4)))))

(check "a mask that is given goes before a point"
  (let ((made (dream image layer "point-x" 60 "point-y" 50 "radius" 25
                     "mask" soft)))
    (equal? (bounds layer) (bounds made))))

(check "a point goes before the selection"
  (begin
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 100 80 20 20)
    (let ((made (dream image layer "point-x" 60 "point-y" 50 "radius" 25)))
      (gimp-selection-none image)
      (equal? '(35 25 51 51) (bounds made)))))

(check "what of a point's surroundings is outside of the layer is left out"
  (equal? '(10 5 16 21)
          (bounds (dream image layer "point-x" 5 "point-y" 5 "radius" 20))))

(check "no radius is no point"
  (equal? (bounds layer)
          (bounds (dream image layer "point-x" -700 "point-y" 900))))

(gimp-image-delete image)


; Into the layer itself.

(define image (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define layer (new-layer image "source" RGB-IMAGE 120 100 10 5 0))

; A copy that nothing happens to.
(define safe (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define original (first (gimp-layer-new-from-drawable layer safe)))
(gimp-image-insert-layer safe original 0 0)

(check "a dream goes into the layer itself"
  (let ((above (dream image layer)))
    (let ((same (dream image layer "output" "layer")))
      (and (= same layer)
           (= 2 (count-layers image))
           (string=? "source" (first (gimp-item-get-name layer)))
           (= RGB-IMAGE (first (gimp-drawable-type layer)))
           (< 0.02 (difference layer original))
           ; Both ways are the same dream.
           (= 0 (difference layer above))
           (contains? (parasite layer "deep-dream-recipe") "[Recipe]\n")
           (= layer (first (gimp-image-get-layer-by-tattoo
                             image
                             (string->number
                               (parasite layer "deep-dream-source")))))))))

(define (paint-back)
  (gimp-edit-copy original)
  (let ((back (first (gimp-edit-paste layer FALSE))))
    (gimp-layer-set-offsets back 10 5)
    (gimp-floating-sel-anchor back)))

; A selection that nothing but its own values is as.
(gimp-selection-none image)
(paint-back)
(gimp-image-select-ellipse image CHANNEL-OP-REPLACE 30 25 80 75)
(gimp-selection-feather image 20)
(gimp-image-select-rectangle image CHANNEL-OP-SUBTRACT 60 0 5 60)
(define soft (first (gimp-selection-save image)))

(check "with a soft selection the dream does not fade twice"
  (begin
    (gimp-image-set-active-layer image layer)
    (let ((above (dream image layer)))
      (dream image layer "output" "layer")
      (gimp-selection-none image)
      (let ((twice (difference layer above 24 66 88 4))
            (once  (difference layer original 24 66 88 4)))
        (gimp-image-select-item image CHANNEL-OP-REPLACE soft)
        (and (< 0 (selected-at image 26 67) 64)
             (< 0.01 once)
             (= 0 twice))))))

(check "what is not selected stays as it is"
  (begin
    (gimp-selection-none image)
    (let ((corner  (difference layer original 11 6 4 4))
          (between (difference layer original 61 20 3 30)))
      (gimp-image-select-item image CHANNEL-OP-REPLACE soft)
      (and (= 0 (selected-at image 12 8))
           (= 0 (selected-at image 62 40))
           (= 0 corner)
           (= 0 between)))))

(define (count-channels)
  (first (gimp-image-get-channels image)))

(check "the selection stays to the bit, and what is active too"
  (let* ((channels (count-channels)))
    (gimp-image-set-active-layer image layer)
    (gimp-context-set-feather TRUE)
    (dream image layer "output" "layer")
    (gimp-context-set-feather FALSE)
    (let ((active (first (gimp-image-get-active-layer image)))
          (after  (first (gimp-selection-save image))))
      (and (= (+ 1 channels) (count-channels))
           (= active layer)
           (= 0 (difference soft after))))))

(check "so does an active channel"
  (begin
    (gimp-image-set-active-channel image soft)
    (dream image layer "output" "layer")
    (= soft (first (gimp-image-get-active-channel image)))))

(gimp-selection-none image)

(check "a mask is a limit for the layer itself, too"
  (begin
    (paint-back)
    (dream image layer "output" "layer" "selection-as" "mask" "mask" soft)
    (and (= 0 (difference layer original 11 6 5 98))
         (< 0.01 (difference layer original 66 66 20 4)))))

(check "and so is a point"
  (begin
    (paint-back)
    (dream image layer "output" "layer" "point-x" 70 "point-y" 60 "radius" 20)
    (and (= 0 (difference layer original 11 6 30 98))
         (< 0.01 (difference layer original 66 56 8 8)))))

(check "transparent pixels of the layer itself stay transparent"
  (let ((holes (new-layer image "holes" RGBA-IMAGE 120 100 0 0 0)))
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 40 40 20 20)
    (gimp-drawable-edit-clear holes)
    (gimp-selection-none image)
    (dream image holes "output" "layer")
    (and (= 0 (last-channel holes 50 50))
         (= 255 (last-channel holes 39 39)))))

(gimp-image-delete image)

(define (check-own-layer what base type precision)
  (let* ((image (new-image 110 90 base precision))
         (layer (new-layer image "source" type 110 90 0 0 0))
         (above (dream image layer)))
    (check (string-append what ": goes into the layer itself")
      (begin
        (dream image layer "output" "layer")
        (= 0 (difference above layer))))
    (gimp-image-delete image)))

(check-own-layer "gray" GRAY GRAY-IMAGE PRECISION-U8-GAMMA)
(check-own-layer "16 bit linear with alpha" RGB RGBA-IMAGE PRECISION-U16-LINEAR)
(check-own-layer "float linear" RGB RGB-IMAGE PRECISION-FLOAT-LINEAR)

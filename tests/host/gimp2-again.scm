; SPDX-License-Identifier: GPL-3.0-or-later
;
; Deep Dream Again in GIMP 2.10.  `here` is this folder.

(load (string-append here "/gimp2-checks.scm"))

(define (again image layer)
  (first (plug-in-deep-dream-again RUN-NONINTERACTIVE image layer)))

(define image (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define below (new-layer image "below" RGB-IMAGE 150 120 0 0 0))
(define layer (new-layer image "source" RGB-IMAGE 120 100 10 5 0))
(define plain (dream image layer))

(check "a dream can be dreamed again"
  (let ((made (again image plain)))
    (and (= 0 (position image made))
         (= 1 (position image plain))
         (= made (first (gimp-image-get-active-layer image)))
         ; GIMP itself numbers names that there are already.
         (string=? "Dream of source (test) #1"
                   (first (gimp-item-get-name made)))
         (equal? (bounds plain) (bounds made))
         (= 0 (difference plain made)))))

(check "and that one again"
  (let ((made (again image (first (gimp-image-get-active-layer image)))))
    (and (= 0 (position image made))
         (= 0 (difference plain made)))))

(check "what was dreamed of is looked at as it is now"
  (begin
    (gimp-drawable-invert layer FALSE)
    (let ((made (again image plain)))
      (gimp-drawable-invert layer FALSE)
      (< 0.02 (difference plain made)))))

(check "it has the old one's mode and opacity"
  (begin
    (gimp-layer-set-mode plain LAYER-MODE-OVERLAY)
    (gimp-layer-set-opacity plain 40)
    (let ((made (again image plain)))
      (gimp-layer-set-mode plain LAYER-MODE-NORMAL)
      (gimp-layer-set-opacity plain 100)
      (and (= LAYER-MODE-OVERLAY (first (gimp-layer-get-mode made)))
           (= 40 (first (gimp-layer-get-opacity made)))))))

(check "it is the recipe that the layer carries that is dreamed"
  (let* ((text "[Recipe]\nlayer=Mixed_5b/concat\noctaves=1\niterations=1\n")
         (recipe (list "deep-dream-recipe" 1 text)))
    (gimp-item-attach-parasite plain recipe)
    (let ((made (again image plain)))
      (and (string=? text (parasite plain "deep-dream-recipe"))
           (contains? (parasite made "deep-dream-recipe") "\niterations=1\n")
           (< 0 (difference plain made))))))

(define plain (dream image layer))

(check "the original is found wherever it has been moved to"
  (begin
    (gimp-image-raise-item-to-top image layer)
    (let ((made (again image plain)))
      (gimp-image-lower-item image layer)
      (and (= 0 (difference plain made))
           (= (- (position image plain) 1) (position image made))))))

(check "the dream of a layer that has been moved lies over it"
  (let ((old (dream image layer)))
    (gimp-layer-set-offsets layer 20 15)
    (let ((made (again image old)))
      (gimp-layer-set-offsets layer 10 5)
      ; Where the old dream is.
      (equal? '(20 15 110 90) (bounds made)))))


; Where.

(check "a selection says where"
  (begin
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 30 25 40 35)
    (let ((made (again image plain)))
      (gimp-selection-none image)
      (equal? '(30 25 40 35) (bounds made)))))

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 30 25 40 35)
(define part (dream image layer))
(gimp-image-select-ellipse image CHANNEL-OP-REPLACE 30 25 40 35)
(define round (dream image layer))
(define round-with-mask (dream image layer "selection-as" "mask"))
(gimp-selection-none image)

(check "without one, it is where the old dream is"
  (let ((made (again image part)))
    (and (equal? (bounds part) (bounds made))
         (= 0 (difference part made)))))

(check "where that is transparent, nothing is dreamed"
  (let ((made (again image round)))
    (and (equal? (bounds round) (bounds made))
         (= 0 (last-channel made 1 1))
         (= 255 (last-channel made 20 17)))))

(check "a mask is copied as it is by now"
  (let ((mask (first (gimp-layer-get-mask round-with-mask))))
    (gimp-drawable-invert mask FALSE)
    (let* ((made (again image round-with-mask))
           (copy (first (gimp-layer-get-mask made))))
      (and (equal? (bounds round-with-mask) (bounds made))
           (= 0 (last-channel copy 20 17))
           (= 255 (last-channel copy 1 1))))))


; Without the original.

(define on-below (dream image layer))
(gimp-image-remove-layer image layer)
(gimp-image-reorder-item image on-below 0 (- (position image below) 1))

(check "without the original, the layer below is dreamed of"
  (let ((made (again image on-below)))
    (and (string=? "Dream of below (test)" (first (gimp-item-get-name made)))
         (equal? '(10 5 120 100) (bounds made))
         (= (string->number (parasite made "deep-dream-source"))
            (first (gimp-item-get-tattoo below))))))

(gimp-image-lower-item-to-bottom image on-below)
(check-complaint "no layer below" "there is none below"
  (again image on-below))

(check-complaint "a layer that is no dream" "is no dream"
  (again image below))

(gimp-item-attach-parasite on-below
                           (list "deep-dream-recipe" 1 "[Recipe]\ncolour=red"))
(check-complaint "a recipe that makes no sense" "is no dream"
  (again image on-below))

(define mask (first (gimp-layer-create-mask below ADD-MASK-WHITE)))
(gimp-layer-add-mask below mask)
(check-complaint "a layer mask" "is no dream"
  (again image mask))

(gimp-image-delete image)


; A dream that went into the layer itself is dreamed of once more.

(define image (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define layer (new-layer image "source" RGB-IMAGE 120 100 10 5 0))
(dream image layer "output" "layer")

(check "a layer that was dreamed in itself is dreamed of again"
  (let ((made (again image layer)))
    (and (= 2 (count-layers image))
         (= 0 (position image made))
         (< 0.02 (difference layer made)))))

(gimp-image-delete image)

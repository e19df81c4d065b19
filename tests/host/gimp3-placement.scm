; SPDX-License-Identifier: GPL-3.0-or-later
;
; Where a dream goes in GIMP 3: into what kind of layer, around which point, and
; once more.  `here` is this folder.

(load (string-append here "/gimp3-checks.scm"))

(define image (new-image 150 120 RGB PRECISION-U8-NON-LINEAR))
(define layer (new-layer image "source" RGB-IMAGE 120 100 10 5 0))

(define (value-at drawable x y)
  (first (first (gimp-drawable-get-pixel drawable x y))))


; The new layer.

(check "the new layer is normal and opaque"
  (let ((made (dream image layer)))
    (and (= LAYER-MODE-NORMAL (first (gimp-layer-get-mode made)))
         (= 100 (first (gimp-layer-get-opacity made))))))

(check "its mode and opacity can be chosen"
  (let ((made (dream image layer #:mode "overlay" #:opacity 40.0)))
    (and (= LAYER-MODE-OVERLAY (first (gimp-layer-get-mode made)))
         (> 0.5 (abs (- 40 (first (gimp-layer-get-opacity made))))))))

(check-complaint "an unknown mode, with others" "softlight"
  (dream image layer #:mode "loud"))
(check-complaint "an unknown kind of result" "new-layer, layer"
  (dream image layer #:output "nowhere"))
(check-complaint "an unknown limit" "alpha, mask"
  (dream image layer #:selection-as "hole"))


; The selection as a layer mask: all of its rectangle is dreamed.

(gimp-image-select-ellipse image CHANNEL-OP-REPLACE 30 25 80 70)
(gimp-selection-feather image 8)

(check "the selection becomes a layer mask, as GIMP makes one"
  (let* ((made (dream image layer #:selection-as "mask"))
         (mask (first (gimp-layer-get-mask made)))
         (x    (car (bounds made)))
         (y    (cadr (bounds made)))
         (like (first (gimp-layer-create-mask layer ADD-MASK-SELECTION))))
    (gimp-layer-add-mask layer like)
    (let ((result (and (= RGB-IMAGE (first (gimp-drawable-type made)))
                       (= 255 (value-at mask (- 70 x) (- 60 y)))
                       (= 0 (value-at mask 0 0))
                       (< 0 (value-at mask 5 (- 60 y)) 255)
                       (= (value-at like (+ 5 (- x 10)) (- 60 5))
                          (value-at mask 5 (- 60 y))))))
      (gimp-layer-remove-mask layer MASK-DISCARD)
      result)))

(check "the rectangle around the selection is dreamed"
  (let ((made (dream image layer #:selection-as "mask")))
    (gimp-layer-remove-mask made MASK-DISCARD)
    (< (* 0.5 (difference made layer 60 50 20 20))
       (difference made layer (car (bounds made)) (cadr (bounds made)) 8 8))))

(check "it is multiplied with the layer's own mask"
  (let* ((other (new-layer image "masked" RGB-IMAGE 120 100 10 5 0))
         (own   (first (gimp-layer-create-mask other ADD-MASK-WHITE))))
    (gimp-layer-add-mask other own)
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 0 0 60 120)
    (gimp-drawable-edit-clear own)
    (gimp-context-set-foreground '(0 0 0))
    (gimp-drawable-edit-fill own FILL-FOREGROUND)
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 40 30 60 40)
    (let* ((made (dream image other #:selection-as "mask"))
           (mask (first (gimp-layer-get-mask made))))
      (gimp-image-remove-layer image other)
      (and (equal? '(40 30 60 40) (bounds made))
           (= 0 (value-at mask 19 20))
           (= 255 (value-at mask 20 20))))))


; Into the layer itself.

(gimp-image-select-ellipse image CHANNEL-OP-REPLACE 30 25 80 70)
(gimp-selection-feather image 8)

(check "the dream goes into the layer itself, and fades once"
  (let* ((own    (new-layer image "own" RGB-IMAGE 120 100 10 5 0))
         (dummy  (gimp-image-select-ellipse image CHANNEL-OP-REPLACE
                                            30 25 80 70))
         (dummy  (gimp-selection-feather image 8))
         (before (first (gimp-layer-copy own)))
         (dummy  (gimp-image-insert-layer image before 0 -1))
         (apart  (dream image own))
         (count  (count-layers image))
         (made   (dream image own #:output "layer")))
    (gimp-selection-none image)
    (let ((result (and (= own made)
                       (= count (count-layers image))
                       (equal? '(10 5 120 100) (bounds own))
                       (< 0.001 (difference own before))
                       (= 0 (difference own before 10 5 12 12))
                       ; As the new layer of the same dream shows it.
                       (= 0 (difference apart own 40 40 50 40)))))
      (gimp-image-remove-layer image before)
      (gimp-image-remove-layer image apart)
      (gimp-image-remove-layer image own)
      result)))

(gimp-image-select-ellipse image CHANNEL-OP-REPLACE 30 25 80 70)
(gimp-selection-feather image 8)
(define selected (first (gimp-selection-save image)))

(check "the selection and the channels are as before"
  (let ((own (first (gimp-layer-copy layer))))
    (gimp-image-insert-layer image own 0 0)
    (dream image own #:output "layer")
    (gimp-image-remove-layer image own)
    (let ((still (first (gimp-selection-save image))))
      (and (= 2 (vector-length (first (gimp-image-get-channels image))))
           (= (first (gimp-drawable-histogram selected HISTOGRAM-VALUE 0 1))
              (first (gimp-drawable-histogram still HISTOGRAM-VALUE 0 1)))))))
(gimp-selection-none image)

(check "a filter on the layer stays one"
  (let ((own (new-layer image "filtered" RGB-IMAGE 120 100 10 5 0)))
    (gimp-drawable-append-new-filter own "gegl:invert-gamma" ""
                                     LAYER-MODE-REPLACE 1.0)
    (dream image own #:output "layer")
    (let ((n (vector-length (first (gimp-drawable-get-filters own)))))
      (gimp-image-remove-layer image own)
      (= 1 n))))

(define group (first (gimp-group-layer-new image "group")))
(gimp-image-insert-layer image group 0 0)
(new-layer image "inside" RGB-IMAGE 100 90 0 0 group)
(check-complaint "a group has no pixels of its own" "no pixels of its own"
  (dream image group #:output "layer"))

(gimp-item-set-lock-content layer TRUE)
(check-complaint "locked pixels" "locked"
  (dream image layer #:output "layer"))
(check "but they can be dreamed of"
  (dream image layer))
(gimp-item-set-lock-content layer FALSE)


; Around a point.

(check "a dream around a point fades towards its radius"
  (let ((made (dream image layer #:point-x 60 #:point-y 50 #:radius 30)))
    (and (equal? '(30 20 61 61) (bounds made))
         (= 255 (alpha-of made 30 30))
         (= 0 (alpha-of made 0 0))
         (< (difference made layer 34 46 4 8)
            (* 0.5 (difference made layer 56 46 8 8))))))

(check "a channel counts as the selection that GIMP makes of it"
  (let ((gray (first (gimp-channel-new image "gray" 150 120 50 "red"))))
    (gimp-image-insert-channel image gray 0 0)
    (gimp-selection-none image)
    (gimp-context-set-foreground '(64 64 64))
    (gimp-drawable-fill gray FILL-FOREGROUND)
    (let ((masked (dream image layer #:mask gray)))
      (gimp-image-select-item image CHANNEL-OP-REPLACE gray)
      (let ((selected (dream image layer)))
        (gimp-selection-none image)
        (= 0 (difference masked selected))))))

(check-complaint "a point far from the layer" "does not touch this layer"
  (dream image layer #:point-x 500 #:point-y 50 #:radius 30))


; Once more.

(define (again drawable)
  (first (plug-in-deep-dream-again #:run-mode  RUN-NONINTERACTIVE
                                   #:image     image
                                   #:drawables (vector drawable))))

(check "a dream dreamed again is the same, above it, with its mode and opacity"
  (let* ((made (dream image layer #:seed 5 #:mode "screen" #:opacity 60.0))
         (more (again made)))
    (and (= (position image made) (+ 1 (position image more)))
         (= LAYER-MODE-SCREEN (first (gimp-layer-get-mode more)))
         (> 0.5 (abs (- 60 (first (gimp-layer-get-opacity more)))))
         (begin (gimp-layer-set-opacity made 100)
                (gimp-layer-set-opacity more 100)
                (= 0 (difference made more))))))

(check "of the layer as it is by now, wherever that lies"
  (let* ((own  (new-layer image "own" RGB-IMAGE 120 100 10 5 0))
         (made (dream image own)))
    (gimp-drawable-invert own FALSE)
    (gimp-image-lower-item-to-bottom image own)
    (let* ((more  (again made))
           (fresh (dream image own)))
      (and (= 0 (difference more fresh))
           (< 0.05 (difference more made))
           (begin (gimp-image-remove-layer image own) #t)))))

(check "where the dream was"
  (begin
    (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 30 25 80 70)
    (let ((made (dream image layer)))
      (gimp-selection-none image)
      (let ((more (again made)))
        (and (equal? (bounds made) (bounds more))
             (= 0 (alpha-of more 0 0))
             (= 255 (alpha-of more 40 35)))))))

(check "or where something is selected"
  (let ((made (dream image layer)))
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 30 25 40 30)
    (let ((more (again made)))
      (gimp-selection-none image)
      (equal? '(30 25 40 30) (bounds more)))))

(check "if the original is gone, of the layer below"
  (let* ((below (new-layer image "below" RGB-IMAGE 120 100 10 5 0))
         (own   (new-layer image "own" RGB-IMAGE 120 100 10 5 0))
         (made  (dream image own)))
    (gimp-image-remove-layer image own)
    (gimp-drawable-invert below FALSE)
    (= 0 (difference (again made) (dream image below)))))

(check-complaint "a layer that is no dream" "no dream" (again layer))

(define dreamt (dream image layer))
(for-each (lambda (other)
            (if (not (= other dreamt))
                (gimp-image-remove-layer image other)))
          (vector->list (first (gimp-image-get-layers image))))
(check-complaint "a dream with nothing below" "none below" (again dreamt))

(gimp-image-delete image)

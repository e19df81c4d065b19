; SPDX-License-Identifier: GPL-3.0-or-later
;
; What the plug-in makes of good input in GIMP 3.  `here` is this folder,
; `tmp` one for files.

(load (string-append here "/gimp3-checks.scm"))

(check "the procedure is there"
  (defined? 'plug-in-deep-dream))


; One kind of picture after another: the dream is a layer of the same kind,
; directly above the source, of the same size at the same place; it differs
; from the source, which has not changed.

(define (check-kind what base type precision)
  (let* ((image  (new-image 150 120 base precision))
         (below  (new-layer image "below" type 150 120 0 0 0))
         (source (new-layer image "source" type 96 80 20 30 0))
         (copy   (first (gimp-layer-copy source))))
    (check (string-append what ": dreams")
      (let ((made (dream image source)))
        (and (= 3 (count-layers image))
             (= 0 (position image made))
             (= 1 (position image source))
             (equal? '(20 30 96 80) (bounds made))
             (= type (first (gimp-drawable-type made)))
             (contains? (first (gimp-item-get-name made)) "Dream of source (")
             (equal? (vector made)
                     (first (gimp-image-get-selected-layers image)))
             (< 0.001 (difference made source))
             (= 0 (difference copy source)))))
    (gimp-image-delete image)))

; A layer remembers what was dreamed.

(check "the new layer carries its recipe"
  (let* ((image  (new-image 150 120 RGB PRECISION-U8-NON-LINEAR))
         (source (new-layer image "source" RGB-IMAGE 96 80 0 0 0))
         (text   (caddr (first (gimp-item-get-parasite (dream image source)
                                                       "deep-dream-recipe")))))
    (gimp-image-delete image)
    (and (contains? text "[Recipe]\n")
         (contains? text "\noctaves=1\n"))))

(check-kind "RGB, 8 bit" RGB RGB-IMAGE PRECISION-U8-NON-LINEAR)
(check-kind "RGB with alpha, 8 bit" RGB RGBA-IMAGE PRECISION-U8-NON-LINEAR)
(check-kind "gray, 8 bit" GRAY GRAY-IMAGE PRECISION-U8-NON-LINEAR)
(check-kind "gray with alpha, 8 bit" GRAY GRAYA-IMAGE PRECISION-U8-NON-LINEAR)
(check-kind "gray, 16 bit linear" GRAY GRAY-IMAGE PRECISION-U16-LINEAR)

(for-each
  (lambda (kind)
    (check-kind (string-append "RGB with alpha, " (car kind))
                RGB RGBA-IMAGE (cadr kind)))
  `(("8 bit linear"         ,PRECISION-U8-LINEAR)
    ("8 bit perceptual"     ,PRECISION-U8-PERCEPTUAL)
    ("16 bit"               ,PRECISION-U16-NON-LINEAR)
    ("16 bit linear"        ,PRECISION-U16-LINEAR)
    ("32 bit integer"       ,PRECISION-U32-NON-LINEAR)
    ("half float"           ,PRECISION-HALF-NON-LINEAR)
    ("half float linear"    ,PRECISION-HALF-LINEAR)
    ("float"                ,PRECISION-FLOAT-NON-LINEAR)
    ("float linear"         ,PRECISION-FLOAT-LINEAR)
    ("float perceptual"     ,PRECISION-FLOAT-PERCEPTUAL)
    ("double linear"        ,PRECISION-DOUBLE-LINEAR)))


; Where the layer lies, and in what.

(define image (new-image 150 120 RGB PRECISION-U8-NON-LINEAR))
(define large (new-layer image "large" RGB-IMAGE 180 150 -20 -10 0))
(define away  (new-layer image "away" RGBA-IMAGE 90 85 200 -300 0))
(define group (first (gimp-group-layer-new image "group")))
(gimp-image-insert-layer image group 0 2)
(define upper (new-layer image "upper" RGBA-IMAGE 90 90 5 6 group))
(define lower (new-layer image "lower" RGBA-IMAGE 120 100 10 10 group))
(gimp-image-reorder-item image lower group 1)

(check "a layer larger than the image is dreamed whole"
  (equal? '(-20 -10 180 150) (bounds (dream image large))))

(check "so is a layer outside of the image"
  (equal? '(200 -300 90 85) (bounds (dream image away))))

(check "in a group, the dream is directly above its source"
  (let ((made (dream image lower)))
    (and (equal? group (first (gimp-item-get-parent made)))
         (= 0 (position image upper))
         (= 1 (position image made))
         (= 2 (position image lower))
         (equal? '(10 10 120 100) (bounds made)))))

(check "a group can be dreamed of, and the dream lies above it, not in it"
  (let ((place (position image group))
        (made  (dream image group)))
    (and (= -1 (first (gimp-item-get-parent made)))
         (= place (position image made))
         (equal? (bounds group) (bounds made)))))

(gimp-image-delete image)


; What people see of a layer.

(define image (new-image 150 120 RGB PRECISION-U8-NON-LINEAR))
(define plain (new-layer image "plain" RGBA-IMAGE 100 90 20 10 0))

(check "a non-destructive filter is dreamed as it is seen"
  (let ((made-plain (dream image plain)))
    (gimp-drawable-append-new-filter plain "gegl:invert-gamma" 0
                                     LAYER-MODE-REPLACE 1.0)
    (let ((made   (dream image plain))
          (copied (first (gimp-layer-copy plain))))
      (and (equal? '(20 10 100 90) (bounds made))
           (= 0 (vector-length (first (gimp-drawable-get-filters made))))
           (= 1 (vector-length (first (gimp-drawable-get-filters plain))))
           ; An inverted picture is far from its original, a dream is near.
           (< (difference made plain) (* 0.5 (difference made made-plain)))))))

(check "a filter on a group is dreamed as it is seen"
  (let ((group (first (gimp-group-layer-new image "group"))))
    (gimp-image-insert-layer image group 0 0)
    (let* ((inside     (new-layer image "inside" RGBA-IMAGE 100 90 20 10 group))
           (made-plain (dream image group)))
      (gimp-drawable-append-new-filter group "gegl:invert-gamma" 0
                                       LAYER-MODE-REPLACE 1.0)
      (let ((made (dream image group)))
        (and (equal? '(20 10 100 90) (bounds made))
             (< 0.1 (difference made made-plain)))))))

(check "a drop shadow, which is larger than its layer, is dreamed too"
  (let ((layer (new-layer image "casts" RGBA-IMAGE 90 85 20 10 0)))
    (gimp-drawable-append-new-filter layer "gegl:dropshadow" 0
                                     LAYER-MODE-REPLACE 1.0
                                     "x" 12.0 "y" 9.0 "radius" 0.0)
    (let ((made (dream image layer)))
      (and (equal? '(20 10) (gimp-drawable-get-offsets made))
           (< 90 (first (gimp-drawable-get-width made)))
           (= 255 (last (first (gimp-drawable-get-pixel made 4 4))))))))

(check "the dream has a copy of its source's mask"
  (let* ((layer (new-layer image "masked" RGBA-IMAGE 100 90 20 10 0))
         (mask  (first (gimp-layer-create-mask layer ADD-MASK-BLACK))))
    (gimp-layer-add-mask layer mask)
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 40 30 40 40)
    (gimp-drawable-edit-fill mask FILL-WHITE)
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 30 20 90 80)
    (let* ((made (dream image layer))
           (copy (first (gimp-layer-get-mask made))))
      (gimp-selection-none image)
      (and (equal? '(30 20 90 80) (bounds made))
           (= 0   (car (first (gimp-drawable-get-pixel copy 9 9))))
           (= 255 (car (first (gimp-drawable-get-pixel copy 10 10))))
           (= 255 (car (first (gimp-drawable-get-pixel copy 49 49))))
           (= 0   (car (first (gimp-drawable-get-pixel copy 50 50))))))))

(gimp-image-delete image)


; The selection.

(define image (new-image 150 120 RGB PRECISION-U8-NON-LINEAR))
(define layer (new-layer image "source" RGB-IMAGE 120 100 10 5 0))

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 30 25 80 75)
(define selected (first (gimp-selection-save image)))

(check "a selection confines the dream"
  (let ((made (dream image layer)))
    (and (equal? '(30 25 80 75) (bounds made))
         (= RGBA-IMAGE (first (gimp-drawable-type made)))
         (= 255 (alpha-of made 0 0))
         (= 255 (alpha-of made 79 74)))))

(check "the selection is still there"
  (let ((channel (first (gimp-selection-save image))))
    (and (equal? '(30 25 110 100) (cdr (gimp-selection-bounds image)))
         (= (first (gimp-drawable-histogram selected HISTOGRAM-VALUE 0.0 1.0))
            (first (gimp-drawable-histogram channel HISTOGRAM-VALUE
                                            0.0 1.0))))))

(gimp-selection-feather image 12)

(check "a feathered selection fades the dream out, and not twice"
  (let* ((made  (dream image layer))
         (edges (cdr (gimp-selection-bounds image)))
         (x     (car (bounds made)))
         (y     (cadr (bounds made))))
    ; Feathering grows the selection, but not beyond the layer.
    (and (= x (max 10 (car edges)))
         (= y (max 5 (cadr edges)))
         (< 80 (first (gimp-drawable-get-width made)))
         ; What is selected at all is opaque.
         (< 90 (selected-at 30 (+ 40 y)) 165)
         (= 255 (alpha-of made (- 30 x) 40))
         ; Where little is selected, little has changed.
         (< 0
            (difference made layer 26 40 2 40)
            (* 0.6 (difference made layer 60 40 20 40))))))

(check "what is not selected is transparent"
  (begin
    (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 30 25 80 75)
    (let ((made (dream image layer)))
      (and (= 0 (alpha-of made 1 1))
           (= 255 (alpha-of made 40 37))))))

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 0 0 90 90)
(check "a selection that reaches beyond the layer ends at the layer's edge"
  (equal? '(10 5 80 85) (bounds (dream image layer))))


; A mask instead of the selection.

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 0 0 60 120)
(define half (first (gimp-selection-save image)))
(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 100 0 50 120)

(check "a channel says where to dream"
  (let ((made (dream image layer #:mask half)))
    (and (equal? '(10 5 120 100) (bounds made))
         (= 255 (alpha-of made 20 50))
         (< 0.001 (difference made layer 10 5 45 100))
         (= 0 (alpha-of made 100 50)))))

(gimp-selection-none image)
(check "a light layer says where to dream"
  (let ((light (new-layer image "light" RGBA-IMAGE 40 30 40 20 0)))
    (gimp-context-set-foreground '(255 255 255))
    (gimp-drawable-fill light FILL-FOREGROUND)
    (let ((made (dream image layer #:mask light)))
      (gimp-image-remove-layer image light)
      (and (equal? '(40 20 40 30) (bounds made))
           (= 255 (alpha-of made 20 15))))))

(check "pixels that are transparent stay transparent"
  (let ((layer (new-layer image "holes" RGBA-IMAGE 120 100 0 0 0)))
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 40 40 20 20)
    (gimp-drawable-edit-clear layer)
    (gimp-selection-none image)
    (let ((made (dream image layer)))
      (and (= 0 (alpha-of made 50 50))
           (= 255 (alpha-of made 39 39))))))


; Seeds and values.

(check "the same seed dreams the same, another one does not"
  (let ((one   (dream image layer #:seed 3))
        (again (dream image layer #:seed 3))
        (other (dream image layer #:seed 4)))
    (and (= 0 (difference one again))
         (< 0 (difference one other)))))

(check "without arguments, the defaults are dreamed"
  (let ((made (plug-in-deep-dream #:run-mode  RUN-NONINTERACTIVE
                                  #:image     image
                                  #:drawables (vector layer)
                                  #:octaves   1
                                  #:iterations 1)))
    (equal? (bounds layer) (bounds (first made)))))

; Each of them dreams something else than none of them does.
(define (check-changes what . arguments)
  (check-that what
    (lambda ()
      (< 0 (difference (apply dream image layer arguments)
                       (dream image layer))))))

(check-changes "a tileable dream is another one" #:tileable TRUE)
(check-changes "one channel dreams something else" #:channels "7")
(check-changes "so do two layers" #:layer "Mixed_5b, Mixed_5c:0.5")
(check-changes "and a subject" #:subject "labrador retriever")
(check-changes "and things of another size" #:size 40.0)
(check-changes "a weak dream is another one" #:strength 20)

(check "full precision can be asked for"
  (equal? (bounds layer) (bounds (dream image layer #:precision "full"))))

(check "a strength of 0 changes nothing"
  (= 0 (difference (dream image layer #:strength 0) layer)))

(define guide (string-append tmp "/guide.png"))
(gimp-file-save RUN-NONINTERACTIVE image guide)
(check-changes "a guide is read from its file" #:guide guide)
(check-changes "so is a style" #:style guide)

(check "a preset is taken for what is at its default"
  (let ((made (plug-in-deep-dream #:run-mode   RUN-NONINTERACTIVE
                                  #:image      image
                                  #:drawables  (vector layer)
                                  #:preset     "test"
                                  #:iterations 1)))
    (= 0 (difference (first made)
                     (dream image layer #:iterations 1 #:seed 3)))))

; gimp3.sh has written into the profile that the last dream had seed 4.
(check "repeating the last filter uses the last values"
  (let ((repeated (first (plug-in-deep-dream #:run-mode  RUN-WITH-LAST-VALS
                                             #:image     image
                                             #:drawables (vector layer)))))
    (and (= 0 (difference repeated (dream image layer #:seed 4)))
         (< 0 (difference repeated (dream image layer #:seed 3))))))

(gimp-image-delete image)

; SPDX-License-Identifier: GPL-3.0-or-later
;
; What the plug-in makes of good input in GIMP 2.10.  `here` is this folder,
; `tmp` one for files.

(load (string-append here "/gimp2-checks.scm"))


; The procedure as the procedure browser shows it.

(define (argument n)
  (gimp-procedural-db-proc-arg "plug-in-deep-dream" n))

(define (argument-names n)
  (if (= n (list-ref (gimp-procedural-db-proc-info "plug-in-deep-dream") 6))
      '()
      (cons (cadr (argument n)) (argument-names (+ n 1)))))

(check "the procedure takes the recipe's parameters"
  (equal? (argument-names 0)
          (append '("run-mode" "image" "drawable")
                  (map car recipe-defaults))))

(check "an argument's description has its range and default"
  (contains? (caddr (argument 6)) "(1.1 to 3, default 1.4)"))

(check "a choice's description has what can be chosen"
  (contains? (caddr (argument 13)) "(\"auto\", \"full\", \"fast\""))

(check "so has that of where to dream"
  (and (contains? (caddr (argument 40)) "(0 to 100, default 100)")
       (contains? (caddr (argument 41)) "(\"alpha\", \"mask\", default")
       (contains? (caddr (argument 44)) "(0 to 524288, default 0)")))

(check "it returns the new layer"
  (= PDB-LAYER (first (gimp-procedural-db-proc-val "plug-in-deep-dream" 0))))


; One kind of picture after another: the dream is a layer of the same kind,
; directly above the source, of the same size at the same place; it differs
; from the source, which has not changed.

(define (check-kind what base type precision)
  (let* ((image  (new-image 150 120 base precision))
         (below  (new-layer image "below" type 150 120 0 0 0))
         (source (new-layer image "source" type 96 80 20 30 0))
         (copy   (first (gimp-layer-copy source FALSE))))
    (check (string-append what ": dreams")
      (let ((made (dream image source)))
        (and (= 3 (count-layers image))
             (= 0 (position image made))
             (= 1 (position image source))
             (equal? '(20 30 96 80) (bounds made))
             (= type (first (gimp-drawable-type made)))
             (string=? "Dream of source (test)"
                       (first (gimp-item-get-name made)))
             (= made (first (gimp-image-get-active-layer image)))
             (< 0.02 (difference made source) 0.06)
             (= 0 (difference copy source)))))
    (gimp-item-delete copy)
    (gimp-image-delete image)))

; A layer remembers what was dreamed.

(check "the new layer carries its recipe, and where it is from"
  (let* ((image  (new-image 150 120 RGB PRECISION-U8-GAMMA))
         (source (new-layer image "source" RGB-IMAGE 96 80 0 0 0))
         (made   (dream image source))
         (recipe (parasite made "deep-dream-recipe"))
         (tattoo (parasite made "deep-dream-source")))
    (and (contains? recipe "[Recipe]\n")
         (contains? recipe "\noctaves=1\n")
         (= source (first (gimp-image-get-layer-by-tattoo
                            image (string->number tattoo))))
         (gimp-image-delete image))))

(define precisions
  `(("8 bit"                 ,PRECISION-U8-GAMMA)
    ("8 bit linear"          ,PRECISION-U8-LINEAR)
    ("16 bit"                ,PRECISION-U16-GAMMA)
    ("16 bit linear"         ,PRECISION-U16-LINEAR)
    ("32 bit integer"        ,PRECISION-U32-GAMMA)
    ("32 bit integer linear" ,PRECISION-U32-LINEAR)
    ("half float"            ,PRECISION-HALF-GAMMA)
    ("half float linear"     ,PRECISION-HALF-LINEAR)
    ("float"                 ,PRECISION-FLOAT-GAMMA)
    ("float linear"          ,PRECISION-FLOAT-LINEAR)
    ("double"                ,PRECISION-DOUBLE-GAMMA)
    ("double linear"         ,PRECISION-DOUBLE-LINEAR)))

(check-kind "RGB, 8 bit" RGB RGB-IMAGE PRECISION-U8-GAMMA)
(check-kind "gray with alpha, 8 bit" GRAY GRAYA-IMAGE PRECISION-U8-GAMMA)
(for-each
  (lambda (precision)
    (check-kind (string-append "RGB with alpha, " (car precision))
                RGB RGBA-IMAGE (cadr precision))
    (check-kind (string-append "gray, " (car precision))
                GRAY GRAY-IMAGE (cadr precision)))
  precisions)


; Where the layer lies, and in what.

(define image (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define large (new-layer image "large" RGB-IMAGE 180 150 -20 -10 0))
(define away  (new-layer image "away" RGBA-IMAGE 90 85 200 -300 0))
(define group (first (gimp-layer-group-new image)))
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
    (and (= group (first (gimp-item-get-parent made)))
         (= 0 (position image upper))
         (= 1 (position image made))
         (= 2 (position image lower))
         (equal? '(10 10 120 100) (bounds made)))))

(check "a group can be dreamed of, and the dream lies above it, not in it"
  (let* ((place (position image group))
         (made  (dream image group)))
    (and (= -1 (first (gimp-item-get-parent made)))
         (= place (position image made))
         (equal? (bounds group) (bounds made)))))

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
           (= 0   (last-channel copy 9 9))
           (= 255 (last-channel copy 10 10))
           (= 255 (last-channel copy 49 49))
           (= 0   (last-channel copy 50 50))))))

(gimp-image-delete image)


; The selection.

(define image (new-image 150 120 RGB PRECISION-U8-GAMMA))
(define layer (new-layer image "source" RGB-IMAGE 120 100 10 5 0))

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 30 25 80 75)
(define selected (first (gimp-selection-save image)))

(check "a selection confines the dream"
  (let ((made (dream image layer)))
    (and (equal? '(30 25 80 75) (bounds made))
         (= RGBA-IMAGE (first (gimp-drawable-type made)))
         (= 255 (last-channel made 0 0))
         (= 255 (last-channel made 79 74)))))

(check "the selection is still there"
  (let ((channel (first (gimp-selection-save image))))
    (and (equal? (list TRUE 30 25 110 100) (gimp-selection-bounds image))
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
         (< 80 (first (gimp-drawable-width made)))
         ; What is selected at all is opaque.
         (< 90 (selected-at image 30 (+ 40 y)) 165)
         (= 255 (last-channel made (- 30 x) 40))
         ; Where little is selected, little has changed.
         (< 0
            (difference made layer 26 40 2 40)
            (* 0.6 (difference made layer 60 40 20 40))))))

(check "what is not selected is transparent"
  (begin
    (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 30 25 80 75)
    (let ((made (dream image layer)))
      (and (= 0 (last-channel made 1 1))
           (= 255 (last-channel made 40 37))))))

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 0 0 90 90)
(check "a selection that reaches beyond the layer ends at the layer's edge"
  (equal? '(10 5 80 85) (bounds (dream image layer))))

(check "a selection may be tiny, since the network sees around it"
  (begin
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 60 50 3 2)
    (equal? '(60 50 3 2) (bounds (dream image layer)))))


; A mask instead of the selection.

(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 0 0 60 120)
(define half (first (gimp-selection-save image)))
(gimp-image-select-rectangle image CHANNEL-OP-REPLACE 100 0 50 120)

(check "a channel says where to dream"
  (let ((made (dream image layer "mask" half)))
    (and (equal? '(10 5 120 100) (bounds made))
         (= 255 (last-channel made 20 50))
         (< 0.001 (difference made layer 10 5 45 100))
         (= 0 (last-channel made 100 50)))))

(gimp-selection-none image)
(check "a light layer says where to dream"
  (let ((light (new-layer image "light" RGBA-IMAGE 40 30 40 20 0)))
    (gimp-context-set-foreground '(255 255 255))
    (gimp-drawable-fill light FILL-FOREGROUND)
    (let ((made (dream image layer "mask" light)))
      (gimp-image-remove-layer image light)
      (and (equal? '(40 20 40 30) (bounds made))
           (= 255 (last-channel made 20 15))))))

(check "pixels that are transparent stay transparent"
  (let ((layer (new-layer image "holes" RGBA-IMAGE 120 100 0 0 0)))
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 40 40 20 20)
    (gimp-drawable-edit-clear layer)
    (gimp-selection-none image)
    (let ((made (dream image layer)))
      (and (= 0 (last-channel made 50 50))
           (= 255 (last-channel made 39 39))))))


; Seeds and values.

(check "the same seed dreams the same, another one does not"
  (let ((one   (dream image layer "seed" 3))
        (again (dream image layer "seed" 3))
        (other (dream image layer "seed" 4)))
    (and (= 0 (difference one again))
         (< 0 (difference one other)))))

(define (dream-layer name)
  (dream-with image layer "layer" name "octaves" 1 "iterations" 1))

(check "an empty layer name is the network's default"
  (= 0 (difference (dream-layer "") (dream-layer "Mixed_6c/concat"))))

; Each of them dreams something else than none of them does.
(define (check-changes what . changes)
  (check-that what
    (lambda ()
      (< 0 (difference (apply dream image layer changes)
                       (dream image layer))))))

(check-changes "a tileable dream is another one" "tileable" TRUE)
(check-changes "one channel dreams something else" "channels" "7")
(check-changes "so do two layers" "layer" "Mixed_5b, Mixed_5c:0.5")
(check-changes "and a subject" "subject" "labrador retriever")
(check-changes "and things of another size" "size" 40)
(check-changes "a weak dream is another one" "strength" 20)

(check "full precision can be asked for"
  (equal? (bounds layer) (bounds (dream image layer "precision" "full"))))

(check "a strength of 0 changes nothing"
  (= 0 (difference (dream image layer "strength" 0) layer)))

(define guide (string-append tmp "/guide.png"))
(gimp-file-save RUN-NONINTERACTIVE image layer guide guide)
(check-changes "a guide is read from its file" "guide" guide)
(check-changes "so is a style" "style" guide)

(check "a preset is taken for what is at its default"
  (= 0 (difference (dream-with image layer "preset" "test" "iterations" 1)
                   (dream image layer "iterations" 1 "seed" 3))))

; As the dialog leaves them after a dream with seed 4, and `more`.
(define (remember more)
  (let ((bytes (map char->integer
                    (string->list
                      (string-append "[Recipe]\nlayer=Mixed_5b/concat\n"
                                     "octaves=1\niterations=2\nstep=5\n"
                                     "seed=4\n" more)))))
    (gimp-procedural-db-set-data "plug-in-deep-dream" (length bytes)
                                 (list->vector bytes))))

; None of the other arguments is looked at.
(define (repeat image layer)
  (first (apply plug-in-deep-dream RUN-WITH-LAST-VALS image layer
                (map (lambda (parameter) (if (string? (cadr parameter)) "" 0))
                     recipe-defaults))))

(check "repeating the last filter uses the last values"
  (begin
    (remember "")
    (let ((repeated (repeat image layer)))
      (and (= 0 (difference repeated (dream image layer "seed" 4)))
           (< 0 (difference repeated (dream image layer "seed" 3)))))))

(check "of last values that make no sense, the sound ones are used"
  (begin
    (remember "jitter=-7\ncolour=red\nprecision=exact\ntileable=2\n")
    (= 0 (difference (repeat image layer) (dream image layer "seed" 4)))))

(check "the last values hold what becomes of the dream"
  (begin
    (remember "[Placement]\nmode=screen\nopacity=30\nselection-as=mask\n")
    (let ((made (repeat image layer)))
      (and (= LAYER-MODE-SCREEN (first (gimp-layer-get-mode made)))
           (= 30 (first (gimp-layer-get-opacity made)))
           (= 0 (difference made (dream image layer "seed" 4)))))))

(gimp-image-delete image)

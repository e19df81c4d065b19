; SPDX-License-Identifier: GPL-3.0-or-later
;
; Opens the dialog again and again for gimp3-dialog.sh, which presses its
; buttons, and checks what has come of it.

(load (string-append here "/../ui/gimp3-with-dialog.scm"))

; Whether the picture is back to one layer before some seconds have passed.
(define (wait-for-undo image)
  (let loop ((end (+ 20 (realtime))))
    (pause)
    (cond ((= 1 (count-layers image)) #t)
          ((> (realtime) end) #f)
          (else (loop end)))))

; Lets GIMP look after its windows, which it does not while it is called.
(define (pause)
  (let loop ((end (+ 0.5 (realtime))))
    (if (< (realtime) end)
        (loop end))))

(with-dialog "escape" "" 5
  (check-cancelled "Escape closes the dialog and leaves the image alone"))

(with-dialog "dream" "Mixed_5b/concat" 5
  (lambda (image message)
    ((check-dreamed "OK dreams into a new layer") image message)
    (say "dialog: undo")
    (check "one undo takes the dream away"
      (and (wait-for-undo image)
           (= FALSE (first (gimp-image-is-dirty image)))))))

(with-dialog "keep" "Mixed_5b/concat" 1000
  (check-dreamed "Stop and Keep makes a layer of the dream so far"))

(with-dialog "cancel" "Mixed_5b/concat" 1000
  (check-cancelled "Cancel stops the dream and leaves the image alone"))

(with-dialog "close" "Mixed_5b/concat" 1000
  (check-cancelled "closing the window stops the dream"))

(with-dialog "error" "Mixd_5b" 5
  (check-cancelled "after an error, the dialog stays and can be cancelled"))

(with-dialog "preset" "Mixed_5b/concat" 1000
  (lambda (image message)
    ((check-dreamed "a preset can be dreamed") image message)
    (check "it has set the parameters"
      (and (contains? (last-values) "(seed 3)")
           (contains? (last-values) "(iterations 2)")))))

(with-dialog "preview" "Mixed_5b/concat" 20
  (check-cancelled "looking at the preview leaves the image alone"))

(with-dialog "point" "Mixed_5b/concat" 5
  (lambda (image message)
    ((check-dreamed "a dream around a point becomes a layer") image message)
    (check "that is there alone"
      (let ((made (vector-ref (first (gimp-image-get-layers image)) 0)))
        (and (> 300 (first (gimp-drawable-get-width made)))
             (= 0 (alpha-of made 0 0)))))
    (check "More of This chooses channels"
      (not (contains? (last-values) "(channels \"\")")))))

(with-dialog "subject" "Mixed_5b/concat" 2
  (lambda (image message)
    ((check-dreamed "a subject that is completed can be dreamed") image message)
    (check "it is completed behind the comma"
      (contains? (last-values)
                 "(subject \"castle, golden retriever\")"))))

(with-dialog "guide" "Mixed_5b/concat" 2
  (lambda (image message)
    ((check-dreamed "a layer can be the guide") image message)
    (check "it is kept as a file"
      (contains? (last-values) "/deep-dream/guides/"))))

; A layer that is a dream: the dialog begins with its recipe.
(let* ((image  (picture))
       (window (first (gimp-display-new image)))
       (layer  (vector-ref (first (gimp-image-get-layers image)) 0))
       (made   (dream image layer #:seed 77)))
  (begin-with "Mixed_5c/concat" 3)
  (say "dialog: remembered")
  (plug-in-deep-dream #:run-mode  RUN-INTERACTIVE
                      #:image     image
                      #:drawables (vector made))
  (check "the dialog opens with the recipe of a dreamed layer"
    (contains? (last-values) "(seed 77)"))
  (check "which can be dreamed again, with a display too"
    (= 0 (difference made
                     (first (plug-in-deep-dream-again
                              #:run-mode  RUN-INTERACTIVE
                              #:image     image
                              #:drawables (vector made))))))
  (check "and repeated as the last filter"
    (let ((repeated (first (plug-in-deep-dream
                             #:run-mode  RUN-WITH-LAST-VALS
                             #:image     image
                             #:drawables (vector layer)))))
      (= 0 (difference made repeated))))
  (gimp-display-delete window))

(say "dialog: end")

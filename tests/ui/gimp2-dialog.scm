; SPDX-License-Identifier: GPL-3.0-or-later
;
; What GIMP 2.10 does while tests/ui/gimp2-dialog.sh plays the user.  Each call
; opens the dialog and returns when it has been closed.

(define (show-count what)
  (say what ": " (number->string (count-layers))))

; Sets the values that the dialog shows first, as a run before would have.
(define (remember text)
  (let ((bytes (map char->integer (string->list text))))
    (gimp-procedural-db-set-data "plug-in-deep-dream" (length bytes)
                                 (list->vector bytes))))

; The values of the last dream.
(define (recall)
  (let ((answer (gimp-procedural-db-get-data "plug-in-deep-dream")))
    (list->string (map integer->char (vector->list (cadr answer))))))

(define (contains? text part)
  (let loop ((i 0))
    (cond ((> (+ i (string-length part)) (string-length text)) #f)
          ((string=? (substring text i (+ i (string-length part))) part) #t)
          (else (loop (+ i 1))))))

(define (recipe iterations)
  (string-append "[Recipe]\nlayer=Mixed_5b/concat\noctaves=1\niterations="
                 iterations "\n"))

; In interactive mode the other arguments are not looked at, but must be there.
(define (argument n)
  (let ((type (car (gimp-procedural-db-proc-arg "plug-in-deep-dream" n))))
    (cond ((= PDB-STRING type) "")
          ((= PDB-DRAWABLE type) -1)
          (else 0))))

(define (arguments-from n)
  (if (= n (list-ref (gimp-procedural-db-proc-info "plug-in-deep-dream") 6))
      '()
      (cons (argument n) (arguments-from (+ n 1)))))

; Those of the recipe, and the preset.
(define (arguments-until name n)
  (if (string=? name (cadr (gimp-procedural-db-proc-arg "plug-in-deep-dream"
                                                        n)))
      '()
      (cons (argument n) (arguments-until name (+ n 1)))))

(define (dream-of drawable)
  (catch (lambda () #f)
    (apply plug-in-deep-dream
           (append (list RUN-INTERACTIVE image drawable) (arguments-from 3)))))

(define (dream)
  (dream-of layer))

(define (count-layers)
  (car (gimp-image-get-layers image)))

(define (wait-for is-true tries)
  (if (and (> tries 0) (not (is-true)))
      (begin (usleep 200000)
             (wait-for is-true (- tries 1)))))

(define (wait-for-count count tries)
  (wait-for (lambda () (= count (count-layers))) tries))

(define image (car (gimp-image-new 320 240 RGB)))
(define layer (car (gimp-layer-new image 320 240 RGB-IMAGE "Photo" 100
                                   LAYER-MODE-NORMAL)))
(gimp-image-insert-layer image layer 0 -1)
(gimp-context-set-foreground '(40 80 160))
(gimp-context-set-background '(240 200 90))
(gimp-context-set-gradient-fg-bg-rgb)
(gimp-drawable-edit-gradient-fill layer GRADIENT-RADIAL 0 FALSE 1 0 TRUE
                                  160 120 10 10)
(gimp-image-clean-all image)
(define view (car (gimp-display-new image)))
(gimp-displays-flush)

(remember (recipe "2"))
(dream)
(show-count "after OK")
(say "active: " (car (gimp-item-get-name
                       (car (gimp-image-get-active-layer image)))))

; The user undoes it.
(say "undo now")
(wait-for-count 1 75)
(show-count "after undo")

(remember (recipe "1000"))
(dream)
(show-count "after Stop and Keep")

(dream)
(show-count "after Cancel while dreaming")

(dream)
(show-count "after closing while dreaming")

(dream)
(show-count "after Cancel")

(remember "[Recipe]\nlayer=Mixed_5x\n")
(dream)
(show-count "after an error")

(remember (recipe "1000"))
(dream)
(show-count "after previews")

(remember (recipe "1000"))
(dream)
(show-count "after a subject")

(remember (recipe "2"))
(dream)
(say "seed after a preset: "
     (if (contains? (recall) "seed=3\n") "3" "another"))

(define dreamed (car (gimp-image-get-active-layer image)))

(remember (recipe "1"))
(dream-of dreamed)
(say "seed of a dream: "
     (if (contains? (recall) "seed=3\n") "3" "another"))

(remember (recipe "2"))
(dream)
(say "mode: "
     (if (and (= LAYER-MODE-OVERLAY
                 (car (gimp-layer-get-mode
                        (car (gimp-image-get-active-layer image)))))
              (contains? (recall) "mode=overlay\n"))
         "overlay" "another"))

; Again has no dialog.  The user undoes it.
(define count (count-layers))
(plug-in-deep-dream-again RUN-INTERACTIVE image dreamed)
(say "after Again: " (if (= (+ count 1) (count-layers)) "one more" "others"))
(say "undo again now")
(wait-for-count count 75)
(say "after undoing Again: "
     (if (= count (count-layers)) "one less" "others"))

; Into the layer itself, with a soft selection.  The user undoes that, too.
(define places '((45 100) (60 70) (80 60) (100 120) (140 90) (180 110)
                 (200 140) (228 100)))

(define (pixels)
  (map (lambda (place) (gimp-drawable-get-pixel layer (car place) (cadr place)))
       places))

(define (selection)
  (map (lambda (place) (gimp-selection-value image (car place) (cadr place)))
       places))

(define (count-parasites)
  (car (gimp-item-get-parasite-list layer)))

(gimp-image-set-active-layer image layer)
(gimp-image-select-ellipse image CHANNEL-OP-REPLACE 40 30 200 150)
(gimp-selection-feather image 40)
(define old-pixels (pixels))
(define old-selection (selection))

(remember (string-append (recipe "2") "[Placement]\noutput=layer\n"))
(dream)
(say "the layer itself: "
     (if (and (= 2 (count-parasites))
              (not (equal? old-pixels (pixels)))
              (equal? old-selection (selection)))
         "dreamed" "not dreamed"))
(say "undo the layer itself now")
(wait-for (lambda () (= 0 (count-parasites))) 75)
(usleep 500000)
(say "pixels after one undo: "
     (if (equal? old-pixels (pixels)) "as before" "changed"))
(say "selection after one undo: "
     (if (equal? old-selection (selection)) "as before" "changed"))
(say "recipe after one undo: "
     (if (= 0 (count-parasites)) "none" "still there"))
(gimp-selection-none image)

; Animations.

(define (remember-film frames)
  (let ((bytes (map char->integer
                    (string->list
                      (string-append (recipe "2") "[Animation]\nframes=" frames
                                     "\nmovement=rotation\n")))))
    (gimp-procedural-db-set-data "plug-in-deep-dream-animation" (length bytes)
                                 (list->vector bytes))))

; Returns the new image, or #f.
(define (animate)
  (let ((before (car (gimp-image-list))))
    (catch (lambda () #f)
      (apply plug-in-deep-dream-animation
             (append (list RUN-INTERACTIVE image layer 0 "" 0 0)
                     (arguments-until "mask" 3))))
    (and (< before (car (gimp-image-list)))
         (vector-ref (cadr (gimp-image-list)) 0))))

(define (describe-film film)
  (cond ((not film) "none")
        ((> 500 (car (gimp-image-get-layers film)) 3) "some frames")
        (else (number->string (car (gimp-image-get-layers film))))))

(remember-film "3")
(say "film: " (describe-film (animate)))

(remember-film "500")
(say "kept film: " (describe-film (animate)))
(say "cancelled film: " (describe-film (animate)))

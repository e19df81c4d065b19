; SPDX-License-Identifier: GPL-3.0-or-later
;
; Opens the dialog of animations again and again for gimp3-dialog.sh, which
; presses its buttons, and checks what has come of it.  `here` is the folder of
; the host tests, `film_values` the file where GIMP keeps the last values.

(load (string-append here "/gimp3-checks.scm"))

(define (begin-with frames)
  (call-with-output-file film_values
    (lambda (port)
      (for-each (lambda (pair) (write pair port) (newline port))
                `((frames ,frames)
                  (movement "rotation")
                  (layer "Mixed_5b/concat")
                  (octaves 1)
                  (iterations 2))))))

(define (images)
  (vector->list (first (gimp-get-images))))

; Opens the dialog, tells gimp3-dialog.sh that it comes, and calls `judge` with
; the images that are new and what GIMP complained of.
(define (with-dialog name frames judge)
  (let* ((image  (new-image 300 200 RGB PRECISION-U8-NON-LINEAR))
         (layer  (new-layer image "source" RGB-IMAGE 300 200 0 0 0))
         (window (first (gimp-display-new image)))
         (before (images)))
    (begin-with frames)
    (say "dialog: " name)
    (let* ((message
             (complaint
               (lambda ()
                 (plug-in-deep-dream-animation
                   #:run-mode  RUN-INTERACTIVE
                   #:image     image
                   #:drawables (vector layer)))))
           (new (let loop ((xs (images)))
                  (cond ((null? xs) '())
                        ((member (car xs) before) (loop (cdr xs)))
                        (else (cons (car xs) (loop (cdr xs))))))))
      (judge new message))
    (gimp-display-delete window)))

(with-dialog "film" 3
  (lambda (new message)
    (check "OK makes an image of an animation"
      (and (string=? "" message)
           (= 1 (length new))
           (= 3 (count-layers (first new)))
           (string=? "Frame 3 (80ms)"
                     (first (gimp-item-get-name
                              (vector-ref (first (gimp-image-get-layers
                                                   (first new)))
                                          0))))))))

(with-dialog "film-keep" 500
  (lambda (new message)
    (check "Stop and Keep keeps the frames that are complete"
      (and (string=? "" message)
           (= 1 (length new))
           (< 0 (count-layers (first new)) 500)))))

(with-dialog "film-cancel" 500
  (lambda (new message)
    (check "Cancel makes no image"
      (and (string=? "" message)
           (null? new)))))

(say "dialog: end")

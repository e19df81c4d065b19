; SPDX-License-Identifier: GPL-3.0-or-later
;
; What the scripts for gimp3-dialog.sh share: a dialog that is opened for a new
; picture, and checks of what has come of it.  `here` is the folder of the host
; tests, `values` the file where GIMP keeps the values of the last dream.

(load (string-append here "/gimp3-checks.scm"))

; What the next dialog begins with.
(define (begin-with layer iterations)
  (call-with-output-file values
    (lambda (port)
      (for-each (lambda (pair) (write pair port) (newline port))
                `((network "inception-v3")
                  (layer ,layer)
                  (octaves 2)
                  (octave-scale 1.4)
                  (iterations ,iterations)
                  (step 1.5)
                  (jitter 32)
                  (seed 0))))))

(define (picture)
  (let* ((image (new-image 400 300 RGB PRECISION-U8-NON-LINEAR))
         (layer (new-layer image "source" RGB-IMAGE 400 300 0 0 0)))
    (gimp-image-clean-all image)
    image))

; Opens the dialog for a new picture, tells gimp3-dialog.sh that it comes, and
; calls `judge` with the picture and what GIMP complained of.  To cancel is
; nothing to complain of.
(define (with-dialog name layer iterations judge)
  (let* ((image  (picture))
         (window (first (gimp-display-new image))))
    (begin-with layer iterations)
    (say "dialog: " name)
    (let ((message
            (complaint
              (lambda ()
                (plug-in-deep-dream
                  #:run-mode  RUN-INTERACTIVE
                  #:image     image
                  #:drawables (first (gimp-image-get-layers image)))))))
      (judge image message))
    (gimp-display-delete window)))

(define (check-cancelled what)
  (lambda (image message)
    (check what
      (and (string=? "" message)
           (= 1 (count-layers image))
           (= FALSE (first (gimp-image-is-dirty image)))))))

(define (check-dreamed what)
  (lambda (image message)
    (check what
      (and (string=? "" message)
           (= 2 (count-layers image))
           (< 0 (difference (vector-ref (first (gimp-image-get-layers image)) 0)
                            (vector-ref (first (gimp-image-get-layers image))
                                        1)))))))

; What GIMP has kept of the last dream, as text, for it has comments that are
; none in Scheme.
(define (last-values)
  (call-with-input-file values
    (lambda (port)
      (let loop ((characters '()))
        (let ((character (read-char port)))
          (if (eof-object? character)
              (list->string (reverse characters))
              (loop (cons character characters))))))))

; SPDX-License-Identifier: GPL-3.0-or-later
;
; What demo.sh has GIMP 3 do: dream the picture `photo` as a new user would, with
; nothing chosen, save the result in the folder `tmp` as dream.png and dream.xcf,
; and write the seconds that the dream took into the file `seconds` there.

(define image (car (gimp-file-load RUN-NONINTERACTIVE photo)))

(if (= INDEXED (car (gimp-image-get-base-type image)))
    (gimp-image-convert-rgb image))
(define layers (car (gimp-image-get-layers image)))
(define layer
  (if (= 1 (vector-length layers))
      (vector-ref layers 0)
      (car (gimp-image-merge-visible-layers image CLIP-TO-IMAGE))))

(define start (realtime))
(plug-in-deep-dream #:run-mode  RUN-NONINTERACTIVE
                    #:image     image
                    #:drawables (vector layer))
(define seconds (- (realtime) start))

(define (save image name)
  (gimp-file-save RUN-NONINTERACTIVE image (string-append tmp "/" name)))

(save image "dream.xcf")
(define flat (car (gimp-image-duplicate image)))
(gimp-image-flatten flat)
(save flat "dream.png")

(call-with-output-file (string-append tmp "/seconds")
  (lambda (port) (write seconds port)))

(gimp-image-delete flat)
(gimp-image-delete image)

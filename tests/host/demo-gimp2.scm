; SPDX-License-Identifier: GPL-3.0-or-later
;
; What demo.sh has GIMP 2.10 do: dream the picture `photo` as a new user would,
; with nothing chosen, save the result in the folder `tmp` as dream.png and
; dream.xcf, and write the seconds that the dream took into the file `seconds`
; there.

; GIMP 2.10 wants all arguments in their order.  With RUN-WITH-LAST-VALS it
; reads the first three alone, and takes what the last run left for the rest,
; which is nothing here.

(define (argument n)
  (let ((type (car (gimp-procedural-db-proc-arg "plug-in-deep-dream" n))))
    (cond ((= PDB-STRING type) "")
          ((= PDB-DRAWABLE type) -1)
          (else 0))))

(define (arguments-from n)
  (if (= n (list-ref (gimp-procedural-db-proc-info "plug-in-deep-dream") 6))
      '()
      (cons (argument n) (arguments-from (+ n 1)))))

(define image (car (gimp-file-load RUN-NONINTERACTIVE photo photo)))

(if (= INDEXED (car (gimp-image-base-type image)))
    (gimp-image-convert-rgb image))
(define layer
  (if (= 1 (car (gimp-image-get-layers image)))
      (car (gimp-image-get-active-layer image))
      (car (gimp-image-merge-visible-layers image CLIP-TO-IMAGE))))

(define start (realtime))
(apply plug-in-deep-dream
       (append (list RUN-WITH-LAST-VALS image layer) (arguments-from 3)))
(define seconds (- (realtime) start))

(define (save image name)
  (let ((path (string-append tmp "/" name)))
    (gimp-file-save RUN-NONINTERACTIVE image
                    (car (gimp-image-get-active-drawable image)) path path)))

(save image "dream.xcf")
(define flat (car (gimp-image-duplicate image)))
(gimp-image-flatten flat)
(save flat "dream.png")

(call-with-output-file (string-append tmp "/seconds")
  (lambda (port) (write seconds port)))

(gimp-image-delete flat)
(gimp-image-delete image)

; SPDX-License-Identifier: GPL-3.0-or-later
;
; What the plug-in says in GIMP 3 where no network is installed.  `here` is
; this folder.

(load (string-append here "/gimp3-checks.scm"))

(define image (new-image 150 120 RGB PRECISION-U8-NON-LINEAR))
(define layer (new-layer image "source" RGB-IMAGE 100 80 10 5 0))

(check-complaint "without a network, the message says how to install one"
  "deep-dream-networks install"
  (dream image layer))

(gimp-image-delete image)

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# cli.sh DEEP_DREAM PHOTO: the command line from end to end, with the installed
# default network and ImageMagick to make and to look at pictures.  PHOTO is a
# JPEG file of a photograph.  Prints TAP.

set -u

here=$(cd "$(dirname "$0")" && pwd)
program=$1
photo=$2
network=$(dirname "$photo")/inception-v3.tflite
number=0
failed=0

# A dream that is quick, and one that is quick and hardly changes the picture.
quick=(--quiet --layer Mixed_5b --octaves 1 --iterations 1)
faint=("${quick[@]}" --step 0.01)

main ()
{
  if [ ! -e "$photo" ]
  then
    echo "1..0 # SKIP the default network with its photo is not installed"
    exit
  fi

  program=$(realpath "$program")
  tmp=$(mktemp -d) || exit 1
  trap 'rm -rf "$tmp"' EXIT
  magick "$photo" -strip -resize '80x64!' "$tmp/small.jpg" || exit 1
  cd "$tmp" || exit 1
  export LC_ALL=C.UTF-8 LANGUAGE=

  test_information
  test_usage
  test_recipes
  test_dream
  test_resources
  test_masks
  test_guides
  test_formats
  test_profiles
  test_metadata
  test_orientation
  test_bad_pictures
  test_bad_outputs
  test_full_disk
  test_networks
  test_presets
  test_suggestions
  test_look
  test_interrupt

  echo "1..$number"
  [ "$failed" = 0 ]
}

# --- Tools ------------------------------------------------------------------

# check NAME COMMAND…: whether the command succeeds.
check ()
{
  local name=$1 result=ok

  shift
  number=$((number + 1))
  if ! "$@" > check.log 2>&1
  then
    result="not ok"
    failed=$((failed + 1))
  fi
  echo "$result $number - $name"
  [ "$result" = ok ] || sed 's/^/# /' check.log error.log
}

# run STATUS ARGUMENT…: whether the program ends with the status; what it
# prints is in output.log and error.log.  Nothing of its own stays behind.
run ()
{
  local expected=$1 status

  shift
  "$program" "$@" > output.log 2> error.log
  status=$?
  echo "exit status $status, $expected expected"
  [ "$status" = "$expected" ] && [ -z "$(find . -name '.deep-dream-*')" ]
}

# fails STATUS TEXT ARGUMENT…: whether the program ends with the status and
# says TEXT, a regular expression, and writes nothing.
fails ()
{
  local expected=$1 text=$2

  shift 2
  rm -f out.png
  run "$expected" "$@" && grep "^deep-dream: .*$text" error.log &&
    [ ! -e out.png ]
}

says ()
{
  grep -e "$1" output.log
}

fails_to_say ()
{
  ! says "$1"
}

# looks FORMAT VALUE FILE: whether ImageMagick says VALUE of the picture.
looks ()
{
  local found

  found=$(magick "$3" -format "$1" info:)
  echo "$3: $1 is $found, $2 expected"
  [ "$found" = "$2" ]
}

# alike A B DECIBEL: whether the peak signal-to-noise ratio of the pictures is
# no less than that.  It is computed here from their root mean square error,
# because for equal pictures ImageMagick 6 says inf and 7 says 0.
alike ()
{
  local error

  error=$(magick_compare -metric RMSE "$1" "$2" null: 2>&1)
  echo "RMSE of $1 and $2: $error, PSNR of $3 dB expected"
  error=$(grep -o '([0-9.e-]*)' <<< "$error" | tr -d '()')
  awk -v error="$error" -v least="$3" 'BEGIN {
    exit !(error != "" && error <= 10 ^ (-least / 20))
  }'
}

# ImageMagick 7 has one program, 6 has several.
magick ()
{
  if type -P magick > /dev/null
  then
    command magick "$@"
  else
    convert "$@"
  fi
}

magick_compare ()
{
  if type -P magick > /dev/null
  then
    command magick compare "$@"
  else
    compare "$@"
  fi
}

# --- Tests ------------------------------------------------------------------

test_information ()
{
  check "--version" run 0 --version
  check "--version prints a number" says '^deep-dream [0-9]'
  check "--help" run 0 --help
  check "--help shows options of the recipe" says '--octaves=NUMBER'
  check "--help shows ranges" says '1 to 10, default 4'
  check "--help shows choices" says '--precision=auto|full|fast'
  check "--help shows which are files" says '--guide=FILE'
  check "--help shows the exit status" says '^Exit status'
  check "layers" run 0 layers
  check "layers prints channels, stride, field, size and title" \
        says '^Mixed_5b/concat  *256  *8  *63  *27  *[A-Z]'
  check "layers of a file" run 0 layers --file "$network"
  check "layers of a file prints its format" says '^Format: TensorFlow Lite'
  check "and what it expects" says '^Expects: rgb, mean 128 128 128, scale 0.007'
  check "and its layers" says '^Mixed_5b/concat *256 *8 '
  check "describe" run 0 describe "$network"
  check "describe prints the layer to begin with" \
        says '^DefaultLayer=Mixed_6c/concat$'
  check "and those worth offering" says '^Mixed_5d/concat=Mixed_5d/concat$'
  check "and no pool" fails_to_say 'MaxPool'
  check "describe takes options" \
        run 0 describe --order bgr --mean 1,2,3 --scale 0.5 "$network"
  check "and prints them" says '^Mean=1;2;3$'
  check "networks" run 0 networks
  check "networks prints names" says '^inception-v3 '
}

test_usage ()
{
  check "no argument" fails 2 'photo'
  check "no output" fails 2 '-o OUT' small.jpg
  check "two photos" fails 2 'more than one' small.jpg small.jpg -o out.png
  check "unknown option" fails 2 'nonsense' --nonsense
  check "unknown ending" fails 2 'end in .png' small.jpg -o out.xyz
  check "number out of range" fails 2 'octaves' \
        small.jpg -o out.png --octaves 99
  check "no number" fails 2 'step' small.jpg -o out.png --step much
  check "an unknown choice" fails 2 'auto, full, fast' \
        small.jpg -o out.png --precision exact
  check "no list of channels" fails 1 'seven' \
        small.jpg -o out.png --channels seven
  check "an overlap out of range" fails 2 'halo' \
        small.jpg -o out.png --halo 101
  check "a negative number of threads" fails 2 'threads' \
        small.jpg -o out.png --threads -1
  check "too many threads" fails 2 'threads' \
        small.jpg -o out.png --threads 100000
  check "no number of threads" fails 2 'threads' \
        small.jpg -o out.png --threads all
  check "a negative memory" fails 2 'memory' small.jpg -o out.png --memory -5
  check "no memory" fails 2 'memory' small.jpg -o out.png --memory 1GiB
  check "layers of a network and a file" fails 2 'not both' \
        layers --network a --file small.jpg
  check "layers of no file" fails 1 'none.tflite' layers --file none.tflite
  check "layers of a photo" fails 1 'not a network file' \
        layers --file small.jpg
  check "describe without a file" fails 2 'Name one file' describe
  check "describe of a photo" fails 1 'not a network file' describe small.jpg
  check "describe with a bad mean" fails 2 'one number or three' \
        describe --mean 1,2 "$network"
  check "layers with an argument" fails 2 'argument' layers small.jpg
}

test_recipes ()
{
  printf '[Recipe]\nlayer=Mixed_5b\noctaves=1\niterations=1\n' > good.recipe
  printf '[Recipe]\nflavour=sweet\n' > unknown.recipe
  printf '[Recipe]\noctaves=99\n' > range.recipe

  check "a recipe" run 0 -q small.jpg -o recipe.png --recipe good.recipe
  check "the same by options" run 0 small.jpg -o options.png "${quick[@]}"
  check "is the same dream" cmp recipe.png options.png
  check "options change a recipe" \
        run 0 -q small.jpg -o seed.png --recipe good.recipe --seed 5
  check "so that the dream is another" differ recipe.png seed.png
  printf '[Recipe]\ntileable=yes\n' > boolean.recipe
  check "another layout of a boolean" fails 1 'true or false' \
        small.jpg -o out.png --recipe boolean.recipe
  check "an unknown key" fails 1 'flavour' \
        small.jpg -o out.png --recipe unknown.recipe
  check "a number out of range" fails 1 'octaves' \
        small.jpg -o out.png --recipe range.recipe
  check "no such recipe" fails 1 'nothere' \
        small.jpg -o out.png --recipe nothere.recipe
  check "no such layer" fails 1 'Mixed_5b' \
        small.jpg -o out.png --layer Mixed_5x
}

differ ()
{
  ! cmp "$1" "$2"
}

test_dream ()
{
  check "a dream" run 0 small.jpg -o dream.png --layer Mixed_5b --octaves 2 \
        --iterations 3
  check "tells what it did" says '^dream.png: 80 x 64 pixels'
  check "has the photo's size" looks '%wx%h' 80x64 dream.png
  check "is not the photo" unlike small.jpg dream.png 40
  check "but like it" alike small.jpg dream.png 10

  cp small.jpg itself.jpg
  chmod 640 itself.jpg
  check "the photo can be replaced" run 0 itself.jpg -o itself.jpg "${quick[@]}"
  check "by another picture" unlike small.jpg itself.jpg 60
  check "that keeps its permissions" [ "$(stat -c %a itself.jpg)" = 640 ]

  ln -s target.png link.png
  check "a quiet dream" run 0 small.jpg -o target.png "${quick[@]}"
  check "prints nothing" cmp /dev/null output.log
  check "a link" run 0 small.jpg -o link.png "${quick[@]}" --seed 5
  check "stays a link" [ -L link.png ]
  check "and leads to the dream" cmp target.png seed.png
}

# Not just that they are not alike: a comparison that fails is neither.
unlike ()
{
  ! alike "$@" && alike "$1" "$2" 0
}

# Tiles that are exact change nothing, and neither does the number of threads.
test_resources ()
{
  check "one thread" run 0 small.jpg -o one.png "${quick[@]}" --threads 1
  check "two threads" run 0 small.jpg -o two.png "${quick[@]}" --threads 2
  check "the same dream" cmp one.png two.png

  magick "$photo" -strip -resize '400x320!' medium.png
  check "memory for one tile" run 0 medium.png -o one.png "${quick[@]}" \
        --halo 100
  check "memory for several tiles" run 0 medium.png -o tiles.png "${quick[@]}" \
        --halo 100 --memory 20
  check "the same dream in tiles" alike one.png tiles.png 50

  check "a tileable dream" run 0 small.jpg -o tileable.png "${quick[@]}" \
        --tileable
  check "is another" unlike tileable.png two.png 60
  check "full precision" run 0 small.jpg -o full.png "${quick[@]}" \
        --precision full
  check "a channel" run 0 small.jpg -o channel.png "${quick[@]}" --channels 7
  check "is another dream" unlike channel.png two.png 60
}

test_masks ()
{
  magick small.jpg photo.png
  magick -size 40x64 xc:white -background black -extent 80x64 left.png
  magick left.png -fill white -colorize 100 -alpha set \
         -channel A -evaluate set 0 clear.png
  magick left.png -resize '79x64!' narrow.png
  echo "This is no picture." > mask.txt

  check "a mask" run 0 photo.png -o masked.png "${quick[@]}" --mask left.png
  check "keeps what is black to the bit" same_part 40x64+40+0 photo.png masked.png
  check "but not what is white" unlike_part 40x64+0+0 photo.png masked.png 60
  check "and makes nothing transparent" \
        looks '%A' "$(magick photo.png -format %A info:)" masked.png
  check "a mask that is transparent" \
        run 0 photo.png -o clear-out.png "${quick[@]}" --mask clear.png
  check "keeps all" same_part 80x64+0+0 photo.png clear-out.png
  check "a mask of another size" fails 1 '79 x 64 pixels, the photo 80 x 64' \
        photo.png -o out.png "${quick[@]}" --mask narrow.png
  check "a mask that is no picture" fails 1 'no picture' \
        photo.png -o out.png "${quick[@]}" --mask mask.txt
  check "no such mask" fails 1 'nothere.png' \
        photo.png -o out.png "${quick[@]}" --mask nothere.png
}

same_part ()
{
  alike_part "$@" 150
}

unlike_part ()
{
  ! alike_part "$@" && alike_part "$1" "$2" "$3" 0
}

# alike_part GEOMETRY A B DECIBEL
alike_part ()
{
  magick "$2" -crop "$1" +repage part-a.png &&
    magick "$3" -crop "$1" +repage part-b.png &&
    alike part-a.png part-b.png "$4"
}

test_guides ()
{
  local parameter

  mkdir -p recipes/pictures
  magick "$photo" -strip -resize '300x200!' guide.jpg
  cp guide.jpg recipes/pictures/
  cp "$photo" large.jpg
  echo "This is no picture." > guide.txt
  run 0 small.jpg -o plain.png "${quick[@]}" > /dev/null

  for parameter in guide style
  do
    check "a $parameter" \
          run 0 small.jpg -o "$parameter.png" "${quick[@]}" \
              "--$parameter" guide.jpg
    check "the $parameter changes the dream" unlike plain.png "$parameter.png" 60
    printf '[Recipe]\n%s=pictures/guide.jpg\n' "$parameter" \
           > "recipes/$parameter.recipe"
    check "a recipe's $parameter lies beside it" \
          run 0 small.jpg -o again.png "${quick[@]}" \
              --recipe "recipes/$parameter.recipe"
    check "and is the same" cmp "$parameter.png" again.png
    check "no such $parameter" fails 1 "The $parameter .*nothere.jpg" \
          small.jpg -o out.png "${quick[@]}" "--$parameter" nothere.jpg
    check "a $parameter that is no picture" \
          fails 1 "The $parameter .*no picture" \
          small.jpg -o out.png "${quick[@]}" "--$parameter" guide.txt
  done

  check "a large guide" \
        run 0 small.jpg -o out.png "${quick[@]}" --guide large.jpg
  run 0 medium.png -o plain.png "${quick[@]}" > /dev/null
  check "a subject" run 0 medium.png -o subject.png "${quick[@]}" \
        --subject 'labrador retriever'
  check "changes the dream" unlike plain.png subject.png 60
  check "a subject that is misspelled" fails 1 'nearest are: Labrador' \
        small.jpg -o out.png "${quick[@]}" --subject 'labradoor retriever'
}

test_formats ()
{
  local ending

  magick small.jpg -depth 8 small.tif
  magick small.jpg small.webp
  magick small.jpg small.png
  magick small.jpg -alpha set -channel A -evaluate set 50% alpha.png
  magick small.jpg -colorspace Gray gray.jpg
  magick gradient:red-blue -resize '80x64!' -depth 16 \
         -define png:bit-depth=16 -define png:color-type=2 deep.png
  magick small.jpg -depth 32 -define quantum:format=floating-point float.tif \
         2> magick.log

  for ending in jpg png tif webp
  do
    check "$ending to $ending" \
          run 0 "small.$ending" -o "out-$ending.$ending" "${faint[@]}"
    check "$ending is hardly changed" \
          alike "small.$ending" "out-$ending.$ending" 30
    check "$ending has no alpha" \
          looks '%A' "$(magick small.jpg -format %A info:)" \
          "out-$ending.$ending"
  done

  check "alpha" run 0 alpha.png -o out-alpha.png "${faint[@]}"
  check "alpha is kept" alike alpha.png out-alpha.png 50
  check "alpha to JPEG" run 0 alpha.png -o out-alpha.jpg "${faint[@]}"
  check "becomes white" flat_alike alpha.png out-alpha.jpg
  check "gray" run 0 gray.jpg -o out-gray.png "${faint[@]}"
  check "gray is hardly changed" alike gray.jpg out-gray.png 50
  check "16 bits" run 0 deep.png -o out-deep.png "${faint[@]}"
  check "stay 16 bits" looks '%z' 16 out-deep.png
  check "with their precision" alike deep.png out-deep.png 70
  check "float" run 0 float.tif -o out-float.tif "${faint[@]}"
  check "stays float" looks '%z' 32 out-float.tif
}

flat_alike ()
{
  magick "$1" -background white -flatten flat.png && alike flat.png "$2" 30
}

# Adobe's RGB, which is wide enough that a profile that is lost shows.
test_profiles ()
{
  local profile=/usr/share/color/icc/ghostscript/a98.icc

  if [ ! -e "$profile" ]
  then
    number=$((number + 1))
    echo "ok $number - profiles # SKIP there is no $profile"
    return
  fi

  magick small.jpg -profile "$profile" profile.jpg
  magick small.png -profile "$profile" profile.png
  check "a profile in a JPEG" run 0 profile.jpg -o out-p.jpg "${faint[@]}"
  check "is kept" same_profile profile.jpg out-p.jpg
  check "a profile in a PNG" run 0 profile.png -o out-p.png "${faint[@]}"
  check "is kept as well" same_profile profile.png out-p.png
  check "the numbers too" alike profile.png out-p.png 55
}

same_profile ()
{
  magick "$1" a.icc && magick "$2" b.icc && cmp a.icc b.icc
}

test_metadata ()
{
  magick small.jpg -density 123 -units PixelsPerInch \
         -define tiff:artist=Alice meta.tif
  check "a TIFF's texts" run 0 meta.tif -o out-meta.tif "${faint[@]}"
  check "are kept" looks '%[tiff:artist]' Alice out-meta.tif
  check "as is its resolution" looks '%x %U' '123 PixelsPerInch' out-meta.tif
}

# All eight ways in which a camera can have been held.
test_orientation ()
{
  local i size=80x64

  for i in 1 2 3 4 5 6 7 8
  do
    {
      head -c 2 small.jpg
      printf '\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01'
      printf '\x01\x12\0\x03\0\0\0\x01\0%b\0\0\0\0\0\0' "\\x0$i"
      tail -c +3 small.jpg
    } > turned.jpg
    magick turned.jpg -auto-orient upright.png
    [ "$i" -lt 5 ] || size=64x80
    check "orientation $i" looks '%wx%h' "$size" upright.png
    check "orientation $i is read" \
          run 0 turned.jpg -o out-turned.png "${faint[@]}"
    check "orientation $i comes out upright" \
          alike upright.png out-turned.png 40
  done
}

test_bad_pictures ()
{
  local ending

  mkdir folder.png
  echo "This is no picture." > text.jpg
  echo "This is no picture." > text.txt
  : > empty.png
  head -c 100 /dev/urandom > noise
  for ending in jpg png tif webp
  do
    head -c "$(($(stat -c %s "small.$ending") * 2 / 3))" "small.$ending" \
         > "half.$ending"
  done
  { printf '\xff\xd8\xff\xe0\0\x10'; cat noise; } > noise.jpg
  { printf '\x89PNG\r\n\x1a\n'; cat noise; } > noise.png
  { printf 'II*\0\x08\0\0\0'; cat noise; } > noise.tif
  { printf 'RIFF\x64\0\0\0WEBPVP8 '; cat noise; } > noise.webp

  check "no such file" fails 1 'nothere.jpg' nothere.jpg -o out.png
  check "a folder" fails 1 'folder' folder.png -o out.png "${quick[@]}"
  check "a text called .jpg" fails 1 'no picture' text.jpg -o out.png
  check "a text" fails 1 'no picture' text.txt -o out.png
  check "an empty file" fails 1 'no picture' empty.png -o out.png
  for ending in jpg png tif webp
  do
    check "half a $ending" \
          fails 1 "half.$ending" "half.$ending" -o out.png "${quick[@]}"
    check "noise in a $ending" \
          fails 1 "noise.$ending" "noise.$ending" -o out.png "${quick[@]}"
  done

  cp small.png misnamed.jpg
  check "a PNG called .jpg" run 0 misnamed.jpg -o out.png "${quick[@]}"

  magick small.jpg -resize '1x1!' tiny.png
  check "one pixel" fails 1 'small' tiny.png -o out.png "${quick[@]}"
}

test_bad_outputs ()
{
  ln -s /dev/null null.png
  check "no such folder" fails 1 'nowhere' small.jpg -o nowhere/out.png
  check "a folder instead of a file" fails 1 'no ordinary file' \
        small.jpg -o folder.png
  check "a device instead of a file" fails 1 'no ordinary file' \
        small.jpg -o null.png
}

# A limit on the size of files is a disk that is full for this program alone.
test_full_disk ()
{
  local ending

  for ending in jpg png tif webp
  do
    cp small.jpg "full.$ending"
    check "a full disk while saving a $ending" full_disk "full.$ending"
    check "leaves the $ending that was there" cmp small.jpg "full.$ending"
  done
}

full_disk ()
{
  (
    trap '' XFSZ
    ulimit -f 2
    run 1 small.jpg -o "$1" "${faint[@]}"
  ) && grep '^deep-dream: .*disk' error.log
}

test_networks ()
{
  mkdir -p home/deep-dream/networks
  cp -r "$(dirname "$photo")"/inception-v3.network home/deep-dream/networks
  head -c 1000 "$(dirname "$photo")"/inception-v3.tflite \
       > home/deep-dream/networks/inception-v3.tflite

  check "a network that is not installed" fails 1 'install nobody' \
        small.jpg -o out.png --network nobody
  check "none at all" with_data none fails 1 'install inception-v3' \
        small.jpg -o out.png
  check "networks without networks" with_data none run 0 networks
  check "says how to install one" grep 'install inception-v3' error.log
  check "half a network" with_data home fails 1 'damaged' \
        small.jpg -o out.png "${quick[@]}"
}

with_data ()
{
  local data=$PWD/$1

  shift
  XDG_DATA_HOME=$data XDG_DATA_DIRS=$data "$@"
}

test_presets ()
{
  local presets=data/deep-dream/presets

  mkdir -p "$presets"
  ln -s "$(dirname "$photo")" data/deep-dream/networks
  cat > "$presets/fine.recipe" << 'EOT'
[Preset]
Title=Fine lines
Comment=Drawn thinly.
[Recipe]
layer=Mixed_5b
octaves=1
iterations=1
EOT
  printf '[Recipe]\nseed=5\n' > seed.recipe
  printf '[Recipe]\nnetwork=nobody\n' > "$presets/gone.recipe"
  printf '[Preset]\nTitle=目\nComment=Eyes.\n[Recipe]\n' > "$presets/me.recipe"

  check "presets" with_data data run 0 presets
  check "presets prints names, titles and comments" \
        says '^fine  *Fine lines  *Drawn thinly\.$'
  check "and saved recipes" says '^gone  *gone'
  check "and leaves wide characters their room" \
        says '^me    目          Eyes\.$'
  rm "$presets/me.recipe"
  check "a preset" with_data data \
        run 0 -q small.jpg -o preset.png --preset fine
  run 0 small.jpg -o options.png "${quick[@]}" > /dev/null
  check "is what it says" cmp preset.png options.png
  check "a recipe changes a preset" with_data data \
        run 0 -q small.jpg -o preset.png --preset fine --recipe seed.recipe
  run 0 small.jpg -o options.png "${quick[@]}" --seed 5 > /dev/null
  check "in what it says" cmp preset.png options.png
  check "options change a preset" with_data data \
        run 0 -q small.jpg -o preset.png --preset fine --octaves 2
  run 0 small.jpg -o options.png "${quick[@]}" --octaves 2 > /dev/null
  check "in what they say" cmp preset.png options.png
  check "a preset whose network is not installed" with_data data \
        fails 1 'install nobody' small.jpg -o out.png --preset gone
  check "a preset that is misspelled" with_data data \
        fails 1 'nearest names are: fine' small.jpg -o out.png --preset find

  check "thumbnails" with_data data run 0 presets --thumbnails pictures
  check "says what was drawn" says '^pictures/fine.png$'
  check "and what could not be" grep '"gone" is left out.*install nobody' error.log
  check "thumbnails are small" looks '%wx%h' 192x144 pictures/fine.png
  check "and leave nothing else" [ "$(ls pictures)" = fine.png ]
  check "those there are" with_data data run 0 presets --thumbnails pictures
  check "are not drawn again" fails_to_say fine
  touch -d tomorrow "$presets/fine.recipe"
  check "older ones" with_data data run 0 presets --thumbnails pictures
  check "are" says '^pictures/fine.png$'
  check "thumbnails in the user's cache" \
        env "XDG_CACHE_HOME=$PWD/cache" "XDG_DATA_HOME=$PWD/data" \
            "XDG_DATA_DIRS=$PWD/data" "$program" presets --thumbnails
  check "are there" [ -s cache/deep-dream/thumbnails/fine.png ]
  check "thumbnails in a file" with_data data \
        fails 1 'cannot be written' presets --thumbnails small.jpg/pictures

  check "no presets" with_data none run 0 presets
  check "says how there can be some" grep 'deep-dream/presets' error.log
  check "presets with an argument" fails 2 'argument' presets small.jpg
  check "our own presets are sound" own_presets "$here/../../models/presets"
}

# own_presets FOLDER: whether each can be read and says what it is called.
own_presets ()
{
  local path name

  mkdir -p own/deep-dream
  ln -s "$1" own/deep-dream/presets
  ln -s "$(dirname "$photo")" own/deep-dream/networks
  with_data own run 0 presets || return 1
  for path in "$1"/*.recipe
  do
    name=$(basename "$path" .recipe)
    if grep -q '^Hidden=true$' "$path"
    then
      fails_to_say "^$name " || return 1
      continue
    fi
    grep -q "^Title=" "$path" && grep -q "^Comment=" "$path" &&
      says "^$name " || return 1
  done
}

# What is dreamed where little is said.
test_suggestions ()
{
  local presets=open/deep-dream/presets subject="Labrador retriever"

  mkdir -p "$presets" open/deep-dream/networks
  ln -s "$(dirname "$photo")"/inception-v3.* open/deep-dream/networks
  magick "$photo" -strip -resize '96x88!' open.jpg
  printf '[Preset]\nOrder=1\n[Recipe]\nnetwork=nobody\noctaves=2\n' \
         > "$presets/first.recipe"
  printf '[Preset]\nOrder=2\n[Recipe]\nnetwork=inception-v3\n%s\n' \
         "layer=Mixed_5b" octaves=1 iterations=1 > "$presets/second.recipe"
  printf '[Preset]\nHidden=true\n[Recipe]\nnetwork=inception-v3\n%s\n%s\n' \
         octaves=1 iterations=1 > "$presets/subject.recipe"

  check "nothing said" dream_open best.png
  check "a preset said" dream_open second.png --preset second
  check "nothing said is the best preset whose network is there" \
        cmp best.png second.png
  check "a subject alone" dream_open alone.png --subject "$subject"
  check "a subject with its schedule" dream_open subject.png \
        --preset subject --subject "$subject"
  check "a subject alone has its schedule" cmp alone.png subject.png
  check "a subject with more" dream_open more.png --subject "$subject" \
        --octaves 4 --iterations 2
  check "a whole recipe" dream_open whole.png --network inception-v3 \
        --preset subject --subject "$subject" --octaves 4 --iterations 2
  check "what is said counts, a default too" cmp more.png whole.png
  check "and makes a difference" differ more.png alone.png
  check "a subject that nobody knows" with_data open fails 1 'retriever' \
        open.jpg -o out.png --subject "Labrador retrever"
}

dream_open ()
{
  local output=$1

  shift
  with_data open run 0 open.jpg -o "$output" --quiet --step 5 "$@"
}

# The photo is of a labrador.
test_look ()
{
  local channel folder=unlabelled/deep-dream/networks

  mkdir -p "$folder"
  ln -s "$network" "$folder"
  grep -v '^Labels' "$(dirname "$photo")/inception-v3.network" \
       > "$folder/inception-v3.network"
  magick -size 80x64 xc:black black.png

  check "look" run 0 look "$photo"
  check "look prints the likeliest classes" \
        says '^ *[0-9]*\.[0-9]* %  Labrador retriever$'
  check "no more than five" [ "$(grep -c ' %  ' output.log)" = 5 ]
  check "and channels of layers, to be pasted" \
        says '^  Mixed_6c/concat  *[0-9]*\(,[0-9]*\)*$'
  check "look at one layer" run 0 look "$photo" --layer Mixed_5b
  check "prints no other" [ "$(grep -c '^  .*/.* [0-9,]*$' output.log)" = 1 ]
  cp output.log everywhere.log
  channel=$(sed -n 's/^  Mixed_5b\/concat  *\([0-9]*\),.*/\1/p' output.log)
  cp "$folder/inception-v3.network" "$folder/described"
  printf '[Channels]\nMixed_5b/concat/%s=Lace\n' "$channel" \
         >> "$folder/inception-v3.network"
  check "look at a channel that has a title" with_data unlabelled \
        run 0 look "$photo" --layer Mixed_5b
  check "prints it" says "^  Mixed_5b/concat  *$channel,[0-9,]*  $channel Lace$"
  check "and it can be dreamed by it" with_data unlabelled \
        run 0 small.jpg -o titled.png "${quick[@]}" --channels lace
  run 0 small.jpg -o number.png "${quick[@]}" --channels "$channel" > /dev/null
  check "as by its number" cmp titled.png number.png
  mv "$folder/described" "$folder/inception-v3.network"
  check "look at a place" run 0 look "$photo" --layer Mixed_5b --at 30,40
  check "finds other channels" differ everywhere.log output.log
  check "look through a mask" run 0 look small.jpg --layer Conv2d_2b_3x3 \
        --mask left.png
  check "how likely one class is" \
        run 0 look "$photo" --class 'labrador retriever'
  check "is a number for scripts" awk '{ exit !($1 > 0.3 && $1 <= 1) }' output.log
  check "and nothing else" [ "$(wc -l < output.log)" = 1 ]
  check "another class is not likely" run 0 look "$photo" --class volcano
  check "and its number is small" awk '{ exit !($1 < 0.01) }' output.log

  check "a class that is misspelled" fails 1 'nearest are: Labrador' \
        look "$photo" --class 'labradoor retriever'
  check "a network without labels" with_data unlabelled run 0 look "$photo"
  check "shows channels" says '^  Mixed_6c/concat'
  check "but no classes" fails_to_say '%'
  check "nor one class" with_data unlabelled fails 1 'classes of the network' \
        look "$photo" --class volcano
  check "look at nothing" fails 2 'Name one photo' look
  check "look at a text" fails 1 'no picture' look text.txt
  check "no such network to look with" fails 1 'install nobody' \
        look small.jpg --network nobody
  check "no such layer to look at" fails 1 'Mixed_5b' look "$photo" --layer Mixd_5b
  check "a place outside of the photo" fails 2 '0,0 to 79,63' \
        look small.jpg --at 80,1
  check "no place" fails 2 'two numbers' look small.jpg --at 5
  check "a place and a mask" fails 2 'not both' \
        look small.jpg --at 5,5 --mask left.png
  check "a mask of another size to look through" fails 1 'must be the same' \
        look small.jpg --mask narrow.png
  check "a mask that is black" fails 1 'black everywhere' \
        look small.jpg --mask black.png
}

test_interrupt ()
{
  check "an interrupt ends a dream" interrupted
}

interrupted ()
{
  local job status

  # Where jobs are not controlled, they would ignore the signal.
  set -m
  "$program" -q small.jpg -o out.png --iterations 1000 2> error.log &
  job=$!
  set +m
  sleep 2
  kill -INT "$job"
  wait "$job"
  status=$?
  echo "exit status $status"
  [ "$status" = 130 ] && [ -s error.log ] && [ ! -e out.png ] &&
    [ -z "$(find . -name '.deep-dream-*')" ]
}

main

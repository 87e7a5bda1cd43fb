#!/bin/sh
# Makes label-font.ttf: WenQuanYi Micro Hei cut to what a Chinese shipping label can contain.
# Needs: apt-get install fonts-wqy-microhei (0.2.0-beta-3.1) and pip install fonttools==4.63.0 (or newer).
# The output does not carry hinting or layout features: labels are drawn unhinted, glyph by glyph.
set -eu
here=$(dirname "$0")
pyftsubset /usr/share/fonts/truetype/wqy/wqy-microhei.ttc --font-number=0 \
  --unicodes=U+0020-007E,U+00A0-024F,U+0370-03FF,U+0400-045F,U+1E00-1EFF,U+2000-206F,U+20A0-20BF,U+2100-218F,U+2190-21FF,U+2200-22FF,U+2300-23FF,U+2460-24FF,U+2500-257F,U+25A0-25FF,U+2600-266F,U+2700-27BF,U+3000-303F,U+3040-30FF,U+3100-312F,U+3200-33FF,U+3400-4DBF,U+4E00-9FFF,U+F900-FAFF,U+FE10-FE6F,U+FF00-FFEF \
  --layout-features='' --no-hinting --desubroutinize --drop-tables+=GSUB,GPOS,GDEF,kern,vhea,vmtx \
  --name-IDs='0,1,2,3,4,5,6,13,14' --no-glyph-names --no-recalc-timestamp \
  --output-file="$here/label-font.ttf"
sha256sum "$here/label-font.ttf"

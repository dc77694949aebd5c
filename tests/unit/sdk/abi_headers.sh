#!/bin/sh
# Every C header alone, all of them with the layout of the newest draft, and plugin.hpp: with every compiler at hand.
# Usage: abi_headers.sh <sdk folder>
set -eu
sdk=$(cd "$1" && pwd)
draft=$(sed -n 's/^#define SCS_ABI_DRAFT //p' "$sdk/include/scaispeak/abi.h")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
compiled=0

compile() { # compiler, standard, language, file
    command -v "$1" > /dev/null || return 0
    "$1" -std="$2" -x "$3" -Wall -Wextra -pedantic -Werror -fsyntax-only -I"$sdk/include" "$4"
    compiled=$((compiled + 1))
}

for header in "$sdk"/include/scaispeak/*.h; do
    name=$(basename "$header" .h)
    printf '#include <scaispeak/%s.h>\nint %s_compiles;\n' "$name" "$name" > "$folder/$name.source"
done
printf '#include <scaispeak/scaispeak.h>\n#include "%s"\nint layout_holds;\n' "$sdk/abi/draft-$draft/layout.h" \
    > "$folder/layout.source"
printf '#include <scaispeak/plugin.hpp>\n' > "$folder/plugin.hpp.source"

for source in "$folder"/*.source; do
    for standard in c++17 c++20; do
        compile g++ $standard c++ "$source"
        compile clang++ $standard c++ "$source"
    done
    case $source in *.hpp.source) continue ;; esac
    compile gcc c11 c "$source"
    compile clang c11 c "$source"
done
echo "$compiled compilations"
[ "$compiled" -gt 0 ] || { echo "no compiler was found: install g++ or clang" >&2; exit 1; }

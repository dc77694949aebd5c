#!/bin/sh
# Each C header alone, all of them with the layout of the newest draft, plugin.hpp and the testing headers: with every
# compiler at hand.
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
    printf '#include <scaispeak/%s>\nint compiles;\n' "$(basename "$header")" > "$folder/alone.c"
    compile cc c11 c "$folder/alone.c"
done

printf '#include <scaispeak/scaispeak.h>\n#include "%s"\nint holds;\n' "$sdk/abi/draft-$draft/layout.h" \
    > "$folder/layout.c"
printf '#include <scaispeak/plugin.hpp>\n#include <scaispeak/testing/plugin_file.hpp>\n#include <scaispeak/testing/recording_sink.hpp>\n' \
    > "$folder/plugin.cpp"
for compiler in gcc clang; do
    compile $compiler c11 c "$folder/layout.c"
done
for compiler in g++ clang++; do
    for standard in c++17 c++20; do
        compile $compiler $standard c++ "$folder/layout.c"
        compile $compiler $standard c++ "$folder/plugin.cpp"
    done
done
echo "$compiled compilations"
[ "$compiled" -gt 0 ] || { echo "no compiler was found: install g++ or clang" >&2; exit 1; }

#!/usr/bin/env bash
# Every C++ file is as clang-format would write it. C is written in the way of C, by hand; the frozen copies below sdk/abi
# stay as they were released.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
find host sdk plugins tests \( -path sdk/abi -o -name node_modules \) -prune -o \
    -type f \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
    xargs -0 -r -n 64 -P "$(nproc)" clang-format --dry-run -Werror || {
    echo "run: clang-format -i on the files named above" >&2
    exit 1
}

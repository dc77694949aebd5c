#!/usr/bin/env bash
# scaispeak-plugin-new out of the installed SDK: every kind builds and passes its test, and what is wrong is refused.
# Usage: plugin_new.sh <build folder of ScaiSpeak>
set -euo pipefail

build=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
prefix=$scratch/prefix
new=$prefix/bin/scaispeak-plugin-new

fail()
{
    printf 'plugin_new: %s\n' "$*" >&2
    exit 1
}

made_builds_and_passes() # kind, name
{
    "$new" "$2" --kind "$1" >made
    grep -q "cd $2 " made || fail "it does not say how to go on: $(cat made)"
    grep -rniw example "$2" && fail "a name of the template is left in $2"
    {
        cmake -S "$2" -B "$2/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_FLAGS='-Wall -Wextra -Werror' &&
            cmake --build "$2/build" && ctest --test-dir "$2/build" --no-tests=error --output-on-failure
    } >log 2>&1 || { cat log; fail "a new plugin of the kind $1 does not build or fails its test"; }
    [[ -f $2/build/plugins/$2.so && -f $2/build/plugins/$2.json ]] || fail "$2 has no library or no manifest"
    "$prefix/bin/scaispeak-plugin-check" --level 2 "$2/build/plugins/$2.so" >log || { cat log; fail "a new plugin of the kind $1 is not verified"; }
}

refused() # status, words, arguments...
{
    local status=$1 words=$2 got=0
    shift 2
    "$new" "$@" >out 2>err || got=$?
    [[ $got -eq $status ]] || fail "'$*' ended with $got instead of $status: $(cat out err)"
    grep -qF -- "$words" err || fail "'$*' does not say '$words': $(cat err)"
    [[ ! -s out ]] || fail "'$*' says on standard output: $(cat out)"
}

{ cmake --install "$build" --component sdk --prefix "$prefix" >log; } || { cat log; exit 1; }

for kind in backend storage auth preflight transport; do
    made_builds_and_passes $kind $kind-two-words
done
"$new" parrot >made
"$new" auth-here -k auth -d 'a folder/of mine' 2>err && fail "a folder was made in one that is not there"
mkdir 'a folder'
"$new" auth-here -k auth -d 'a folder/of mine' >made
[[ -f 'a folder/of mine/plugin.cpp' && $(stat -c %a 'a folder/of mine') == 755 ]] || fail "--directory is not followed"
"$new" --help | grep -q 'Exit codes' || fail "--help says too little"

for name in Parrot ab 9lives par_rot parrot- ../parrot "$(printf 'a%.0s' {1..65})" ''; do
    refused 2 "cannot be a plugin's id" "$name"
done
refused 2 "there is no kind 'engine'" parrot --kind engine
refused 2 'give one name' --kind backend
refused 2 'give one name' parrot sparrow
refused 2 "unrecognized option '--colour'" parrot --colour
refused 1 'parrot exists: name another folder' parrot
touch file && ln -s nowhere link
refused 1 'file exists' parrot -d file
refused 1 'link exists' parrot -d link
rm -r "$prefix/share/scaispeak-sdk/kinds"
refused 1 'install the ScaiSpeak SDK again' sparrow --kind storage
[[ ! -e sparrow && -z $(find . -maxdepth 2 -name '*.??????' -type d) ]] || fail "a refusal leaves something behind"

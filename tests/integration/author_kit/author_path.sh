#!/usr/bin/env bash
# The way of a plugin's author, from the installed SDK to an engine that speaks through POST /speak, and how long each step
# takes. docs/plugin-guide.md shows the bodies of the steps.
# Usage: author_path.sh <build folder of ScaiSpeak>
set -euo pipefail

build=$(cd "$1" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
host=''

clean_up()
{
    if [[ -n $host ]]; then
        kill "$host" 2>/dev/null || true
        wait "$host" || true
    fi
    rm -rf "$scratch"
}
trap clean_up EXIT

install_sdk()
{
    cmake --install "$build" --component sdk --prefix "$HOME/scaispeak-sdk"
    export PATH="$HOME/scaispeak-sdk/bin:$PATH" CMAKE_PREFIX_PATH="$HOME/scaispeak-sdk"
}

make_plugin()
{
    scaispeak-plugin-new backend-parrot --kind backend
    cd backend-parrot
}

build_plugin()
{
    cmake -S . -B build
    cmake --build build
}

test_plugin()
{
    ctest --test-dir build --output-on-failure
}

verify_plugin()
{
    scaispeak-plugin-check --level 2 build/plugins/backend-parrot.so
}

install_plugin()
{
    mkdir -p "$HOME/scaispeak/plugins"
    cp build/plugins/backend-parrot.* "$HOME/scaispeak/plugins"
    chmod -R go-w "$HOME/scaispeak"
}

check_configuration()
{
    scaispeakd --config "$HOME/scaispeak/scaispeakd.yaml" --check
}

start_host()
{
    scaispeakd --config "$HOME/scaispeak/scaispeakd.yaml" >"$HOME/scaispeak/host.log" &
    host=$!
    until curl -fso /dev/null "$api/readyz"; do kill -0 $host; sleep 0.1; done
}

make_key()
{
    key=$(scaispeakctl --config "$HOME/scaispeak/scaispeakd.yaml" key create --tenant mine --user me --role tenant_admin)
}

speak()
{
    voice=$(curl -fs -H "Authorization: Bearer $key" "$api/voices" | jq -r '.data.items[0].voice_id')
    curl -fs -H "Authorization: Bearer $key" -H 'Accept: audio/wav' -o hello.wav "$api/speak" \
        -d "{\"voice_id\": \"$voice\", \"text\": \"Two words\", \"response_format\": \"wav\"}"
}

milliseconds()
{
    local now=${EPOCHREALTIME/[.,]/}
    printf '%s' $((now / 1000))
}

# Runs a step and says how long it took; what it printed only when it fails.
step()
{
    local from
    from=$(milliseconds)
    # Not as the condition of an if, in which a failure in the middle would be passed over.
    trap 'cat "$scratch/log" "$HOME/scaispeak/host.log" 2>/dev/null; echo "author_path: $step failed" >&2; clean_up' EXIT
    step=$1
    "$1" >"$scratch/log" 2>&1
    trap clean_up EXIT
    printf '%7d ms  %s\n' $(($(milliseconds) - from)) "$1"
}

free_port()
{
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# An author of its own: a home, a host of the build, and a port.
export HOME=$scratch/home PATH=$build/bin:$PATH
mkdir -p "$HOME/scaispeak/state"
cp "$here/scaispeakd.yaml" "$HOME/scaispeak/"
SCAISPEAK_LISTEN__PORT=$(free_port)
export SCAISPEAK_LISTEN__PORT
api=http://127.0.0.1:$SCAISPEAK_LISTEN__PORT/v1/modules/scaispeak
cd "$HOME"

begin=$(milliseconds)
for name in install_sdk make_plugin build_plugin test_plugin verify_plugin install_plugin check_configuration start_host make_key speak; do
    step $name
done
printf '%7d ms  altogether, of two minutes\n' $(($(milliseconds) - begin))

# 0.4 s: each of the two words is a tone of 0.2 s. The length in the header is open, so the bytes are counted.
python3 - hello.wav <<'END'
import sys
content = open(sys.argv[1], "rb").read()
samples = memoryview(content[44:]).cast("h")
loud = sum(abs(sample) > 1000 for sample in samples)
assert content[:4] == b"RIFF" and len(samples) == 9600 and loud > 2400, (content[:44], len(samples), loud)
END

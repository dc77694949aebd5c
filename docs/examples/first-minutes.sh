#!/usr/bin/env bash
# What README.md shows, run by tests/end_to_end/test_documents.py in the repository beside a host of the quickstart.
set -euo pipefail

# ask: audio as it is made
key="Authorization: Bearer $(cat build/quickstart/key)"
url=http://127.0.0.1:8080/v1/modules/scaispeak
curl -sS "$url/voices?language=en&limit=5" -H "$key"
voice=$(curl -sS "$url/voices?language=en&limit=1" -H "$key" | jq -r '.data.items[0].voice_id')
curl -sS "$url/speak" -H "$key" -H 'Content-Type: application/json' -H 'Accept: audio/mpeg' \
    -d "{\"voice_id\":\"$voice\",\"text\":\"Hello.\"}" -o hello-again.mp3

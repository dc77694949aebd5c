#!/usr/bin/env bash
# What docs/operations.md shows, run by tests/end_to_end/test_documents.py in an empty folder with scaispeakd.yaml. The
# programs are in PATH; $PORT is where the host is to listen.
set -euo pipefail
export SCAISPEAK_LISTEN__PORT=$PORT

# check: before a change goes live
scaispeakd --config scaispeakd.yaml --check
scaispeakd --config scaispeakd.yaml --print-config | jq .limits

# certificate: one to try with; the real one comes from your authority
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -out certificate.pem -keyout key.pem 2>/dev/null
mkdir -p conf.d
echo 'listen: {tls: {certificate: certificate.pem, key: key.pem}}' >conf.d/tls.yaml # seen from the main file's folder

# start: in the foreground, the log on standard output
scaispeakd --config scaispeakd.yaml >host.log 2>errors.log &
host=$!
until curl -sf --cacert certificate.pem "https://localhost:$PORT/health/ready" >ready.json; do
    kill -0 "$host" # it has ended: errors.log says why
    sleep 0.1
done
jq .data.checks ready.json

# reload: a new limit, without a call noticing
echo 'limits: {key_per_minute: 600}' >conf.d/limits.yaml
kill -HUP "$host"
until jq -e 'select(.event == "reloaded")' host.log; do sleep 0.1; done

# renew: the next certificate in the place of the last one
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -out next.pem -keyout key.pem 2>/dev/null
mv next.pem certificate.pem
kill -HUP "$host"
until [ "$(jq -c 'select(.event == "tls_certificate")' host.log | wc -l)" -ge 2 ]; do sleep 0.1; done

# log: everything that went wrong, and everything about one request
jq -c 'select(.level == "error" or .level == "warning")' host.log
id=$(curl -s --cacert certificate.pem -D - -o /dev/null "https://localhost:$PORT/v1/me" |
    sed -n 's/^X-Request-Id: \(.*\)\r$/\1/Ip')
jq -c --arg id "$id" 'select(.request_id == $id) | {route, status, duration_ms}' host.log

# stop: running calls end first
kill -TERM "$host"
wait "$host"

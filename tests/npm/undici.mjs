// undici.mjs ORIGIN: speaks with a host as applications on undici do; reads {key, path, spoken, stopped, failing, ca?} as JSON, the
// middle three being bodies of requests; prints what it saw in each case as JSON.
import {readFileSync} from "node:fs";
import http from "node:http";
import https from "node:https";
import {Readable} from "node:stream";
import {Client, Pool} from "undici";

const origin = process.argv[2];
const {key, path, spoken, stopped, failing, ca} = JSON.parse(readFileSync(0, "utf8"));
const headers = {authorization: `Bearer ${key}`, accept: "audio/*"};
const speech = (body) => ({method: "POST", path, headers, body});
const seen = {};

function client(options = {}) {
    const made = new Client(origin, {connect: ca ? {ca} : {}, ...options});
    made.connects = 0;
    made.on("connect", () => ++made.connects);
    return made;
}

/** The size of the audio and its trailers. */
async function heard(asked) {
    const {statusCode, body, trailers} = await asked;
    if (statusCode !== 200) throw new Error(`status ${statusCode}: ${await body.text()}`);
    const {byteLength} = await body.arrayBuffer();
    return {bytes: byteLength, samples: trailers["x-scaispeak-samples"], crc32: trailers["x-scaispeak-crc32"]};
}

async function keepAlive() {
    const one = client();
    const sizes = [];
    for (let at = 0; at < 3; ++at) {
        sizes.push((await heard(one.request(speech(spoken)))).bytes);
        const {statusCode, body} = await one.request({method: "GET", path: "/health"});
        await body.dump();
        sizes.push(statusCode);
    }
    seen.keepAlive = {sizes, connects: one.connects};
    await one.close();
}

async function pipelining() {
    const one = client({pipelining: 8});
    const order = [];
    // A GET may be sent while others are waited for; undici pipelines what is idempotent.
    const asked = Array.from({length: 8}, async (_, at) => {
        const place = at % 2 === 0 ? "/health" : `/nowhere/${at}`;
        const {statusCode, body} = await one.request({method: "GET", path: place});
        await body.dump();
        order.push([at, statusCode]);
    });
    await Promise.all(asked);
    seen.pipelining = {order, connects: one.connects};
    await one.close();
}

async function head() {
    const one = client();
    const {statusCode, headers: fields, body} = await one.request({method: "HEAD", path: "/health"});
    const {byteLength} = await body.arrayBuffer();
    const after = await one.request({method: "GET", path: "/health"});
    seen.head = {statusCode, length: fields["content-length"], bytes: byteLength, after: (await after.body.json()).status};
    await one.close();
}

async function chunkedUpload() {
    const one = client();
    const pieces = [spoken.slice(0, 1), spoken.slice(1, 20), spoken.slice(20)];
    const sizes = [];
    for (let at = 0; at < 2; ++at) sizes.push((await heard(one.request(speech(Readable.from(pieces, {objectMode: false}))))).bytes);
    seen.chunkedUpload = {sizes, connects: one.connects};
    await one.close();
}

async function trailers() {
    const one = client();
    seen.trailers = await heard(one.request(speech(spoken)));
    await one.close();
}

async function cutStream() {
    const one = client();
    const {statusCode, body} = await one.request(speech(failing));
    seen.cutStream = {statusCode, end: await body.arrayBuffer().then(() => "whole", (fault) => fault.code)};
    // It connects again, and goes on.
    seen.cutStream.after = (await heard(one.request(speech(spoken)))).bytes;
    await one.close();
}

async function leaving() {
    const one = client();
    const leave = new AbortController();
    const {body} = await one.request({...speech(stopped), signal: leave.signal});
    for await (const piece of body) {
        if (piece.length > 0) break;
    }
    leave.abort();
    seen.leaving = {after: (await heard(one.request(speech(spoken)))).bytes};
    await one.close();
}

async function crowd() {
    const many = new Pool(origin, {connections: 8, connect: ca ? {ca} : {}});
    const sizes = await Promise.all(Array.from({length: 64}, () => heard(many.request(speech(spoken)))));
    seen.crowd = [...new Set(sizes.map(({bytes}) => bytes))];
    await many.close();
}

/** undici has no Expect over HTTP/1.1; Node's own client has. */
function expectation() {
    return new Promise((resolve, reject) => {
        const library = ca ? https : http;
        const fields = {...headers, expect: "100-continue", "content-length": Buffer.byteLength(spoken)};
        const asked = library.request(origin + path, {method: "POST", headers: fields, ca}, async (answer) => {
            let bytes = 0;
            for await (const piece of answer) bytes += piece.length;
            seen.expectation = {continued, bytes, trailers: "x-scaispeak-crc32" in answer.trailers};
            resolve();
        });
        let continued = false;
        asked.on("error", reject);
        asked.on("continue", () => {
            continued = true;
            asked.end(spoken);
        });
        asked.flushHeaders();
    });
}

for (const part of [keepAlive, pipelining, head, chunkedUpload, trailers, cutStream, leaving, crowd, expectation]) {
    try {
        await part();
    } catch (fault) {
        seen[part.name] = String(fault.stack);
    }
}
console.log(JSON.stringify(seen));
process.exit(0);

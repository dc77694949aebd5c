// speech.mjs BASE_URL KEY <orders: a JSON list of {order, stream?}, each spoken by OpenAI's own client; prints what it made
// of them as a JSON list: {status, type, bytes, sha256, pieces} or {error, status, code, retryAfter}.
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import OpenAI from "openai";

const client = new OpenAI({baseURL: process.argv[2], apiKey: process.argv[3], maxRetries: 0, timeout: 10_000});

async function spoken({order, stream}) {
    const response = await client.audio.speech.create(order);
    const hash = createHash("sha256");
    let bytes = 0, pieces = 0;
    const take = piece => {
        hash.update(piece);
        bytes += piece.length;
        pieces += 1;
    };
    if (stream) for await (const piece of response.body) take(piece);
    else take(new Uint8Array(await response.arrayBuffer()));
    return {status: response.status, type: response.headers.get("content-type"), bytes, sha256: hash.digest("hex"), pieces};
}

function refused(error) {
    return {error: error.constructor.name, status: error.status, code: error.code, type: error.type,
            retryAfter: error.headers?.get("retry-after")};
}

const results = [];
for (const order of JSON.parse(readFileSync(0, "utf8"))) results.push(await spoken(order).catch(refused));
console.log(JSON.stringify(results));

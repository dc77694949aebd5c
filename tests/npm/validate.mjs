// validate.mjs DOCUMENT <cases: reads [{name, pointer, body}] as JSON, each body against the schema at the pointer into
// the OpenAPI document; prints the faults as a JSON list. Objects are held to the fields the document names, which
// clients are not: a field that nobody wrote down is a fault of the document.
import {readFileSync} from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

function close(node) {
    if (node === null || typeof node !== "object") return;
    if (node.type === "object" && node.properties && !("additionalProperties" in node)) node.additionalProperties = false;
    Object.values(node).forEach(close);
}

const document = JSON.parse(readFileSync(process.argv[2], "utf8"));
close(document);
const ajv = new Ajv2020({strict: false, allErrors: true});
addFormats(ajv);
ajv.addSchema(document, "openapi.json");

const faults = [];
for (const {name, pointer, body} of JSON.parse(readFileSync(0, "utf8"))) {
    const check = ajv.compile({$ref: "openapi.json#" + pointer});
    if (!check(body)) faults.push(name + ": " + ajv.errorsText(check.errors));
}
console.log(JSON.stringify(faults));

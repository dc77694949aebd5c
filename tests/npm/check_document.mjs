// check_document.mjs DOCUMENT: holds an OpenAPI document against the schema of its version of OpenAPI, and its references
// against itself; prints {"version", "valid", "errors"?} as JSON.
import {readFileSync} from "node:fs";
import {Validator} from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const result = await validator.validate(JSON.parse(readFileSync(process.argv[2], "utf8")));
console.log(JSON.stringify({version: validator.version, ...result}));

"""Holds host/http/openapi.json against the route table of the host, in both directions.

    openapi.py [ROOT]    prints each fault as a sentence; status 1 when there is one
"""
import json
import re
import sys
from pathlib import Path

DOCUMENT = "host/http/openapi.json"
ROUTES = "host/http/routes.cpp"
PERMISSIONS = "host/access/permissions.hpp"

LINE = re.compile(r"list\.(open|signedIn|permitted|superAdmin)\((.*?)\);", re.DOTALL)
TEXT = re.compile(r'const std::string (\w+) = ([^;]+);')
PERMISSION = re.compile(r'(\w+)\s*=\s*"(scaispeak:[\w.]+)"')
# What only says that something is not there.
PLACEHOLDER = re.compile(r"\b(unbuilt|webrtcUnavailable)\(|^scaidrive$")
METHODS = {"get", "put", "post", "patch", "delete"}


def path_of(expression, texts):
    parts = (part.strip() for part in expression.split("+"))
    return "".join(part[1:-1] if part.startswith('"') else texts[part] for part in parts)


def routes_of(source, permissions):
    """{(method, path): permission} of the routes that do what they are for."""
    texts = {}
    for name, expression in TEXT.findall(source):
        if "?" not in expression:
            texts[name] = path_of(expression, texts)
    found = {}
    for gate, inside in LINE.findall(source):
        parts = [part.strip() for part in inside.split(",", 3 if gate == "permitted" else 2)]
        fixed = {"open": None, "signedIn": "signed-in", "superAdmin": "super_admin"}
        permission = fixed[gate] if gate in fixed else permissions[parts.pop(0).removeprefix("access::")]
        method, path, endpoint = parts
        if not PLACEHOLDER.search(endpoint):
            found[method.strip('"'), path_of(path, texts)] = permission
    return found


def operations_of(document):
    for path, item in document["paths"].items():
        for method in METHODS & set(item):
            if not item[method].get("x-not-implemented"):
                yield (method.upper(), path), item[method]


def operation_faults(name, operation):
    """What each operation must say, beside its permission."""
    is_open = operation["x-permission"] is None
    if is_open != (operation.get("security") == []):
        yield f"{name}: security and x-permission do not agree"
    if not is_open and not {"401", "403", "429"} <= set(operation["responses"]):
        yield f"{name}: the answers 401, 403 and 429 are missing"
    if "{id}" in name and not any(row.get("in") == "path" for row in operation.get("parameters", [])):
        yield f"{name}: the parameter of the path is missing"
    if not any(status.startswith("2") for status in operation["responses"]):
        yield f"{name}: no answer says what success is"


def faults(root):
    permissions = dict(PERMISSION.findall((root / PERMISSIONS).read_text()))
    routes = routes_of((root / ROUTES).read_text(), permissions)
    operations = dict(operations_of(json.loads((root / DOCUMENT).read_text())))
    for method, path in sorted(routes.keys() - operations.keys()):
        yield f"{method} {path}: in {ROUTES}, but not in {DOCUMENT}"
    for method, path in sorted(operations.keys() - routes.keys()):
        yield f"{method} {path}: in {DOCUMENT}, but {ROUTES} has no such route that is built"
    for method, path in sorted(operations.keys() & routes.keys()):
        name, operation = f"{method} {path}", operations[method, path]
        said, real = operation.get("x-permission", "nothing"), routes[method, path]
        if said != real:
            yield f"{name}: x-permission is {said}, but the route wants {real}"
            continue
        yield from operation_faults(name, operation)


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    found = list(faults(root))
    for fault in found:
        print(fault)
    count = sum(1 for _ in operations_of(json.loads((root / DOCUMENT).read_text())))
    print(f"{count} operations, {len(found)} faults")
    sys.exit(1 if found or not count else 0)


if __name__ == "__main__":
    main()

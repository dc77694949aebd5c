"""openapi.py against small trees, good and bad."""
import copy
import json
import tempfile
import unittest
from pathlib import Path

import openapi

PERMISSIONS = 'inline constexpr std::string_view fly = "scaispeak:fly";'
ROUTES = """
const std::string module = "/v1";
    const std::string birds = module + "/birds";
    list.open("GET", "/health", health());
    list.permitted(access::fly, "POST", birds + "/{id}",
                   idempotent(services, launch(services)));
    list.permitted(access::fly, "GET", birds, unbuilt());
"""
DOCUMENT = {"paths": {
    "/health": {"get": {"x-permission": None, "security": [], "responses": {"200": {}}}},
    "/v1/birds/{id}": {"post": {"x-permission": "scaispeak:fly", "parameters": [{"in": "path"}],
                                "responses": {"201": {}, "401": {}, "403": {}, "429": {}}}}}}


class OpenApi(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.document = copy.deepcopy(DOCUMENT)
        self.bird = self.document["paths"]["/v1/birds/{id}"]["post"]

    def faults(self, routes=ROUTES):
        for name, text in ((openapi.PERMISSIONS, PERMISSIONS), (openapi.ROUTES, routes),
                           (openapi.DOCUMENT, json.dumps(self.document))):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text)
        return list(openapi.faults(self.root))

    def test_documentOfAllThatIsBuilt_isFine(self):
        self.assertEqual([], self.faults())

    def test_routeThatIsNotTold_isAFault(self):
        del self.document["paths"]["/health"]
        self.assertEqual([f"GET /health: in {openapi.ROUTES}, but not in {openapi.DOCUMENT}"], self.faults())

    def test_operationThatIsNotBuilt_isAFaultUnlessItSaysSo(self):
        self.document["paths"]["/v1/birds"] = {"get": copy.deepcopy(self.bird)}
        self.assertEqual([f"GET /v1/birds: in {openapi.DOCUMENT}, but {openapi.ROUTES} has no such route that is built"],
                         self.faults())
        self.document["paths"]["/v1/birds"]["get"]["x-not-implemented"] = True
        self.assertEqual([], self.faults())

    def test_otherPermission_isAFault(self):
        self.bird["x-permission"] = "scaispeak:swim"
        self.assertEqual(["POST /v1/birds/{id}: x-permission is scaispeak:swim, but the route wants scaispeak:fly"], self.faults())

    def test_openRouteBehindACredential_isAFault(self):
        del self.document["paths"]["/health"]["get"]["security"]
        self.assertEqual(["GET /health: security and x-permission do not agree"], self.faults())

    def test_answersThatAreMissing_areFaults(self):
        self.bird["responses"] = {"401": {}}
        self.bird["parameters"] = []
        self.assertEqual(["POST /v1/birds/{id}: the answers 401, 403 and 429 are missing",
                          "POST /v1/birds/{id}: the parameter of the path is missing",
                          "POST /v1/birds/{id}: no answer says what success is"], self.faults())


if __name__ == "__main__":
    unittest.main()

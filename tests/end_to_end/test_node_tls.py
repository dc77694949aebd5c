"""TLS of a node that is configured wrongly ends it at once, with the key at fault and what to do."""
import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from running_host import BUILD
from test_tls import make_certificate


class NodeTls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.pair = make_certificate(cls.folder, "node")
        cls.other = make_certificate(cls.folder, "other")
        cls.empty = cls.folder / "empty.pem"
        cls.empty.write_text("")
        cls.missing = cls.folder / "missing.pem"
        cls.broken = cls.folder / "broken.pem"
        cls.broken.write_text(cls.other[0].read_text() + "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n"
                              "-----END CERTIFICATE-----\n")

    def refused(self, certificate=None, key=None, client_ca=None):
        """What the node says when it has ended for its configuration. Its engine is none that could be started."""
        config = {"listen": {"port": 0}}
        if certificate:
            config["listen"]["tls"] = {"certificate": str(certificate), "key": str(key)}
        if client_ca:
            config["node"] = {"client_ca": str(client_ca)}
        file = self.folder / "node.yaml"
        file.write_text(json.dumps(config))
        node = subprocess.run([BUILD / "bin/scaispeak-node", "--engine", "none", "--config", file], capture_output=True,
                              text=True, timeout=30)
        self.assertEqual(2, node.returncode, node.stderr)
        self.assertNotIn("engine none", node.stderr)
        self.assertIn(str(file), node.stderr)
        return node.stderr

    def test_clientCa_withoutTls_isRefused(self):
        said = self.refused(client_ca=self.other[0])
        self.assertIn("node.client_ca: needs listen.tls", said)
        self.assertIn("or drop node.client_ca", said)

    def test_clientCa_thatCannotBeUsed_isRefused(self):
        for file, reason in ((self.missing, "No such file"), (self.empty, "holds no certificate"),
                             (self.other[1], "holds no certificate"), (self.broken, "holds no certificate"),
                             (self.folder, "not a regular file")):
            with self.subTest(file.name):
                said = self.refused(*self.pair, client_ca=file)
                self.assertIn("node.client_ca: ", said)
                self.assertIn(reason, said)

    def test_certificate_thatCannotBeUsed_isRefused(self):
        for file, reason in ((self.missing, "No such file"), (self.empty, "empty"), (self.pair[1], "no certificate")):
            with self.subTest(file.name):
                said = self.refused(file, self.pair[1])
                self.assertIn("listen.tls.certificate: ", said)
                self.assertIn(reason, said)

    def test_key_thatCannotBeUsed_isRefused(self):
        for file, reason in ((self.missing, "No such file"), (self.pair[0], "no private key"), (self.other[1], "is not the key")):
            with self.subTest(file.name):
                said = self.refused(self.pair[0], file)
                self.assertIn("listen.tls.key: ", said)
                self.assertIn(reason, said)

    def test_faultsOfBothAreToldTogether(self):
        said = self.refused(self.pair[0], self.missing, client_ca=self.empty)
        self.assertIn("listen.tls.key: ", said)
        self.assertIn("node.client_ca: ", said)


if __name__ == "__main__":
    unittest.main()

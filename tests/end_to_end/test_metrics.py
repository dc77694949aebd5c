"""Metrics on a listener of their own: there for whoever reaches that address, and nowhere else."""
import http.client
import unittest

from host_process import free_port, wait_for
from running_host import RunningHost


class OwnListener(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = free_port()
        cls.host = RunningHost(plugins=["engine-tone"], metrics={"address": "127.0.0.1", "port": cls.port})
        cls.addClassCleanup(cls.host.close)

    def get(self, path, method="GET"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        self.addCleanup(connection.close)
        connection.request(method, path)
        return connection.getresponse()

    def test_metrics_areThereWithoutACredential(self):
        answer = self.get("/metrics")
        self.assertEqual(200, answer.status)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain; version=0.0.4"))
        self.assertIn("# TYPE scaispeak_", answer.read().decode())

    def test_metrics_areNotOnTheMainListener(self):
        self.assertEqual(404, self.host.ask("GET", "/metrics").status)

    def test_otherPaths_areNotOnTheirListener(self):
        for path in ("/health", "/v1/me", "/v1/infra/plugins", "/v1/modules/scaispeak/voices"):
            self.assertEqual(404, self.get(path).status, path)
        self.assertEqual(405, self.get("/metrics", "POST").status)

    def test_requestsOfTheMainListener_areCountedThere(self):
        def counted():
            lines = self.get("/metrics").read().decode().splitlines()
            return sum(float(line.split()[-1]) for line in lines
                       if line.startswith("scaispeak_http_requests_total{") and '"GET /health"' in line)

        before = counted()
        self.host.ask("GET", "/health")
        # Counted when the answer is over, which the client sees first.
        wait_for(lambda: counted() == before + 1, 5, "the request's count")


if __name__ == "__main__":
    unittest.main()

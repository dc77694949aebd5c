"""A scaispeakd with hostile plugins beside a good one, each in a slot of its own."""
import base64
import hashlib
import itertools
import json
import shutil
import string
import subprocess
import unittest
from pathlib import Path

from bystander import ENGINE, Bystander, speak_alone
from host_process import wait_for
from running_host import BUILD, MODULE, RunningHost

SPEAK = MODULE + "/speak"


def plugin(name, folder="hostile-plugins", **settings):
    return {"id": name, "path": str(BUILD / folder / f"{name}.so"), **settings}


def slot_names():
    return itertools.chain(string.ascii_uppercase,
                           map("".join, itertools.product(string.ascii_uppercase, repeat=2)))


def voice_of(engine, voice=None):
    """The id of a preset voice, as the contract makes it."""
    digest = hashlib.sha256(f"{engine}/{voice or engine}".encode()).digest()
    return "voc_" + base64.b32encode(digest).decode().lower()[:20]


def copy_with_manifest(name, folder, like="bad-nothing"):
    """A copy of tests/plugins/bad's, with the manifest that it would have if nothing were wrong with it."""
    good = Path(folder) / f"{like}.so"
    if not good.exists():
        shutil.copy(BUILD / "bad-plugins" / good.name, good)
        subprocess.run([BUILD / "bin/scaispeak-plugin-check", "--emit-manifest", good], check=True, capture_output=True)
    if name != like:
        shutil.copy(BUILD / "bad-plugins" / f"{name}.so", folder)
        manifest = json.loads(good.with_suffix(".json").read_text()) | {"id": name}
        (Path(folder) / f"{name}.json").write_text(json.dumps(manifest))
    return str(Path(folder) / f"{name}.so")


def give_manifest(name):
    """A plugin that cannot be loaded to make one gets the manifest that it would have."""
    file = BUILD / "hostile-plugins" / f"{name}.json"
    like = json.loads((BUILD / "hostile-plugins/hostile-begin-never.json").read_text())
    file.write_text(json.dumps(like | {"id": name}))


class HostileHost:
    """Slot A is the good engine's, the others those of `backends` in their order."""

    def __init__(self, backends=(), others=(), **settings):
        listed = [ENGINE, *backends]
        self.slots = dict(zip([entry["id"] for entry in listed], slot_names()))
        self.host = RunningHost(
            plugins=[*listed, *others],
            slots={slot: {"plugin": name, "class": "self_hosted"} for name, slot in self.slots.items()},
            policy_default={"allowed_backends": list(self.slots.values()), "default_backend": "A"}, **settings)
        self.key = self.host.key()
        self.root = self.host.key(role="super_admin")
        self.tone = voice_of("tone", "tone-a")

    def say(self, name, text, voice=None, response_format="pcm"):
        return self.host.ask("POST", SPEAK, self.key, {"voice_id": voice or voice_of(name), "text": text,
                                                       "response_format": response_format, "sample_rate": 24000})

    def listed(self):
        return {item["id"]: item for item in self.host.ask("GET", "/v1/infra/plugins", self.root).data()["items"]}

    def logged(self, words):
        """A line of the log with all the words in it."""
        return any(all(word in line for word in words) for line in self.host.log().splitlines())

    def wait_for_log(self, *words):
        wait_for(lambda: self.logged(words), 10, f"a log line with {words}")


class WithHostileHost(unittest.TestCase):
    """One host for the class, whose settings are given by `make`; somebody else speaks all the time."""

    @classmethod
    def setUpClass(cls):
        alone = HostileHost()
        try:
            solo = speak_alone(alone.host, alone.key, alone.tone)
        finally:
            alone.host.close()
        cls.hostile = cls.make()
        cls.addClassCleanup(cls.hostile.host.close)
        cls.bystander = Bystander(cls.hostile.host, cls.hostile.key, cls.hostile.tone, solo)
        cls.addClassCleanup(cls.bystander.close)

    def assert_up(self):
        self.assertIsNone(self.hostile.host.process.poll(), "the host is gone")
        self.assertEqual(200, self.hostile.host.ask("GET", "/health").status)

    def assert_answer(self, sin, answer):
        self.assertEqual((sin.status, sin.code), (answer.status, answer.code() if answer.status != 200 else ""),
                         answer.body[:300])
        if sin.reason:
            slots = {row["field"]: row["code"] for row in answer.json()["error"]["details"]}
            self.assertEqual(sin.reason, slots[self.hostile.slots[sin.plugin]])
        if sin.samples is not None:
            self.assertEqual(sin.samples, answer.data()["samples"])

    def assert_speaks_well(self, name, samples, or_fails=False):
        answer = self.hostile.say(name, "A good text.")
        if or_fails and answer.status == 502:
            return
        self.assertEqual(200, answer.status, answer.body[:300])
        audio = base64.b64decode(answer.data()["audio_base64"])
        expected = [frame % 1200 - 600 for frame in range(samples)]
        self.assertEqual(expected, list(memoryview(audio).cast("h")))


def camel(name):
    first, *rest = name.split("-")
    return first + "".join(part.capitalize() for part in rest)


def add_cases(case, rows, check, ending):
    """One test for each row."""
    for row in rows:
        setattr(case, f"test_{camel(row.name)}_{ending}", lambda self, row=row: check(self, row))

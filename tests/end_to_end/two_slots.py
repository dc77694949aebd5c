"""Hosts with nodes as slot A and a relay as slot B, which has a voice of its own and speaks one of the nodes' as well."""
from hostile_host import voice_of
from running_host import RunningHost

VOICE = voice_of("espeak-ng", "gmw/en-US")
RELAY_VOICE = voice_of("tts-1", "narrator")
EXACT, MAPPED = ("A", "exact"), ("B", "approximate")
BOTH = {"allowed_backends": ["A", "B"], "default_backend": "A"}
LOCKED = {"allowed_backends": ["A"], "default_backend": "A"}
NODE_GONE, NOT_ALLOWED = ("A", "no_node_with_engine"), ("B", "not_allowed_by_policy")


def host_of_two(nodes, relay, policy=None, **settings):
    voices = {"url": f"http://127.0.0.1:{relay.port}", "api_key": "relay-key", "model": "tts-1",
              "voices": {VOICE: "onyx", "narrator": "alloy"}}
    return RunningHost(
        plugins=[{"id": "backend-scaiinfer", "config": {"nodes": [node.address for node in nodes], "engine": "espeak-ng"}},
                 {"id": "backend-relay", "config": voices}],
        slots={"A": {"plugin": "backend-scaiinfer", "class": "self_hosted"}, "B": {"plugin": "backend-relay", "class": "relay"}},
        policy_default=policy or BOTH, **settings)


def reasons_in(body):
    """Of the JSON of a refusal: slot by slot, why none could speak."""
    return [(row["field"], row["code"]) for row in body["error"].get("details") or ()]


def reasons(answer):
    return reasons_in(answer.json())

"""Two hosts that share a database, three nodes and a relay, under callers who never stop: whatever goes away, who has heard
nothing is served by somebody else or told why not, nobody hears his text twice or another's, and what is back is used again
without a restart of a host. The times are reported."""
import functools
import os
import signal
import time
import unittest

from extent import rounds
from host_process import wait_for
from network_space import NetworkSpace
from running_host import MODULE
from running_node import RunningNode
from running_relay import RunningRelay
from steady_callers import Caller, SteadyCallers
from two_slots import LOCKED, NODE_GONE, NOT_ALLOWED, VOICE, host_of_two

ROUNDS = rounds(1, 3)
# How long something is away: so many calls.
CALLS = rounds(10, 40)
RECOVERY_S = 3
# It is left alone for 5 s where five calls in a row failed with it.
RELAY_RECOVERY_S = 10
# So that its calls take half a second, and some are under way whenever it goes.
PACE = 20
SENTENCE = "Caller number {} wants these words, and asks for no others. "
OK = 'scaispeak_node_calls_total{outcome="ok"}'
# What a caller who waits for all is told where a stream would be cut.
CUT_SHORT = (502, "SCAISPEAK_BACKEND_ERROR", ())
NO_NODE = (502, "SCAISPEAK_BACKEND_UNAVAILABLE", (NODE_GONE, NOT_ALLOWED))


class Loss:
    """Something that was away for a while. `cuts`: whether calls that have samples may be lost with it. `call_s`: how long a call
    takes on this machine, while nothing is away."""

    def __init__(self, name, cuts):
        self.name, self.cuts, self.call_s = name, cuts, 0.0
        self.begun = self.lost = self.seen = self.back = self.used = self.made_good = 0.0

    def cut(self, call):
        return self.cuts and call.begun < self.lost and call.ended > self.begun

    def barred(self, call):
        return call.begun < self.made_good and call.ended > self.begun


class HostsAndNodes(unittest.TestCase):
    def setUp(self):
        self.space = NetworkSpace()
        self.addCleanup(self.space.close)
        self.relay = RunningRelay(pace=PACE)
        self.addCleanup(lambda: self.relay.close())
        far = {} if self.space.refused else {"within": self.space.within, "address": self.space.address}
        self.nodes = [self.node(**settings) for settings in ({}, {}, far)]
        self.hosts = [self.host()]
        self.hosts.append(self.host(database=self.hosts[0].config["database"]))
        self.root = self.hosts[0].key("super_admin")
        self.losses = []

    def node(self, address="127.0.0.1", **settings):
        node = RunningNode(config={"metrics": {"address": address, "port": 0}}, address=address, **settings)
        self.addCleanup(node.close)
        return node

    def host(self, **settings):
        host = host_of_two(self.nodes, self.relay, **settings)
        self.addCleanup(host.close)
        return host

    def start_callers(self):
        """On each host: who may use both, who prefers the relay, who may use the nodes alone; listening or waiting for all."""
        free, bound = self.hosts[0].key(), self.hosts[0].key(tenant="tnt_locked", user="usr_locked")
        self.assertEqual(200, self.hosts[0].ask("PATCH", f"{MODULE}/admin/policy", bound, LOCKED).status)
        ways = [(free, {"streams": False}), (free, {}), (free, {"backend_preference": "prefer_relay"}),
                (bound, {"streams": False}), (bound, {})]
        all_ways = [(host, *way) for host in self.hosts for way in ways]
        callers = []
        for number, (host, key, fields) in enumerate(all_ways, 1):
            # Each is longer than the one before by more than espeak-ng varies.
            text = (SENTENCE.format(number) * 5)[:140 + 10 * number]
            callers.append(Caller(host, key, text, **fields))
        for host in self.hosts:
            wait_for(lambda: host.ask("GET", f"{MODULE}/voices/{VOICE}", free).status == 200, 10, "the nodes' voices")
        for caller in callers:
            caller.learn("A", backend_preference="prefer_self_hosted")
            if caller.key == free:
                caller.learn("B", backend_preference="prefer_relay")
        self.bound = [caller for caller in callers if caller.key == bound]
        self.free = [caller for caller in callers if caller.key == free]
        self.fond = [caller for caller in self.free if "backend_preference" in caller.body]
        self.callers = SteadyCallers(callers)
        self.callers.start()

    def flow(self, since, callers=None):
        """Waits for calls that began after then, on either host."""
        for host in self.hosts:
            here = [caller for caller in callers or self.callers.callers if caller.host is host]
            wait_for(lambda: len(self.callers.since(since, here)) >= CALLS // 2, 30, "calls")

    def lose(self, name, go, nodes=(), cuts=True):
        calm = time.monotonic()
        self.flow(calm)
        loss = Loss(name, cuts)
        self.losses.append(loss)
        loss.call_s = max(call.ended - call.begun for call in self.callers.since(calm))
        loss.begun = time.monotonic()
        go()
        loss.lost = time.monotonic()
        for host in self.hosts:
            wait_for(lambda: not self.online(host) & {node.address for node in nodes}, 10, f"'{name}' to be seen")
        loss.seen = time.monotonic()
        self.flow(loss.seen)
        return loss

    def online(self, host):
        rows = host.ask("GET", "/v1/infra/nodes", self.root).data()["items"]
        return {row["address"] for row in rows if row["status"] == "online"}

    def regain(self, loss, come, used, seconds):
        """`used`: whether a call has been served by it since it is back."""
        come()
        loss.back = time.monotonic()
        wait_for(used, seconds + loss.call_s, f"a call after '{loss.name}'")
        loss.used = time.monotonic()

    def use_of(self, node):
        before = []

        def used():
            try:
                done = node.metric(OK)
            except OSError:  # There is a cable again, but nobody has found the other end of it yet.
                return False
            # So many may have been under way when it was stopped; the next one is new.
            before.append(done + os.cpu_count())
            return done > before[0]

        return used

    def first_use_of(self, node):
        """Of one that has no past."""
        return lambda: node.metric(OK) > 0

    def lose_node(self, name, node, go, come, cuts=True):
        self.regain(self.lose(name, go, [node], cuts), come, self.first_use_of(node), RECOVERY_S)

    def lose_sight_of(self, name, node, go, come):
        self.regain(self.lose(name, go, [node]), come, self.use_of(node), RECOVERY_S)

    def drained(self, node):
        """Said over gRPC, it stays and is asked no more."""
        node.drain()
        wait_for(lambda: self.running(node) == 0, 10, "the end of its calls")
        done = node.metric(OK)
        self.flow(time.monotonic())
        self.assertEqual(done, node.metric(OK))

    def restart(self, node):
        self.assertEqual(0, node.terminate())
        node.start()

    def lose_relay(self):
        loss = self.lose("relay killed", self.relay.close)
        port = self.relay.port

        def come():
            self.relay = RunningRelay(port=port, pace=PACE)

        used = lambda: any(call.slot == "B" for call in self.callers.since(loss.back, self.fond))
        self.regain(loss, come, used, RELAY_RECOVERY_S)

    def lose_all_nodes(self):
        def go():
            for node in self.nodes:
                node.kill()

        loss = self.lose("all nodes killed", go, self.nodes)
        self.flow(loss.lost, self.bound)
        self.flow(loss.lost, self.free)
        until = time.monotonic()
        gone = lambda callers: [call for call in self.callers.since(loss.lost, callers) if call.ended < until]
        self.assertEqual({("refused", NO_NODE)}, {(call.outcome, call.why) for call in gone(self.bound)})
        self.assertEqual({("whole", "B")}, {(call.outcome, call.slot) for call in gone(self.free)})
        first, *others = self.nodes
        self.regain(loss, first.start, self.first_use_of(first), RECOVERY_S)
        for node in others:
            node.start()
            wait_for(self.first_use_of(node), 10, "each node's part")
        loss.made_good = time.monotonic()
        for caller in self.bound:
            served = lambda: any(call.slot == "A" for call in self.callers.since(loss.made_good, [caller]))
            wait_for(served, 10, "the locked tenant's calls")

    def lose_each(self):
        self.lose_all_nodes()
        first, second, third = self.nodes
        self.lose_node("node killed", first, first.kill, first.start)
        end = lambda: self.assertEqual(0, second.terminate())
        self.lose_node("node terminated", second, end, second.start, cuts=False)
        self.lose_node("node drained", first, lambda: self.drained(first), lambda: self.restart(first), cuts=False)
        stop, go_on = (functools.partial(second.signal, number) for number in (signal.SIGSTOP, signal.SIGCONT))
        self.lose_relay()
        # Last, since what they leave behind in a node is looked for at the end.
        self.lose_sight_of("node stopped", second, stop, go_on)
        if self.space.refused:
            print(f"no node is cut off: there are no network namespaces here: {self.space.refused}")
        else:
            self.lose_sight_of("node cut off", third, self.space.cut, self.space.join)

    def test_whateverGoes_nobodyWithoutASampleIsLost(self):
        self.start_callers()
        try:
            for _ in range(ROUNDS):
                self.lose_each()
            self.flow(time.monotonic())
        finally:
            self.callers.stop()
        self.report()
        calls = self.callers.since(0)
        self.assertEqual([], [call for call in calls if call.fault])
        self.assertEqual([], [call for call in calls if call.outcome != "whole" and not self.excused(call)])
        self.nothing_is_left()

    def excused(self, call):
        """Whether it had samples when its node or relay went, or might use nodes alone when there was none."""
        if call.why == NO_NODE:
            return any(loss.barred(call) for loss in self.losses)
        told = call.why == CUT_SHORT and not call.streams
        return (call.outcome == "cut" or told) and any(loss.cut(call) for loss in self.losses)

    def nothing_is_left(self):
        for host in self.hosts:
            for name in ("scaispeak_utterances_active", "scaispeak_engine_calls_active"):
                wait_for(lambda: host.metric(name) == 0, 10, name)
        for node in self.nodes:
            wait_for(lambda: self.running(node) == 0, 10, f"an idle engine on {node.address}")
            wait_for(lambda: node.metric("scaispeak_node_inflight") == 0, 10, "the figure of it")
            self.assertEqual(0, node.terminate())
            self.assertEqual({"drained": True, "engines_released": True},
                             {name: node.events("stopped")[-1][name] for name in ("drained", "engines_released")})
        self.assertEqual([0, 0], [host.stop() for host in self.hosts])

    def running(self, node):
        """Calls on a node, as it says at this moment; its metrics are of the second before."""
        told = len(node.events("node_draining"))
        node.drain()
        wait_for(lambda: len(node.events("node_draining")) > told, 10, "the node's line")
        return node.events("node_draining")[-1]["inflight"]

    def report(self):
        every = self.callers.since(0)
        print("\nlost | seen by both hosts | first call without it | first call by it again | longest call "
              "| A | B | cut | refused")
        for loss in self.losses:
            calls = [call for call in every if call.ended > loss.begun and call.begun < loss.used]
            without = min(call.ended for call in calls if call.begun > loss.lost and call.outcome == "whole")
            times = (loss.seen - loss.lost, without - loss.lost, loss.used - loss.back,
                     max(call.ended - call.begun for call in calls))
            ends = [call.slot if call.outcome == "whole" else call.outcome for call in calls]
            print(" | ".join([loss.name, *(f"{seconds:.2f} s" for seconds in times),
                              *(str(ends.count(end)) for end in ("A", "B", "cut", "refused"))]))
        print(f"{len(every)} calls; refusals: {sorted({call.why for call in every if call.why})}", flush=True)


if __name__ == "__main__":
    unittest.main()

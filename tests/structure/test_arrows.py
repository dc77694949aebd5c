"""Each forbidden arrow, drawn in a made-up tree, is found; what is allowed is not."""
import tempfile
import unittest
from pathlib import Path

import arrows


class Arrows(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name).resolve()
        for name in ("host/core/failure.hpp", "host/store/database.hpp", "host/http/route.hpp",
                     "host/pluginhost/loader.hpp", "host/audio/encoder.hpp", "host/config/loader.hpp",
                     "host/speak/router.hpp", "plugins/auth-one/one.hpp", "plugins/auth-two/two.hpp",
                     "sdk/include/scaispeak/abi.h"):
            self.write(name, "#pragma once\n")

    def write(self, name, text):
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def found(self, name, line):
        """The faults of the tree while it has this one file more."""
        self.write(name, "// first\n" + line + "\n")
        found = list(arrows.faults(self.root))
        (self.root / name).unlink()
        return found

    def refused(self, name, line, *words):
        found = self.found(name, line)
        self.assertEqual(1, len(found), found)
        self.assertTrue(found[0].startswith(f"{name}:2: "), found[0])
        for word in words:
            self.assertIn(word, found[0])

    def allowed(self, name, line):
        self.assertEqual([], self.found(name, line))

    def test_a_clean_tree_has_no_faults(self):
        self.assertEqual([], list(arrows.faults(self.root)))

    def test_core_sees_the_standard_library_alone(self):
        self.allowed("host/core/a.cpp", "#include <string>")
        self.allowed("host/core/a.cpp", "#include <sys/random.h>")
        self.refused("host/core/a.cpp", "#include <boost/json.hpp>", "standard library")
        self.refused("host/core/a.cpp", '#include "audio/encoder.hpp"', "core must not see audio")

    def test_domain_sees_neither_edges_nor_leaves(self):
        self.allowed("host/speak/a.cpp", '#include "audio/encoder.hpp"')
        for edge in ("store/database.hpp", "http/route.hpp", "pluginhost/loader.hpp", "config/loader.hpp"):
            self.refused("host/speak/a.cpp", f'#include "{edge}"', "speak must not see")

    def test_domain_has_neither_sockets_nor_sql_nor_the_abi(self):
        for library in ("Poco/Net/HTTPServerRequest.h", "Poco/Data/Session.h", "scaispeak/abi.h"):
            self.refused("host/voices/a.cpp", f"#include <{library}>", "voices must not include")
        self.allowed("host/voices/a.cpp", "#include <Poco/UTF8String.h>")

    def test_edges_never_see_each_other(self):
        targets = {"http": "http/route.hpp", "pluginhost": "pluginhost/loader.hpp", "store": "store/database.hpp"}
        for one in targets:
            self.allowed(f"host/{one}/a.cpp", '#include "speak/router.hpp"')
            for other in targets:
                if other != one:
                    self.refused(f"host/{one}/a.cpp", f'#include "{targets[other]}"', f"{one} must not see {other}")

    def test_only_pluginhost_sees_the_abi(self):
        self.allowed("host/pluginhost/a.cpp", "#include <scaispeak/abi.h>")
        self.refused("host/http/a.cpp", "#include <scaispeak/abi.h>", "host/pluginhost")

    def test_app_sees_all(self):
        for target in ("store/database.hpp", "http/route.hpp", "config/loader.hpp", "pluginhost/loader.hpp"):
            self.allowed("host/app/a.cpp", f'#include "{target}"')

    def test_ways_round_are_closed(self):
        self.refused("host/core/a.cpp", '#include "../audio/encoder.hpp"', "climbs")
        self.refused("host/speak/a.cpp", "#include <store/database.hpp>", "speak must not see store")
        self.refused("host/speak/a.cpp", "  #  include \"store/database.hpp\"", "speak must not see store")

    def test_a_link_is_an_arrow(self):
        self.refused("host/http/CMakeLists.txt", "scaispeak_library(http DEPENDS scaispeak_store)", "link scaispeak_store")
        self.allowed("host/http/CMakeLists.txt", "scaispeak_library(http DEPENDS scaispeak_core scaispeak_speak)")

    def test_a_folder_without_arrows_is_named(self):
        self.write("host/misc/a.cpp", "")
        self.assertIn("host/misc has no arrows", list(arrows.faults(self.root))[0])

    def test_plugins_see_the_sdk_alone(self):
        self.allowed("plugins/auth-one/a.cpp", "#include <scaispeak/abi.h>")
        self.allowed("plugins/auth-one/a.cpp", "#include <curl/curl.h>")
        self.allowed("plugins/auth-one/a.cpp", '#include "one.hpp"')
        self.refused("plugins/auth-one/a.cpp", '#include "core/failure.hpp"', "the host's")
        self.refused("plugins/auth-one/a.cpp", '#include "../auth-two/two.hpp"', "share nothing")

    def test_sdk_headers_stand_alone(self):
        self.refused("sdk/include/scaispeak/plugin.hpp", "#include <boost/json.hpp>", "standard library")
        self.refused("sdk/template/a.cpp", '#include "core/failure.hpp"', "sdk/template")
        self.allowed("sdk/check/a.cpp", '#include "pluginhost/loader.hpp"')
        self.refused("sdk/check/a.cpp", '#include "store/database.hpp"', "sdk/check")


if __name__ == "__main__":
    unittest.main()

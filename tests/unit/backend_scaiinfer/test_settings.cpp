#include <backend-scaiinfer/settings.hpp>
#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::scaiinfer;

class TestSettings : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSettings);
    CPPUNIT_TEST(nodes_byListAndByName);
    CPPUNIT_TEST(noNodesAtAll_areRefused);
    CPPUNIT_TEST(tls_filesThatCannotBeReadAreRefused);
    CPPUNIT_TEST_SUITE_END();

    static void assertRefused(std::string_view config, std::string_view key)
    {
        try {
            readSettings(config);
        }
        catch (const scaispeak::Error& error) {
            CPPUNIT_ASSERT_MESSAGE(error.publicMessage(), error.publicMessage().starts_with(key));
            return;
        }
        CPPUNIT_FAIL("taken: " + std::string(config));
    }

    void nodes_byListAndByName()
    {
        const Settings listed = readSettings(R"({"engine": "e", "nodes": ["a:1", "[::1]:2"]})");
        CPPUNIT_ASSERT((listed.nodes == std::vector<std::string>{"a:1", "[::1]:2"}));
        CPPUNIT_ASSERT(listed.dnsName.empty());
        const Settings named = readSettings(R"({"engine": "e", "dns": "n:7"})");
        CPPUNIT_ASSERT(named.nodes.empty());
        CPPUNIT_ASSERT_EQUAL(std::string("n"), named.dnsName);
        CPPUNIT_ASSERT_EQUAL(std::string("7"), named.dnsPort);
    }

    void noNodesAtAll_areRefused()
    {
        for (const char* config : {R"({"engine": "e"})", R"({"engine": "e", "nodes": [], "dns": ""})"})
            assertRefused(config, "nodes: ");
    }

    void tls_filesThatCannotBeReadAreRefused()
    {
        assertRefused(R"({"engine": "e", "nodes": ["a:1"], "tls": {"ca": "/no/such"}})", "tls.ca: ");
        assertRefused(R"({"engine": "e", "nodes": ["a:1"], "tls": {"certificate": "/proc/self/status"}})",
                      "tls: ");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSettings);

}  // namespace

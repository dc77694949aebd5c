#include "pluginhost/loader/named_files.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

namespace json = boost::json;
using namespace scaispeak::pluginhost;

class TestNamedFiles : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestNamedFiles);
    CPPUNIT_TEST(fileThatCanBeRead_isNoFault);
    CPPUNIT_TEST(fileThatIsMissingOrAFolder_isNamedByItsKey);
    CPPUNIT_TEST(nameThatIsEmptyOrNoFiles_isNotLookedAt);
    CPPUNIT_TEST(files_inListsAreLookedAtToo);
    CPPUNIT_TEST_SUITE_END();

    const json::value _schema = json::parse(R"({"properties": {
        "tls": {"properties": {"ca": {"type": "string", "x-file": true}}},
        "more": {"items": {"type": "string", "x-file": true}},
        "name": {"type": "string"}}})");

    std::string faults(const json::object& config) const
    {
        std::string out;
        for (const ConfigFault& fault : unreadableFiles(_schema, config))
            out += fault.path + ": " + fault.reason + "\n";
        return out;
    }

    void fileThatCanBeRead_isNoFault()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), faults({{"tls", {{"ca", "/proc/self/status"}}}}));
    }

    void fileThatIsMissingOrAFolder_isNamedByItsKey()
    {
        for (const char* name : {"/no/such/file", "/proc", "/dev/null"}) {
            const std::string said = faults({{"tls", {{"ca", name}}}});
            CPPUNIT_ASSERT_MESSAGE(said, said.starts_with("tls.ca: the file cannot be read: "));
            CPPUNIT_ASSERT_MESSAGE(said, said.ends_with("; name one that the host's user may read\n"));
            CPPUNIT_ASSERT_MESSAGE("values are not repeated", said.find(name) == std::string::npos);
        }
    }

    void nameThatIsEmptyOrNoFiles_isNotLookedAt()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(),
                             faults({{"tls", {{"ca", ""}}}, {"name", "/no/such"}, {"other", "/no/such"}}));
    }

    void files_inListsAreLookedAtToo()
    {
        CPPUNIT_ASSERT(faults({{"more", {"/proc/self/status", "/no/such"}}}).starts_with("more[1]: "));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestNamedFiles);

}  // namespace

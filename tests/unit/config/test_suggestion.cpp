#include "config/suggestion.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using scaispeak::config::suggestion;

class TestSuggestion : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSuggestion);
    CPPUNIT_TEST(nearWord_isNamed);
    CPPUNIT_TEST(farWord_listsWhatIsKnown);
    CPPUNIT_TEST(nothingKnown_saysNothing);
    CPPUNIT_TEST_SUITE_END();

    void nearWord_isNamed()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("did you mean 'port'?"), suggestion("prot", {"address", "port"}));
        CPPUNIT_ASSERT_EQUAL(std::string("did you mean 'state_dir'?"),
                             suggestion("statedir", {"plugins", "state_dir"}));
    }

    void farWord_listsWhatIsKnown()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("known here: address, port"),
                             suggestion("certificate", {"address", "port"}));
    }

    void nothingKnown_saysNothing() { CPPUNIT_ASSERT_EQUAL(std::string(), suggestion("x", {})); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSuggestion);

}  // namespace

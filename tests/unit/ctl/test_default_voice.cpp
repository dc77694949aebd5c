#include "ctl/default_voice.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using scaispeak::ctl::defaultVoice;

boost::json::object voice(const std::string& id, const std::string& language,
                          const std::string& status = "ready")
{
    return {{"voice_id", id}, {"language_primary", language}, {"embedding_status", status}};
}

std::string chosen(const std::vector<boost::json::object>& voices, const std::string& language)
{
    return defaultVoice(voices, language).value_or("none");
}

class TestDefaultVoice : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestDefaultVoice);
    CPPUNIT_TEST(english_prefersUsThenGb);
    CPPUNIT_TEST(english_elseTheFirstVariety);
    CPPUNIT_TEST(other_prefersExactlyThatLanguage);
    CPPUNIT_TEST(other_elseTheFirstVariety);
    CPPUNIT_TEST(variety_isNotAnotherLanguageWithTheSameLetters);
    CPPUNIT_TEST(supporting_isTheLastResort);
    CPPUNIT_TEST(notReady_isNeverChosen);
    CPPUNIT_TEST(none);
    CPPUNIT_TEST_SUITE_END();

public:
    void english_prefersUsThenGb()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("us"), chosen({voice("x", "en"), voice("gb", "en-gb"),
                                                        voice("us", "en-us"), voice("u2", "en-us")},
                                                       "en"));
        CPPUNIT_ASSERT_EQUAL(std::string("gb"), chosen({voice("x", "en"), voice("gb", "en-gb")}, "en"));
    }
    void english_elseTheFirstVariety()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("sc"),
                             chosen({voice("sc", "en-gb-scotland"), voice("x", "en")}, "en"));
    }
    void other_prefersExactlyThatLanguage()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("pt"), chosen({voice("br", "pt-br"), voice("pt", "pt")}, "pt"));
    }
    void other_elseTheFirstVariety()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("be"), chosen({voice("be", "fr-be"), voice("ch", "fr-ch")}, "fr"));
    }
    void variety_isNotAnotherLanguageWithTheSameLetters()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("be"), chosen({voice("frp", "frp"), voice("be", "fr-be")}, "fr"));
    }
    void supporting_isTheLastResort()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("de"), chosen({voice("de", "de")}, "nl"));
    }
    void notReady_isNeverChosen()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("gb"),
                             chosen({voice("us", "en-us", "failed"), voice("gb", "en-gb")}, "en"));
        CPPUNIT_ASSERT_EQUAL(std::string("none"), chosen({voice("us", "en-us", "failed")}, "en"));
    }
    void none() { CPPUNIT_ASSERT_EQUAL(std::string("none"), chosen({}, "en")); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestDefaultVoice);

}  // namespace

#include "store/folded_text.hpp"
#include "store/voice_row.hpp"
#include "store_fixture.hpp"

namespace {

using namespace scaispeak;
using tests::failureOf;

class TestFoldedText : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFoldedText);
    CPPUNIT_TEST(folding_isCodePointByCodePoint);
    CPPUNIT_TEST(folding_refusesWhatIsNoText);
    CPPUNIT_TEST(sortKey_endsAtACodePoint);
    CPPUNIT_TEST(likePattern_escapesItsSigns);
    CPPUNIT_TEST(languageTags_areLowerAndDelimited);
    CPPUNIT_TEST_SUITE_END();

    void folding_isCodePointByCodePoint()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("äöü øéñ"), store::foldedText("ÄÖÜ ØÉÑ"));
        CPPUNIT_ASSERT_EQUAL(std::string("straße"), store::foldedText("STRAßE"));
        CPPUNIT_ASSERT_EQUAL(std::string("ıi"), store::foldedText("ıI"));
        CPPUNIT_ASSERT_EQUAL(std::string("жλ 日本 😀"), store::foldedText("ЖΛ 日本 😀"));
    }

    void folding_refusesWhatIsNoText()
    {
        for (const std::string& text :
             {std::string("a\xff"), std::string("a\0b", 3), std::string("\xed\xa0\x80"),
              std::string("\xc0\xaf"), std::string("\xe2\x82")})
            CPPUNIT_ASSERT(failureOf([&] { store::foldedText(text); }).code() ==
                           core::ErrorCode::ValidationError);
    }

    void sortKey_endsAtACodePoint()
    {
        std::string name;
        for (int count = 0; count < 300; ++count)
            name += "Ä";
        const std::string key = store::sortKey(name);
        CPPUNIT_ASSERT_EQUAL(std::size_t{400}, key.size());
        CPPUNIT_ASSERT_EQUAL(std::string("ä"), key.substr(398));
    }

    void likePattern_escapesItsSigns()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("%50!% !_!! \\%"), store::likePatternContaining("50% _! \\"));
    }

    void languageTags_areLowerAndDelimited()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(",en-us,de,"),
                             store::languageTags("en_US", {"de", "EN-us", "x%", "a,b", ""}));
        CPPUNIT_ASSERT_EQUAL(std::string(","), store::languageTags("", {}));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFoldedText);

}  // namespace

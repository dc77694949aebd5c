#include "pluginhost/loader/abi_struct.hpp"
#include "pluginhost/loader/text.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace {

using namespace scaispeak::pluginhost;

class TestText : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestText);
    CPPUNIT_TEST(utf8_validIsTaken);
    CPPUNIT_TEST(utf8_invalidIsRefused);
    CPPUNIT_TEST(text_isCutAtACharacter);
    CPPUNIT_TEST(text_ofTheAbiIsCheckedBeforeItIsRead);
    CPPUNIT_TEST(words_haveTheirCharacters);
    CPPUNIT_TEST(struct_isCopiedByItsOwnSize);
    CPPUNIT_TEST(struct_ofAWrongSizeIsNotRead);
    CPPUNIT_TEST_SUITE_END();

    void utf8_validIsTaken()
    {
        for (const char* text :
             {"", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
            CPPUNIT_ASSERT_MESSAGE(text, isUtf8(text));
    }

    void utf8_invalidIsRefused()
    {
        // A lone tail, overlong forms, a surrogate, beyond U+10FFFF, cut short.
        for (const char* text :
             {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
              "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3", "\xe2\x82", "a\xff"})
            CPPUNIT_ASSERT(!isUtf8(text));
    }

    void text_isCutAtACharacter()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a"), std::string(cutText("a\xe2\x82\xac", 3)));
        CPPUNIT_ASSERT_EQUAL(std::string("a\xe2\x82\xac"), std::string(cutText("a\xe2\x82\xac", 4)));
        CPPUNIT_ASSERT_EQUAL(std::string(""), std::string(cutText("\xe2\x82\xac", 2)));
    }

    void text_ofTheAbiIsCheckedBeforeItIsRead()
    {
        CPPUNIT_ASSERT(readText({nullptr, 0}, 8) == std::string_view());
        CPPUNIT_ASSERT(!readText({nullptr, 1}, 8));
        CPPUNIT_ASSERT(!readText({"a", 1'000'000'000'000}, 8));
        CPPUNIT_ASSERT(!readPlainText({"a\nb", 3}, 8));
        CPPUNIT_ASSERT(readPlainText({"a b", 3}, 8) == std::string_view("a b"));
    }

    void words_haveTheirCharacters()
    {
        CPPUNIT_ASSERT(isWord("relay_unreachable") && isWord("plugin.x-1"));
        CPPUNIT_ASSERT(!isWord("") && !isWord("Big") && !isWord("a b") && !isWord(std::string(65, 'a')));
        CPPUNIT_ASSERT(isPluginId("backend-espeak") && !isPluginId("a.b-c") && !isPluginId("ab"));
    }

    struct Grown
    {
        std::uint32_t struct_size;
        std::uint32_t first;
        std::uint64_t appended;
    };

    void struct_isCopiedByItsOwnSize()
    {
        Grown ours;
        const Grown older{8, 7, 99};
        CPPUNIT_ASSERT(copyStruct(&older, 8, ours) == StructCopy::Ok);
        CPPUNIT_ASSERT(ours.first == 7 && ours.appended == 0);
        struct
        {
            Grown known{sizeof(Grown) + 8, 7, 99};
            std::uint64_t later = 1;
        } newer;
        CPPUNIT_ASSERT(copyStruct(&newer.known, 8, ours) == StructCopy::Ok);
        CPPUNIT_ASSERT(ours.appended == 99);
    }

    void struct_ofAWrongSizeIsNotRead()
    {
        Grown ours;
        const Grown small{4, 7, 99};
        const Grown large{maximumStructSize + 1, 7, 99};
        CPPUNIT_ASSERT(copyStruct(&small, 8, ours) == StructCopy::TooSmall && ours.first == 0);
        CPPUNIT_ASSERT(copyStruct(&large, 8, ours) == StructCopy::TooLarge && ours.first == 0);
        CPPUNIT_ASSERT(copyStruct<Grown>(nullptr, 8, ours) == StructCopy::Null);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestText);

}  // namespace

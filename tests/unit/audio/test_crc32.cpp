#include "audio/crc32.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <string_view>

namespace {

using namespace scaispeak::audio;

class TestCrc32 : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestCrc32);
    CPPUNIT_TEST(value_isTheKnownCheckValue);
    CPPUNIT_TEST(value_doesNotDependOnHowBytesAreCut);
    CPPUNIT_TEST(hex_hasEightDigits);
    CPPUNIT_TEST_SUITE_END();

    static std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

    void value_isTheKnownCheckValue()
    {
        Crc32 crc;
        crc.add(bytes("123456789"));
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{0xCBF43926}, crc.value());
        CPPUNIT_ASSERT_EQUAL(std::string("cbf43926"), crc.hex());
    }

    void value_doesNotDependOnHowBytesAreCut()
    {
        Crc32 crc;
        crc.add(bytes("1234"));
        crc.add({});
        crc.add(bytes("56789"));
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{0xCBF43926}, crc.value());
    }

    void hex_hasEightDigits()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("00000000"), Crc32().hex());
        Crc32 crc;
        crc.add(bytes("a13473"));
        CPPUNIT_ASSERT_EQUAL(std::string("0000374b"), crc.hex());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestCrc32);

}  // namespace

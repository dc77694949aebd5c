#include "audio/memory_sink.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <string_view>

namespace {

using namespace scaispeak::audio;

class TestMemorySink : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestMemorySink);
    CPPUNIT_TEST(write_upToTheLimit);
    CPPUNIT_TEST(rewrite_replacesBytesInPlace);
    CPPUNIT_TEST(rewrite_beyondTheEndIsRefused);
    CPPUNIT_TEST(rewrite_ofAStreamIsRefused);
    CPPUNIT_TEST_SUITE_END();

    static std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

    void write_upToTheLimit()
    {
        MemorySink sink(5);
        sink.write(bytes("abc"));
        sink.write(bytes("de"));
        CPPUNIT_ASSERT_THROW(sink.write(bytes("f")), std::length_error);
        CPPUNIT_ASSERT_EQUAL(std::string("abcde"), sink.takeBody());
    }

    void rewrite_replacesBytesInPlace()
    {
        MemorySink sink(5);
        sink.write(bytes("abcde"));
        sink.rewrite(1, bytes("XY"));
        sink.rewrite(5, {});
        CPPUNIT_ASSERT_EQUAL(std::string("aXYde"), sink.body());
    }

    void rewrite_beyondTheEndIsRefused()
    {
        MemorySink sink(5);
        sink.write(bytes("abc"));
        CPPUNIT_ASSERT_THROW(sink.rewrite(2, bytes("XY")), std::out_of_range);
        CPPUNIT_ASSERT_THROW(sink.rewrite(4, {}), std::out_of_range);
        CPPUNIT_ASSERT_EQUAL(std::string("abc"), sink.body());
    }

    void rewrite_ofAStreamIsRefused()
    {
        struct Stream : ByteSink
        {
            void write(std::span<const std::byte>) override {}
        } stream;
        CPPUNIT_ASSERT(!stream.rewritable());
        CPPUNIT_ASSERT_THROW(stream.rewrite(0, {}), std::logic_error);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestMemorySink);

}  // namespace

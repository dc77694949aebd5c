#include <scaispeak/plugin.hpp>

#include <cppunit/extensions/HelperMacros.h>

#include <array>

namespace {

using namespace scaispeak;

class TestValues : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestValues);
    CPPUNIT_TEST(readStruct_zeroesWhatAnOlderSideDoesNotKnow);
    CPPUNIT_TEST(readStruct_leavesOutWhatANewerSideAdded);
    CPPUNIT_TEST(readStruct_ofNullIsZero);
    CPPUNIT_TEST(writeStruct_writesNoFurtherThanTheOtherSideKnows);
    CPPUNIT_TEST(fill_cutsAtACharacter);
    CPPUNIT_TEST(view_ofAnAbsentTextIsEmpty);
    CPPUNIT_TEST_SUITE_END();

    void readStruct_zeroesWhatAnOlderSideDoesNotKnow()
    {
        scs_clip theirs{};
        theirs.struct_size = offsetof(scs_clip, sample_rate);
        theirs.kind = SCS_CLIP_CONSENT;
        theirs.sample_rate = 0xDEADBEEF;
        const scs_clip ours = readStruct(&theirs);
        CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_CLIP_CONSENT}, ours.kind);
        CPPUNIT_ASSERT_EQUAL(0U, ours.sample_rate);
    }

    void readStruct_leavesOutWhatANewerSideAdded()
    {
        struct Newer
        {
            scs_clip known;
            std::uint64_t added;
        } theirs{};
        theirs.known.struct_size = sizeof theirs;
        theirs.known.channels = 2;
        theirs.added = ~0ULL;
        const scs_clip ours = readStruct(&theirs.known);
        CPPUNIT_ASSERT_EQUAL(2U, ours.channels);
    }

    void readStruct_ofNullIsZero()
    {
        const scs_call ours = readStruct(static_cast<const scs_call*>(nullptr));
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, ours.time_left_ns);
    }

    void writeStruct_writesNoFurtherThanTheOtherSideKnows()
    {
        scs_synthesis_result theirs{};
        theirs.struct_size = offsetof(scs_synthesis_result, frames);
        theirs.frames = 7;
        auto ours = newStruct<scs_synthesis_result>();
        ours.holds_reference = 1;
        ours.frames = 99;
        writeStruct(&theirs, ours);
        CPPUNIT_ASSERT_EQUAL(1, theirs.holds_reference);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{7}, theirs.frames);
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{offsetof(scs_synthesis_result, frames)}, theirs.struct_size);
    }

    void fill_cutsAtACharacter()
    {
        std::array<char, 4> memory{};
        scs_buffer buffer{memory.data(), memory.size(), 0};
        fill(buffer, "ab\xE2\x82\xAC");
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, buffer.size);
        fill(buffer, "abcd");
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{4}, buffer.size);
        scs_buffer none{};
        fill(none, "text");
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, none.size);
    }

    void view_ofAnAbsentTextIsEmpty() { CPPUNIT_ASSERT(view(scs_str{nullptr, 0}).empty()); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestValues);

}  // namespace

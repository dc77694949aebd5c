#include "speak/audio_buffer.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>

namespace {

using namespace scaispeak::speak;
using scaispeak::core::Urgency;

std::span<const std::byte> bytesOf(const std::string& text)
{
    return std::as_bytes(std::span(text));
}

class TestAudioBuffer : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestAudioBuffer);
    CPPUNIT_TEST(read_givesWhatWasWrittenInOrder);
    CPPUNIT_TEST(end_comesAfterTheLastByte);
    CPPUNIT_TEST(fail_comesAfterWhatWasMade);
    CPPUNIT_TEST(abandon_dropsWhatIsLeft);
    CPPUNIT_TEST(reserve_needsRoomForAWholeSegment);
    CPPUNIT_TEST(settle_freesWhatASegmentDidNotUse);
    CPPUNIT_TEST(write_waitsForTheListenerWhenFull);
    CPPUNIT_TEST(write_isEndedByAnAbandonedReader);
    CPPUNIT_TEST(budget_isGivenBackByReading);
    CPPUNIT_TEST(readable_isToldOnceForEachWait);
    CPPUNIT_TEST(readable_isToldToHurryOfMuchAndOfTheEnd);
    CPPUNIT_TEST(readable_isToldOfWhatWasThereBefore);
    CPPUNIT_TEST_SUITE_END();

    std::shared_ptr<BufferBudget> _budget = std::make_shared<BufferBudget>(1 << 20);

    static std::string drain(AudioBuffer& buffer, std::size_t piece, AudioBuffer::State& state)
    {
        std::string all;
        std::string out(piece, '\0');
        AudioBuffer::Taken taken;
        do {
            taken = buffer.read(out);
            all.append(out, 0, taken.bytes);
        } while (taken.state == AudioBuffer::State::More);
        state = taken.state;
        return all;
    }

    void read_givesWhatWasWrittenInOrder()
    {
        for (const std::size_t piece : {1UL, 7UL, 4096UL, 100'000UL}) {
            AudioBuffer buffer(200'000, _budget, "a");
            std::string sent;
            for (int index = 0; index < 9'000; ++index)
                sent += std::to_string(index);
            for (std::size_t offset = 0; offset < sent.size(); offset += 333)
                buffer.write(bytesOf(sent.substr(offset, 333)));
            AudioBuffer::State state{};
            CPPUNIT_ASSERT(sent == drain(buffer, piece, state));
            CPPUNIT_ASSERT(state == AudioBuffer::State::Waiting);
            CPPUNIT_ASSERT_EQUAL(sent.size(), buffer.bytesWritten());
        }
    }

    void end_comesAfterTheLastByte()
    {
        AudioBuffer buffer(1'000, _budget, "a");
        buffer.write(bytesOf("123456789"));
        buffer.finish();
        std::string out(4, '\0');
        CPPUNIT_ASSERT(buffer.read(out).state == AudioBuffer::State::More);
        CPPUNIT_ASSERT(buffer.read(out).state == AudioBuffer::State::More);
        const auto last = buffer.read(out);
        CPPUNIT_ASSERT(last.state == AudioBuffer::State::End);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, last.bytes);
        CPPUNIT_ASSERT_EQUAL(std::string("cbf43926"), buffer.crc32());  // the check value of CRC-32/IEEE
    }

    void fail_comesAfterWhatWasMade()
    {
        AudioBuffer buffer(1'000, _budget, "a");
        buffer.write(bytesOf("123456789"));
        buffer.fail();
        CPPUNIT_ASSERT_THROW(buffer.write(bytesOf("x")), OutputClosed);
        AudioBuffer::State state{};
        CPPUNIT_ASSERT_EQUAL(std::string("123456789"), drain(buffer, 4, state));
        CPPUNIT_ASSERT(state == AudioBuffer::State::Failed);
        std::string out(4, '\0');
        CPPUNIT_ASSERT(buffer.read(out).state == AudioBuffer::State::Failed);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _budget->used());
    }

    void abandon_dropsWhatIsLeft()
    {
        AudioBuffer buffer(1'000, _budget, "a");
        buffer.write(bytesOf("123456789"));
        buffer.abandon();
        std::string out(4, '\0');
        const auto taken = buffer.read(out);
        CPPUNIT_ASSERT(taken.state == AudioBuffer::State::Failed);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, taken.bytes);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _budget->used());
    }

    void reserve_needsRoomForAWholeSegment()
    {
        AudioBuffer buffer(1'000, _budget, "a");
        CPPUNIT_ASSERT(buffer.reserve(600));
        buffer.write(bytesOf(std::string(600, 'x')));
        buffer.settle();
        CPPUNIT_ASSERT(!buffer.reserve(401));
        std::string out(200, '\0');
        buffer.read(out);
        CPPUNIT_ASSERT(buffer.reserve(401));
    }

    void settle_freesWhatASegmentDidNotUse()
    {
        AudioBuffer buffer(1'000, _budget, "a");
        CPPUNIT_ASSERT(buffer.reserve(800));
        buffer.write(bytesOf("12345"));
        CPPUNIT_ASSERT_EQUAL(std::size_t{800}, _budget->used());
        buffer.settle();
        CPPUNIT_ASSERT_EQUAL(std::size_t{5}, _budget->used());
    }

    void write_waitsForTheListenerWhenFull()
    {
        AudioBuffer buffer(100, _budget, "a");
        std::promise<void> asked;
        std::atomic<int> notices{0};
        buffer.onReadable([&](Urgency) {
            if (++notices == 1) asked.set_value();
        });
        std::thread writer([&] {
            buffer.write(bytesOf(std::string(1'000, 'y')));
            buffer.finish();
        });
        asked.get_future().wait();
        std::string all;
        AudioBuffer::State state{};
        while (state != AudioBuffer::State::End)
            all += drain(buffer, 64, state);
        writer.join();
        CPPUNIT_ASSERT(all == std::string(1'000, 'y'));
    }

    void write_isEndedByAnAbandonedReader()
    {
        AudioBuffer buffer(100, _budget, "a");
        std::promise<void> full;
        buffer.onReadable([&](Urgency) { full.set_value(); });
        auto writer = std::async(std::launch::async, [&] { buffer.write(bytesOf(std::string(1'000, 'y'))); });
        full.get_future().wait();
        buffer.onReadable({});
        buffer.abandon();
        CPPUNIT_ASSERT_THROW(writer.get(), OutputClosed);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _budget->used());
    }

    void budget_isGivenBackByReading()
    {
        AudioBuffer buffer(1'000, _budget, "a");
        buffer.write(bytesOf(std::string(300, 'x')));
        CPPUNIT_ASSERT_EQUAL(std::size_t{300}, _budget->used());
        std::string out(100, '\0');
        buffer.read(out);
        CPPUNIT_ASSERT_EQUAL(std::size_t{200}, _budget->used());
    }

    void readable_isToldOnceForEachWait()
    {
        AudioBuffer buffer(1'000, _budget, "a");
        int notices = 0;
        buffer.onReadable([&](Urgency) { ++notices; });
        CPPUNIT_ASSERT_EQUAL(0, notices);
        buffer.write(bytesOf("1"));
        buffer.write(bytesOf("2"));
        CPPUNIT_ASSERT_EQUAL(1, notices);
        std::string out(10, '\0');
        buffer.read(out);
        buffer.write(bytesOf("3"));
        CPPUNIT_ASSERT_EQUAL(2, notices);
    }

    void readable_isToldToHurryOfMuchAndOfTheEnd()
    {
        AudioBuffer buffer(100'000, _budget, "a");
        std::vector<Urgency> notices;
        buffer.onReadable([&](Urgency urgency) { notices.push_back(urgency); });
        buffer.write(bytesOf("1"));
        buffer.write(bytesOf(std::string(20'000, 'x')));
        buffer.write(bytesOf(std::string(20'000, 'x')));
        CPPUNIT_ASSERT(notices == (std::vector{Urgency::Soon, Urgency::Now}));
        std::string out(50'000, '\0');
        buffer.read(out);
        buffer.write(bytesOf("2"));
        buffer.finish();
        CPPUNIT_ASSERT(notices == (std::vector{Urgency::Soon, Urgency::Now, Urgency::Soon, Urgency::Now}));
    }

    void readable_isToldOfWhatWasThereBefore()
    {
        AudioBuffer buffer(1'000, _budget, "a");
        buffer.write(bytesOf("1"));
        int notices = 0;
        buffer.onReadable([&](Urgency) { ++notices; });
        CPPUNIT_ASSERT_EQUAL(1, notices);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestAudioBuffer);

}  // namespace

#include "pluginhost/loader/text.hpp"
#include "pluginhost/wire/abi_fields.hpp"
#include "pluginhost/wire/channel.hpp"
#include "pluginhost/wire/hello.hpp"
#include "pluginhost/worker/output_lines.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/socket.h>

#include <string>
#include <vector>

using namespace scaispeak::pluginhost;
using namespace std::chrono_literals;

namespace {

std::string text(scs_str text)
{
    return {text.data, text.size};
}

class TestWire : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestWire);
    CPPUNIT_TEST(struct_arrivesAsItWas);
    CPPUNIT_TEST(struct_ofAWrongSizeIsStillOneThere);
    CPPUNIT_TEST(reader_takesNothingThatIsNotThere);
    CPPUNIT_TEST(reader_refusesListsThatCannotBe);
    CPPUNIT_TEST(writer_refusesWhatNoFrameHolds);
    CPPUNIT_TEST(channel_carriesFramesInOrder);
    CPPUNIT_TEST(channel_takesFramesInPieces);
    CPPUNIT_TEST(channel_isBrokenByAFrameThatIsNone);
    CPPUNIT_TEST(channel_tellsThatTheOtherSideIsGone);
    CPPUNIT_TEST(channel_waitsNoLongerThanItsPatience);
    CPPUNIT_TEST(hello_arrivesAsItWas);
    CPPUNIT_TEST(output_isCutIntoPlainLines);
    CPPUNIT_TEST_SUITE_END();

    static std::span<const std::byte> bytes(const std::string& text)
    {
        return std::as_bytes(std::span(text));
    }

    void struct_arrivesAsItWas()
    {
        const scs_str languages[] = {SCS_LITERAL("en"), SCS_LITERAL("de")};
        const std::uint32_t rates[] = {24'000};
        scs_engine engine{};
        engine.struct_size = sizeof engine;
        engine.features = SCS_ENGINE_PRESET;
        engine.name = SCS_LITERAL("name");
        engine.languages = languages;
        engine.language_count = 2;
        engine.sample_rates = rates;
        engine.sample_rate_count = 1;
        engine.max_concurrency = 3;
        FieldWriter writer;
        writeStruct(writer, &engine);
        FieldReader reader(writer.bytes());
        const auto read = readStruct<scs_engine>(reader);
        CPPUNIT_ASSERT(reader.complete());
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{sizeof engine}, read.struct_size);
        CPPUNIT_ASSERT_EQUAL(std::string("name"), text(read.name));
        CPPUNIT_ASSERT_EQUAL(std::string("de"), text(read.languages[1]));
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{24'000}, read.sample_rates[0]);
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{3}, read.max_concurrency);
    }

    void struct_ofAWrongSizeIsStillOneThere()
    {
        scs_voice voice{};
        voice.struct_size = 12;
        FieldWriter writer;
        writeStruct(writer, &voice);
        writeStruct<scs_voice>(writer, nullptr);
        FieldReader reader(writer.bytes());
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{12}, readStruct<scs_voice>(reader).struct_size);
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{0}, readStruct<scs_voice>(reader).struct_size);
    }

    void reader_takesNothingThatIsNotThere()
    {
        FieldWriter writer;
        writer(std::uint64_t{1'000});
        FieldReader reader(writer.bytes());
        CPPUNIT_ASSERT(reader.text().empty());
        CPPUNIT_ASSERT(reader.failed());
        CPPUNIT_ASSERT_EQUAL(0, reader.take<int>());
    }

    void reader_refusesListsThatCannotBe()
    {
        FieldWriter writer;
        writer(std::uint64_t{1} << 60);
        FieldReader reader(writer.bytes());
        const scs_str* items = nullptr;
        std::uint64_t count = 7;
        reader.list(items, count);
        CPPUNIT_ASSERT(reader.failed());
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, count);
    }

    void writer_refusesWhatNoFrameHolds()
    {
        const std::string large(maximumPayload, 'x');
        FieldWriter writer;
        writer.text(large);
        CPPUNIT_ASSERT(writer.tooLarge());
    }

    void channel_carriesFramesInOrder()
    {
        auto [left, right] = makeSocketPair();
        Channel sender{std::move(left)};
        Channel receiver{std::move(right)};
        CPPUNIT_ASSERT(sender.send(FrameKind::Write, bytes("ab"), bytes("cd")) == Channel::Outcome::Done);
        CPPUNIT_ASSERT(sender.trySend(FrameKind::Ping, {}) == Channel::Outcome::Done);
        Frame frame;
        CPPUNIT_ASSERT(receiver.receive(frame) == Channel::Outcome::Done);
        CPPUNIT_ASSERT(frame.kind == FrameKind::Write);
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, frame.payload.size());
        CPPUNIT_ASSERT(receiver.receive(frame) == Channel::Outcome::Done);
        CPPUNIT_ASSERT(frame.kind == FrameKind::Ping && frame.payload.empty());
        CPPUNIT_ASSERT(receiver.tryReceive(frame) == Channel::Outcome::Later);
    }

    void channel_takesFramesInPieces()
    {
        auto [left, right] = makeSocketPair();
        Channel receiver{std::move(right)};
        const FrameHeader header{3, FrameKind::Log};
        std::string wire(reinterpret_cast<const char*>(&header), sizeof header);
        wire += "abc";
        Frame frame;
        for (const char byte : wire.substr(0, wire.size() - 1)) {
            CPPUNIT_ASSERT_EQUAL(ssize_t{1}, ::send(left.get(), &byte, 1, 0));
            CPPUNIT_ASSERT(receiver.tryReceive(frame) == Channel::Outcome::Later);
        }
        CPPUNIT_ASSERT_EQUAL(ssize_t{1}, ::send(left.get(), "c", 1, 0));
        CPPUNIT_ASSERT(receiver.tryReceive(frame) == Channel::Outcome::Done);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, frame.payload.size());
    }

    void channel_isBrokenByAFrameThatIsNone()
    {
        auto [left, right] = makeSocketPair();
        Channel receiver{std::move(right)};
        const FrameHeader header{maximumPayload + 1, FrameKind::Log};
        CPPUNIT_ASSERT(::send(left.get(), &header, sizeof header, 0) > 0);
        Frame frame;
        CPPUNIT_ASSERT(receiver.receive(frame) == Channel::Outcome::Broken);
        CPPUNIT_ASSERT(receiver.receive(frame) == Channel::Outcome::Broken);
    }

    void channel_tellsThatTheOtherSideIsGone()
    {
        auto [left, right] = makeSocketPair();
        Channel receiver{std::move(right)};
        left.reset();
        Frame frame;
        CPPUNIT_ASSERT(receiver.receive(frame) == Channel::Outcome::Gone);
        CPPUNIT_ASSERT(receiver.send(FrameKind::Ping, {}) == Channel::Outcome::Gone);
    }

    void channel_waitsNoLongerThanItsPatience()
    {
        auto [left, right] = makeSocketPair();
        Channel channel{std::move(right)};
        channel.setPatience(10ms, 10ms);
        Frame frame;
        CPPUNIT_ASSERT(channel.receive(frame) == Channel::Outcome::Later);
        const std::string piece(pieceSize, 'x');
        Channel::Outcome sent = Channel::Outcome::Done;
        while (sent == Channel::Outcome::Done)
            sent = channel.send(FrameKind::Write, bytes(piece));
        CPPUNIT_ASSERT(sent != Channel::Outcome::Done);
    }

    void hello_arrivesAsItWas()
    {
        Hello hello{"an-id", "/a/file.so", "scaispeakd", "1.2", 3, true, {{"secret", "\xC3\xA4"}}};
        const OwnedDescriptor memory = writeHello(hello);
        const Hello read = readHello(memory.get());
        CPPUNIT_ASSERT(read.pluginId == "an-id" && read.pluginFile == "/a/file.so" && read.lanes == 3);
        CPPUNIT_ASSERT(read.hostName == "scaispeakd" && read.hostVersion == "1.2" && read.debugLines);
        CPPUNIT_ASSERT(read.config == hello.config);
        CPPUNIT_ASSERT_MESSAGE("sealed", ::write(memory.get(), "x", 1) < 0);
    }

    void output_isCutIntoPlainLines()
    {
        std::vector<std::string> lines;
        OutputLines output([&lines](std::string_view line) { lines.emplace_back(line); });
        output.add("one\ntw");
        output.add("o\n\n\x01\xFFx\n" + std::string(1'030, 'y'));
        output.finish();
        CPPUNIT_ASSERT_EQUAL(std::size_t{5}, lines.size());
        CPPUNIT_ASSERT_EQUAL(std::string("two"), lines[1]);
        CPPUNIT_ASSERT_EQUAL(std::string("??x"), lines[2]);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1'024}, lines[3].size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{6}, lines[4].size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestWire);

}  // namespace

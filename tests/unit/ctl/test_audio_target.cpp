#include "ctl/audio_target.hpp"
#include "ctl/command_failure.hpp"
#include "temporary_folder.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>

namespace CppUnit {

template <>
struct assertion_traits<scaispeak::ctl::ExitCode>
{
    static bool equal(scaispeak::ctl::ExitCode left, scaispeak::ctl::ExitCode right) { return left == right; }
    static std::string toString(scaispeak::ctl::ExitCode code)
    {
        return std::to_string(static_cast<int>(code));
    }
};

}  // namespace CppUnit

namespace {

using namespace scaispeak::ctl;

std::span<const std::byte> bytes(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

class TestAudioTarget : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestAudioTarget);
    CPPUNIT_TEST(file_isPartUntilCommitted);
    CPPUNIT_TEST(file_notCommittedLeavesNothing);
    CPPUNIT_TEST(file_replacesOnlyWhenCommitted);
    CPPUNIT_TEST(file_isWrittenByOneAtATime);
    CPPUNIT_TEST(file_writesOverWhatAKillLeft);
    CPPUNIT_TEST(link_staysALink);
    CPPUNIT_TEST(device_isNotReplaced);
    CPPUNIT_TEST(folder_isRefused);
    CPPUNIT_TEST(full_isALocalFileFault);
    CPPUNIT_TEST_SUITE_END();

public:
    void file_isPartUntilCommitted()
    {
        const auto target = openAudioTarget(_folder.file("a"), -1);
        target->write(bytes("one "));
        target->write(bytes("two"));
        CPPUNIT_ASSERT(!_folder.has("a"));
        CPPUNIT_ASSERT_EQUAL(std::string("one two"), _folder.read("a.part"));
        target->commit();
        CPPUNIT_ASSERT(!_folder.has("a.part"));
        CPPUNIT_ASSERT_EQUAL(std::string("one two"), _folder.read("a"));
    }

    void file_notCommittedLeavesNothing()
    {
        openAudioTarget(_folder.file("a"), -1)->write(bytes("one"));
        CPPUNIT_ASSERT(_folder.empty());
    }

    void file_replacesOnlyWhenCommitted()
    {
        _folder.write("a", "before");
        openAudioTarget(_folder.file("a"), -1)->write(bytes("one"));
        CPPUNIT_ASSERT_EQUAL(std::string("before"), _folder.read("a"));
        openAudioTarget(_folder.file("a"), -1)->commit();
        CPPUNIT_ASSERT_EQUAL(std::string(), _folder.read("a"));
    }

    void file_isWrittenByOneAtATime()
    {
        const auto first = openAudioTarget(_folder.file("a"), -1);
        first->write(bytes("one"));
        CPPUNIT_ASSERT_EQUAL(ExitCode::LocalFile, faultOf(_folder.file("a")));
        CPPUNIT_ASSERT_EQUAL(std::string("one"), _folder.read("a.part"));
    }

    void file_writesOverWhatAKillLeft()
    {
        _folder.write("a.part", "left over and longer");
        const auto target = openAudioTarget(_folder.file("a"), -1);
        target->write(bytes("one"));
        target->commit();
        CPPUNIT_ASSERT_EQUAL(std::string("one"), _folder.read("a"));
    }

    void link_staysALink()
    {
        _folder.write("real", "before");
        std::filesystem::create_symlink("real", _folder.file("link"));
        const auto target = openAudioTarget(_folder.file("link"), -1);
        target->write(bytes("one"));
        target->commit();
        CPPUNIT_ASSERT(std::filesystem::is_symlink(_folder.file("link")));
        CPPUNIT_ASSERT_EQUAL(std::string("one"), _folder.read("real"));
    }

    void device_isNotReplaced()
    {
        const auto target = openAudioTarget("/dev/null", -1);
        target->write(bytes("one"));
        target->commit();
        CPPUNIT_ASSERT(std::filesystem::is_character_file("/dev/null"));
        CPPUNIT_ASSERT(!std::filesystem::exists("/dev/null.part"));
    }

    void folder_isRefused() { CPPUNIT_ASSERT_EQUAL(ExitCode::LocalFile, faultOf(_folder.file("."))); }

    void full_isALocalFileFault()
    {
        const auto target = openAudioTarget("/dev/full", -1);
        CPPUNIT_ASSERT_THROW(target->write(bytes("one")), CommandFailure);
    }

private:
    static ExitCode faultOf(const std::string& path)
    {
        try {
            openAudioTarget(path, -1);
        }
        catch (const CommandFailure& failure) {
            return failure.exitCode();
        }
        return ExitCode::Ok;
    }

    test::TemporaryFolder _folder;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestAudioTarget);

}  // namespace

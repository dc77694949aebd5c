#include "scripted_backend.hpp"
#include "speak/replaceable_backend.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <memory>

namespace {

using namespace scaispeak;
using namespace scaispeak::speak;

class NoSink : public core::AudioSink
{
public:
    core::StopReason begin(const core::AudioFormat&) override { return core::StopReason::None; }
    core::StopReason write(std::span<const std::byte>) override { return core::StopReason::None; }
    void event(const core::SpeechEvent&) override {}
};

std::shared_ptr<tests::ScriptedBackend> engine(const std::string& name)
{
    return std::make_shared<tests::ScriptedBackend>(
        name, std::vector<tests::ScriptedBackend::Script>{[](const auto&, auto&, const auto&) {
            core::SynthesisOutcome outcome;
            outcome.status = core::SynthesisStatus::Ok;
            return outcome;
        }});
}

class TestReplaceableBackend : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestReplaceableBackend);
    CPPUNIT_TEST(empty_isDownAndSaysWhy);
    CPPUNIT_TEST(empty_refusesToSpeak);
    CPPUNIT_TEST(replace_newCallsGetTheNewOne);
    CPPUNIT_TEST(replace_aRunningCallStaysAndIsStillCancelled);
    CPPUNIT_TEST_SUITE_END();

    core::SynthesisOutcome speak(core::Backend& backend)
    {
        return backend.synthesize({}, _sink, _cancellation);
    }

    void empty_isDownAndSaysWhy()
    {
        ReplaceableBackend backend;
        backend.replace(nullptr, "its file is missing");
        const core::BackendHealth health = backend.health();
        CPPUNIT_ASSERT(!health.ok);
        CPPUNIT_ASSERT_EQUAL(std::string("slot_not_configured"), health.reason);
        CPPUNIT_ASSERT_EQUAL(std::string("its file is missing"), health.message);
        CPPUNIT_ASSERT(backend.describe()->name.empty());
        CPPUNIT_ASSERT(backend.listVoices().empty());
    }

    void empty_refusesToSpeak()
    {
        ReplaceableBackend backend;
        CPPUNIT_ASSERT(speak(backend).status == core::SynthesisStatus::Unavailable);
    }

    void replace_newCallsGetTheNewOne()
    {
        const auto first = engine("first");
        const auto second = engine("second");
        ReplaceableBackend backend;
        backend.replace(first);
        CPPUNIT_ASSERT(speak(backend).status == core::SynthesisStatus::Ok);
        backend.replace(second);
        CPPUNIT_ASSERT_EQUAL(std::string("second"), backend.describe()->name);
        CPPUNIT_ASSERT(speak(backend).status == core::SynthesisStatus::Ok);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), first->calls());
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), second->calls());
    }

    void replace_aRunningCallStaysAndIsStillCancelled()
    {
        auto first = engine("first");
        ReplaceableBackend backend;
        backend.replace(first);
        backend.replace(engine("second"));
        backend.cancel("req_1");
        CPPUNIT_ASSERT_EQUAL(1, first->cancelled.load());
        const std::weak_ptr<core::Backend> released = first;
        first.reset();
        CPPUNIT_ASSERT_MESSAGE("nothing keeps the old one when its calls have ended", released.expired());
    }

    NoSink _sink;
    core::Cancellation _cancellation;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestReplaceableBackend);

}  // namespace

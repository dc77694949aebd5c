#include "speak/fidelity.hpp"
#include "speak/segment_request.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using namespace scaispeak::speak;

const std::string mappedId = "voc_abcdefghijklmnopqrst";

/// What an engine says of itself, and nothing else.
class Described : public core::Backend
{
public:
    core::EngineDescription engine;

    std::shared_ptr<const core::EngineDescription> describe() override
    {
        return std::make_shared<const core::EngineDescription>(engine);
    }
    std::vector<core::EngineVoice> listVoices() override { return {}; }
    core::SynthesisOutcome synthesize(const core::SynthesisRequest&, core::AudioSink&,
                                      const core::Cancellation&) override
    {
        return {};
    }
    void cancel(const std::string&) noexcept override {}
    core::BackendHealth health() override { return {true, "", ""}; }
};

class TestFidelity : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestFidelity);
    CPPUNIT_TEST(preset_ofTheEngineIsExact);
    CPPUNIT_TEST(preset_ofAnotherEngineNeedsTheMap);
    CPPUNIT_TEST(map_isForPresetsAlone);
    CPPUNIT_TEST(clone_isWhatTheEngineSays);
    CPPUNIT_TEST(request_asksForAMappedVoiceByItsId);
    CPPUNIT_TEST_SUITE_END();

    std::shared_ptr<Described> _backend = std::make_shared<Described>();
    Slot _slot;

    static core::Voice voiceOf(core::VoiceKind kind)
    {
        core::Voice voice;
        voice.voiceId = mappedId;
        voice.kind = kind;
        voice.engine = "own";
        voice.engineVoice = "anna";
        return voice;
    }

public:
    void setUp() override
    {
        _backend->engine.name = "relay";
        _backend->engine.preset = true;
        _slot.backend = _backend;
        _slot.mapped = std::make_shared<MappedVoices>(std::set<std::string>());
    }

private:
    void preset_ofTheEngineIsExact()
    {
        _backend->engine.name = "own";
        CPPUNIT_ASSERT(fidelityOf(voiceOf(core::VoiceKind::Preset), _slot) == Fidelity::Exact);
        _slot.mapped->set({mappedId});
        CPPUNIT_ASSERT(fidelityOf(voiceOf(core::VoiceKind::Preset), _slot) == Fidelity::Exact);
    }

    void preset_ofAnotherEngineNeedsTheMap()
    {
        const core::Voice voice = voiceOf(core::VoiceKind::Preset);
        CPPUNIT_ASSERT(!fidelityOf(voice, _slot));
        _slot.mapped->set({"voc_tsrqponmlkjihgfedcba"});
        CPPUNIT_ASSERT(!fidelityOf(voice, _slot));
        _slot.mapped->set({mappedId});
        CPPUNIT_ASSERT(fidelityOf(voice, _slot) == Fidelity::Approximate);
        _slot.mapped.reset();
        CPPUNIT_ASSERT(!fidelityOf(voice, _slot));
    }

    void map_isForPresetsAlone()
    {
        _slot.mapped->set({mappedId});
        CPPUNIT_ASSERT(!fidelityOf(voiceOf(core::VoiceKind::Cloned), _slot));
        CPPUNIT_ASSERT(!fidelityOf(voiceOf(core::VoiceKind::Designed), _slot));
    }

    void clone_isWhatTheEngineSays()
    {
        const core::Voice voice = voiceOf(core::VoiceKind::Cloned);
        _backend->engine.clone = core::CloneFeature::Approximate;
        CPPUNIT_ASSERT(fidelityOf(voice, _slot) == Fidelity::Approximate);
        _backend->engine.clone = core::CloneFeature::Full;
        CPPUNIT_ASSERT(fidelityOf(voice, _slot) == Fidelity::Exact);
    }

    void request_asksForAMappedVoiceByItsId()
    {
        UtteranceOrder order;
        order.voice = voiceOf(core::VoiceKind::Preset);
        CPPUNIT_ASSERT_EQUAL(mappedId, segmentRequest(order, {"Hello.", 6, 0}, _slot, true).engineVoice);
        _backend->engine.name = "own";
        CPPUNIT_ASSERT_EQUAL(std::string("anna"),
                             segmentRequest(order, {"Hello.", 6, 0}, _slot, true).engineVoice);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestFidelity);

}  // namespace

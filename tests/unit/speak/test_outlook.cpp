#include "speak/outlook.hpp"
#include "unit/speak/scripted_backend.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using namespace scaispeak::speak;

class TestOutlook : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestOutlook);
    CPPUNIT_TEST(candidates_haveTheirTurns);
    CPPUNIT_TEST(refused_haveTheirReasons);
    CPPUNIT_TEST(nobody_isTheAnswerOfACall);
    CPPUNIT_TEST(voiceThatIsNotReady_isTold);
    CPPUNIT_TEST_SUITE_END();

    std::vector<std::shared_ptr<const Slot>> _slots;
    core::Voice _voice;

public:
    void setUp() override
    {
        _voice.kind = core::VoiceKind::Preset;
        _voice.engine = "e";
        _voice.embeddingStatus = core::EmbeddingStatus::Ready;
        add("A", SlotClass::SelfHosted, "e");
        add("B", SlotClass::Relay, "e");
        add("C", SlotClass::Relay, "other");
    }

private:
    void add(const std::string& name, SlotClass slotClass, const std::string& engine)
    {
        auto slot = std::make_shared<Slot>();
        slot->name = name;
        slot->slotClass = slotClass;
        slot->backend = std::make_shared<tests::ScriptedBackend>(engine);
        _slots.push_back(std::move(slot));
    }

    Outlook outlook(const Policy& policy, BackendPreference preference = BackendPreference::Any)
    {
        return outlookOf(_voice, preference, policy, _slots);
    }

    void candidates_haveTheirTurns()
    {
        const Outlook found = outlook({{"A", "B", "C"}, "A"}, BackendPreference::PreferRelay);
        CPPUNIT_ASSERT(!found.failure);
        CPPUNIT_ASSERT(found.slots.at(0).turn == 2U);
        CPPUNIT_ASSERT(found.slots.at(1).turn == 1U);
        CPPUNIT_ASSERT(found.slots.at(1).fidelity == Fidelity::Exact);
        CPPUNIT_ASSERT(!found.slots.at(1).refusal);
    }

    void refused_haveTheirReasons()
    {
        const Outlook found = outlook({{"B", "C"}, "B"});
        CPPUNIT_ASSERT(found.slots.at(0).refusal == SlotReason::NotAllowedByPolicy);
        CPPUNIT_ASSERT(found.slots.at(0).fidelity == Fidelity::Exact);
        CPPUNIT_ASSERT(found.slots.at(2).refusal == SlotReason::VoiceNotSupported);
        CPPUNIT_ASSERT(!found.slots.at(2).fidelity);
        CPPUNIT_ASSERT(!found.slots.at(2).turn);
    }

    void nobody_isTheAnswerOfACall()
    {
        const Outlook found = outlook({{"C"}, "C"});
        CPPUNIT_ASSERT(found.failure && found.failure->code() == core::ErrorCode::BackendUnavailable);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, found.failure->details().size());
    }

    void voiceThatIsNotReady_isTold()
    {
        _voice.embeddingStatus = core::EmbeddingStatus::Failed;
        const Outlook found = outlook({{"A"}, "A"});
        CPPUNIT_ASSERT(found.failure && found.failure->code() == core::ErrorCode::VoiceNotReady);
        CPPUNIT_ASSERT(found.slots.at(0).turn == 1U);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestOutlook);

}  // namespace

#include "speak/router.hpp"
#include "unit/speak/scripted_backend.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using namespace scaispeak::speak;

class TestRouter : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestRouter);
    CPPUNIT_TEST(order_defaultThenTheOthers);
    CPPUNIT_TEST(order_preferenceGoesFirst);
    CPPUNIT_TEST(preset_isSpokenByItsEngineAlone);
    CPPUNIT_TEST(refusals_firstWordThatApplies);
    CPPUNIT_TEST(noBackend_rowForEachSlotInSlotOrder);
    CPPUNIT_TEST(noBackend_allSaturatedIsOverloaded);
    CPPUNIT_TEST_SUITE_END();

    using Slots = std::vector<std::shared_ptr<const Slot>>;

    static std::shared_ptr<Slot> slot(std::string name, SlotClass slotClass, const std::string& engine)
    {
        auto made = std::make_shared<Slot>();
        made->name = std::move(name);
        made->slotClass = slotClass;
        made->backend = std::make_shared<tests::ScriptedBackend>(engine);
        return made;
    }

    static core::Voice preset(const std::string& engine)
    {
        core::Voice voice;
        voice.kind = core::VoiceKind::Preset;
        voice.engine = engine;
        return voice;
    }

    static std::string names(const Route& found)
    {
        std::string result;
        for (const auto& candidate : found.candidates)
            result += candidate->name;
        return result;
    }

    void order_defaultThenTheOthers()
    {
        const Slots slots{slot("A", SlotClass::SelfHosted, "e"), slot("B", SlotClass::Relay, "e")};
        CPPUNIT_ASSERT_EQUAL(std::string("AB"),
                             names(route(preset("e"), BackendPreference::Any, {{"A", "B"}, "A"}, slots)));
        CPPUNIT_ASSERT_EQUAL(std::string("BA"),
                             names(route(preset("e"), BackendPreference::Any, {{"A", "B"}, "B"}, slots)));
    }

    void order_preferenceGoesFirst()
    {
        const Slots slots{slot("A", SlotClass::SelfHosted, "e"), slot("B", SlotClass::Relay, "e")};
        const Policy policy{{"A", "B"}, "A"};
        CPPUNIT_ASSERT_EQUAL(std::string("BA"),
                             names(route(preset("e"), BackendPreference::PreferRelay, policy, slots)));
        CPPUNIT_ASSERT_EQUAL(std::string("A"),
                             names(route(preset("e"), BackendPreference::PreferRelay, {{"A"}, "A"}, slots)));
    }

    void preset_isSpokenByItsEngineAlone()
    {
        const Slots slots{slot("A", SlotClass::SelfHosted, "e"), slot("B", SlotClass::Relay, "other")};
        const Route found = route(preset("other"), BackendPreference::Any, {{"A", "B"}, "A"}, slots);
        CPPUNIT_ASSERT_EQUAL(std::string("B"), names(found));
        CPPUNIT_ASSERT(found.refusals.front().reason == SlotReason::VoiceNotSupported);
        core::Voice cloned;
        cloned.kind = core::VoiceKind::Cloned;
        CPPUNIT_ASSERT_EQUAL(std::string(),
                             names(route(cloned, BackendPreference::Any, {{"A", "B"}, "A"}, slots)));
    }

    void refusals_firstWordThatApplies()
    {
        auto down = std::make_shared<Slot>();
        down->name = "A";
        auto backend = std::make_shared<tests::ScriptedBackend>("e");
        backend->state = {false, "saturated", ""};
        down->backend = backend;
        const auto reason = [&](const core::Voice& voice, const Policy& policy) {
            return route(voice, BackendPreference::Any, policy, {down}).refusals.at(0).reason;
        };
        CPPUNIT_ASSERT(reason(preset("e"), {{"A"}, "A"}) == SlotReason::Saturated);
        CPPUNIT_ASSERT(reason(preset("x"), {{"A"}, "A"}) == SlotReason::VoiceNotSupported);
        CPPUNIT_ASSERT(reason(preset("x"), {{"B"}, "B"}) == SlotReason::NotAllowedByPolicy);
        backend->state = {false, "no_node_with_engine", ""};
        CPPUNIT_ASSERT(reason(preset("x"), {{"A"}, "A"}) == SlotReason::NoNodeWithEngine);
        down->backend.reset();
        CPPUNIT_ASSERT(reason(preset("x"), {{"B"}, "B"}) == SlotReason::NotConfigured);
    }

    void noBackend_rowForEachSlotInSlotOrder()
    {
        const Slots slots{slot("A", SlotClass::SelfHosted, "e"), slot("B", SlotClass::Relay, "e")};
        const core::Failure failure =
            noBackend({{"B", SlotReason::RelayUnreachable}, {"A", SlotReason::VoiceNotSupported}}, slots);
        CPPUNIT_ASSERT(failure.code() == core::ErrorCode::BackendUnavailable);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, failure.details().size());
        CPPUNIT_ASSERT_EQUAL(std::string("A"), failure.details()[0].field);
        CPPUNIT_ASSERT_EQUAL(std::string("voice_not_supported"), failure.details()[0].code);
        CPPUNIT_ASSERT_EQUAL(std::string("relay_unreachable"), failure.details()[1].code);
        CPPUNIT_ASSERT(!failure.details()[1].message.empty());
    }

    void noBackend_allSaturatedIsOverloaded()
    {
        const Slots slots{slot("A", SlotClass::SelfHosted, "e"), slot("B", SlotClass::Relay, "e")};
        const core::Failure full =
            noBackend({{"A", SlotReason::Saturated}, {"B", SlotReason::NotConfigured}}, slots);
        CPPUNIT_ASSERT(full.code() == core::ErrorCode::Overloaded);
        CPPUNIT_ASSERT(full.retryAfterSeconds().has_value());
        const core::Failure mixed =
            noBackend({{"A", SlotReason::Saturated}, {"B", SlotReason::CircuitOpen}}, slots);
        CPPUNIT_ASSERT(mixed.code() == core::ErrorCode::BackendUnavailable);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestRouter);

}  // namespace

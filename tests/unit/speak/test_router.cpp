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
    CPPUNIT_TEST(reasons_firstOfThoseThatApply);
    CPPUNIT_TEST(reasons_aDownSlotWithoutAWordIsUnreachableByItsClass);
    CPPUNIT_TEST(noBackend_rowForEachSlotInSlotOrder);
    CPPUNIT_TEST(noBackend_overloadedWhenAllThatMightSpeakAreSaturated);
    CPPUNIT_TEST(noBackend_saturatedForAsLongAsTheSlotsKnow);
    CPPUNIT_TEST(noBackend_saturatedBesideASlotOfAnotherVoice);
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

    /// What is wrong with a slot, at once.
    struct Plight
    {
        bool configured = true;
        bool allowed = true;
        std::string down = "";  ///< What its backend says of itself; "" when it is up.
        bool supported = true;
    };

    static std::string reasonOf(const Plight& plight, SlotClass slotClass = SlotClass::SelfHosted)
    {
        const auto made = slot("A", slotClass, "e");
        if (!plight.down.empty())
            std::static_pointer_cast<tests::ScriptedBackend>(made->backend)->state = {false, plight.down, ""};
        if (!plight.configured) made->backend.reset();
        const Policy policy = plight.allowed ? Policy{{"A"}, "A"} : Policy{{"B"}, "B"};
        const Route found =
            route(preset(plight.supported ? "e" : "other"), BackendPreference::Any, policy, {made});
        return found.refusals.empty() ? "" : std::string(word(found.refusals.front().reason));
    }

    void reasons_firstOfThoseThatApply()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), reasonOf({}));
        CPPUNIT_ASSERT_EQUAL(std::string("voice_not_supported"), reasonOf({.supported = false}));
        const std::vector<std::string> beforeTheVoice{"relay_credentials_missing", "worker_crash_loop",
                                                      "no_node_with_engine", "relay_unreachable"};
        const std::vector<std::string> afterTheVoice{"circuit_open", "saturated"};
        for (const auto& down : beforeTheVoice) {
            CPPUNIT_ASSERT_EQUAL(down, reasonOf({.down = down}));
            CPPUNIT_ASSERT_EQUAL(down, reasonOf({.down = down, .supported = false}));
        }
        for (const auto& down : afterTheVoice) {
            CPPUNIT_ASSERT_EQUAL(down, reasonOf({.down = down}));
            CPPUNIT_ASSERT_EQUAL(std::string("voice_not_supported"),
                                 reasonOf({.down = down, .supported = false}));
        }
        for (const bool supported : {true, false})
            for (const std::string down :
                 {"", "relay_credentials_missing", "relay_unreachable", "saturated"}) {
                const Plight forbidden{.allowed = false, .down = down, .supported = supported};
                CPPUNIT_ASSERT_EQUAL(std::string("not_allowed_by_policy"), reasonOf(forbidden));
                for (const bool allowed : {true, false})
                    CPPUNIT_ASSERT_EQUAL(
                        std::string("slot_not_configured"),
                        reasonOf(
                            {.configured = false, .allowed = allowed, .down = down, .supported = supported}));
            }
    }

    void reasons_aDownSlotWithoutAWordIsUnreachableByItsClass()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("no_node_with_engine"), reasonOf({.down = "backend-x.ill"}));
        CPPUNIT_ASSERT_EQUAL(std::string("relay_unreachable"),
                             reasonOf({.down = "backend-x.ill"}, SlotClass::Relay));
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

    void noBackend_overloadedWhenAllThatMightSpeakAreSaturated()
    {
        const Slots slots{slot("A", SlotClass::SelfHosted, "e"), slot("B", SlotClass::Relay, "e")};
        struct Case
        {
            SlotRefusal beside;
            bool overloaded;
        };
        for (const Case& each : std::initializer_list<Case>{
                 {{"B", SlotReason::NotConfigured}, true},
                 {{"B", SlotReason::NotAllowedByPolicy}, true},
                 {{"B", SlotReason::CredentialsMissing}, true},
                 {{"B", SlotReason::VoiceNotSupported}, true},
                 {{"B", SlotReason::Saturated}, true},
                 {{"B", SlotReason::RelayUnreachable, false}, true},
                 {{"B", SlotReason::RelayUnreachable}, false},
                 {{"B", SlotReason::NoNodeWithEngine}, false},
                 {{"B", SlotReason::WorkerCrashLoop}, false},
                 {{"B", SlotReason::CircuitOpen}, false},
             }) {
            const core::Failure told = noBackend({{"A", SlotReason::Saturated}, each.beside}, slots);
            const std::string which(word(each.beside.reason));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(which, each.overloaded, told.code() == core::ErrorCode::Overloaded);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(which, each.overloaded, told.retryAfterSeconds().has_value());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(which, std::size_t{2}, told.details().size());
        }
        CPPUNIT_ASSERT(noBackend({{"A", SlotReason::NotConfigured}}, slots).code() ==
                       core::ErrorCode::BackendUnavailable);
    }

    void noBackend_saturatedForAsLongAsTheSlotsKnow()
    {
        const auto relay = slot("B", SlotClass::Relay, "e");
        const Slots slots{slot("A", SlotClass::SelfHosted, "e"), relay};
        std::static_pointer_cast<tests::ScriptedBackend>(relay->backend)->state = {
            false, "saturated", "", std::chrono::milliseconds(28'001)};
        Route found = route(preset("e"), BackendPreference::Any, {{"A", "B"}, "A"}, slots);
        CPPUNIT_ASSERT_EQUAL(std::string("A"), names(found));
        const auto toldWith = [&](std::optional<int> seconds) {
            auto refusals = found.refusals;
            refusals.push_back({"A", SlotReason::Saturated, true, seconds});
            return noBackend(std::move(refusals), slots).retryAfterSeconds().value();
        };
        // The first place that gets free will do; one of an engine in the host may be free in a moment.
        CPPUNIT_ASSERT_EQUAL(29, toldWith(40));
        CPPUNIT_ASSERT_EQUAL(12, toldWith(12));
        CPPUNIT_ASSERT_EQUAL(1, toldWith(std::nullopt));
    }

    /// As a relay that answers 429 is beside an engine that does not know the voice, up or down.
    void noBackend_saturatedBesideASlotOfAnotherVoice()
    {
        const auto other = slot("A", SlotClass::SelfHosted, "other");
        const Slots slots{other, slot("B", SlotClass::Relay, "e")};
        for (const bool up : {true, false}) {
            std::static_pointer_cast<tests::ScriptedBackend>(other->backend)->state.ok = up;
            Route found = route(preset("e"), BackendPreference::Any, {{"A", "B"}, "A"}, slots);
            CPPUNIT_ASSERT_EQUAL(std::string("B"), names(found));
            found.refusals.push_back({"B", SlotReason::Saturated});
            const core::Failure told = noBackend(std::move(found.refusals), slots);
            CPPUNIT_ASSERT(told.code() == core::ErrorCode::Overloaded);
            CPPUNIT_ASSERT(told.retryAfterSeconds().has_value());
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestRouter);

}  // namespace

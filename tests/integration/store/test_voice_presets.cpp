#include "store/voice_store.hpp"
#include "store_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

namespace {

using namespace scaispeak;
using core::Voice;
using core::VoiceVisibility;

const VoiceVisibility anyone{"ten_a", "usr_a", {"espeak-ng", "flite", "renamed"}};

class VoicePresets : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(VoicePresets);
    CPPUNIT_TEST(stored_comesBackWhole);
    CPPUNIT_TEST(cloned_comesBackWhole);
    CPPUNIT_TEST(again_changesNothing);
    CPPUNIT_TEST(changed_getsTheNextRevision);
    CPPUNIT_TEST(everyFieldOfTheEngine_isRefreshed);
    CPPUNIT_TEST(missing_isKept);
    CPPUNIT_TEST(otherKinds_areRefusedAndUntouched);
    CPPUNIT_TEST(oneBadPreset_storesNone);
    CPPUNIT_TEST(severalHosts_atOnce);
    CPPUNIT_TEST_SUITE_END_ABSTRACT();

    static Voice full()
    {
        Voice voice = preset("voc_1", "Annie");
        voice.description = "A voice";
        voice.styleTags = {"calm", "news"};
        voice.languagePrimary = "en-GB";
        voice.languageSupported = {"en-GB", "cy"};
        voice.genderHint = "female";
        voice.ageHint = "adult";
        voice.createdAt = 11;
        voice.updatedAt = 12;
        return voice;
    }

    Voice found(const std::string& id) { return _store->voices.find(anyone, id).value(); }

    static void assertSame(const Voice& expected, const Voice& actual)
    {
        CPPUNIT_ASSERT_EQUAL(expected.voiceId, actual.voiceId);
        CPPUNIT_ASSERT_EQUAL(expected.revision, actual.revision);
        CPPUNIT_ASSERT_EQUAL(expected.displayName, actual.displayName);
        CPPUNIT_ASSERT_EQUAL(expected.description, actual.description);
        CPPUNIT_ASSERT(expected.styleTags == actual.styleTags);
        CPPUNIT_ASSERT(expected.scope == actual.scope);
        CPPUNIT_ASSERT_EQUAL(expected.tenantId, actual.tenantId);
        CPPUNIT_ASSERT_EQUAL(expected.ownerUserId, actual.ownerUserId);
        CPPUNIT_ASSERT_EQUAL(expected.languagePrimary, actual.languagePrimary);
        CPPUNIT_ASSERT(expected.languageSupported == actual.languageSupported);
        CPPUNIT_ASSERT_EQUAL(expected.genderHint, actual.genderHint);
        CPPUNIT_ASSERT_EQUAL(expected.ageHint, actual.ageHint);
        CPPUNIT_ASSERT(expected.kind == actual.kind);
        CPPUNIT_ASSERT(expected.embeddingStatus == actual.embeddingStatus);
        CPPUNIT_ASSERT_EQUAL(expected.embeddingStatusReason, actual.embeddingStatusReason);
        CPPUNIT_ASSERT(expected.defaults.instructions == actual.defaults.instructions);
        CPPUNIT_ASSERT(expected.defaults.speed == actual.defaults.speed);
        CPPUNIT_ASSERT(expected.defaults.cfgValue == actual.defaults.cfgValue);
        CPPUNIT_ASSERT(expected.defaults.warmupTrimMs == actual.defaults.warmupTrimMs);
        CPPUNIT_ASSERT_EQUAL(expected.voiceDesignPrompt, actual.voiceDesignPrompt);
        CPPUNIT_ASSERT_EQUAL(expected.engine, actual.engine);
        CPPUNIT_ASSERT_EQUAL(expected.engineVoice, actual.engineVoice);
        CPPUNIT_ASSERT_EQUAL(expected.createdAt, actual.createdAt);
        CPPUNIT_ASSERT_EQUAL(expected.updatedAt, actual.updatedAt);
    }

    void stored_comesBackWhole()
    {
        _store->voices.upsertPresets({full()});
        assertSame(full(), found("voc_1"));
    }

    void cloned_comesBackWhole()
    {
        Voice voice = full();
        voice.kind = core::VoiceKind::Designed;
        voice.scope = core::VoiceScope::User;
        voice.tenantId = "ten_a";
        voice.ownerUserId = "usr_a";
        voice.revision = 7;
        voice.embeddingStatus = core::EmbeddingStatus::Failed;
        voice.embeddingStatusReason = "reference_too_short";
        voice.defaults = {"softly", 1.1, 0.0, 0};
        voice.voiceDesignPrompt = "an old sailor";
        addVoice(voice);
        assertSame(voice, found("voc_1"));
    }

    void again_changesNothing()
    {
        _store->voices.upsertPresets({full()});
        Voice later = full();
        later.createdAt = later.updatedAt = 99;
        later.revision = 50;
        _store->voices.upsertPresets({later, later});
        assertSame(full(), found("voc_1"));
    }

    void changed_getsTheNextRevision()
    {
        _store->voices.upsertPresets({full()});
        Voice renamed = full();
        renamed.displayName = "Bea";
        renamed.updatedAt = 99;
        _store->voices.upsertPresets({renamed});
        renamed.revision = 2;
        assertSame(renamed, found("voc_1"));
        CPPUNIT_ASSERT(
            _store->voices.list(anyone, tests::by(&core::VoiceFilter::query, "annie"), 10, "").items.empty());
        CPPUNIT_ASSERT_EQUAL(
            std::size_t{1},
            _store->voices.list(anyone, tests::by(&core::VoiceFilter::query, "bea"), 10, "").items.size());
    }

    void everyFieldOfTheEngine_isRefreshed()
    {
        Voice voice = full();
        _store->voices.upsertPresets({voice});
        const std::vector<void (*)(Voice&)> changes{
            [](Voice& v) { v.description = "other"; },  [](Voice& v) { v.styleTags.clear(); },
            [](Voice& v) { v.languagePrimary = "de"; }, [](Voice& v) { v.languageSupported = {"fr"}; },
            [](Voice& v) { v.genderHint = "male"; },    [](Voice& v) { v.ageHint = "child"; },
            [](Voice& v) { v.engine = "renamed"; },     [](Voice& v) { v.engineVoice = "gmw/de"; }};
        for (const auto change : changes) {
            change(voice);
            _store->voices.upsertPresets({voice});
            ++voice.revision;
            assertSame(voice, found("voc_1"));
        }
    }

    void missing_isKept()
    {
        _store->voices.upsertPresets({preset("p1", "a"), preset("p2", "b")});
        _store->voices.upsertPresets({preset("p2", "b")});
        _store->voices.upsertPresets({});
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, _store->voices.list(anyone, {}, 10, "").items.size());
    }

    void otherKinds_areRefusedAndUntouched()
    {
        Voice cloned = full();
        cloned.kind = core::VoiceKind::Cloned;
        CPPUNIT_ASSERT_THROW(_store->voices.upsertPresets({cloned}), std::invalid_argument);
        addVoice(cloned);
        _store->voices.upsertPresets({preset("voc_1", "usurper")});
        CPPUNIT_ASSERT_EQUAL(std::string("Annie"), found("voc_1").displayName);
    }

    void oneBadPreset_storesNone()
    {
        Voice bad = preset("p2", "b");
        bad.engineVoice = "a\xff";
        CPPUNIT_ASSERT_THROW(_store->voices.upsertPresets({preset("p1", "a"), bad}), core::Failure);
        CPPUNIT_ASSERT(_store->voices.list(anyone, {}, 10, "").items.empty());
    }

    void severalHosts_atOnce()
    {
        std::vector<Voice> presets;
        for (int number = 0; number < 131; ++number)
            presets.push_back(preset("p" + std::to_string(number), "n"));
        std::atomic<int> failed{0};
        std::vector<std::thread> hosts;
        for (int host = 0; host < 3; ++host)
            hosts.emplace_back([&, host] {
                try {
                    store::Database own(_url);
                    std::vector<Voice> mine = presets;
                    if (host % 2 == 1) std::reverse(mine.begin(), mine.end());
                    store::VoiceStore(own).upsertPresets(mine);
                }
                catch (const std::exception&) {
                    ++failed;
                }
            });
        for (std::thread& host : hosts)
            host.join();
        CPPUNIT_ASSERT_EQUAL(0, failed.load());
        const auto page = _store->voices.list(anyone, {}, 200, "");
        CPPUNIT_ASSERT_EQUAL(std::size_t{131}, page.items.size());
        for (const Voice& voice : page.items)
            CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, voice.revision);
    }
};

SCAISPEAK_ON_BOTH_DATABASES(VoicePresets);

}  // namespace

#include "store/voice_store.hpp"
#include "store_fixture.hpp"

#include <set>

namespace {

using namespace scaispeak;
using core::EmbeddingStatus;
using core::Voice;
using core::VoiceFilter;
using core::VoicePage;
using core::VoiceScope;
using core::VoiceVisibility;
using tests::failureOf;

const VoiceVisibility me{"ten_a", "usr_a", {"espeak-ng", "flite"}};

class VoiceLists : public tests::StoreFixture
{
    CPPUNIT_TEST_SUITE(VoiceLists);
    CPPUNIT_TEST(order_isScopeReadinessNameId);
    CPPUNIT_TEST(order_ofNamesIsBytewiseFolded);
    CPPUNIT_TEST(visibility_isOwnTenantAndGlobal);
    CPPUNIT_TEST(visibility_ofMappedPresetsAndOfNothingElse);
    CPPUNIT_TEST(visibility_ofPresetsFollowsTheEngines);
    CPPUNIT_TEST(find_showsWhatTheListShows);
    CPPUNIT_TEST(filter_language);
    CPPUNIT_TEST(filter_scopeGenderStatus);
    CPPUNIT_TEST(filter_query);
    CPPUNIT_TEST(filter_refusesWhatCannotBe);
    CPPUNIT_TEST(pages_loseAndRepeatNothing);
    CPPUNIT_TEST(pages_survivePlaceRowThatIsGone);
    CPPUNIT_TEST(limit_isKeptInBounds);
    CPPUNIT_TEST(cursor_damagedOrForeignIsRefused);
    CPPUNIT_TEST(metacharacters_areJustText);
    CPPUNIT_TEST_SUITE_END_ABSTRACT();

    static Voice cloned(const std::string& id, const std::string& name, VoiceScope scope,
                        const std::string& tenant = "ten_a", const std::string& user = "usr_a")
    {
        Voice voice;
        voice.voiceId = id;
        voice.displayName = name;
        voice.kind = core::VoiceKind::Cloned;
        voice.scope = scope;
        if (scope != VoiceScope::Global) {
            voice.tenantId = tenant;
            voice.ownerUserId = user;
        }
        voice.languagePrimary = "en";
        return voice;
    }

    static Voice failed(Voice voice)
    {
        voice.embeddingStatus = EmbeddingStatus::Failed;
        voice.embeddingStatusReason = "reference_too_short";
        return voice;
    }

    static std::string idsOf(const VoicePage& page)
    {
        std::string ids;
        for (const Voice& voice : page.items)
            ids += voice.voiceId + " ";
        return ids;
    }

    std::string ids(const VoiceFilter& filter = {}, const VoiceVisibility& visibility = me)
    {
        return idsOf(_store->voices.list(visibility, filter, 200, ""));
    }

    void order_isScopeReadinessNameId()
    {
        addVoice(cloned("g2", "alpha", VoiceScope::Global));
        addVoice(failed(cloned("g1", "aaa", VoiceScope::Global)));
        addVoice(cloned("t2", "Beta", VoiceScope::Tenant));
        addVoice(cloned("t1", "alpha", VoiceScope::Tenant, "ten_a", "usr_b"));
        addVoice(failed(cloned("u3", "aaa", VoiceScope::User)));
        addVoice(cloned("u2", "zeta", VoiceScope::User));
        addVoice(cloned("u1b", "same", VoiceScope::User));
        addVoice(cloned("u1a", "SAME", VoiceScope::User));
        CPPUNIT_ASSERT_EQUAL(std::string("u1a u1b u2 u3 t1 t2 g2 g1 "), ids());
    }

    void order_ofNamesIsBytewiseFolded()
    {
        // The same expectation holds on both databases, though PostgreSQL's own collation here is a
        // language's.
        const std::vector<std::string> sorted{"",    "#1",       "Zed",     "a b",    "a-b",   "AA",
                                              "ab",  "Istanbul", "straSSe", "straße", "Ärger", "éa",
                                              "Øre", "ıstanbul", "Ж",       "日本",   "😀"};
        const std::vector<std::string> expected{"",         "#1",       "a b",    "a-b",  "AA",    "ab",
                                                "Istanbul", "straSSe",  "straße", "Zed",  "Ärger", "éa",
                                                "Øre",      "ıstanbul", "Ж",      "日本", "😀"};
        int number = 0;
        for (const std::string& name : sorted)
            addVoice(cloned("v" + std::to_string(++number), name, VoiceScope::Global));
        std::vector<std::string> names;
        for (const Voice& voice : _store->voices.list(me, {}, 200, "").items)
            names.push_back(voice.displayName);
        CPPUNIT_ASSERT(expected == names);
    }

    void visibility_isOwnTenantAndGlobal()
    {
        addVoice(cloned("mine", "a", VoiceScope::User));
        addVoice(cloned("colleague", "b", VoiceScope::User, "ten_a", "usr_b"));
        addVoice(cloned("namesake", "c", VoiceScope::User, "ten_b", "usr_a"));
        addVoice(cloned("ours", "d", VoiceScope::Tenant, "ten_a", "usr_b"));
        addVoice(cloned("theirs", "e", VoiceScope::Tenant, "ten_b", "usr_a"));
        addVoice(cloned("everyones", "f", VoiceScope::Global));
        const std::vector<std::pair<VoiceVisibility, std::string>> table{
            {{"ten_a", "usr_a", {}}, "mine ours everyones "},
            {{"ten_a", "usr_b", {}}, "colleague ours everyones "},
            {{"ten_a", "usr_c", {}}, "ours everyones "},
            {{"ten_b", "usr_a", {}}, "namesake theirs everyones "},
            {{"ten_c", "usr_a", {}}, "everyones "},
            {{"ten_a", "", {}}, "ours everyones "},
            {{"", "usr_a", {}}, "everyones "},
            {{"", "", {}}, "everyones "},
            {{"TEN_A", "USR_A", {}}, "everyones "},
            {{"ten_a' OR '1'='1", "usr_a", {}}, "everyones "},
            {{"%", "%", {}}, "everyones "}};
        for (const auto& [visibility, expected] : table)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(visibility.tenantId + "/" + visibility.userId, expected,
                                         ids({}, visibility));
    }

    void visibility_ofMappedPresetsAndOfNothingElse()
    {
        addVoice(cloned("theirs", "e", VoiceScope::Tenant, "ten_b", "usr_a"));
        _store->voices.upsertPresets({preset("p1", "a"), preset("p2", "b")});
        const VoiceVisibility mapped{"ten_a", "usr_a", {}, {"p2", "theirs", "absent"}};
        CPPUNIT_ASSERT_EQUAL(std::string("p2 "), ids({}, mapped));
        CPPUNIT_ASSERT(_store->voices.find(mapped, "p2") && !_store->voices.find(mapped, "p1"));
        CPPUNIT_ASSERT_EQUAL(std::string("p1 p2 "), ids({}, {"ten_a", "usr_a", {"espeak-ng"}, {"p2"}}));
    }

    void visibility_ofPresetsFollowsTheEngines()
    {
        Voice flite = preset("p2", "b");
        flite.engine = "flite";
        _store->voices.upsertPresets({preset("p1", "a"), flite});
        CPPUNIT_ASSERT_EQUAL(std::string("p1 p2 "), ids());
        CPPUNIT_ASSERT_EQUAL(std::string("p2 "), ids({}, {"ten_a", "usr_a", {"flite"}}));
        CPPUNIT_ASSERT_EQUAL(std::string(), ids({}, {"ten_a", "usr_a", {"other"}}));
        CPPUNIT_ASSERT_EQUAL(std::string(), ids({}, {"ten_a", "usr_a", {}}));
    }

    void find_showsWhatTheListShows()
    {
        addVoice(cloned("mine", "a", VoiceScope::User));
        addVoice(cloned("colleague", "b", VoiceScope::User, "ten_a", "usr_b"));
        addVoice(cloned("ours", "d", VoiceScope::Tenant, "ten_a", "usr_b"));
        addVoice(cloned("theirs", "e", VoiceScope::Tenant, "ten_b", "usr_a"));
        addVoice(cloned("everyones", "f", VoiceScope::Global));
        _store->voices.upsertPresets({preset("p1", "a")});
        const std::vector<std::pair<std::string, bool>> table{
            {"mine", true},      {"colleague", false}, {"ours", true},        {"theirs", false},
            {"everyones", true}, {"p1", true},         {"absent", false},     {"", false},
            {"MINE", false},     {"\xff", false},      {"' OR '1'='1", false}};
        for (const auto& [id, visible] : table)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(id, visible, _store->voices.find(me, id).has_value());
        CPPUNIT_ASSERT(!_store->voices.find({"ten_a", "usr_a", {}}, "p1"));
    }

    void filter_language()
    {
        const auto speaking = [&](const std::string& id, const std::string& primary,
                                  const std::vector<std::string>& supported) {
            Voice voice = cloned(id, id, VoiceScope::Global);
            voice.languagePrimary = primary;
            voice.languageSupported = supported;
            addVoice(voice);
        };
        speaking("a", "en", {});
        speaking("b", "en-US", {"en-us"});
        speaking("c", "de", {"en-gb-x-rp", "fr"});
        speaking("d", "eng", {});
        speaking("e", "zh_TW", {});
        const std::vector<std::pair<std::string, std::string>> table{
            {"", "a b c d e "}, {"en", "a b c "}, {"EN", "a b c "}, {"en-us", "b "}, {"en_US", "b "},
            {"en-gb", "c "},    {"fr", "c "},     {"de", "c "},     {"eng", "d "},   {"zh-tw", "e "},
            {"zh", "e "},       {"e", ""},        {"us", ""},       {"en-", ""}};
        for (const auto& [language, expected] : table)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(language, expected,
                                         ids(tests::by(&core::VoiceFilter::language, language)));
    }

    void filter_scopeGenderStatus()
    {
        Voice female = cloned("u", "u", VoiceScope::User);
        female.genderHint = "female";
        addVoice(female);
        addVoice(failed(cloned("t", "t", VoiceScope::Tenant)));
        addVoice(cloned("g", "g", VoiceScope::Global));
        CPPUNIT_ASSERT_EQUAL(std::string("u "), ids(tests::by(&core::VoiceFilter::scope, VoiceScope::User)));
        CPPUNIT_ASSERT_EQUAL(std::string("t "),
                             ids(tests::by(&core::VoiceFilter::scope, VoiceScope::Tenant)));
        CPPUNIT_ASSERT_EQUAL(std::string("g "),
                             ids(tests::by(&core::VoiceFilter::scope, VoiceScope::Global)));
        CPPUNIT_ASSERT_EQUAL(std::string("u "), ids(tests::by(&core::VoiceFilter::gender, "female")));
        CPPUNIT_ASSERT_EQUAL(std::string("t g "), ids(tests::by(&core::VoiceFilter::gender, "unspecified")));
        CPPUNIT_ASSERT_EQUAL(std::string("t "),
                             ids(tests::by(&core::VoiceFilter::embeddingStatus, EmbeddingStatus::Failed)));
        CPPUNIT_ASSERT_EQUAL(std::string("u g "),
                             ids(tests::by(&core::VoiceFilter::embeddingStatus, EmbeddingStatus::Ready)));
        VoiceFilter both = tests::by(&core::VoiceFilter::scope, VoiceScope::User);
        both.gender = "male";
        CPPUNIT_ASSERT_EQUAL(std::string(), ids(both));
    }

    void filter_query()
    {
        Voice voice = cloned("a", "Ärger 100% _x_", VoiceScope::Global);
        voice.description = "A warm voice\\soft!";
        voice.styleTags = {"News", "Øre"};
        addVoice(voice);
        addVoice(cloned("b", "100 x", VoiceScope::Global));
        const std::vector<std::pair<std::string, std::string>> table{
            {"", "b a "},    {"ärGER", "a "}, {"ÄRGER", "a "}, {"WARM", "a "},   {"news", "a "},
            {"øre", "a "},   {"100", "b a "}, {"100%", "a "},  {"0%x", ""},      {"_x_", "a "},
            {"_", "a "},     {"%", "a "},     {"\\s", "a "},   {"\\", "a "},     {"!", "a "},
            {"soft!", "a "}, {"ft! ", ""},    {"arger", ""},   {"news øre", ""}, {"' OR '1'='1", ""},
            {"_x_ a", ""}};
        for (const auto& [search, expected] : table)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(search, expected, ids(tests::by(&core::VoiceFilter::query, search)));
    }

    void filter_refusesWhatCannotBe()
    {
        const auto fieldOf = [&](const VoiceFilter& filter) {
            const core::Failure failure = failureOf([&] { ids(filter); });
            CPPUNIT_ASSERT(failure.code() == core::ErrorCode::ValidationError);
            return failure.details().empty() ? std::string() : failure.details().front().field;
        };
        CPPUNIT_ASSERT_EQUAL(std::string("language"),
                             fieldOf(tests::by(&core::VoiceFilter::language, "en,de")));
        CPPUNIT_ASSERT_EQUAL(std::string("language"), fieldOf(tests::by(&core::VoiceFilter::language, "%")));
        CPPUNIT_ASSERT_EQUAL(std::string("q"),
                             fieldOf(tests::by(&core::VoiceFilter::query, std::string(2000, 'x'))));
        fieldOf(tests::by(&core::VoiceFilter::query, "\xff"));
        fieldOf(tests::by(&core::VoiceFilter::gender, std::string("a\0b", 3)));
    }

    void addMany(int count)
    {
        std::vector<Voice> presets;
        for (int number = 0; number < count; ++number) {
            const std::string digits = std::to_string(number);
            if (number % 10 == 0)
                addVoice(number % 20 == 0
                             ? cloned("c" + digits, "name " + std::to_string(number % 7), VoiceScope::User)
                             : failed(cloned("c" + digits, "Name", VoiceScope::Tenant)));
            else
                presets.push_back(preset("p" + digits, "Näme " + std::to_string(number % 13)));
        }
        _store->voices.upsertPresets(presets);
    }

    std::vector<std::string> walk(std::size_t limit)
    {
        std::vector<std::string> found;
        std::string cursor;
        do {
            const VoicePage page = _store->voices.list(me, {}, limit, cursor);
            CPPUNIT_ASSERT(!page.items.empty() && page.items.size() <= limit);
            for (const Voice& voice : page.items)
                found.push_back(voice.voiceId);
            CPPUNIT_ASSERT(page.nextCursor.empty() || page.nextCursor != cursor);
            cursor = page.nextCursor;
        } while (!cursor.empty());
        return found;
    }

    void pages_loseAndRepeatNothing()
    {
        constexpr int count = 500;
        addMany(count);
        const std::vector<std::string> found = walk(200);
        CPPUNIT_ASSERT_EQUAL(std::size_t{count}, found.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{count}, std::set<std::string>(found.begin(), found.end()).size());
        for (const std::size_t limit : {7, 50, 100, 125})
            CPPUNIT_ASSERT(found == walk(limit));
    }

    void pages_survivePlaceRowThatIsGone()
    {
        for (const char* id : {"a", "b", "c"})
            addVoice(cloned(id, id, VoiceScope::Global));
        const VoicePage first = _store->voices.list(me, {}, 2, "");
        CPPUNIT_ASSERT_EQUAL(std::string("a b "), idsOf(first));
        run("DELETE FROM voices WHERE voice_id = 'b'");
        CPPUNIT_ASSERT_EQUAL(std::string("c "), idsOf(_store->voices.list(me, {}, 2, first.nextCursor)));
    }

    void limit_isKeptInBounds()
    {
        addMany(250);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _store->voices.list(me, {}, 0, "").items.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{200}, _store->voices.list(me, {}, 100'000, "").items.size());
    }

    void cursor_damagedOrForeignIsRefused()
    {
        for (const char* id : {"a", "b", "c"})
            addVoice(cloned(id, id, VoiceScope::Global));
        const std::string good = _store->voices.list(me, {}, 1, "").nextCursor;
        const auto assertRefused = [&](const std::string& cursor, const VoiceVisibility& visibility,
                                       const VoiceFilter& filter) {
            const core::Failure failure =
                failureOf([&] { _store->voices.list(visibility, filter, 1, cursor); });
            CPPUNIT_ASSERT(failure.code() == core::ErrorCode::ValidationError);
            CPPUNIT_ASSERT_EQUAL(std::string("cursor"), failure.details().at(0).field);
        };
        for (std::size_t at = 0; at < good.size(); ++at) {
            std::string damaged = good;
            damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
            // The last character may carry bits that decode to nothing.
            if (at + 1 < good.size()) assertRefused(damaged, me, {});
        }
        for (const std::string& damaged :
             {std::string("x"), std::string("AAAA"), good.substr(0, good.size() / 2), good + good,
              std::string(" "), std::string("\xff\xfe"), std::string("a\0b", 3), std::string(100'000, 'A'),
              std::string("../../etc")})
            assertRefused(damaged, me, {});
        assertRefused(good, {"ten_b", "usr_a", me.engines}, {});
        assertRefused(good, me, tests::by(&core::VoiceFilter::language, "en"));
        assertRefused(good, me, tests::by(&core::VoiceFilter::query, "a"));
        CPPUNIT_ASSERT_EQUAL(std::string("b "),
                             idsOf(_store->voices.list({"ten_a", "usr_a", {}}, {}, 1, good)));
    }

    void metacharacters_areJustText()
    {
        const std::string nasty = "'); DROP TABLE voices; -- $1 % _ ! \\ \" \n";
        Voice voice = cloned("v" + nasty, nasty, VoiceScope::User, nasty + "t", nasty + "u");
        voice.description = nasty;
        voice.styleTags = {nasty};
        addVoice(voice);
        const VoiceVisibility owner{nasty + "t", nasty + "u", {nasty}};
        CPPUNIT_ASSERT_EQUAL(voice.voiceId + " ", ids(tests::by(&core::VoiceFilter::query, nasty), owner));
        CPPUNIT_ASSERT_EQUAL(std::string(), ids(tests::by(&core::VoiceFilter::gender, nasty), owner));
        CPPUNIT_ASSERT_EQUAL(nasty, _store->voices.find(owner, voice.voiceId)->displayName);
        CPPUNIT_ASSERT_EQUAL(std::string(), ids());
    }
};

SCAISPEAK_ON_BOTH_DATABASES(VoiceLists);

}  // namespace

#include "unit/backend_espeak/espeak_fixture.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace {

using namespace scaispeak::test;

class TestBackendEspeak : public EspeakFixture
{
    CPPUNIT_TEST_SUITE(TestBackendEspeak);
    // These two come first, while the library does not run yet.
    CPPUNIT_TEST(dataPath_missingIsRefusedWithTheKey);
    CPPUNIT_TEST(dataPath_withoutDataIsUnavailableWithARemedy);
    CPPUNIT_TEST(describe_namesEngineRateAndLanguages);
    CPPUNIT_TEST(voices_areListedOnceWithALanguage);
    CPPUNIT_TEST(voices_allSpeakAWord);
    CPPUNIT_TEST(sentence_hasAPlausibleLengthAndIsNotClipped);
    CPPUNIT_TEST(sentence_comesInManySmallWrites);
    CPPUNIT_TEST(marks_nameTheWordsOfTheText);
    CPPUNIT_TEST(marks_ofManyScriptsLieAtCharactersInOrder);
    CPPUNIT_TEST(marks_areNotLostAfterTheVoicesWereListed);
    CPPUNIT_TEST(speed_twiceIsAboutHalfAsLong);
    CPPUNIT_TEST(speed_beyondTheEnginesRangeIsHeldInIt);
    CPPUNIT_TEST(call_leavesNothingForTheNext);
    CPPUNIT_TEST(controlCharacters_changeNothingForTheNext);
    CPPUNIT_TEST(cancel_stopsWithinOneBuffer);
    CPPUNIT_TEST(closedSink_stopsAtOnceAndTheNextCallIsWhole);
    CPPUNIT_TEST(markup_isSpokenAsText);
    CPPUNIT_TEST(nothingToSay_isOkWithoutAudio);
    CPPUNIT_TEST(garbage_isOk);
    CPPUNIT_TEST(unknownVoice_isUnsupported);
    CPPUNIT_TEST(cloning_isUnsupported);
    CPPUNIT_TEST(volume_halvesThePeak);
    CPPUNIT_TEST(instances_shareTheLibrary);
    CPPUNIT_TEST(dataPath_otherThanTheRunningOneIsAConflict);
    CPPUNIT_TEST_SUITE_END();

private:
    void describe_namesEngineRateAndLanguages()
    {
        const scs_call call = _host.call();
        const auto take = [](void* ctx, const scs_engine* engine) -> scs_status {
            CPPUNIT_ASSERT_EQUAL(std::string("espeak-ng"), text(engine->name));
            CPPUNIT_ASSERT(engine->version.size > 0);
            CPPUNIT_ASSERT_EQUAL(SCS_ENGINE_PRESET | SCS_ENGINE_WORD_MARKS, engine->features);
            CPPUNIT_ASSERT_EQUAL(22050U, engine->sample_rates[0]);
            CPPUNIT_ASSERT_EQUAL(1U, engine->max_concurrency);
            for (std::uint64_t index = 0; index < engine->language_count; ++index)
                static_cast<std::set<std::string>*>(ctx)->insert(text(engine->languages[index]));
            return SCS_OK;
        };
        std::set<std::string> languages;
        CPPUNIT_ASSERT_EQUAL(SCS_OK, _backend->describe(instance(), &call, take, &languages, nullptr));
        for (const std::string& language : list().languages)
            CPPUNIT_ASSERT_MESSAGE(language, languages.count(language) == 1);
        CPPUNIT_ASSERT_EQUAL(std::int32_t{SCS_THREADING_PLUGIN}, _file.descriptor().threading);
        CPPUNIT_ASSERT_EQUAL(std::string("espeak-ng"), text(_file.descriptor().exclusive_group));
    }

    void voices_areListedOnceWithALanguage()
    {
        const Listed listed = list();
        CPPUNIT_ASSERT(listed.complete);
        CPPUNIT_ASSERT(listed.names.size() > 100);
        for (const char* name : {"gmw/en-US", "gmw/en", "gmw/de", "roa/fr", "jpx/ja"})
            CPPUNIT_ASSERT_MESSAGE(name, listed.names.count(name) == 1);
        for (const std::string& name : listed.names)
            CPPUNIT_ASSERT_MESSAGE(name, !name.starts_with("mb/") && name.find('+') == std::string::npos);
    }

    void voices_allSpeakAWord()
    {
        for (const std::string& name : list().names)
            CPPUNIT_ASSERT_MESSAGE(name, framesOf("radio 7", 0, name) > 2000);
    }

    void sentence_hasAPlausibleLengthAndIsNotClipped()
    {
        Spoken spoken;
        say(sentence, spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
        CPPUNIT_ASSERT_EQUAL(1, spoken.sink.begins);
        CPPUNIT_ASSERT_EQUAL(22050U, spoken.sink.sampleRate);
        const auto samples = spoken.sink.samples();
        CPPUNIT_ASSERT(samples.size() > 3 * 22050 && samples.size() < 5 * 22050);
        const auto [lowest, highest] = std::minmax_element(samples.begin(), samples.end());
        CPPUNIT_ASSERT(*highest > 8000 && *highest < 32767);
        CPPUNIT_ASSERT(*lowest < -8000 && *lowest > -32768);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{sentence.size()}, spoken.result.chars_done);
    }

    void sentence_comesInManySmallWrites()
    {
        Spoken spoken;
        say(sentence, spoken);
        CPPUNIT_ASSERT(spoken.sink.bytes.size() / static_cast<std::size_t>(spoken.sink.writes) <=
                       2 * 22050 / 10);
    }

    void marks_nameTheWordsOfTheText()
    {
        const std::string_view words = "H\xC3\xA9llo w\xC3\xB6rld. Second \xE2\x80\x93 part!";
        Spoken spoken;
        say(words, spoken);
        std::vector<std::string> marked;
        std::vector<std::uint64_t> sentences;
        for (const RecordedEvent& event : spoken.sink.events) {
            CPPUNIT_ASSERT(event.frame * 2 >= event.bytesBefore);
            if (event.kind == SCS_EVENT_WORD) marked.emplace_back(words.substr(event.offset, event.length));
            if (event.kind == SCS_EVENT_SENTENCE) sentences.push_back(event.offset);
        }
        const std::vector<std::string> expected{"H\xC3\xA9llo", "w\xC3\xB6rld", "Second", "part"};
        CPPUNIT_ASSERT(marked == expected);
        CPPUNIT_ASSERT((sentences == std::vector<std::uint64_t>{0, 15}));
    }

    void marks_ofManyScriptsLieAtCharactersInOrder()
    {
        for (const std::string_view words :
             {std::string_view("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E and na\xC3\xAFve \xF0\x9F\x98\x80 word "
                               "42 \xE2\x82\xAC"
                               "5, 1,234,567.89 e.g. 3rd http://a.b"),
              std::string_view("e\xCC\x81 a\xE2\x80\x8B"
                               "b \t x\n\ny\xC2\xA0z"),
              std::string_view("don't well-known U.S.A.")}) {
            Spoken spoken;
            say(words, spoken);
            CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
            std::uint64_t end = 0;
            int marks = 0;
            for (const RecordedEvent& event : spoken.sink.events) {
                if (event.kind != SCS_EVENT_WORD) continue;
                ++marks;
                CPPUNIT_ASSERT(event.offset >= end && event.length > 0);
                CPPUNIT_ASSERT(words[event.offset] != ' ' && words[event.offset] != '\n');
                end = event.offset + event.length;
                CPPUNIT_ASSERT(end <= words.size());
                CPPUNIT_ASSERT((static_cast<unsigned char>(words[event.offset]) & 0xC0U) != 0x80U);
                CPPUNIT_ASSERT(end == words.size() ||
                               (static_cast<unsigned char>(words[end]) & 0xC0U) != 0x80U);
                CPPUNIT_ASSERT(event.frame * 2 >= event.bytesBefore);
            }
            CPPUNIT_ASSERT(marks >= 3);
        }
    }

    void marks_areNotLostAfterTheVoicesWereListed()
    {
        const PluginInstance fresh(_file, _host);
        Spoken spoken;
        speak(*_backend, fresh.get(), _host, english, "Hello there", spoken);
        CPPUNIT_ASSERT(!spoken.sink.events.empty());
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, spoken.sink.events[0].offset);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, spoken.sink.events.size());
    }

    void speed_twiceIsAboutHalfAsLong()
    {
        const std::size_t normal = framesOf(sentence);
        assertNear(normal / 2, framesOf(sentence, 2.0), 0.1);
        assertNear(normal * 2, framesOf(sentence, 0.5), 0.1);
        assertNear(normal, framesOf(sentence, 1.0), 0.02);
    }

    void speed_beyondTheEnginesRangeIsHeldInIt()
    {
        const PluginInstance fast(_file, _host, R"({"words_per_minute": 400})");
        Spoken spoken;
        speak(*_backend, fast.get(), _host, english, sentence, spoken, 2.0);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
        CPPUNIT_ASSERT(spoken.result.frames > framesOf(sentence) / 4);
        CPPUNIT_ASSERT(spoken.result.frames < framesOf(sentence) / 2);
    }

    void call_leavesNothingForTheNext()
    {
        const std::size_t alone = framesOf(sentence);
        framesOf("Ganz andere Worte, schnell gesprochen", 2.0, "gmw/de");
        assertNear(alone, framesOf(sentence), 0.02);
        const std::size_t german = framesOf("Guten Tag", 0, "gmw/de");
        framesOf(sentence);
        assertNear(german, framesOf("Guten Tag", 0, "gmw/de"), 0.05);
    }

    void controlCharacters_changeNothingForTheNext()
    {
        const std::size_t alone = framesOf(sentence);
        framesOf(
            "a \x01+90S \x01"
            "10A \x01"
            "99P \x01+1Y\x02 b");
        assertNear(alone, framesOf(sentence), 0.02);
        const std::size_t spaces = framesOf("a  b c");
        assertNear(spaces,
                   framesOf(std::string_view("a \0b\x7F"
                                             "c",
                                             6)),
                   0.05);
    }

    void cancel_stopsWithinOneBuffer()
    {
        Spoken spoken;
        _host.stopCalls(SCS_CANCELLED, 5);
        say(sentence, spoken);
        _host.resumeCalls();
        CPPUNIT_ASSERT_EQUAL(SCS_CANCELLED, spoken.status);
        CPPUNIT_ASSERT(spoken.sink.writes <= 5);
        CPPUNIT_ASSERT(spoken.result.chars_done < sentence.size());
    }

    void closedSink_stopsAtOnceAndTheNextCallIsWhole()
    {
        const std::size_t alone = framesOf("Hello there");
        Spoken spoken;
        spoken.sink.stopAfterWrites = 3;
        say(sentence, spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, spoken.status);
        CPPUNIT_ASSERT_EQUAL(4, spoken.sink.writes);
        Spoken next;
        say("Hello there", next);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, next.status);
        assertNear(alone, next.sink.bytes.size() / 2, 0.05);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, next.sink.events.at(0).offset);
    }

    void markup_isSpokenAsText()
    {
        CPPUNIT_ASSERT(framesOf("<break time=\"3s\"/>hello") < framesOf("hello") + 3 * 22050);
        CPPUNIT_ASSERT(framesOf("<break strength='none'/>hello") > 2 * framesOf("hello"));
        CPPUNIT_ASSERT(framesOf("&lt;hello&gt;") > framesOf("hello") * 3 / 2);
        CPPUNIT_ASSERT(framesOf("[[h@l'oU]]") > framesOf("hello") * 3 / 2);
    }

    void nothingToSay_isOkWithoutAudio()
    {
        for (const char* text : {"...", "   ", "\n", "\x07", " . "}) {
            Spoken spoken;
            say(text, spoken);
            CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, 0, spoken.sink.begins);
            CPPUNIT_ASSERT(spoken.sink.events.empty());
        }
    }

    void garbage_isOk()
    {
        for (const std::string_view text :
             {std::string_view("\xFF\xFE hi"), std::string_view("\xC3"), std::string_view("\xED\xA0\x80 x"),
              std::string_view("\0", 1), std::string_view("\xF0\x9F\x98"), std::string_view("\xC0\xAF")}) {
            Spoken spoken;
            say(text, spoken);
            CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
        }
    }

    void unknownVoice_isUnsupported()
    {
        for (const char* voice :
             {"", "en-us", "English (America)", "gmw/en-US+f3", "mb/mb-de1", "../../etc/passwd"}) {
            Spoken spoken;
            say("hello", spoken, 0, voice);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(voice, SCS_UNSUPPORTED, spoken.status);
            CPPUNIT_ASSERT_EQUAL(std::string("backend-espeak.unknown_voice"), spoken.error.reason);
        }
    }

    void cloning_isUnsupported()
    {
        scs_synthesis_request request{};
        request.struct_size = sizeof request;
        request.text = raw("hello");
        request.design_prompt = raw("a calm voice");
        Spoken spoken;
        const scs_call call = _host.call();
        CPPUNIT_ASSERT_EQUAL(SCS_UNSUPPORTED,
                             _backend->synthesize(instance(), &call, &request, spoken.sink.raw(),
                                                  &spoken.result, spoken.error.raw()));
    }

    void volume_halvesThePeak()
    {
        const PluginInstance quiet(_file, _host, R"({"volume": 50})");
        Spoken loud, soft;
        say(sentence, loud);
        speak(*_backend, quiet.get(), _host, english, sentence, soft);
        const auto peak = [](const std::vector<std::int16_t>& samples) {
            return static_cast<double>(*std::max_element(samples.begin(), samples.end()));
        };
        CPPUNIT_ASSERT_DOUBLES_EQUAL(0.5, peak(soft.sink.samples()) / peak(loud.sink.samples()), 0.15);
    }

    void instances_shareTheLibrary()
    {
        CPPUNIT_ASSERT(framesOf("hello") > 5000);
        const auto second = std::make_unique<PluginInstance>(_file, _host);
        _instance.reset();
        Spoken spoken;
        speak(*_backend, second->get(), _host, english, "hello", spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
        CPPUNIT_ASSERT(!spoken.sink.bytes.empty());
        CPPUNIT_ASSERT(framesOf("hello") > 5000);
    }

    void dataPath_missingIsRefusedWithTheKey()
    {
        CapturedError error;
        CPPUNIT_ASSERT_EQUAL(SCS_INVALID_ARGUMENT, createStatus(R"({"data_path": "/nonexistent"})", error));
        CPPUNIT_ASSERT(error.publicMessage.find("data_path") != std::string::npos);
    }

    void dataPath_withoutDataIsUnavailableWithARemedy()
    {
        char folder[] = "/tmp/espeak-XXXXXX";
        CPPUNIT_ASSERT(mkdtemp(folder) != nullptr);
        CapturedError error;
        const scs_status status = createStatus(R"({"data_path": ")" + std::string(folder) + "\"}", error);
        std::filesystem::remove_all(folder);
        CPPUNIT_ASSERT_EQUAL(SCS_UNAVAILABLE, status);
        CPPUNIT_ASSERT(error.publicMessage.find("espeak-ng-data") != std::string::npos);
        const PluginInstance works(_file, _host);
        Spoken spoken;
        speak(*_backend, works.get(), _host, english, "hello", spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
    }

    void dataPath_otherThanTheRunningOneIsAConflict()
    {
        instance();
        CapturedError error;
        CPPUNIT_ASSERT_EQUAL(SCS_CONFLICT, createStatus(R"({"data_path": "/tmp"})", error));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestBackendEspeak);

}  // namespace

#include "support/plugin_file.hpp"
#include "support/recording_sink.hpp"
#include "unit/backend_relay/answering_relay.hpp"
#include "unit/backend_relay/deaf_listener.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <chrono>
#include <functional>
#include <map>

namespace {

using namespace scaispeak::test;
using scaispeak::tests::AnsweringRelay;
using scaispeak::tests::DeafListener;

const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nContent-Length: ";

void waitFor(const std::function<bool()>& happened)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!happened() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    CPPUNIT_ASSERT(happened());
}

/// The built plugin, by its C tables.
class TestPlugin : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPlugin);
    CPPUNIT_TEST(notSetUp_isDownAndListsWhatItWillSpeak);
    CPPUNIT_TEST(voices_areOwnPresetsAndMappedOnes);
    CPPUNIT_TEST(mappedVoice_isAskedForByItsId);
    CPPUNIT_TEST(unknownVoice_isRefusedWithoutACall);
    CPPUNIT_TEST(cancel_endsTheCallAndItsConnection);
    CPPUNIT_TEST(cancel_ofNoCallIsHarmless);
    CPPUNIT_TEST(fullRelay_isNotAskedAndCallersHearWhatIsLeftOfItsTime);
    CPPUNIT_TEST(credentialRefused_isDownUntilItIsTriedAgain);
    CPPUNIT_TEST(relayThatTakesNoConnection_isGivenUpAfterConnectS);
    CPPUNIT_TEST_SUITE_END();

    // The instance ends before its relay, whose one thread may wait for its connections.
    AnsweringRelay _relay;
    FakePluginHost _host;
    PluginFile _file{PLUGIN};
    const scs_backend* _backend = _file.interface<scs_backend>(SCS_BACKEND_1);
    PluginInstance _instance{_file, _host, _relay.config()};

    std::map<std::string, std::string> listed(void* instance)
    {
        std::map<std::string, std::string> voices;
        const scs_call call = _host.call();
        const auto take = [](void* ctx, const scs_voice* voice) -> scs_status {
            static_cast<std::map<std::string, std::string>*>(ctx)->emplace(text(voice->name),
                                                                           text(voice->language));
            return SCS_OK;
        };
        CPPUNIT_ASSERT_EQUAL(SCS_OK, _backend->list_voices(instance, &call, take, &voices, nullptr));
        return voices;
    }

    void notSetUp_isDownAndListsWhatItWillSpeak()
    {
        const PluginInstance bare(_file, _host, R"({"voices": {"narrator": "alloy"}, "languages": ["nl"]})");
        std::array<char, 64> word{};
        scs_health health{};
        health.struct_size = sizeof health;
        health.reason = {word.data(), word.size(), 0};
        CPPUNIT_ASSERT_EQUAL(SCS_OK, _backend->health(bare.get(), &health));
        CPPUNIT_ASSERT_EQUAL(SCS_HEALTH_DOWN, health.state);
        CPPUNIT_ASSERT_EQUAL(std::string("relay_credentials_missing"),
                             std::string(word.data(), health.reason.size));
        CPPUNIT_ASSERT((listed(bare.get()) == std::map<std::string, std::string>{{"narrator", "nl"}}));
        Spoken spoken;
        speak(*_backend, bare.get(), _host, "narrator", "Good day.", spoken);
        CPPUNIT_ASSERT_EQUAL(std::string("relay_credentials_missing"), spoken.error.reason);
    }

    void voices_areOwnPresetsAndMappedOnes()
    {
        const auto voices = listed(_instance.get());
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, voices.size());
        CPPUNIT_ASSERT(voices.contains("narrator") && voices.contains("voc_k7ymjwtbyzgundhmxjrx"));
    }

    void mappedVoice_isAskedForByItsId()
    {
        _relay.answer(head + "4\r\n\r\nabcd");
        Spoken spoken;
        speak(*_backend, _instance.get(), _host, "voc_k7ymjwtbyzgundhmxjrx", "Good day.", spoken);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(spoken.error.internalMessage, SCS_OK, spoken.status);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, spoken.result.frames);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{9}, spoken.result.chars_done);
    }

    void unknownVoice_isRefusedWithoutACall()
    {
        Spoken spoken;
        speak(*_backend, _instance.get(), _host, "voc_aaaaaaaaaaaaaaaaaaaa", "Good day.", spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_UNSUPPORTED, spoken.status);
        CPPUNIT_ASSERT_EQUAL(std::string("voice_not_supported"), spoken.error.reason);
        CPPUNIT_ASSERT_EQUAL(0, _relay.asked());
    }

    void cancel_endsTheCallAndItsConnection()
    {
        for (const std::string& answer : {std::string(), head + "400\r\n\r\nabcd"}) {
            const int before = _relay.asked();
            _relay.answer(answer, true);
            Spoken spoken;
            std::thread caller(
                [&] { speak(*_backend, _instance.get(), _host, "narrator", "Good day.", spoken); });
            waitFor([&] { return _relay.asked() > before; });
            _backend->cancel(_instance.get(), raw("req-1"));
            caller.join();
            CPPUNIT_ASSERT_EQUAL(SCS_CANCELLED, spoken.status);
            waitFor([&] { return _relay.left() == _relay.asked(); });
        }
        _relay.answer(head + "4\r\n\r\nabcd");
        Spoken spoken;
        speak(*_backend, _instance.get(), _host, "narrator", "Good day.", spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
    }

    void relayThatTakesNoConnection_isGivenUpAfterConnectS()
    {
        const DeafListener deaf;
        const PluginInstance instance(
            _file, _host,
            R"({"api_key": "k", "model": "m", "voices": {"narrator": "alloy"}, "url": ")" + deaf.url() +
                R"(", "connect_s": 0.3})");
        const auto begin = std::chrono::steady_clock::now();
        Spoken spoken;
        speak(*_backend, instance.get(), _host, "narrator", "Good day.", spoken);
        const auto took = std::chrono::steady_clock::now() - begin;
        CPPUNIT_ASSERT_EQUAL(SCS_UNAVAILABLE, spoken.status);
        CPPUNIT_ASSERT_EQUAL(std::string("relay_unreachable"), spoken.error.reason);
        // Without the setting it would be two seconds.
        CPPUNIT_ASSERT(took >= std::chrono::milliseconds(290) && took < std::chrono::milliseconds(1'900));
    }

    std::string wordOfHealth()
    {
        std::array<char, 64> word{};
        scs_health health{};
        health.struct_size = sizeof health;
        health.reason = {word.data(), word.size(), 0};
        CPPUNIT_ASSERT_EQUAL(SCS_OK, _backend->health(_instance.get(), &health));
        if (health.state == SCS_HEALTH_OK) return "";
        return {word.data(), health.reason.size};
    }

    void fullRelay_isNotAskedAndCallersHearWhatIsLeftOfItsTime()
    {
        for (const std::string& named : {std::string("30"), std::string("Wed, 21 Oct 2099 07:28:00 GMT")}) {
            const PluginInstance instance(_file, _host, _relay.config());
            _relay.answer("HTTP/1.1 429 Slow\r\nContent-Length: 0\r\nRetry-After: " + named + "\r\n\r\n");
            const int before = _relay.asked();
            for (int call = 0; call < 7; ++call) {
                Spoken spoken;
                speak(*_backend, instance.get(), _host, "narrator", "Good day.", spoken);
                CPPUNIT_ASSERT_EQUAL(SCS_OVERLOADED, spoken.status);
                CPPUNIT_ASSERT_EQUAL(std::string("saturated"), spoken.error.reason);
                const std::chrono::nanoseconds wait(spoken.error.retryAfterNs);
                CPPUNIT_ASSERT(wait > std::chrono::seconds(10) && wait <= std::chrono::hours(24));
            }
            CPPUNIT_ASSERT_EQUAL(before + 5, _relay.asked());
        }
    }

    void credentialRefused_isDownUntilItIsTriedAgain()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), wordOfHealth());
        _relay.answer("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
        const int before = _relay.asked();
        for (int call = 0; call < 3; ++call) {
            Spoken spoken;
            speak(*_backend, _instance.get(), _host, "narrator", "Good day.", spoken);
            CPPUNIT_ASSERT_EQUAL(SCS_UNAVAILABLE, spoken.status);
            CPPUNIT_ASSERT_EQUAL(std::string("relay_credentials_missing"), spoken.error.reason);
            CPPUNIT_ASSERT_EQUAL(std::string("relay_credentials_missing"), wordOfHealth());
        }
        CPPUNIT_ASSERT_EQUAL(before + 1, _relay.asked());
    }

    void cancel_ofNoCallIsHarmless()
    {
        _backend->cancel(_instance.get(), raw("req-1"));
        _relay.answer(head + "4\r\n\r\nabcd");
        Spoken spoken;
        speak(*_backend, _instance.get(), _host, "narrator", "Good day.", spoken);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
        _backend->cancel(_instance.get(), raw("req-1"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPlugin);

}  // namespace

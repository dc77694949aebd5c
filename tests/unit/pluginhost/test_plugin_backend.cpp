#include "backend_fixture.hpp"
#include "pluginhost/sink_session.hpp"
#include "refusal.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <thread>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;
using core::SynthesisStatus;

class TestPluginBackend : public BackendFixture
{
    CPPUNIT_TEST_SUITE(TestPluginBackend);
    CPPUNIT_TEST(describe_isAskedOnceAndKept);
    CPPUNIT_TEST(describe_ofOneCallAtATimeHasAConcurrencyOfOne);
    CPPUNIT_TEST(describe_thatBreaksTheRulesIsRefused);
    CPPUNIT_TEST(voices_areReadAndBadOnesLeftOut);
    CPPUNIT_TEST(voices_beyondTheLimitAreLeftOutAndTold);
    CPPUNIT_TEST(voices_failureIsThrown);
    CPPUNIT_TEST(request_carriesWhatWasGivenAndNothingElse);
    CPPUNIT_TEST(request_referenceIsReadOnDemand);
    CPPUNIT_TEST(gate_callThatWaitsLeavesPromptlyWhenCancelled);
    CPPUNIT_TEST(gate_instancesOfOneGroupNeverOverlap);
    CPPUNIT_TEST(cancel_passesTheGate);
    CPPUNIT_TEST(health_isReadOutsideTheGate);
    CPPUNIT_TEST(health_ofAFullEngineSaysForHowLong);
    CPPUNIT_TEST(health_thatFailsIsDown);
    CPPUNIT_TEST(call_afterCloseIsUnavailable);
    CPPUNIT_TEST_SUITE_END();

    void describe_isAskedOnceAndKept()
    {
        int asked = 0;
        _plugin.describe = [&](const scs_call*, scs_emit_engine emit, void* context, scs_error*) {
            ++asked;
            scs_engine engine = fakes::Plugin::tiny();
            const scs_str languages[] = {SCS_LITERAL("en-us"), SCS_LITERAL("de")};
            const std::uint32_t rates[] = {22'050};
            engine.languages = languages;
            engine.language_count = 2;
            engine.sample_rates = rates;
            engine.sample_rate_count = 1;
            engine.features |= SCS_ENGINE_CLONE_FULL | SCS_ENGINE_WORD_MARKS;
            return emit(context, &engine);
        };
        const auto made = backend();
        const core::EngineDescription engine = *made->describe();
        made->describe();
        CPPUNIT_ASSERT_EQUAL(1, asked);
        CPPUNIT_ASSERT_EQUAL(std::string("tiny"), engine.name);
        CPPUNIT_ASSERT((engine.languages == std::vector<std::string>{"en-us", "de"}));
        CPPUNIT_ASSERT(engine.sampleRates == std::vector<std::uint32_t>{22'050});
        CPPUNIT_ASSERT(engine.preset && engine.clone == core::CloneFeature::Full && engine.wordMarks &&
                       !engine.ssml);
        CPPUNIT_ASSERT_EQUAL(8U, engine.maxConcurrency);
    }

    void describe_ofOneCallAtATimeHasAConcurrencyOfOne()
    {
        CPPUNIT_ASSERT_EQUAL(1U, backend(std::make_shared<Gate>())->describe()->maxConcurrency);
    }

    void refusedWith(const char* reason, std::function<scs_status(scs_emit_engine, void*)> describe)
    {
        _plugin.describe = [&](const scs_call*, scs_emit_engine emit, void* context, scs_error*) {
            return describe(emit, context);
        };
        assertRefused(LoadStep::Describe, {reason}, [&] { backend(); });
    }

    void describe_thatBreaksTheRulesIsRefused()
    {
        refusedWith("status 21", [](auto...) { return SCS_INTERNAL; });
        refusedWith("emitted 0 engines", [](auto...) { return SCS_OK; });
        refusedWith("emitted 2 engines", [](scs_emit_engine emit, void* context) {
            const scs_engine engine = fakes::Plugin::tiny();
            emit(context, &engine);
            return emit(context, &engine);
        });
        refusedWith("NULL or of a wrong struct_size",
                    [](scs_emit_engine emit, void* context) { return emit(context, nullptr); });
        const auto changed = [this](const char* reason, auto change) {
            refusedWith(reason, [&](scs_emit_engine emit, void* context) {
                scs_engine engine = fakes::Plugin::tiny();
                change(engine);
                return emit(context, &engine);
            });
        };
        const scs_str language = SCS_LITERAL("EN_us");
        const std::uint32_t rate = 4'000;
        changed("no name", [](scs_engine& engine) { engine.name = {}; });
        changed("without '/'", [](scs_engine& engine) { engine.name = SCS_LITERAL("a/b"); });
        changed("lower case",
                [&](scs_engine& engine) { engine.languages = &language, engine.language_count = 1; });
        changed("8000 to 192000",
                [&](scs_engine& engine) { engine.sample_rates = &rate, engine.sample_rate_count = 1; });
        changed("languages", [](scs_engine& engine) { engine.language_count = 1; });
    }

    static scs_voice voice(std::string_view name)
    {
        scs_voice voice = {};
        voice.struct_size = sizeof voice;
        voice.name = fakes::Plugin::text(name);
        voice.language = SCS_LITERAL("en-us");
        voice.gender = SCS_GENDER_FEMALE;
        return voice;
    }

    void voices_areReadAndBadOnesLeftOut()
    {
        _plugin.listVoices = [](const scs_call*, scs_emit_voice emit, void* context, scs_error*) {
            for (const char* name : {"one", "two", "two", ""}) {
                const scs_voice item = voice(name);
                CPPUNIT_ASSERT_EQUAL(SCS_OK, emit(context, &item));
            }
            return SCS_OK;
        };
        const auto voices = backend()->listVoices();
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, voices.size());
        CPPUNIT_ASSERT_EQUAL(std::string("one"), voices[0].displayName);
        CPPUNIT_ASSERT_EQUAL(std::string("female"), voices[0].gender);
        CPPUNIT_ASSERT(voices[0].languages == std::vector<std::string>{"en-us"});
        CPPUNIT_ASSERT(_host.logger.has(
            "plugin_fault plugin=backend-fake fault=voice_left_out detail=the voice two comes twice"));
    }

    void voices_beyondTheLimitAreLeftOutAndTold()
    {
        _plugin.listVoices = [](const scs_call*, scs_emit_voice emit, void* context, scs_error*) {
            for (int number = 0; number < 10'050; ++number) {
                const std::string name = "v" + std::to_string(number);
                const scs_voice item = voice(name);
                CPPUNIT_ASSERT_EQUAL(number < 10'000 ? SCS_OK : SCS_CLOSED, emit(context, &item));
            }
            return SCS_OK;
        };
        CPPUNIT_ASSERT_EQUAL(std::size_t{10'000}, backend()->listVoices().size());
        CPPUNIT_ASSERT(_host.logger.has("fault=voices_left_out detail=it has more than 10000 voices"));
    }

    void voices_failureIsThrown()
    {
        _plugin.listVoices = [](auto...) { return SCS_UNAVAILABLE; };
        CPPUNIT_ASSERT_THROW(backend()->listVoices(), core::Failure);
    }

    void request_carriesWhatWasGivenAndNothingElse()
    {
        core::SynthesisRequest given = request("Hi");
        given.traceparent = "00-a-b-01";
        given.speed = 0;
        given.normalizeText = true;
        given.warmupTrimMs = 3;
        given.accept = {core::Encoding::Mp3, core::Encoding::PcmS16};
        given.timeLeft = std::chrono::hours(1);
        int calls = 0;
        _plugin.synthesize = [&](const scs_call* call, const scs_synthesis_request* got,
                                 const scs_audio_sink*, scs_synthesis_result*, scs_error*) {
            ++calls;
            CPPUNIT_ASSERT_EQUAL(std::string("req_1"),
                                 std::string(call->request_id.data, call->request_id.size));
            CPPUNIT_ASSERT_EQUAL(std::string("00-a-b-01"),
                                 std::string(call->traceparent.data, call->traceparent.size));
            CPPUNIT_ASSERT(call->time_left_ns > 0);
            CPPUNIT_ASSERT_EQUAL(SCS_SET_SPEED | SCS_SET_NORMALIZE_TEXT | SCS_SET_WARMUP_TRIM,
                                 got->set_fields);
            CPPUNIT_ASSERT_EQUAL(std::int64_t{3'000'000}, got->warmup_trim_ns);
            CPPUNIT_ASSERT(got->reference == nullptr && got->design_prompt.size == 0 &&
                           got->engine_voice.size == 3);
            CPPUNIT_ASSERT(got->accept_count == 2 && got->accept[0] == SCS_ENCODING_MP3 &&
                           got->accept[1] == SCS_ENCODING_PCM_S16);
            return SCS_OK;
        };
        CPPUNIT_ASSERT(backend()->synthesize(given, _sink, _cancellation).status == SynthesisStatus::Ok);
        CPPUNIT_ASSERT_EQUAL(1, calls);
    }

    struct Clip : core::ReferenceClip
    {
        std::array<std::uint8_t, 32> bytes{1, 2, 3};
        std::string words = "what is said";
        bool down = false;
        std::span<const std::uint8_t, 32> key() const override { return bytes; }
        std::uint32_t sampleRate() const override { return 16'000; }
        std::uint64_t frames() const override { return 2; }
        const std::string& transcript() const override { return words; }
        std::size_t read(std::uint64_t offset, std::span<std::byte> out) const override
        {
            if (down) throw core::Failure(core::ErrorCode::StorageUnavailable, "gone");
            const std::size_t count = offset < 4 ? std::min<std::size_t>(4 - offset, out.size()) : 0;
            std::fill_n(out.begin(), count, std::byte{9});
            return count;
        }
    };

    void request_referenceIsReadOnDemand()
    {
        const auto clip = std::make_shared<Clip>();
        core::SynthesisRequest given = request();
        given.engineVoice.clear();
        given.reference = clip;
        void* kept = nullptr;
        _plugin.synthesize = [&](const scs_call*, const scs_synthesis_request* got, const scs_audio_sink*,
                                 scs_synthesis_result*, scs_error*) {
            const scs_reference& reference = *got->reference;
            kept = reference.ctx;
            std::array<std::uint8_t, 8> data{};
            std::uint64_t size = 0;
            CPPUNIT_ASSERT(reference.sample_rate == 16'000 && reference.key.size == 32 &&
                           reference.key.data[1] == 2);
            CPPUNIT_ASSERT_EQUAL(SCS_OK, reference.read(reference.ctx, 1, data.data(), data.size(), &size));
            CPPUNIT_ASSERT(size == 3 && data[2] == 9 && data[3] == 0);
            CPPUNIT_ASSERT_EQUAL(SCS_INVALID_ARGUMENT, reference.read(reference.ctx, 0, nullptr, 4, &size));
            clip->down = true;
            CPPUNIT_ASSERT_EQUAL(SCS_UNAVAILABLE, reference.read(reference.ctx, 0, data.data(), 4, &size));
            return SCS_OK;
        };
        const auto made = backend();
        CPPUNIT_ASSERT(made->synthesize(given, _sink, _cancellation).status == SynthesisStatus::Ok);
        std::uint64_t size = 0;
        std::uint8_t byte = 0;
        CPPUNIT_ASSERT_EQUAL(SCS_CLOSED, SinkSession::readReference(kept, 0, &byte, 1, &size));
    }

    void gate_callThatWaitsLeavesPromptlyWhenCancelled()
    {
        const auto gate = std::make_shared<Gate>();
        const auto made = backend(gate);
        bool called = false;
        _plugin.synthesize = [&](auto...) {
            called = true;
            return SCS_OK;
        };
        gate->enter({});
        core::SynthesisOutcome outcome;
        std::thread caller([&] { outcome = made->synthesize(request(), _sink, _cancellation); });
        while (gate->waiting() == 0)
            std::this_thread::yield();
        _cancellation.stop(core::StopReason::Cancelled);
        made->cancel("req_1");
        caller.join();
        gate->leave();
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Cancelled && !called);
    }

    void gate_instancesOfOneGroupNeverOverlap()
    {
        const auto gate = std::make_shared<Gate>();
        std::atomic<int> inside{0};
        std::atomic<int> calls{0};
        const auto work = [&](auto...) {
            CPPUNIT_ASSERT_EQUAL(0, inside.fetch_add(1));
            std::this_thread::yield();
            ++calls;
            inside.fetch_sub(1);
            return SCS_OK;
        };
        fakes::Plugin second;
        _plugin.synthesize = work;
        second.synthesize = work;
        PluginBackend one(_plugin.instance(_host, gate));
        PluginBackend two(second.instance(_host, gate));
        const auto speakOften = [&](PluginBackend& backend) {
            fakes::Sink sink;
            for (int count = 0; count < 200; ++count)
                backend.synthesize(request(), sink, _cancellation);
        };
        std::thread a([&] { speakOften(one); });
        std::thread b([&] { speakOften(two); });
        a.join();
        b.join();
        CPPUNIT_ASSERT_EQUAL(400, calls.load());
    }

    void cancel_passesTheGate()
    {
        const auto gate = std::make_shared<Gate>();
        const auto made = backend(gate);
        std::string cancelled;
        _plugin.cancel = [&](scs_str id) { cancelled.assign(id.data, id.size); };
        gate->enter({});
        made->cancel("req_7");
        gate->leave();
        CPPUNIT_ASSERT_EQUAL(std::string("req_7"), cancelled);
        _plugin.cancel = [](scs_str) { throw 7; };
        made->cancel("req_7");
        CPPUNIT_ASSERT(_host.logger.has("fault=exception detail=cancel threw"));
    }

    void health_isReadOutsideTheGate()
    {
        _plugin.health = [](scs_health* health) {
            health->state = SCS_HEALTH_DOWN;
            std::copy_n("relay_unreachable", 17, health->reason.data);
            health->reason.size = 17;
            std::copy_n("no answer", 9, health->message.data);
            health->message.size = 9;
            return SCS_OK;
        };
        const auto gate = std::make_shared<Gate>();
        const auto made = backend(gate);
        gate->enter({});
        const core::BackendHealth health = made->health();
        gate->leave();
        CPPUNIT_ASSERT(!health.ok);
        CPPUNIT_ASSERT_EQUAL(std::string("relay_unreachable"), health.reason);
        CPPUNIT_ASSERT_EQUAL(std::string("no answer"), health.message);
    }

    void health_ofAFullEngineSaysForHowLong()
    {
        _plugin.health = [](scs_health* health) {
            health->state = SCS_HEALTH_DOWN;
            std::copy_n("saturated", 9, health->reason.data);
            health->reason.size = 9;
            return SCS_OK;
        };
        const auto made = backend();
        CPPUNIT_ASSERT(!made->health().retryAfter.has_value());
        _plugin.synthesize = [this](const scs_call*, const scs_synthesis_request*, const scs_audio_sink*,
                                    scs_synthesis_result*, scs_error* error) {
            scs_error_info info{};
            info.struct_size = sizeof info;
            info.retry_after_ns = std::chrono::nanoseconds(std::chrono::hours(1)).count();
            _plugin.host->error_set(_plugin.host->ctx, error, &info);
            return SCS_OVERLOADED;
        };
        made->synthesize(request(), _sink, _cancellation);
        const auto left = made->health().retryAfter;
        CPPUNIT_ASSERT(left && *left > std::chrono::minutes(50) && *left <= std::chrono::hours(1));
    }

    void health_thatFailsIsDown()
    {
        CPPUNIT_ASSERT(backend()->health().ok);
        _plugin.health = [](scs_health* health) {
            health->state = SCS_HEALTH_OK;
            return SCS_INTERNAL;
        };
        CPPUNIT_ASSERT(!backend()->health().ok);
        _plugin.health = [](scs_health* health) {
            health->state = 5;
            health->reason.size = 1'000'000;
            return SCS_OK;
        };
        CPPUNIT_ASSERT_EQUAL(std::string("down"), backend()->health().reason);
    }

    void call_afterCloseIsUnavailable()
    {
        const auto instance = _plugin.instance(_host);
        PluginBackend made(instance);
        instance->close();
        CPPUNIT_ASSERT(_plugin.destroyed);
        CPPUNIT_ASSERT(made.synthesize(request(), _sink, _cancellation).status ==
                       SynthesisStatus::Unavailable);
        CPPUNIT_ASSERT(!made.health().ok);
        made.cancel("req_1");
        _plugin.listVoices = [](auto...) { return SCS_OK; };
        CPPUNIT_ASSERT_THROW(made.listVoices(), core::Failure);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPluginBackend);

}  // namespace

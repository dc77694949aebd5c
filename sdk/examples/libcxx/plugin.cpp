// An engine that strikes a bell for each word, made on a thread of its own: the way of engines that compute
// while they push. It adds to the others: a bounded queue, cancel, health, and exceptions of a thread that
// the host knows nothing of.
#include "note_queue.hpp"

#include <scaispeak/plugin.hpp>

#include <config_schema.h>

#include <atomic>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>
#include <thread>

namespace {

constexpr std::uint32_t sampleRate = 24000;
constexpr std::size_t framesPerStroke = sampleRate / 4;
constexpr std::size_t chunksAhead = 4;

std::vector<float> stroke()
{
    std::vector<float> samples(framesPerStroke);
    for (std::size_t frame = 0; frame < framesPerStroke; ++frame) {
        const double seconds = static_cast<double>(frame) / sampleRate;
        samples[frame] = static_cast<float>(0.5 * std::exp(-12 * seconds) * std::sin(6.2832 * 880 * seconds));
    }
    return samples;
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    for (std::size_t start = 0, end = 0; (start = text.find_first_not_of(' ', end)) < text.size();) {
        end = std::min(text.find(' ', start), text.size());
        words.emplace_back(text.substr(start, end - start));
    }
    return words;
}

/// The thread that makes one text. It works on copies, and is joined before the call returns.
class Maker
{
public:
    Maker(std::vector<std::string> words, NoteQueue& queue)
        : _queue(queue), _thread([this, words = std::move(words)] { run(words); })
    {}
    ~Maker()
    {
        _queue.stop();
        _thread.join();
    }
    Maker(const Maker&) = delete;
    Maker& operator=(const Maker&) = delete;

private:
    // What is thrown on this thread would end the process: it is handed to the thread of the call instead.
    void run(const std::vector<std::string>& words) noexcept
    {
        try {
            if (words == std::vector<std::string>{"fail", "loudly"}) throw std::runtime_error("as asked");
            for (std::size_t count = 0; count < words.size(); ++count)
                if (!_queue.put(stroke())) return;
            _queue.finish();
        }
        catch (...) {
            _queue.finish(std::current_exception());
        }
    }

    NoteQueue& _queue;
    std::thread _thread;
};

/// The calls that run, by their request, so that cancel finds what waits. Thread safe.
class Running
{
public:
    /// One call's entry, gone with this object.
    class Entry
    {
    public:
        Entry(Running& running, std::string_view requestId, NoteQueue& queue)
            : _running(running), _queue(queue)
        {
            const std::lock_guard lock(_running._mutex);
            _running._queues.emplace(requestId, &_queue);
        }
        ~Entry()
        {
            const std::lock_guard lock(_running._mutex);
            std::erase_if(_running._queues, [this](const auto& item) { return item.second == &_queue; });
        }
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;

    private:
        Running& _running;
        NoteQueue& _queue;
    };

    void stop(std::string_view requestId)
    {
        const std::lock_guard lock(_mutex);
        const auto [first, last] = _queues.equal_range(std::string(requestId));
        for (auto found = first; found != last; ++found)
            found->second->stop();
    }

private:
    std::mutex _mutex;
    std::multimap<std::string, NoteQueue*> _queues;
};

class Bell : public scaispeak::Backend
{
public:
    Bell(const scaispeak::Host&, std::string_view) {}

    scaispeak::Engine describe(const scaispeak::Call&) override
    {
        return {"bell",
                SCAISPEAK_PLUGIN_VERSION,
                SCS_ENGINE_PRESET | SCS_ENGINE_DETERMINISTIC,
                {"en"},
                {sampleRate},
                0,
                8};
    }

    void listVoices(const scaispeak::Call&, scaispeak::Emit<scaispeak::Voice>& emit) override
    {
        emit({"bell", "Bell", {}, "en", {"en"}, scaispeak::Gender::Neutral, {}, {}});
    }

    scaispeak::Status synthesize(const scaispeak::Call& call, const scaispeak::SynthesisRequest& request,
                                 scaispeak::AudioSink& sink, scaispeak::SynthesisResult& result) override
    {
        if (request.engineVoice != "bell")
            throw scaispeak::Error(scaispeak::Status::Unsupported, "backend-bell.unknown_voice",
                                   "this engine has one voice: bell");
        NoteQueue queue(chunksAhead);
        const Running::Entry entry(_running, call.requestId(), queue);
        const Maker maker(wordsOf(request.text), queue);
        while (const auto chunk = queue.take()) {
            if (call.cancelled()) return call.status();
            if (sink.frames() == 0) sink.begin(scaispeak::Encoding::PcmF32, sampleRate, 1);
            if (sink.write(scaispeak::Span<const float>(*chunk)) != scaispeak::Status::Ok)
                return sink.status();
        }
        if (queue.stopped()) return scaispeak::Status::Cancelled;
        for (const char byte : request.text)
            result.charsDone += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
        ++_spoken;
        return scaispeak::Status::Ok;
    }

    // Any thread, also while synthesize runs: what waits in it is woken, and it finds out why by itself.
    void cancel(std::string_view requestId) override { _running.stop(requestId); }

    scaispeak::Health health() override
    {
        return {true, {}, std::to_string(_spoken.load()) + " texts spoken"};
    }

private:
    Running _running;
    std::atomic<std::uint64_t> _spoken{0};
};

constexpr scaispeak::PluginInfo bell{SCAISPEAK_PLUGIN_ID,
                                     "Bell",
                                     SCAISPEAK_PLUGIN_VERSION,
                                     "ScaiSpeak",
                                     "Apache-2.0",
                                     SCAISPEAK_CONFIG_SCHEMA,
                                     scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(Bell, bell)

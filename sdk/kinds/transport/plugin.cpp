// Brings audio to listeners in another way than HTTP. Until you put yours in, it answers every offer, takes
// the audio of each session as fast as the host has it, and drops it.
#include <scaispeak/plugin.hpp>

#include <config_schema.h>

#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

namespace {

constexpr std::size_t maximumSessions = 16;
constexpr auto patience = std::chrono::milliseconds(20);

/// One listener: a thread that pulls its audio until the session is over. Joined by the destructor.
class Session
{
public:
    Session(const scaispeak::HostSessions& sessions, std::uint64_t number)
        : _sessions(sessions), _number(number), _thread(&Session::run, this)
    {}
    ~Session()
    {
        _stopped = true;
        _thread.join();
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

private:
    // Nothing catches what is thrown on a thread of your own, so nothing is thrown here.
    void run() noexcept
    {
        _sessions.report(_number, SCS_SESSION_CONNECTED);
        std::array<std::uint8_t, 3840> frames{};
        std::size_t size = 0;
        while (!_stopped) {
            if (_sessions.readAudio(_number, {frames.data(), frames.size()}, size, patience) !=
                scaispeak::Status::Ok)
                break;
        }
        if (!_stopped) _sessions.report(_number, SCS_SESSION_DISCONNECTED);
    }

    const scaispeak::HostSessions _sessions;
    const std::uint64_t _number;
    std::atomic<bool> _stopped{false};
    std::thread _thread;
};

class Example : public scaispeak::Transport
{
public:
    // The configuration is JSON text that fits config_schema.json: read it with the JSON library you like.
    Example(const scaispeak::Host& host, std::string_view)
        : _sessionsOfHost(scaispeak::HostSessions::of(host))
    {}

    void start(const scaispeak::Call&) override {}

    std::string openSession(const scaispeak::Call&, const scaispeak::SessionOffer& offer) override
    {
        if (!_sessionsOfHost)
            throw scaispeak::Error(scaispeak::Status::Unsupported, "transport-example.no_sessions",
                                   "this host serves no sessions: upgrade it");
        const std::lock_guard lock(_mutex);
        if (_open.size() >= maximumSessions) throw scaispeak::Error(scaispeak::Status::Overloaded);
        _open[offer.session] = std::make_unique<Session>(*_sessionsOfHost, offer.session);
        return "v=0\r\n";
    }

    void addCandidate(const scaispeak::Call&, std::uint64_t session, std::string_view) override
    {
        const std::lock_guard lock(_mutex);
        if (_open.count(session) == 0) throw scaispeak::Error(scaispeak::Status::NotFound);
    }

    void closeSession(std::uint64_t session) override
    {
        std::unique_ptr<Session> closed;
        const std::lock_guard lock(_mutex);
        const auto found = _open.find(session);
        if (found == _open.end()) return;
        closed = std::move(found->second);
        _open.erase(found);
    }

    void stop() override
    {
        const std::lock_guard lock(_mutex);
        _open.clear();
    }

private:
    const std::optional<scaispeak::HostSessions> _sessionsOfHost;
    std::mutex _mutex;
    std::map<std::uint64_t, std::unique_ptr<Session>> _open;
};

constexpr scaispeak::PluginInfo info{SCAISPEAK_PLUGIN_ID,
                                     "Example",
                                     SCAISPEAK_PLUGIN_VERSION,
                                     "Your name",
                                     "Apache-2.0",
                                     SCAISPEAK_CONFIG_SCHEMA,
                                     scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(Example, info)

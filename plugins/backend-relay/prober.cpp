#include "prober.hpp"

#include "connection.hpp"

namespace scaispeak::relay {
namespace {

constexpr std::chrono::seconds every{5};
/// A call that could not connect has the next look come as soon, and so does a look that could not.
constexpr std::chrono::seconds everyWhileUnreachable{1};

int stopped(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::atomic<bool>*>(stopping)->load() ? 1 : 0;
}

}  // namespace

Prober::Prober(const Settings& settings, Standing& standing)
    : _settings(settings), _standing(standing), _thread([this] { run(); })
{}

Prober::~Prober()
{
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
    }
    _wake.notify_all();
    _thread.join();
}

void Prober::run()
{
    std::unique_lock lock(_mutex);
    while (!_stopping) {
        lock.unlock();
        const bool could = connects();
        if (!_stopping) _standing.connected(could);
        lock.lock();
        const auto looked = Standing::Clock::now();
        do
            _wake.wait_for(lock, everyWhileUnreachable, [this] { return _stopping.load(); });
        while (!_stopping && _standing.reachable() && Standing::Clock::now() - looked < every);
    }
}

bool Prober::connects()
{
    CURL* easy = curl_easy_init();
    if (easy == nullptr) return false;
    curl_easy_setopt(easy, CURLOPT_URL, _settings.url.c_str());
    prepareConnection(easy, _settings);
    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(_settings.connect.count()));
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &stopped);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &_stopping);
    const CURLcode code = curl_easy_perform(easy);
    curl_easy_cleanup(easy);
    return code == CURLE_OK;
}

}  // namespace scaispeak::relay

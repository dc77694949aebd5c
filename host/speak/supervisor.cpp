#include "speak/supervisor.hpp"

namespace scaispeak::speak {
namespace {

constexpr std::chrono::milliseconds interval{50};

}  // namespace

Supervisor::Supervisor() : _thread(&Supervisor::run, this) {}

Supervisor::~Supervisor()
{
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
    }
    _wake.notify_all();
    _thread.join();
}

void Supervisor::watch(const std::shared_ptr<Utterance>& utterance)
{
    const std::lock_guard lock(_mutex);
    _utterances.push_back(utterance);
}

void Supervisor::stopAll(core::StopReason why)
{
    for (const auto& utterance : living())
        utterance->stop(why);
}

std::vector<std::shared_ptr<Utterance>> Supervisor::living()
{
    const std::lock_guard lock(_mutex);
    std::vector<std::shared_ptr<Utterance>> living;
    std::erase_if(_utterances, [&living](const std::weak_ptr<Utterance>& entry) {
        if (auto utterance = entry.lock())
            living.push_back(std::move(utterance));
        else
            return true;
        return false;
    });
    return living;
}

void Supervisor::run()
{
    std::unique_lock lock(_mutex);
    while (!_wake.wait_for(lock, interval, [this] { return _stopping; })) {
        lock.unlock();
        const auto now = Utterance::Clock::now();
        for (const auto& utterance : living())
            utterance->tick(now);
        lock.lock();
    }
}

}  // namespace scaispeak::speak

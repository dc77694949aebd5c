#pragma once

#include "speak/utterance.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace scaispeak::speak {

/// Looks at the time limits of all running utterances, every 50 ms, on a thread of its own. Thread safe.
class Supervisor
{
public:
    Supervisor();
    ~Supervisor();

    void watch(const std::shared_ptr<Utterance>& utterance);
    /// Stops every utterance that still runs.
    void stopAll(core::StopReason why);

private:
    void run();
    std::vector<std::shared_ptr<Utterance>> living();

    std::mutex _mutex;
    std::condition_variable _wake;
    std::vector<std::weak_ptr<Utterance>> _utterances;
    bool _stopping = false;
    std::thread _thread;
};

}  // namespace scaispeak::speak

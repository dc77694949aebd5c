#include "pluginhost/loader/manifest.hpp"
#include "worker/hardening.hpp"
#include "worker/signals.hpp"
#include "worker/worker.hpp"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;

constexpr int exitOk = 0;
constexpr int exitUsage = 2;
constexpr int exitLost = 3;

bool isSocket(int descriptor)
{
    struct stat status
    {};
    return ::fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
}

/// The kernel ends this process with the thread that started it.
bool endWithParent(pid_t parent)
{
    return ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::getppid() == parent;
}

Channel lane(int descriptor)
{
    Channel channel{OwnedDescriptor(descriptor)};
    // What lies between the engine and its listener is little: the engine waits when the listener does.
    channel.setSendBuffer(131'072);
    return channel;
}

worker::FileAccess accessOf(const Hello& hello)
{
    const boost::json::object manifest = readManifest(hello.pluginId, hello.pluginFile);
    for (const auto& kind : manifest.at("kinds").as_array())
        if (kind == "storage") return worker::FileAccess::Any;
    return worker::FileAccess::Temporary;
}

int serve()
{
    Hello hello = readHello(helloDescriptor);
    ::close(helloDescriptor);
    std::vector<Channel> lanes;
    for (std::uint32_t index = 0; index < hello.lanes; ++index)
        lanes.push_back(lane(firstLaneDescriptor + static_cast<int>(index)));
    const std::string hardening = worker::harden(accessOf(hello));
    worker::Worker worker(std::move(hello), Channel(OwnedDescriptor(controlDescriptor)), std::move(lanes));
    const bool finished = worker.run(hardening);
    // Without the ends of static objects: threads of the plugin may be running.
    ::_exit(finished ? exitOk : exitLost);
}

}  // namespace

int main(int argc, char** argv)
{
    const bool asked = argc == 2 && (std::strcmp(argv[1], "--help") == 0 || std::strcmp(argv[1], "-h") == 0);
    if (asked || argc != 3 || !isSocket(controlDescriptor)) {
        (asked ? std::cout : std::cerr)
            << "scaispeak-worker serves one plugin to the scaispeakd that starts it, over sockets it "
               "inherits.\n"
               "It is not started by hand: configure isolation: worker for the plugin.\n";
        return asked ? exitOk : exitUsage;
    }
    std::signal(SIGPIPE, SIG_IGN);
    worker::leaveSignalsToHost();
    if (!endWithParent(static_cast<pid_t>(std::strtol(argv[2], nullptr, 10)))) return exitLost;
    try {
        return serve();
    }
    catch (const std::exception& error) {
        std::cerr << "scaispeak-worker: " << error.what() << '\n';
        return exitLost;
    }
}

#include "resolver.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <memory>

namespace scaispeak::scaiinfer {

std::optional<std::vector<std::string>> resolve(const std::string& name, const std::string& port)
{
    constexpr std::size_t most = 64;
    addrinfo hints = {};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* first = nullptr;
    if (::getaddrinfo(name.c_str(), port.c_str(), &hints, &first) != 0) return std::nullopt;
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(first, &::freeaddrinfo);
    std::vector<std::string> addresses;
    for (const addrinfo* one = first; one != nullptr; one = one->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (::getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0,
                          NI_NUMERICHOST) != 0)
            continue;
        const std::string address = text.data();
        const bool v6 = one->ai_family == AF_INET6;
        addresses.push_back((v6 ? "[" + address + "]" : address) + ":" + port);
    }
    std::sort(addresses.begin(), addresses.end());
    addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
    if (addresses.size() > most) addresses.resize(most);
    return addresses;
}

}  // namespace scaispeak::scaiinfer

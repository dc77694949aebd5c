#include "pluginhost/worker/worker_environment.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace scaispeak::pluginhost {

namespace {

bool passes(std::string_view name)
{
    static constexpr std::array<std::string_view, 13> passed{"PATH",
                                                             "LANG",
                                                             "LANGUAGE",
                                                             "TZ",
                                                             "HOME",
                                                             "TMPDIR",
                                                             "LD_LIBRARY_PATH",
                                                             "ASAN_OPTIONS",
                                                             "TSAN_OPTIONS",
                                                             "UBSAN_OPTIONS",
                                                             "LSAN_OPTIONS",
                                                             "CUDA_VISIBLE_DEVICES",
                                                             "MALLOC_ARENA_MAX"};
    return name.starts_with("LC_") || std::ranges::find(passed, name) != passed.end();
}

}  // namespace

WorkerEnvironment::WorkerEnvironment()
{
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        const std::string_view text(*variable);
        if (passes(text.substr(0, text.find('=')))) _variables.emplace_back(text);
    }
    for (std::string& variable : _variables)
        _pointers.push_back(variable.data());
    _pointers.push_back(nullptr);
}

}  // namespace scaispeak::pluginhost

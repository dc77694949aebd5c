#include "pluginhost/loader/elf_file.hpp"
#include "pluginhost/loader/plugin_refused.hpp"
#include "support/scratch_file.hpp"

#include <link.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

using namespace scaispeak::pluginhost;

/// What was taken must be whole: every segment that would be mapped lies within the file.
void requireWhole(const std::uint8_t* data, std::size_t size)
{
    ElfW(Ehdr) header;
    if (size < sizeof header) std::abort();
    std::memcpy(&header, data, sizeof header);
    if (header.e_type != ET_DYN || header.e_phnum == 0) std::abort();
    for (std::size_t number = 0; number < header.e_phnum; ++number) {
        ElfW(Phdr) segment;
        const std::size_t offset = header.e_phoff + number * sizeof segment;
        if (offset > size || size - offset < sizeof segment) std::abort();
        std::memcpy(&segment, data + offset, sizeof segment);
        const bool mapped = segment.p_type == PT_LOAD;
        if (mapped && (segment.p_offset > size || segment.p_filesz > size - segment.p_offset)) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const ScratchFile file("fuzzed-plugin.so");
    file.write({reinterpret_cast<const char*>(data), size});
    try {
        checkElfFile("fuzzed-plugin", file.path());
    }
    catch (const PluginRefused& refused) {
        if (refused.step() != LoadStep::Elf || refused.reason().empty()) std::abort();
        return 0;
    }
    requireWhole(data, size);
    return 0;
}

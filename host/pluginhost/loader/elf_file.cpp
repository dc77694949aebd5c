#include "pluginhost/loader/elf_file.hpp"

#include "pluginhost/loader/plugin_refused.hpp"

#include <elf.h>
#include <link.h>

#include <cstring>
#include <fstream>
#include <vector>

namespace scaispeak::pluginhost {

namespace {

#if defined(__x86_64__)
constexpr unsigned hostMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr unsigned hostMachine = EM_AARCH64;
#elif defined(__riscv)
constexpr unsigned hostMachine = EM_RISCV;
#elif defined(__powerpc64__)
constexpr unsigned hostMachine = EM_PPC64;
#elif defined(__s390x__)
constexpr unsigned hostMachine = EM_S390;
#else
#error "name the ELF machine number of this platform"
#endif
constexpr unsigned char hostClass = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;
constexpr unsigned char hostData = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;

[[noreturn]] void refuse(const std::string& id, const std::string& reason)
{
    throw PluginRefused(LoadStep::Elf, id, reason);
}

std::string machineName(unsigned machine)
{
    switch (machine) {
        case EM_386:
            return "i386";
        case EM_X86_64:
            return "x86-64";
        case EM_ARM:
            return "arm";
        case EM_AARCH64:
            return "aarch64";
        case EM_RISCV:
            return "riscv";
        case EM_PPC64:
            return "ppc64";
        case EM_S390:
            return "s390x";
        default:
            return "machine number " + std::to_string(machine);
    }
}

void checkHeader(const std::string& id, const std::filesystem::path& file, const ElfW(Ehdr) & header)
{
    if (header.e_ident[EI_CLASS] != hostClass || header.e_ident[EI_DATA] != hostData ||
        header.e_machine != hostMachine)
        refuse(id, file.string() + " is built for " + machineName(header.e_machine) +
                       (header.e_ident[EI_CLASS] == ELFCLASS32 ? " (32 bit)" : "") +
                       ", and this host runs on " + machineName(hostMachine) +
                       ": install the build of the plugin for this machine");
    if (header.e_type != ET_DYN)
        refuse(id, file.string() + " is an ELF file, but no shared object: link the plugin with -shared");
}

/// A file that ends before its segments do would be mapped, and kill the host at the first access.
void checkWhole(const std::string& id, const std::filesystem::path& file, std::istream& in,
                const ElfW(Ehdr) & header)
{
    const auto cut = [&] { refuse(id, file.string() + " is cut short or damaged: install it again"); };
    const std::uint64_t size = std::filesystem::file_size(file);
    if (header.e_phentsize != sizeof(ElfW(Phdr)) || header.e_phnum == 0) cut();
    std::vector<ElfW(Phdr)> segments(header.e_phnum);
    in.seekg(static_cast<std::streamoff>(header.e_phoff));
    in.read(reinterpret_cast<char*>(segments.data()),
            static_cast<std::streamsize>(segments.size() * sizeof segments[0]));
    if (!in) cut();
    for (const auto& segment : segments)
        if (segment.p_type == PT_LOAD &&
            (segment.p_offset > size || segment.p_filesz > size - segment.p_offset))
            cut();
}

}  // namespace

void checkElfFile(const std::string& id, const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) refuse(id, file.string() + " cannot be read: chmod o+r it, or run the host as a user who may");
    ElfW(Ehdr) header = {};
    in.read(reinterpret_cast<char*>(&header), sizeof header);
    if (in.gcount() < SELFMAG || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        refuse(id, file.string() +
                       " is not an ELF shared object: install the plugin's .so, not its source or archive");
    if (!in) refuse(id, file.string() + " is cut short or damaged: install it again");
    checkHeader(id, file, header);
    checkWhole(id, file, in, header);
}

}  // namespace scaispeak::pluginhost

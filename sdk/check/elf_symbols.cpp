#include "elf_symbols.hpp"

#include "check.hpp"

#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include <memory>

namespace scaispeak::check {

namespace {

/// An opened file as libelf sees it.
class Image
{
public:
    explicit Image(const std::filesystem::path& file)
        : _descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC))
    {
        ::elf_version(EV_CURRENT);
        if (_descriptor >= 0) _elf = ::elf_begin(_descriptor, ELF_C_READ, nullptr);
        if (_elf == nullptr || ::elf_kind(_elf) != ELF_K_ELF) {
            close();
            throw Failure(file.string() + " is no ELF file that can be read");
        }
    }
    ~Image() { close(); }
    Image(const Image&) = delete;
    Image& operator=(const Image&) = delete;

    Elf* get() const noexcept { return _elf; }
    std::string text(std::size_t section, std::size_t offset) const
    {
        const char* found = ::elf_strptr(_elf, section, offset);
        return found == nullptr ? std::string() : std::string(found);
    }

private:
    void close() noexcept
    {
        if (_elf != nullptr) ::elf_end(_elf);
        if (_descriptor >= 0) ::close(_descriptor);
    }

    int _descriptor;
    Elf* _elf = nullptr;
};

void addSymbol(const GElf_Sym& symbol, const std::string& name, ElfSymbols& found)
{
    const auto binding = GELF_ST_BIND(symbol.st_info);
    if (name.empty() || binding == STB_LOCAL || GELF_ST_TYPE(symbol.st_info) == STT_SECTION) return;
    if (symbol.st_shndx == SHN_UNDEF) {
        if (binding != STB_WEAK) found.undefined.push_back(name);
        return;
    }
    // The name of a version of the export map is a symbol, too, and no code.
    if (symbol.st_shndx == SHN_ABS) return;
    found.exported.push_back(name);
    if (binding == STB_GNU_UNIQUE) found.unique.push_back(name);
}

void readSymbols(const Image& image, Elf_Scn* section, const GElf_Shdr& header, ElfSymbols& found)
{
    Elf_Data* data = ::elf_getdata(section, nullptr);
    if (data == nullptr || header.sh_entsize == 0) return;
    for (int index = 1; index < static_cast<int>(header.sh_size / header.sh_entsize); ++index) {
        GElf_Sym symbol;
        if (::gelf_getsym(data, index, &symbol) == nullptr) return;
        addSymbol(symbol, image.text(header.sh_link, symbol.st_name), found);
    }
}

void readDynamic(const Image& image, Elf_Scn* section, const GElf_Shdr& header, ElfSymbols& found)
{
    Elf_Data* data = ::elf_getdata(section, nullptr);
    if (data == nullptr || header.sh_entsize == 0) return;
    for (int index = 0; index < static_cast<int>(header.sh_size / header.sh_entsize); ++index) {
        GElf_Dyn entry;
        if (::gelf_getdyn(data, index, &entry) == nullptr) return;
        if (entry.d_tag == DT_NEEDED) found.needed.push_back(image.text(header.sh_link, entry.d_un.d_val));
        if (entry.d_tag == DT_RUNPATH || entry.d_tag == DT_RPATH)
            found.runPath = image.text(header.sh_link, entry.d_un.d_val);
    }
}

bool executableStack(const Image& image)
{
    std::size_t count = 0;
    if (::elf_getphdrnum(image.get(), &count) != 0) return true;
    for (int index = 0; index < static_cast<int>(count); ++index) {
        GElf_Phdr header;
        if (::gelf_getphdr(image.get(), index, &header) != nullptr && header.p_type == PT_GNU_STACK)
            return (header.p_flags & PF_X) != 0;
    }
    return true;
}

}  // namespace

ElfSymbols readElfSymbols(const std::filesystem::path& file)
{
    const Image image(file);
    ElfSymbols found;
    for (Elf_Scn* section = nullptr; (section = ::elf_nextscn(image.get(), section)) != nullptr;) {
        GElf_Shdr header;
        if (::gelf_getshdr(section, &header) == nullptr) continue;
        if (header.sh_type == SHT_DYNSYM) readSymbols(image, section, header, found);
        if (header.sh_type == SHT_DYNAMIC) readDynamic(image, section, header, found);
    }
    found.executableStack = executableStack(image);
    return found;
}

}  // namespace scaispeak::check

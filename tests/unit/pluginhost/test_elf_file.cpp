#include "plugin_folder.hpp"
#include "pluginhost/loader/elf_file.hpp"
#include "refusal.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <elf.h>

#include <cstring>

namespace {

using namespace scaispeak::pluginhost;

class TestElfFile : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestElfFile);
    CPPUNIT_TEST(elf_ofThisMachineIsTaken);
    CPPUNIT_TEST(elf_ofAnotherMachineIsRefused);
    CPPUNIT_TEST(elf_of32BitIsRefused);
    CPPUNIT_TEST(elf_thatIsNoSharedObjectIsRefused);
    CPPUNIT_TEST(elf_cutShortIsRefused);
    CPPUNIT_TEST(elf_withOnlyAMagicNumberIsRefused);
    CPPUNIT_TEST(text_isRefused);
    CPPUNIT_TEST(emptyFile_isRefused);
    CPPUNIT_TEST_SUITE_END();

    PluginFolder _folder;

    static std::string good()
    {
        std::ifstream in(BAD_PLUGINS "/bad-nothing.so", std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    /// The file of a good plugin with one member of its header changed.
    template <class Change>
    void assertRefusedWith(std::initializer_list<std::string> parts, Change&& change)
    {
        std::string bytes = good();
        Elf64_Ehdr header;
        std::memcpy(&header, bytes.data(), sizeof header);
        change(header);
        std::memcpy(bytes.data(), &header, sizeof header);
        assertRefused(LoadStep::Elf, parts,
                      [&] { checkElfFile("any-id", _folder.write("any-id.so", bytes)); });
    }

    void elf_ofThisMachineIsTaken() { checkElfFile("any-id", _folder.write("any-id.so", good())); }

    void elf_ofAnotherMachineIsRefused()
    {
        assertRefusedWith({"is built for s390x", "for this machine"},
                          [](Elf64_Ehdr& header) { header.e_machine = EM_S390; });
    }
    void elf_of32BitIsRefused()
    {
        assertRefusedWith({"is built for i386 (32 bit)"}, [](Elf64_Ehdr& header) {
            header.e_machine = EM_386;
            header.e_ident[EI_CLASS] = ELFCLASS32;
        });
    }
    void elf_thatIsNoSharedObjectIsRefused()
    {
        assertRefusedWith({"no shared object", "-shared"},
                          [](Elf64_Ehdr& header) { header.e_type = ET_REL; });
    }
    void elf_cutShortIsRefused()
    {
        const auto file = _folder.write("any-id.so", good().substr(0, 6'000));
        assertRefused(LoadStep::Elf, {"cut short"}, [&] { checkElfFile("any-id", file); });
    }
    void elf_withOnlyAMagicNumberIsRefused()
    {
        const auto file = _folder.write("any-id.so",
                                        "\x7f"
                                        "ELF");
        assertRefused(LoadStep::Elf, {"cut short"}, [&] { checkElfFile("any-id", file); });
    }
    void text_isRefused()
    {
        const auto file =
            _folder.write("any-id.so", "INPUT(/lib/libevil.so) and some more text that fills a whole header");
        assertRefused(LoadStep::Elf, {"not an ELF shared object"}, [&] { checkElfFile("any-id", file); });
    }
    void emptyFile_isRefused()
    {
        const auto file = _folder.write("any-id.so", "");
        assertRefused(LoadStep::Elf, {"not an ELF shared object"}, [&] { checkElfFile("any-id", file); });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestElfFile);

}  // namespace

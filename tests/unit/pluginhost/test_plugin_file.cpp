#include "plugin_folder.hpp"
#include "pluginhost/loader/plugin_file.hpp"
#include "refusal.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using namespace scaispeak::pluginhost;

class TestPluginFile : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPluginFile);
    CPPUNIT_TEST(path_ofAnInstalledPluginIsTaken);
    CPPUNIT_TEST(path_throughALinkedFolderIsTaken);
    CPPUNIT_TEST(path_thatIsRelativeIsRefused);
    CPPUNIT_TEST(path_thatIsMissingIsRefused);
    CPPUNIT_TEST(path_toAFolderIsRefused);
    CPPUNIT_TEST(path_underAnotherNameIsRefused);
    CPPUNIT_TEST(id_withOtherCharactersIsRefused);
    CPPUNIT_TEST(link_withinTheFolderIsTaken);
    CPPUNIT_TEST(link_outOfTheFolderIsRefused);
    CPPUNIT_TEST(file_writableByTheWorldIsRefused);
    CPPUNIT_TEST(file_writableByTheGroupIsRefused);
    CPPUNIT_TEST(folder_writableByTheWorldIsRefused);
    CPPUNIT_TEST(file_ofAnotherUserIsRefused);
    CPPUNIT_TEST_SUITE_END();

    PluginFolder _folder;

    fs::path plugin() { return _folder.write("storage-x.so", "any bytes"); }

    void path_ofAnInstalledPluginIsTaken()
    {
        const fs::path file = plugin();
        CPPUNIT_ASSERT_EQUAL(file, checkedPluginFile("storage-x", file));
    }

    void path_throughALinkedFolderIsTaken()
    {
        const fs::path file = plugin();
        const PluginFolder other;
        fs::create_directory_symlink(_folder.path(), other.path() / "current");
        CPPUNIT_ASSERT_EQUAL(file, checkedPluginFile("storage-x", other.path() / "current/storage-x.so"));
    }

    void path_thatIsRelativeIsRefused()
    {
        assertRefused(LoadStep::Path, {"storage-x.so", "not absolute"},
                      [] { checkedPluginFile("storage-x", "storage-x.so"); });
    }

    void path_thatIsMissingIsRefused()
    {
        assertRefused(LoadStep::Path, {"storage-y.so", "No such file", "plugin_dir"},
                      [&] { checkedPluginFile("storage-y", _folder.path() / "storage-y.so"); });
    }

    void path_toAFolderIsRefused()
    {
        fs::create_directory(_folder.path() / "storage-x.so");
        assertRefused(LoadStep::Path, {"not a regular file"},
                      [&] { checkedPluginFile("storage-x", _folder.path() / "storage-x.so"); });
    }

    void path_underAnotherNameIsRefused()
    {
        assertRefused(LoadStep::Path, {"is not named storage-z.so"},
                      [&] { checkedPluginFile("storage-z", plugin()); });
    }

    void id_withOtherCharactersIsRefused()
    {
        for (const char* id : {"", "ab", "Storage", "storage_x", "../storage", "storage.x"})
            assertRefused(LoadStep::Path, {"3 to 64"}, [&] { checkedPluginFile(id, plugin()); });
    }

    void link_withinTheFolderIsTaken()
    {
        const fs::path real = _folder.write("storage-x.so.1.2", "any bytes");
        fs::create_symlink("storage-x.so.1.2", _folder.path() / "storage-x.so");
        CPPUNIT_ASSERT_EQUAL(real, checkedPluginFile("storage-x", _folder.path() / "storage-x.so"));
    }

    void link_outOfTheFolderIsRefused()
    {
        const PluginFolder other;
        fs::create_symlink(other.write("storage-x.so", "any bytes"), _folder.path() / "storage-x.so");
        assertRefused(LoadStep::Path, {"is a link to", "outside"},
                      [&] { checkedPluginFile("storage-x", _folder.path() / "storage-x.so"); });
    }

    void file_writableByTheWorldIsRefused()
    {
        PluginFolder::permit(plugin(), 0646);
        assertRefused(LoadStep::Path, {"storage-x.so can be written by others", "chmod go-w"},
                      [&] { checkedPluginFile("storage-x", _folder.path() / "storage-x.so"); });
    }

    void file_writableByTheGroupIsRefused()
    {
        PluginFolder::permit(plugin(), 0664);
        assertRefused(LoadStep::Path, {"can be written by others"},
                      [&] { checkedPluginFile("storage-x", _folder.path() / "storage-x.so"); });
    }

    void folder_writableByTheWorldIsRefused()
    {
        const fs::path file = plugin();
        PluginFolder::permit(_folder.path(), 0777);
        assertRefused(LoadStep::Path, {_folder.path().string() + " can be written by others"},
                      [&] { checkedPluginFile("storage-x", file); });
    }

    void file_ofAnotherUserIsRefused()
    {
        // Only root can give a file away.
        if (::geteuid() != 0) return;
        const fs::path file = plugin();
        CPPUNIT_ASSERT_EQUAL(0, ::chown(file.c_str(), 12345, 12345));
        assertRefused(LoadStep::Path, {"belongs to user number 12345", "chown"},
                      [&] { checkedPluginFile("storage-x", file); });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPluginFile);

}  // namespace

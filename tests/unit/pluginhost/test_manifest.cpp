#include "plugin_folder.hpp"
#include "refusal.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

namespace {

namespace json = boost::json;
using namespace scaispeak::pluginhost;

class TestManifest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestManifest);
    CPPUNIT_TEST(members_standInTheirFixedOrder);
    CPPUNIT_TEST(text_isIndentedAndReadsBack);
    CPPUNIT_TEST(manifest_thatIsMissingNamesTheCommand);
    CPPUNIT_TEST(manifest_thatIsNoFileIsRefusedAtOnce);
    CPPUNIT_TEST(manifest_thatIsNoJsonIsRefused);
    CPPUNIT_TEST(manifest_thatIsNoObjectIsRefused);
    CPPUNIT_TEST(manifest_ofAnotherFormIsRefused);
    CPPUNIT_TEST(manifest_ofAnotherMajorIsRefused);
    CPPUNIT_TEST(manifest_ofAnotherDraftNamesTheSideToUpgrade);
    CPPUNIT_TEST(manifest_thatNeedsALaterHostIsRefused);
    CPPUNIT_TEST(manifest_withoutAbiNumbersIsRefused);
    CPPUNIT_TEST(manifest_ofAnotherPluginIsRefused);
    CPPUNIT_TEST(manifest_writableByTheWorldIsRefused);
    CPPUNIT_TEST(differences_areAllNamed);
    CPPUNIT_TEST(differences_doNotDependOnTheOrderOfMembers);
    CPPUNIT_TEST_SUITE_END();

    PluginFolder _folder;
    const std::string _id = "bad-nothing";

    void refused(std::initializer_list<std::string> parts)
    {
        assertRefused(LoadStep::Manifest, parts, [&] { readManifest(_id, _folder.file(_id)); });
    }

    /// A good manifest but for one member of its abi.
    void refusedWithAbi(const char* member, int value, std::initializer_list<std::string> parts)
    {
        json::object manifest = PluginFolder::goodManifest();
        manifest["abi"].as_object()[member] = value;
        _folder.writeManifest(_id, manifest);
        refused(parts);
    }

    void members_standInTheirFixedOrder()
    {
        std::string keys;
        for (const auto& member : PluginFolder::goodManifest())
            keys += std::string(member.key()) + " ";
        CPPUNIT_ASSERT_EQUAL(
            std::string("manifest id name version vendor license abi interfaces kinds threading isolation "
                        "exclusive_group config_schema "),
            keys);
    }

    void text_isIndentedAndReadsBack()
    {
        const json::value value{{"a", {1, "x"}},
                                {"b", {{"c", json::array{json::object{{"d", nullptr}}}}}},
                                {"e", json::object{}}};
        const std::string text = prettyJson(value);
        CPPUNIT_ASSERT_EQUAL(
            std::string("{\n  \"a\": [1, \"x\"],\n  \"b\": {\n    \"c\": [\n      {\n        \"d\": null\n"
                        "      }\n    ]\n  },\n  \"e\": {}\n}\n"),
            text);
        CPPUNIT_ASSERT(json::parse(text) == value);
    }

    void manifest_thatIsMissingNamesTheCommand()
    {
        refused({"there is no readable manifest",
                 "scaispeak-plugin-check --emit-manifest " + _folder.file(_id).string()});
    }
    void manifest_thatIsNoFileIsRefusedAtOnce()
    {
        const auto manifest = _folder.path() / (_id + ".json");
        CPPUNIT_ASSERT_EQUAL(0, ::mkfifo(manifest.c_str(), 0644));
        refused({"is not a regular file", "--emit-manifest"});
        std::filesystem::remove(manifest);
        std::filesystem::create_directory(manifest);
        refused({"is not a regular file"});
    }
    void manifest_thatIsNoJsonIsRefused()
    {
        _folder.write(_id + ".json", "{\"manifest\": 1,");
        refused({"is not JSON", "--emit-manifest"});
    }
    void manifest_thatIsNoObjectIsRefused()
    {
        _folder.write(_id + ".json", "[1]");
        refused({"is not a JSON object"});
    }
    void manifest_ofAnotherFormIsRefused()
    {
        json::object manifest = PluginFolder::goodManifest();
        manifest["manifest"] = 2;
        _folder.writeManifest(_id, manifest);
        refused({"the manifest's form is 2", "reads form 1"});
    }
    void manifest_ofAnotherMajorIsRefused()
    {
        refusedWithAbi("major", 2, {"plugin ABI 2.0", "this host speaks 1.0", "upgrade the host"});
        refusedWithAbi("major", 0, {"plugin ABI 0.0", "this host speaks 1.0", "upgrade the plugin"});
    }
    void manifest_ofAnotherDraftNamesTheSideToUpgrade()
    {
        refusedWithAbi("draft", SCS_ABI_DRAFT + 1,
                       {"1.0 draft " + std::to_string(SCS_ABI_DRAFT + 1),
                        "this host speaks 1.0 draft " + std::to_string(SCS_ABI_DRAFT), "upgrade the host"});
        refusedWithAbi("draft", 0, {"plugin ABI 1.0,", "upgrade the host"});
    }
    void manifest_thatNeedsALaterHostIsRefused()
    {
        refusedWithAbi("host_minor_required", 7,
                       {"needs a host of plugin ABI 1.7", "this host speaks 1.0", "upgrade the host"});
    }
    void manifest_withoutAbiNumbersIsRefused()
    {
        json::object manifest = PluginFolder::goodManifest();
        manifest.erase("abi");
        _folder.writeManifest(_id, manifest);
        refused({"abi.major is not a whole number", "--emit-manifest"});
    }
    void manifest_ofAnotherPluginIsRefused()
    {
        json::object manifest = PluginFolder::goodManifest();
        manifest["id"] = "bad-something";
        _folder.writeManifest(_id, manifest);
        refused({"the one of \"bad-something\""});
    }
    void manifest_writableByTheWorldIsRefused()
    {
        _folder.writeManifest(_id, PluginFolder::goodManifest());
        PluginFolder::permit(_folder.path() / (_id + ".json"), 0666);
        assertRefused(LoadStep::Path, {"bad-nothing.json can be written by others"},
                      [&] { readManifest(_id, _folder.file(_id)); });
    }

    void differences_areAllNamed()
    {
        const json::object plugin = PluginFolder::goodManifest();
        json::object manifest = plugin;
        manifest["version"] = "9.9.9";
        manifest["abi"].as_object()["minor"] = 5;
        manifest.erase("threading");
        manifest["extra"] = true;
        const auto differences = manifestDifferences(manifest, plugin);
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, differences.size());
        CPPUNIT_ASSERT_EQUAL(std::string("version is \"9.9.9\" in the manifest and \"1.2.3\" in the plugin"),
                             differences[0]);
        CPPUNIT_ASSERT_EQUAL(std::string("abi.minor is 5 in the manifest and 0 in the plugin"),
                             differences[1]);
        CPPUNIT_ASSERT_EQUAL(
            std::string("threading is missing in the manifest and \"concurrent\" in the plugin"),
            differences[2]);
        CPPUNIT_ASSERT_EQUAL(std::string("extra is true in the manifest and missing in the plugin"),
                             differences[3]);
    }

    void differences_doNotDependOnTheOrderOfMembers()
    {
        const json::object plugin = PluginFolder::goodManifest();
        json::object manifest;
        std::vector<std::string> keys;
        for (const auto& member : plugin)
            keys.insert(keys.begin(), std::string(member.key()));
        for (const auto& key : keys)
            manifest[key] = plugin.at(key);
        CPPUNIT_ASSERT(manifestDifferences(manifest, plugin).empty());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestManifest);

}  // namespace

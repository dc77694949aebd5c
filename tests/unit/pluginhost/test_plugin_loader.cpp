#include "plugin_folder.hpp"
#include "refusal.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::pluginhost;

class TestPluginLoader : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPluginLoader);
    CPPUNIT_TEST(load_passesEveryStepInOrder);
    CPPUNIT_TEST(load_readsWhatThePluginSays);
    CPPUNIT_TEST(load_throughALinkToAVersionUsesTheManifestOfTheId);
    CPPUNIT_TEST(open_withoutALibraryThatItNeedsIsRefused);
    CPPUNIT_TEST(symbol_missingIsRefused);
    CPPUNIT_TEST(symbol_ofAnotherMajorNamesBothVersions);
    CPPUNIT_TEST(entry_throwingIsRefused);
    CPPUNIT_TEST(descriptor_nullIsRefused);
    CPPUNIT_TEST(descriptor_tooSmallOrTooLargeIsRefused);
    CPPUNIT_TEST(descriptor_ofAnotherIdIsRefused);
    CPPUNIT_TEST(descriptor_withAnOddIdIsRefused);
    CPPUNIT_TEST(descriptor_withoutNameOrWithBadTextIsRefused);
    CPPUNIT_TEST(descriptor_ofAnotherDraftIsRefused);
    CPPUNIT_TEST(descriptor_thatNeedsALaterHostIsRefused);
    CPPUNIT_TEST(descriptor_withUnknownThreadingOrIsolationIsRefused);
    CPPUNIT_TEST(descriptor_withoutARequiredFunctionIsRefused);
    CPPUNIT_TEST(interfaces_noneKnownIsRefused);
    CPPUNIT_TEST(interfaces_withAShortTableIsRefused);
    CPPUNIT_TEST(interfaces_withoutARequiredFunctionIsRefused);
    CPPUNIT_TEST(interfaces_throwingIsRefused);
    CPPUNIT_TEST(schema_thatIsNoSchemaIsRefused);
    CPPUNIT_TEST(compare_disagreementsAreRefusedAllAtOnce);
    CPPUNIT_TEST(config_faultsAreRefusedAllAtOnceWithoutValues);
    CPPUNIT_TEST(inspect_refusesWhatIsNamedOtherwise);
    CPPUNIT_TEST_SUITE_END();

    PluginFolder _folder;

    void refused(const std::string& sin, LoadStep step, std::initializer_list<std::string> parts)
    {
        const std::string id = "bad-" + sin;
        const auto file = _folder.install(id);
        assertRefused(step, parts, [&] { PluginLoader().load(id, file); });
    }

    void load_passesEveryStepInOrder()
    {
        std::string steps;
        const PluginLoader loader(
            [&](LoadStep step, const std::string&) { steps += std::string(word(step)) + " "; });
        const LoadedPlugin plugin = loader.load("bad-nothing", _folder.install("bad-nothing"));
        loader.checkConfig(plugin, {});
        CPPUNIT_ASSERT_EQUAL(
            std::string("path elf manifest open symbol descriptor interfaces schema compare config "), steps);
    }

    void load_readsWhatThePluginSays()
    {
        const LoadedPlugin plugin = PluginLoader().load("bad-nothing", _folder.install("bad-nothing"));
        CPPUNIT_ASSERT_EQUAL(std::string("A tiny plugin"), plugin.descriptor.name);
        CPPUNIT_ASSERT_EQUAL(std::string("1.2.3"), plugin.descriptor.version);
        CPPUNIT_ASSERT(plugin.descriptor.threading == Threading::Concurrent);
        CPPUNIT_ASSERT(plugin.interfaces.backend && !plugin.interfaces.auth);
        CPPUNIT_ASSERT(plugin.interfaces.kinds() == std::vector<std::string>{"backend"});
    }

    void load_throughALinkToAVersionUsesTheManifestOfTheId()
    {
        const auto file = _folder.install("bad-nothing");
        std::filesystem::rename(file, _folder.path() / "bad-nothing.so.1.2.3");
        std::filesystem::create_symlink("bad-nothing.so.1.2.3", file);
        CPPUNIT_ASSERT_EQUAL(std::string("bad-nothing"),
                             PluginLoader().load("bad-nothing", file).descriptor.id);
    }

    void open_withoutALibraryThatItNeedsIsRefused()
    {
        refused("unresolved", LoadStep::Open, {"undefined symbol: defined_nowhere", "install the library"});
    }
    void symbol_missingIsRefused()
    {
        refused("no-symbol", LoadStep::Symbol, {"exports no scaispeak_plugin_v1", "scaispeak_add_plugin()"});
    }
    void symbol_ofAnotherMajorNamesBothVersions()
    {
        refused("v2-only", LoadStep::Symbol,
                {"built for plugin ABI major 2", "this host speaks major 1", "upgrade the host"});
    }
    void entry_throwingIsRefused()
    {
        refused("throws-entry", LoadStep::Descriptor, {"scaispeak_plugin_v1 threw an exception"});
    }
    void descriptor_nullIsRefused() { refused("null-descriptor", LoadStep::Descriptor, {"returned NULL"}); }
    void descriptor_tooSmallOrTooLargeIsRefused()
    {
        refused("short-struct", LoadStep::Descriptor, {"struct_size is less than the"});
        refused("huge-struct", LoadStep::Descriptor, {"struct_size is over 65536"});
    }
    void descriptor_ofAnotherIdIsRefused()
    {
        refused("other-id", LoadStep::Descriptor,
                {"calls itself backend-other", "name the file backend-other.so"});
    }
    void descriptor_withAnOddIdIsRefused()
    {
        refused("odd-id", LoadStep::Descriptor, {"id \"Bad_Id\" is not 3 to 64"});
    }
    void descriptor_withoutNameOrWithBadTextIsRefused()
    {
        refused("no-name", LoadStep::Descriptor, {"has no name"});
        refused("name-not-utf8", LoadStep::Descriptor, {"name is not readable text"});
        refused("schema-missing", LoadStep::Descriptor, {"config_schema is missing"});
    }
    void descriptor_ofAnotherDraftIsRefused()
    {
        refused("other-draft", LoadStep::Descriptor,
                {"plugin ABI 1.0 draft " + std::to_string(SCS_ABI_DRAFT + 1),
                 "this host speaks 1.0 draft " + std::to_string(SCS_ABI_DRAFT), "upgrade the host"});
    }
    void descriptor_thatNeedsALaterHostIsRefused()
    {
        refused("future-minor", LoadStep::Descriptor,
                {"needs a host of plugin ABI 1.7", "this host speaks 1.0", "upgrade the host"});
    }
    void descriptor_withUnknownThreadingOrIsolationIsRefused()
    {
        refused("unknown-threading", LoadStep::Descriptor, {"threading 9"});
        refused("unknown-isolation", LoadStep::Descriptor, {"isolation 9"});
    }
    void descriptor_withoutARequiredFunctionIsRefused()
    {
        refused("no-create", LoadStep::Descriptor, {"no create function"});
        refused("no-destroy", LoadStep::Descriptor, {"no destroy function"});
        refused("no-get-interface", LoadStep::Descriptor, {"no get_interface function"});
    }
    void interfaces_noneKnownIsRefused()
    {
        refused("no-interface", LoadStep::Interfaces, {"offers no interface that this host knows"});
    }
    void interfaces_withAShortTableIsRefused()
    {
        refused("short-table", LoadStep::Interfaces, {"scaispeak.backend/1", "struct_size is less than"});
    }
    void interfaces_withoutARequiredFunctionIsRefused()
    {
        refused("no-synthesize", LoadStep::Interfaces, {"scaispeak.backend/1", "no synthesize function"});
    }
    void interfaces_throwingIsRefused()
    {
        refused("throws-interface", LoadStep::Interfaces, {"get_interface threw"});
    }
    void schema_thatIsNoSchemaIsRefused()
    {
        refused("schema-not-json", LoadStep::Schema, {"it is not JSON"});
        refused("schema-not-schema", LoadStep::Schema, {"no JSON Schema of draft 7"});
    }

    void compare_disagreementsAreRefusedAllAtOnce()
    {
        const auto file = _folder.install("bad-nothing");
        boost::json::object manifest = PluginFolder::goodManifest();
        manifest["version"] = "1.2.2";
        manifest["threading"] = "plugin";
        _folder.writeManifest("bad-nothing", manifest);
        assertRefused(LoadStep::Compare,
                      {"version is \"1.2.2\" in the manifest and \"1.2.3\" in the plugin",
                       "threading is \"plugin\"", "scaispeak-plugin-check --emit-manifest"},
                      [&] { PluginLoader().load("bad-nothing", file); });
    }

    void config_faultsAreRefusedAllAtOnceWithoutValues()
    {
        const LoadedPlugin plugin = PluginLoader().load("bad-nothing", _folder.install("bad-nothing"));
        try {
            PluginLoader().checkConfig(plugin, {{"greeting", 7}, {"token", 4711}, {"volume", 1}});
            CPPUNIT_FAIL("it was not refused");
        }
        catch (const PluginRefused& refused) {
            const std::string& reason = refused.reason();
            CPPUNIT_ASSERT(reason.find("plugins.bad-nothing.config.greeting: must be string") !=
                           std::string::npos);
            CPPUNIT_ASSERT(reason.find("plugins.bad-nothing.config.token: must be string") !=
                           std::string::npos);
            CPPUNIT_ASSERT(reason.find("plugins.bad-nothing.config.volume: unknown key") !=
                           std::string::npos);
            CPPUNIT_ASSERT(reason.find("4711") == std::string::npos);
        }
    }

    void inspect_refusesWhatIsNamedOtherwise()
    {
        assertRefused(LoadStep::Path, {"not named as a plugin"},
                      [&] { PluginLoader().inspect(_folder.write("x.so", "")); });
        assertRefused(LoadStep::Path, {"is no file"},
                      [&] { PluginLoader().inspect(_folder.file("bad-missing")); });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPluginLoader);

}  // namespace

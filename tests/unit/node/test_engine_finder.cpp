#include "node/engine_finder.hpp"
#include "support/quiet_logger.hpp"
#include "support/quiet_metrics.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace {

using namespace scaispeak;
namespace fs = std::filesystem;

class NoCredentials : public core::CredentialLookup
{
public:
    std::optional<core::Identity> lookup(const core::Sha256&) override { return std::nullopt; }
};

class TestEngineFinder : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestEngineFinder);
    CPPUNIT_TEST(configuredPlugin_withoutItsFile_isAFaultOfTheConfiguration);
    CPPUNIT_TEST(configuredPlugin_withoutItsManifest_isNamedWithTheReason);
    CPPUNIT_TEST(folderWithoutPlugins_isSaidToBeEmpty);
    CPPUNIT_TEST(pluginThatSpeaksThroughNodes_isNoEngine);
    CPPUNIT_TEST_SUITE_END();

    scaispeak::tests::QuietLogger _logger;
    scaispeak::tests::QuietMetrics _metrics;
    NoCredentials _credentials;
    config::Configuration _configuration;
    fs::path _folder;

public:
    void setUp() override
    {
        _folder = fs::temp_directory_path() / ("scaispeak-finder-" + std::to_string(::getpid()));
        fs::create_directory(_folder);
        _configuration.pluginDir = _folder;
    }

    void tearDown() override { fs::remove_all(_folder); }

private:
    void configure(const std::string& id, const fs::path& path)
    {
        config::Plugin plugin;
        plugin.id = id;
        plugin.path = path;
        _configuration.plugins.push_back(plugin);
        _configuration.places["plugins." + id] = {"node.yaml", 7};
    }

    void find()
    {
        node::findEngine({"espeak-ng", {}, {}}, _configuration,
                         {_logger, _metrics, _credentials, "test", "1"});
    }

    void expect(const std::string& said)
    {
        std::string what;
        try {
            find();
        }
        catch (const std::runtime_error& error) {
            what = error.what();
        }
        CPPUNIT_ASSERT_MESSAGE(what, what.find(said) != std::string::npos);
    }

    void configuredPlugin_withoutItsFile_isAFaultOfTheConfiguration()
    {
        const fs::path missing = _folder / "engine-x.so";
        // Also where another one has the engine.
        configure("backend-espeak", ESPEAK);
        configure("engine-x", missing);
        try {
            find();
            CPPUNIT_FAIL("it was skipped");
        }
        catch (const config::ConfigurationError& error) {
            CPPUNIT_ASSERT_EQUAL("node.yaml:7: plugins.engine-x: its file " + missing.string() +
                                     " is not there: install it, correct `path`, or take the plugin out",
                                 std::string(error.what()));
        }
    }

    void configuredPlugin_withoutItsManifest_isNamedWithTheReason()
    {
        std::ofstream(_folder / "engine-x.so") << "no plugin";
        configure("engine-x", _folder / "engine-x.so");
        expect("is the engine espeak-ng; plugin engine-x refused");
    }

    void folderWithoutPlugins_isSaidToBeEmpty() { expect("there is no backend plugin with a manifest"); }

    void pluginThatSpeaksThroughNodes_isNoEngine()
    {
        configure("backend-scaiinfer", PLUGIN);
        expect("there is no backend plugin with a manifest");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestEngineFinder);

}  // namespace

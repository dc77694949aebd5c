#include "fake_plugin.hpp"
#include "plugin_folder.hpp"
#include "pluginhost/plugin_host.hpp"
#include "refusal.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;

class TestPluginHost : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPluginHost);
    CPPUNIT_TEST(load_givesABackendThatSpeaks);
    CPPUNIT_TEST(load_ofTheSameIdTwiceIsRefused);
    CPPUNIT_TEST(load_failuresStayListed);
    CPPUNIT_TEST(load_configFaultsAreRefusedBeforeCreate);
    CPPUNIT_TEST(create_failureIsRefusedWithItsMessage);
    CPPUNIT_TEST(create_exceptionIsRefused);
    CPPUNIT_TEST(create_withoutAnInstanceIsRefused);
    CPPUNIT_TEST(describe_faultsAreRefused);
    CPPUNIT_TEST(isolation_thatIsNotThereIsRefused);
    CPPUNIT_TEST(status_showsThePluginWithoutSecrets);
    CPPUNIT_TEST(lookup_ofWhatIsNotThereIsRefused);
    CPPUNIT_TEST(backend_outlivesTheHostAndIsUnavailable);
    CPPUNIT_TEST(prepare_changesNothingUntilItIsExchanged);
    CPPUNIT_TEST(prepare_thatIsRefusedChangesNothing);
    CPPUNIT_TEST(exchange_letsTheOldInstanceEndWithItsLastHolder);
    CPPUNIT_TEST(exchange_takesAwayAndAdds);
    CPPUNIT_TEST_SUITE_END();

    fakes::Host _services;
    PluginFolder _folder;
    PluginHost _host{_services.services};

    PluginSpec spec(const std::string& id, boost::json::object config = {})
    {
        return {id, _folder.install(id), IsolationChoice::Auto, std::move(config)};
    }

    void refused(const std::string& sin, LoadStep step, std::initializer_list<std::string> parts)
    {
        assertRefused(step, parts, [&] { _host.load(spec("bad-" + sin)); });
    }

    static core::SynthesisOutcome speak(core::Backend& backend, core::AudioSink& sink)
    {
        core::SynthesisRequest request;
        request.text = "Hello";
        core::Cancellation cancellation;
        return backend.synthesize(request, sink, cancellation);
    }

    void load_givesABackendThatSpeaks()
    {
        _host.load(spec("bad-nothing"));
        fakes::Sink sink;
        const auto backend = _host.backend("bad-nothing");
        CPPUNIT_ASSERT_EQUAL(std::string("tiny"), backend->describe()->name);
        const core::SynthesisOutcome outcome = speak(*backend, sink);
        CPPUNIT_ASSERT(outcome.status == core::SynthesisStatus::Ok && outcome.frames == 480 &&
                       sink.bytes == 960);
        CPPUNIT_ASSERT(backend->listVoices().empty() && backend->health().ok);
        CPPUNIT_ASSERT(_services.logger.has(
            "plugin_loaded plugin=bad-nothing version=1.2.3 abi=1.0 threading=concurrent"));
    }

    bool ended() const { return _services.logger.has("plugin_ended plugin=bad-nothing"); }

    void prepare_changesNothingUntilItIsExchanged()
    {
        const PluginSpec nothing = spec("bad-nothing");
        _host.load(nothing);
        const auto before = _host.backend("bad-nothing");
        const auto prepared = _host.prepare(nothing);
        CPPUNIT_ASSERT(_host.backend("bad-nothing") == before);
        _host.exchange({prepared}, {});
        CPPUNIT_ASSERT(_host.backend("bad-nothing") != before);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _host.status().size());
    }

    void prepare_thatIsRefusedChangesNothing()
    {
        PluginSpec nothing = spec("bad-nothing");
        _host.load(nothing);
        const auto before = _host.backend("bad-nothing");
        nothing.config["unknown"] = 1;
        assertRefused(LoadStep::Config, {"unknown"}, [&] { _host.prepare(nothing); });
        CPPUNIT_ASSERT(_host.backend("bad-nothing") == before && _host.status().front().status == "loaded");
    }

    void exchange_letsTheOldInstanceEndWithItsLastHolder()
    {
        const PluginSpec nothing = spec("bad-nothing");
        _host.load(nothing);
        auto held = _host.backend("bad-nothing");
        _host.exchange({_host.prepare(nothing)}, {});
        fakes::Sink sink;
        CPPUNIT_ASSERT(!ended() && speak(*held, sink).status == core::SynthesisStatus::Ok);
        held.reset();
        CPPUNIT_ASSERT(ended());
    }

    void exchange_takesAwayAndAdds()
    {
        _host.exchange({_host.prepare(spec("bad-nothing"))}, {});
        CPPUNIT_ASSERT(_host.backend("bad-nothing") != nullptr);
        _host.exchange({}, {"bad-nothing"});
        CPPUNIT_ASSERT(ended() && _host.status().empty());
    }

    void load_ofTheSameIdTwiceIsRefused()
    {
        const PluginSpec once = spec("bad-nothing");
        _host.load(once);
        assertRefused(LoadStep::Lookup, {"configured twice"}, [&] { _host.load(once); });
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _host.status().size());
    }

    void load_failuresStayListed()
    {
        assertRefused(LoadStep::Path, {}, [&] {
            _host.load({"bad-missing",
                        _folder.file("bad-missing"),
                        IsolationChoice::Auto,
                        {{"password", "hunter2"}}});
        });
        const PluginStatus status = _host.status().at(0);
        CPPUNIT_ASSERT_EQUAL(std::string("failed"), status.status);
        CPPUNIT_ASSERT(status.error.starts_with("path: ") &&
                       status.error.find("bad-missing.so") != std::string::npos);
        // Which values are secret is not known without the plugin's schema.
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"password":"***"})"), boost::json::serialize(status.config));
        CPPUNIT_ASSERT(_services.logger.has("plugin_refused plugin=bad-missing step=path"));
        CPPUNIT_ASSERT(!_services.logger.has("hunter2"));
    }

    void load_configFaultsAreRefusedBeforeCreate()
    {
        assertRefused(LoadStep::Config, {"plugins.bad-create-fails.config.greeting: must be string"}, [&] {
            _host.load(spec("bad-create-fails", {{"greeting", 1}}));
        });
    }

    void create_failureIsRefusedWithItsMessage()
    {
        refused("create-fails", LoadStep::Create,
                {"greeting and farewell cannot both be given", "status 10"});
    }
    void create_exceptionIsRefused()
    {
        refused("throws-create", LoadStep::Create, {"create function threw an exception"});
    }
    void create_withoutAnInstanceIsRefused()
    {
        refused("create-null-instance", LoadStep::Create, {"returned no instance"});
    }
    void describe_faultsAreRefused()
    {
        refused("two-engines", LoadStep::Describe, {"emitted 2 engines"});
        refused("describe-fails", LoadStep::Describe, {"describe failed with status 21"});
        assertRefused(LoadStep::Lookup, {"it was not loaded: describe: "},
                      [&] { _host.backend("bad-two-engines"); });
    }

    void isolation_thatIsNotThereIsRefused()
    {
        const char* reason = "the program scaispeak-worker is not at";
        boost::json::object manifest = PluginFolder::goodManifest();
        manifest["id"] = "bad-needs-worker";
        manifest["isolation"] = "require_worker";
        const PluginSpec required = spec("bad-needs-worker");
        _folder.writeManifest("bad-needs-worker", manifest);
        assertRefused(LoadStep::Isolation, {"requires a worker", reason}, [&] { _host.load(required); });

        PluginSpec lifted = spec("bad-two-engines");
        manifest["id"] = "bad-two-engines";
        _folder.writeManifest("bad-two-engines", manifest);
        lifted.isolation = IsolationChoice::Process;
        assertRefused(LoadStep::Isolation, {"isolation: process is configured", "drop that line"},
                      [&] { _host.load(lifted); });

        PluginSpec configured = spec("bad-nothing");
        configured.isolation = IsolationChoice::Worker;
        assertRefused(LoadStep::Isolation, {"is to run in a worker", reason, "isolation: process"},
                      [&] { _host.load(configured); });
    }

    void status_showsThePluginWithoutSecrets()
    {
        _host.load(spec("bad-nothing", {{"greeting", "hi"}, {"token", "hunter2"}}));
        const PluginStatus status = _host.status().at(0);
        CPPUNIT_ASSERT(status.id == "bad-nothing" && status.version == "1.2.3" && status.abi == "1.0");
        CPPUNIT_ASSERT(status.kinds == std::vector<std::string>{"backend"});
        CPPUNIT_ASSERT(status.isolation == "process" && status.threading == "concurrent");
        CPPUNIT_ASSERT(status.status == "loaded" && status.error.empty());
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"greeting":"hi","token":"***"})"),
                             boost::json::serialize(status.config));
    }

    void lookup_ofWhatIsNotThereIsRefused()
    {
        _host.load(spec("bad-nothing"));
        assertRefused(LoadStep::Lookup, {"no plugin of this id is loaded"},
                      [&] { _host.backend("backend-other"); });
        assertRefused(LoadStep::Lookup, {"it is no authenticator (scaispeak.auth/1)"},
                      [&] { _host.authenticator("bad-nothing"); });
    }

    void backend_outlivesTheHostAndIsUnavailable()
    {
        std::shared_ptr<core::Backend> backend;
        {
            PluginHost host(_services.services);
            host.load(spec("bad-nothing"));
            backend = host.backend("bad-nothing");
        }
        fakes::Sink sink;
        CPPUNIT_ASSERT(speak(*backend, sink).status == core::SynthesisStatus::Unavailable);
        CPPUNIT_ASSERT(!backend->health().ok);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPluginHost);

}  // namespace

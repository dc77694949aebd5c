#pragma once

#include "support/plugin_file.hpp"
#include "support/recording_sink.hpp"

#include <cppunit/TestAssert.h>
#include <cppunit/TestFixture.h>

#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace scaispeak::test {

inline constexpr std::string_view english = "gmw/en-US";
inline constexpr std::string_view sentence =
    "The quick brown fox jumps over the lazy dog while the sun is shining.";

struct Listed
{
    std::set<std::string> names;
    std::set<std::string> languages;
    bool complete = true;
};

/// The built plugin and one instance of it, made when it is first needed.
class EspeakFixture : public CppUnit::TestFixture
{
public:
    void tearDown() override { _instance.reset(); }

protected:
    void* instance()
    {
        if (!_instance) _instance = std::make_unique<PluginInstance>(_file, _host);
        return _instance->get();
    }

    void say(std::string_view text, Spoken& spoken, double speed = 0, std::string_view voice = english)
    {
        speak(*_backend, instance(), _host, voice, text, spoken, speed);
    }

    std::size_t framesOf(std::string_view text, double speed = 0, std::string_view voice = english)
    {
        Spoken spoken;
        say(text, spoken, speed, voice);
        CPPUNIT_ASSERT_EQUAL(SCS_OK, spoken.status);
        CPPUNIT_ASSERT_EQUAL(spoken.sink.bytes.size() / 2, static_cast<std::size_t>(spoken.result.frames));
        return spoken.sink.bytes.size() / 2;
    }

    static void assertNear(std::size_t expected, std::size_t actual, double share)
    {
        const auto wanted = static_cast<double>(expected);
        CPPUNIT_ASSERT_DOUBLES_EQUAL(wanted, static_cast<double>(actual), wanted * share);
    }

    Listed list()
    {
        Listed listed;
        const scs_call call = _host.call();
        const auto take = [](void* ctx, const scs_voice* voice) -> scs_status {
            auto& out = *static_cast<Listed*>(ctx);
            out.complete = out.complete && voice->language.size > 0 && voice->display_name.size > 0 &&
                           out.names.insert(text(voice->name)).second;
            out.languages.insert(text(voice->language));
            return SCS_OK;
        };
        CPPUNIT_ASSERT_EQUAL(SCS_OK, _backend->list_voices(instance(), &call, take, &listed, nullptr));
        return listed;
    }

    scs_status createStatus(const std::string& config, CapturedError& error)
    {
        void* made = nullptr;
        const scs_status status = _file.descriptor().create(&_host.table(), raw(config), &made, error.raw());
        if (status == SCS_OK) _file.descriptor().destroy(made);
        return status;
    }

    PluginFile _file{PLUGIN};
    FakePluginHost _host;
    const scs_backend* _backend = _file.interface<scs_backend>(SCS_BACKEND_1);
    std::unique_ptr<PluginInstance> _instance;
};

}  // namespace scaispeak::test

#pragma once

#include "fake_plugin.hpp"
#include "pluginhost/plugin_backend.hpp"

#include <cppunit/TestAssert.h>
#include <cppunit/TestFixture.h>

#include <array>
#include <functional>
#include <memory>
#include <string>

/// A backend over a plugin within the test program.
class BackendFixture : public CppUnit::TestFixture
{
protected:
    using Gate = scaispeak::pluginhost::Gate;
    using PluginBackend = scaispeak::pluginhost::PluginBackend;

    fakes::Host _host;
    fakes::Plugin _plugin;
    fakes::Sink _sink;
    scaispeak::core::Cancellation _cancellation;

    std::vector<scaispeak::core::Encoding> _accept = scaispeak::core::SynthesisRequest().accept;
    static constexpr std::array<std::uint8_t, 64> silence{};

    std::unique_ptr<PluginBackend> backend(std::shared_ptr<Gate> gate = {})
    {
        return std::make_unique<PluginBackend>(_plugin.instance(_host, std::move(gate)));
    }

    static scaispeak::core::SynthesisRequest request(const std::string& text = "Hello")
    {
        scaispeak::core::SynthesisRequest request;
        request.requestId = "req_1";
        request.text = text;
        request.engineVoice = "one";
        return request;
    }

    scaispeak::core::SynthesisOutcome speak(fakes::Plugin::Synthesize synthesize)
    {
        _plugin.synthesize = std::move(synthesize);
        auto asked = request();
        asked.accept = _accept;
        return backend()->synthesize(asked, _sink, _cancellation);
    }

    /// A plugin that does only this to its sink, and returns OK.
    scaispeak::core::SynthesisOutcome push(std::function<void(const scs_audio_sink&)> work)
    {
        return speak([work](const scs_call*, const scs_synthesis_request*, const scs_audio_sink* sink,
                            scs_synthesis_result*, scs_error*) {
            work(*sink);
            return SCS_OK;
        });
    }

    scaispeak::core::SynthesisOutcome end(scs_status status)
    {
        return speak([status](auto...) { return status; });
    }

    static void begin(const scs_audio_sink& sink)
    {
        CPPUNIT_ASSERT_EQUAL(SCS_OK, sink.begin(sink.ctx, SCS_ENCODING_PCM_S16, 24'000, 1));
    }
};

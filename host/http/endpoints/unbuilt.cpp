#include "http/endpoints/unbuilt.hpp"

namespace scaispeak::http::endpoints {

Endpoint unbuilt()
{
    return [](const std::shared_ptr<Call>&) {
        throw core::Failure(core::ErrorCode::NotImplemented,
                            "this version does not have this yet; a later one will, under the same path");
    };
}

Endpoint webrtcUnavailable()
{
    return [](const std::shared_ptr<Call>&) {
        throw core::Failure(core::ErrorCode::WebrtcUnavailable,
                            "WebRTC needs the package scaispeak-transport-webrtc; the operator installs it "
                            "and restarts scaispeakd");
    };
}

Endpoint scaidriveNotAvailable()
{
    return [](const std::shared_ptr<Call>&) {
        throw core::Failure(core::ErrorCode::ScaidriveNotAvailable,
                            "this deployment has no ScaiDrive; the operator sets scaispeak_scaidrive_url");
    };
}

}  // namespace scaispeak::http::endpoints

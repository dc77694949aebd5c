#pragma once

/// Plugins in C++ (C++17 or later, standard library only).
///
/// Derive a class from the interfaces it offers (Backend, BackendNodes, Objects, Destination, Authenticator,
/// TokenExchange, Preflight, Transport), give it a constructor that takes the host and its configuration, and
/// name it:
///
///     class Parrot : public scaispeak::Backend
///     {
///     public:
///         Parrot(const scaispeak::Host& host, std::string_view config);
///         scaispeak::Engine describe(const scaispeak::Call&) override;
///         ...
///     };
///
///     constexpr scaispeak::PluginInfo parrot{
///         SCAISPEAK_PLUGIN_ID, "Parrot", "1.0.0", "Example", "MIT", SCAISPEAK_CONFIG_SCHEMA};
///     SCAISPEAK_PLUGIN(Parrot, parrot)
///
/// What holds everywhere:
///
///   Errors     throw Error with a status, a stable reason word and messages. Anything else that is thrown
///   becomes
///              SCS_INTERNAL: no exception leaves the plugin. The constructor may throw as well; the
///              destructor not.
///   Ownership  what a method is handed (std::string_view, Span, Call, Reference, AudioSink, Emit) is
///   borrowed until it
///              returns: copy what is kept. What a method returns is copied by the wrapper.
///   Threads    a method runs on the host's threads as the declared Threading allows; cancel() and health()
///   are outside
///              of it and may run at any time, so they touch nothing but atomics or a lock that is never held
///              for long.
///   Versions   a host may know fewer or more members of a structure than this header: absent ones read as
///   zero.
///
/// The C headers say what each function must do; the classes here repeat only what differs.

#include "cpp/auth.hpp"
#include "cpp/backend.hpp"
#include "cpp/backend_nodes.hpp"
#include "cpp/descriptor.hpp"
#include "cpp/destination.hpp"
#include "cpp/host_extensions.hpp"
#include "cpp/objects.hpp"
#include "cpp/preflight.hpp"
#include "cpp/transport.hpp"

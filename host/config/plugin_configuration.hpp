#pragma once

#include "config/configuration.hpp"

#include <boost/json.hpp>

#include <string_view>

namespace scaispeak::config {

/// What a plugin is given: its own subtree, and of the top level what it needs, where its subtree has no
/// value of its own. auth-jwt and auth-scaikey get the keys of `scaikey` that are set, preflight-core those
/// of `preflight` but for `plugins`, storage-scaidrive `scaispeak_scaidrive_url` as `url`, storage-file
/// `<state_dir>/objects` as `dir`, backend-relay and backend-scaiinfer `speak.timeouts.connect_s`,
/// backend-relay `first_audio_s` and `between_chunks_s` of it too. Holds secrets in the clear. An id that is
/// not in `plugins` gets what it would with an empty subtree.
boost::json::object pluginConfiguration(const Configuration& configuration, std::string_view id);

}  // namespace scaispeak::config

#pragma once

#include "settings.hpp"

#include <curl/curl.h>

namespace scaispeak::relay {

/// What every connection to the relay keeps to: http and https alone, a certificate that is right for the
/// name. `settings` outlives the handle's next transfer.
void prepareConnection(CURL* easy, const Settings& settings);

}  // namespace scaispeak::relay

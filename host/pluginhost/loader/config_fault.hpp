#pragma once

#include <string>

namespace scaispeak::pluginhost {

/// One thing wrong with a plugin's configuration. The reason never repeats a value.
struct ConfigFault
{
    std::string path;  ///< E.g. "voices[0].name"; empty for the whole.
    std::string reason;
};

}  // namespace scaispeak::pluginhost

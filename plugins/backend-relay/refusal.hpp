#pragma once

#include <scaispeak/plugin.hpp>

namespace scaispeak::relay {

/// What a status other than 200 means here. `retryAfter` is zero when the relay named none.
Error refusalOf(long httpStatus, std::chrono::seconds retryAfter);

/// Whether the same may be asked for in another format.
bool mayBeTheFormat(long httpStatus) noexcept;

/// Whether it says that the relay is not well, rather than that it was asked for something wrong.
bool isFailure(long httpStatus) noexcept;

}  // namespace scaispeak::relay

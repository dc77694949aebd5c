#pragma once

#include "core/error_code.hpp"

namespace scaispeak::http {

/// The HTTP status that goes with an error word (contract, section 10).
int httpStatus(core::ErrorCode code) noexcept;

}  // namespace scaispeak::http

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace scaispeak::core {

/// The stable error words of the external contract (section 10). Clients branch on them, so a word never
/// changes.
enum class ErrorCode : std::uint8_t
{
    BackendUnavailable,
    BackendError,
    BackendTimeout,
    Overloaded,
    VoiceNotFound,
    VoiceNotReady,
    VoiceNotReadyForWarming,
    VoicePreflightFailed,
    SaveToRequiresJwt,
    SaveToExchangeFailed,
    ScaidriveConflict,
    ScaidriveNotAvailable,
    ScaidriveError,
    WebrtcUnavailable,
    TextBlocked,
    JobNotFound,
    LicenceExpired,
    LicenceExhausted,
    StorageUnavailable,
    AuthTokenMissing,
    AuthTokenInvalid,
    AuthzPermissionDenied,
    AuthUnavailable,
    ModuleNotEnabled,
    ValidationError,
    MalformedRequest,
    PayloadTooLarge,
    NotAcceptable,
    NotFound,
    MethodNotAllowed,
    RateLimited,
    BudgetExceeded,
    NotImplemented,
    NotReady,
    ShuttingDown,
    InternalError,
};

/// The word as it stands in `error.code`, e.g. "SCAISPEAK_VOICE_NOT_FOUND".
std::string_view word(ErrorCode code) noexcept;

/// Every code, in the order above.
std::span<const ErrorCode> allErrorCodes() noexcept;

}  // namespace scaispeak::core

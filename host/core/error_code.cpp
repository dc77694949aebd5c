#include "core/error_code.hpp"

#include <array>
#include <utility>

namespace scaispeak::core {
namespace {

using Row = std::pair<ErrorCode, std::string_view>;

constexpr std::array rows{
    Row{ErrorCode::BackendUnavailable, "SCAISPEAK_BACKEND_UNAVAILABLE"},
    Row{ErrorCode::BackendError, "SCAISPEAK_BACKEND_ERROR"},
    Row{ErrorCode::BackendTimeout, "SCAISPEAK_BACKEND_TIMEOUT"},
    Row{ErrorCode::Overloaded, "SCAISPEAK_OVERLOADED"},
    Row{ErrorCode::VoiceNotFound, "SCAISPEAK_VOICE_NOT_FOUND"},
    Row{ErrorCode::VoiceNotReady, "SCAISPEAK_VOICE_NOT_READY"},
    Row{ErrorCode::VoiceNotReadyForWarming, "SCAISPEAK_VOICE_NOT_READY_FOR_WARMING"},
    Row{ErrorCode::VoicePreflightFailed, "SCAISPEAK_VOICE_PREFLIGHT_FAILED"},
    Row{ErrorCode::SaveToRequiresJwt, "SCAISPEAK_SAVE_TO_REQUIRES_JWT"},
    Row{ErrorCode::SaveToExchangeFailed, "SCAISPEAK_SAVE_TO_EXCHANGE_FAILED"},
    Row{ErrorCode::ScaidriveConflict, "SCAISPEAK_SCAIDRIVE_CONFLICT"},
    Row{ErrorCode::ScaidriveNotAvailable, "SCAISPEAK_SCAIDRIVE_NOT_AVAILABLE"},
    Row{ErrorCode::ScaidriveError, "SCAISPEAK_SCAIDRIVE_ERROR"},
    Row{ErrorCode::WebrtcUnavailable, "SCAISPEAK_WEBRTC_UNAVAILABLE"},
    Row{ErrorCode::TextBlocked, "SCAISPEAK_TEXT_BLOCKED"},
    Row{ErrorCode::JobNotFound, "SCAISPEAK_JOB_NOT_FOUND"},
    Row{ErrorCode::LicenceExpired, "SCAISPEAK_LICENCE_EXPIRED"},
    Row{ErrorCode::LicenceExhausted, "SCAISPEAK_LICENCE_EXHAUSTED"},
    Row{ErrorCode::StorageUnavailable, "SCAISPEAK_STORAGE_UNAVAILABLE"},
    Row{ErrorCode::AuthTokenMissing, "AUTH_TOKEN_MISSING"},
    Row{ErrorCode::AuthTokenInvalid, "AUTH_TOKEN_INVALID"},
    Row{ErrorCode::AuthzPermissionDenied, "AUTHZ_PERMISSION_DENIED"},
    Row{ErrorCode::AuthUnavailable, "AUTH_UNAVAILABLE"},
    Row{ErrorCode::ModuleNotEnabled, "MODULE_NOT_ENABLED"},
    Row{ErrorCode::ValidationError, "VALIDATION_ERROR"},
    Row{ErrorCode::MalformedRequest, "MALFORMED_REQUEST"},
    Row{ErrorCode::PayloadTooLarge, "PAYLOAD_TOO_LARGE"},
    Row{ErrorCode::NotAcceptable, "NOT_ACCEPTABLE"},
    Row{ErrorCode::NotFound, "NOT_FOUND"},
    Row{ErrorCode::MethodNotAllowed, "METHOD_NOT_ALLOWED"},
    Row{ErrorCode::RateLimited, "RATE_LIMITED"},
    Row{ErrorCode::BudgetExceeded, "BUDGET_EXCEEDED"},
    Row{ErrorCode::NotImplemented, "NOT_IMPLEMENTED"},
    Row{ErrorCode::NotReady, "NOT_READY"},
    Row{ErrorCode::ShuttingDown, "SHUTTING_DOWN"},
    Row{ErrorCode::InternalError, "INTERNAL_ERROR"},
};

constexpr auto codes = [] {
    std::array<ErrorCode, rows.size()> all{};
    for (std::size_t index = 0; index < rows.size(); ++index)
        all[index] = rows[index].first;
    return all;
}();

constexpr bool rowsFollowTheEnum()
{
    for (std::size_t index = 0; index < rows.size(); ++index)
        if (static_cast<std::size_t>(rows[index].first) != index) return false;
    return rows.back().first == ErrorCode::InternalError;
}
static_assert(rowsFollowTheEnum(), "a row is missing or out of order");

}  // namespace

std::string_view word(ErrorCode code) noexcept
{
    return rows[static_cast<std::size_t>(code)].second;
}

std::span<const ErrorCode> allErrorCodes() noexcept
{
    return codes;
}

}  // namespace scaispeak::core

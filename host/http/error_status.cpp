#include "http/error_status.hpp"

namespace scaispeak::http {

int httpStatus(core::ErrorCode code) noexcept
{
    using core::ErrorCode;
    switch (code) {
        case ErrorCode::MalformedRequest:
            return 400;
        case ErrorCode::AuthTokenMissing:
        case ErrorCode::AuthTokenInvalid:
            return 401;
        case ErrorCode::BudgetExceeded:
            return 402;
        case ErrorCode::SaveToRequiresJwt:
        case ErrorCode::LicenceExpired:
        case ErrorCode::LicenceExhausted:
        case ErrorCode::AuthzPermissionDenied:
        case ErrorCode::ModuleNotEnabled:
            return 403;
        case ErrorCode::VoiceNotFound:
        case ErrorCode::ScaidriveNotAvailable:
        case ErrorCode::JobNotFound:
        case ErrorCode::NotFound:
            return 404;
        case ErrorCode::MethodNotAllowed:
            return 405;
        case ErrorCode::NotAcceptable:
            return 406;
        case ErrorCode::VoiceNotReady:
        case ErrorCode::VoiceNotReadyForWarming:
        case ErrorCode::ScaidriveConflict:
            return 409;
        case ErrorCode::PayloadTooLarge:
            return 413;
        case ErrorCode::VoicePreflightFailed:
        case ErrorCode::TextBlocked:
        case ErrorCode::ValidationError:
            return 422;
        case ErrorCode::RateLimited:
            return 429;
        case ErrorCode::InternalError:
            return 500;
        case ErrorCode::WebrtcUnavailable:
        case ErrorCode::NotImplemented:
            return 501;
        case ErrorCode::BackendUnavailable:
        case ErrorCode::BackendError:
        case ErrorCode::SaveToExchangeFailed:
        case ErrorCode::ScaidriveError:
            return 502;
        case ErrorCode::Overloaded:
        case ErrorCode::StorageUnavailable:
        case ErrorCode::AuthUnavailable:
        case ErrorCode::NotReady:
        case ErrorCode::ShuttingDown:
            return 503;
        case ErrorCode::BackendTimeout:
            return 504;
    }
    return 500;
}

}  // namespace scaispeak::http

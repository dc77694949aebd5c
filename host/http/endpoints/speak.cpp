#include "http/endpoints/speak.hpp"

#include "audio/response_format.hpp"
#include "http/accept.hpp"
#include "http/collected_answer.hpp"
#include "http/json_body.hpp"
#include "http/multipart_fields.hpp"
#include "http/speak_request.hpp"
#include "http/streamed_answer.hpp"

#include <utility>

namespace scaispeak::http::endpoints {
namespace {

constexpr std::size_t longestPreview = 300;

void refuseSaveTo(const Call& call)
{
    if (call.principal.identity.kind == core::CredentialKind::ApiKey)
        throw core::Failure(core::ErrorCode::SaveToRequiresJwt,
                            "saving to ScaiDrive needs a person: sign in with ScaiKey, or drop save_to");
    throw core::Failure(
        core::ErrorCode::ScaidriveNotAvailable,
        "this deployment has no ScaiDrive; the operator sets scaispeak_scaidrive_url, or drop save_to");
}

Wanted wantedFor(const Call& call, const boost::json::object& body)
{
    FieldReader fields(body);
    const AudioWish wish = audioWish(fields);
    const std::string mediaType = audio::mediaType(wish.format, wish.sampleRate);
    const Wanted answer = wanted(call.header("Accept"), mediaType);
    if (answer == Wanted::Unacceptable)
        throw core::Failure(
            core::ErrorCode::NotAcceptable,
            "the header Accept and response_format do not go together: this answer is application/json or " +
                mediaType);
    return answer;
}

void refuseAsync()
{
    throw core::Failure(
        core::ErrorCode::NotImplemented,
        "a text of this length, or force_async, becomes a job, and this version has no jobs yet; ask for the "
        "audio itself ('Accept: audio/*') or send a shorter text");
}

boost::json::object previewBody(const Call& call)
{
    if (!isMultipart(call)) return jsonBody(call);
    boost::json::object body;
    for (const auto& [name, value] : multipartFields(call))
        body[name] = value;
    return body;
}

}  // namespace

Endpoint speak(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const boost::json::object body = jsonBody(*call);
        const Wanted answer = wantedFor(*call, body);
        SpeakRequest request = speakRequest(*call, body);
        if (request.saveTo) refuseSaveTo(*call);
        request.order.voice = services.voices.get(call->principal, request.voiceId);
        if (request.forceAsync) refuseAsync();
        if (answer == Wanted::Audio)
            return StreamedAnswer::begin(call, services.speech, std::move(request.order));
        if (request.chars > call->settings->asyncTextThresholdChars) refuseAsync();
        CollectedAnswer::begin(call, services.speech, std::move(request.order));
    };
}

Endpoint preview(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const boost::json::object body = previewBody(*call);
        FieldReader fields(body);
        ::scaispeak::speak::UtteranceOrder order = orderFor(*call);
        order.text = fields.requiredText("text", 1, longestPreview);
        const AudioWish wish = audioWish(fields);
        order.format = wish.format;
        order.sampleRate = wish.sampleRate;
        fields.check();
        order.voice = services.voices.get(call->principal, call->pathParameters.front());
        CollectedAnswer::begin(call, services.speech, std::move(order));
    };
}

}  // namespace scaispeak::http::endpoints

#include "http/envelope.hpp"
#include "http/error_status.hpp"
#include "http/request_id.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <map>

namespace {

using namespace scaispeak;

class TestEnvelope : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestEnvelope);
    CPPUNIT_TEST(ok_hasItsShape);
    CPPUNIT_TEST(ok_takesALongMemberAsItIs);
    CPPUNIT_TEST(error_hasItsShape);
    CPPUNIT_TEST(list_hasACursorOnlyWhereMoreFollows);
    CPPUNIT_TEST(status_isThatOfTheContract);
    CPPUNIT_TEST(requestId_ofTheCallerIsKeptWhenItHasTheForm);
    CPPUNIT_TEST_SUITE_END();

    static std::string header(const http::Response& response, const std::string& name)
    {
        for (const auto& [key, value] : response.headers)
            if (key == name) return value;
        return "";
    }

    void ok_hasItsShape()
    {
        const http::Response response = http::okResponse({{"a", 1}}, "req_12345678", 201);
        CPPUNIT_ASSERT_EQUAL(201, response.status);
        CPPUNIT_ASSERT_EQUAL(std::string("req_12345678"), header(response, "X-Request-Id"));
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"status":"ok","data":{"a":1},"meta":{"request_id":"req_12345678"}})"),
            response.body);
    }

    void ok_takesALongMemberAsItIs()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"status":"ok","data":{"audio":"QUJD","a":1},"meta":{"request_id":"r"}})"),
            http::okResponseWith("audio", "QUJD", {{"a", 1}}, "r").body);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"status":"ok","data":{"audio":""},"meta":{"request_id":"r"}})"),
                             http::okResponseWith("audio", "", {}, "r").body);
    }

    void error_hasItsShape()
    {
        core::Failure failure(core::ErrorCode::Overloaded, "busy; try again");
        failure.withRetryAfter(3).withDetail({"A", "saturated", "full"}).withDetail({"text", "", "too long"});
        const http::Response response = http::errorResponse(failure, "req_12345678");
        CPPUNIT_ASSERT_EQUAL(503, response.status);
        CPPUNIT_ASSERT_EQUAL(std::string("3"), header(response, "Retry-After"));
        CPPUNIT_ASSERT_EQUAL(
            std::string(
                R"({"status":"error","error":{"code":"SCAISPEAK_OVERLOADED","message":"busy; try again","retry_after":3,)"
                R"("details":[{"field":"A","code":"saturated","message":"full"},{"field":"text","message":"too long"}]},)"
                R"("meta":{"request_id":"req_12345678"}})"),
            response.body);
    }

    void list_hasACursorOnlyWhereMoreFollows()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(
                R"({"status":"ok","data":{"items":[1]},"pagination":{"has_more":false,"next_cursor":null},)"
                R"("meta":{"request_id":"r"}})"),
            http::listResponse({1}, "", "r").body);
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"status":"ok","data":{"items":[1],"next_cursor":"c"},)"
                        R"("pagination":{"has_more":true,"next_cursor":"c"},"meta":{"request_id":"r"}})"),
            http::listResponse({1}, "c", "r").body);
    }

    void status_isThatOfTheContract()
    {
        const std::map<std::string, int> contract{{"SCAISPEAK_BACKEND_UNAVAILABLE", 502},
                                                  {"SCAISPEAK_BACKEND_ERROR", 502},
                                                  {"SCAISPEAK_BACKEND_TIMEOUT", 504},
                                                  {"SCAISPEAK_OVERLOADED", 503},
                                                  {"SCAISPEAK_VOICE_NOT_FOUND", 404},
                                                  {"SCAISPEAK_VOICE_NOT_READY", 409},
                                                  {"SCAISPEAK_VOICE_NOT_READY_FOR_WARMING", 409},
                                                  {"SCAISPEAK_VOICE_PREFLIGHT_FAILED", 422},
                                                  {"SCAISPEAK_SAVE_TO_REQUIRES_JWT", 403},
                                                  {"SCAISPEAK_SAVE_TO_EXCHANGE_FAILED", 502},
                                                  {"SCAISPEAK_SCAIDRIVE_CONFLICT", 409},
                                                  {"SCAISPEAK_SCAIDRIVE_NOT_AVAILABLE", 404},
                                                  {"SCAISPEAK_SCAIDRIVE_ERROR", 502},
                                                  {"SCAISPEAK_WEBRTC_UNAVAILABLE", 501},
                                                  {"SCAISPEAK_TEXT_BLOCKED", 422},
                                                  {"SCAISPEAK_JOB_NOT_FOUND", 404},
                                                  {"SCAISPEAK_LICENCE_EXPIRED", 403},
                                                  {"SCAISPEAK_LICENCE_EXHAUSTED", 403},
                                                  {"SCAISPEAK_STORAGE_UNAVAILABLE", 503},
                                                  {"AUTH_TOKEN_MISSING", 401},
                                                  {"AUTH_TOKEN_INVALID", 401},
                                                  {"AUTHZ_PERMISSION_DENIED", 403},
                                                  {"AUTH_UNAVAILABLE", 503},
                                                  {"MODULE_NOT_ENABLED", 403},
                                                  {"VALIDATION_ERROR", 422},
                                                  {"MALFORMED_REQUEST", 400},
                                                  {"PAYLOAD_TOO_LARGE", 413},
                                                  {"NOT_ACCEPTABLE", 406},
                                                  {"NOT_FOUND", 404},
                                                  {"METHOD_NOT_ALLOWED", 405},
                                                  {"RATE_LIMITED", 429},
                                                  {"BUDGET_EXCEEDED", 402},
                                                  {"NOT_IMPLEMENTED", 501},
                                                  {"NOT_READY", 503},
                                                  {"SHUTTING_DOWN", 503},
                                                  {"INTERNAL_ERROR", 500}};
        CPPUNIT_ASSERT_EQUAL(contract.size(), core::allErrorCodes().size());
        for (const core::ErrorCode code : core::allErrorCodes())
            CPPUNIT_ASSERT_EQUAL(contract.at(std::string(core::word(code))), http::httpStatus(code));
    }

    void requestId_ofTheCallerIsKeptWhenItHasTheForm()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("abc-DEF_123"), http::requestIdFor("abc-DEF_123"));
        for (const std::string& given :
             {std::string("short"), std::string(65, 'x'), std::string("with space"),
              std::string("a\nb12345678"), std::string()})
            CPPUNIT_ASSERT(http::requestIdFor(given).starts_with("req_"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestEnvelope);

}  // namespace

#include <backend-relay/refusal.hpp>
#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using relay::isFailure;
using relay::mayBeTheFormat;
using relay::refusalOf;
using std::chrono::seconds;

class TestRefusal : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestRefusal);
    CPPUNIT_TEST(status_isToldAsWhatItMeans);
    CPPUNIT_TEST(whatIsNotAboutTheVoice_isNotToldAsTheVoice);
    CPPUNIT_TEST(retryAfter_isKept);
    CPPUNIT_TEST(failures_areTheRelaysOwn);
    CPPUNIT_TEST(format_mayBeWhatIsRefused);
    CPPUNIT_TEST_SUITE_END();

    void status_isToldAsWhatItMeans()
    {
        struct Row
        {
            long http;
            Status status;
            std::string reason;
        };
        for (const Row& row : {Row{400, Status::Unsupported, "backend-relay.refused"},
                               {415, Status::Unsupported, "backend-relay.refused"},
                               {422, Status::Unsupported, "backend-relay.refused"},
                               {401, Status::Unavailable, "relay_credentials_missing"},
                               {403, Status::Unavailable, "relay_credentials_missing"},
                               {404, Status::Unsupported, "backend-relay.not_found"},
                               {429, Status::Overloaded, "saturated"},
                               {500, Status::Internal, "backend-relay.failed"},
                               {503, Status::Internal, "backend-relay.failed"}}) {
            const Error error = refusalOf(row.http, seconds(0));
            CPPUNIT_ASSERT(error.status() == row.status);
            CPPUNIT_ASSERT_EQUAL(row.reason, error.reason());
            CPPUNIT_ASSERT(!error.publicMessage().empty());
            CPPUNIT_ASSERT(error.internalMessage().find(std::to_string(row.http)) != std::string::npos);
        }
    }

    void whatIsNotAboutTheVoice_isNotToldAsTheVoice()
    {
        struct Row
        {
            long http;
            std::string reason;
        };
        for (const Row& row : {Row{201, "backend-relay.no_speech"},
                               {204, "backend-relay.no_speech"},
                               {206, "backend-relay.no_speech"},
                               {302, "backend-relay.redirected"},
                               {308, "backend-relay.redirected"},
                               {402, "backend-relay.payment_required"},
                               {408, "backend-relay.request_timeout"},
                               {413, "backend-relay.text_too_long"},
                               {405, "backend-relay.refused"},
                               {418, "backend-relay.refused"}}) {
            const Error error = refusalOf(row.http, seconds(0));
            CPPUNIT_ASSERT(error.status() == Status::Internal);
            CPPUNIT_ASSERT_EQUAL(row.reason, error.reason());
            CPPUNIT_ASSERT(!error.publicMessage().empty());
            CPPUNIT_ASSERT(error.internalMessage().find(std::to_string(row.http)) != std::string::npos);
        }
    }

    void retryAfter_isKept()
    {
        CPPUNIT_ASSERT(refusalOf(429, seconds(7)).retryAfter() == seconds(7));
        CPPUNIT_ASSERT(refusalOf(429, seconds(0)).retryAfter() == seconds(0));
        CPPUNIT_ASSERT(refusalOf(429, seconds::max()).retryAfter() == seconds(86'400));
        CPPUNIT_ASSERT(refusalOf(429, seconds(-1)).retryAfter() == seconds(0));
    }

    void failures_areTheRelaysOwn()
    {
        for (const long http : {204L, 302L, 402L, 403L, 408L, 429L, 500L, 502L, 503L, 599L})
            CPPUNIT_ASSERT(isFailure(http));
        for (const long http : {200L, 400L, 404L, 413L, 418L, 422L})
            CPPUNIT_ASSERT(!isFailure(http));
    }

    void format_mayBeWhatIsRefused()
    {
        for (const long http : {400L, 415L, 422L})
            CPPUNIT_ASSERT(mayBeTheFormat(http));
        for (const long http : {0L, 200L, 401L, 404L, 429L, 500L})
            CPPUNIT_ASSERT(!mayBeTheFormat(http));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestRefusal);

}  // namespace

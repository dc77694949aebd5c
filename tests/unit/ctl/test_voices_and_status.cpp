#include "ctl_run.hpp"
#include "scripted_server.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::ctl::test;

const std::string voicesPath = "GET /v1/modules/scaispeak/voices";
const std::string readyPath = "GET /v1/modules/scaispeak/readyz";

std::string voice(const std::string& id, const std::string& name, const std::string& status = "ready")
{
    return R"({"voice_id":")" + id + R"(","display_name":")" + name +
           R"(","language_primary":"en-us","gender_hint":"male","kind":"preset","embedding_status":")" +
           status + "\"}";
}

std::string page(const std::string& items, const std::string& cursor)
{
    const std::string next = cursor.empty() ? "" : R"(,"next_cursor":")" + cursor + "\"";
    return jsonAnswer(200, R"({"status":"ok","data":{"items":[)" + items + "]" + next + R"(},"meta":{}})");
}

class TestVoicesAndStatus : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestVoicesAndStatus);
    CPPUNIT_TEST(voices_asTable);
    CPPUNIT_TEST(voices_asJsonFollowsThePages);
    CPPUNIT_TEST(voices_filtersAreEncoded);
    CPPUNIT_TEST(voices_limit);
    CPPUNIT_TEST(voices_endlessList);
    CPPUNIT_TEST(voices_permissionLacking);
    CPPUNIT_TEST(status_ready);
    CPPUNIT_TEST(status_notReady);
    CPPUNIT_TEST(status_saysWhoCalls);
    CPPUNIT_TEST(status_badKey);
    CPPUNIT_TEST(status_asJson);
    CPPUNIT_TEST(status_nobodyListens);
    CPPUNIT_TEST_SUITE_END();

public:
    void voices_asTable()
    {
        _server.on(voicesPath,
                   page(voice("voc_1", "Zo\xC3\xAB \\u001b[1m") + "," + voice("voc_22", "B", "failed"), ""));
        CPPUNIT_ASSERT_EQUAL(std::string("ID      NAME      LANGUAGE  GENDER  KIND\n"
                                         "voc_1   Zo\xC3\xAB ?[1m  en-us     male    preset\n"
                                         "voc_22  B         en-us     male    preset (failed)\n"),
                             voices().out);
    }

    void voices_asJsonFollowsThePages()
    {
        _server.on(voicesPath, page(voice("voc_1", "A"), "c+1"))
            .on(voicesPath, page(voice("voc_2", "B"), ""));
        const CtlRun run = voices({"--json"});
        CPPUNIT_ASSERT_EQUAL(voice("voc_1", "A") + "\n" + voice("voc_2", "B") + "\n", run.out);
        CPPUNIT_ASSERT(_server.last().has("limit=200&cursor=c%2B1 "));
    }

    void voices_filtersAreEncoded()
    {
        _server.on(voicesPath, page("", ""));
        voices({"--language", "fr", "--q", "a&b=\xC3\xA9", "--scope", "user"});
        CPPUNIT_ASSERT(_server.last().has("/voices?language=fr&q=a%26b%3D%C3%A9&scope=user&limit=200 "));
    }

    void voices_limit()
    {
        _server.on(voicesPath, page(voice("voc_1", "A") + "," + voice("voc_2", "B"), "more"));
        const CtlRun run = voices({"--json", "--limit", "1"});
        CPPUNIT_ASSERT_EQUAL(voice("voc_1", "A") + "\n", run.out);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _server.requests().size());
        CPPUNIT_ASSERT(_server.last().has("?limit=1 "));
    }

    void voices_endlessList()
    {
        _server.on(voicesPath, page(voice("voc_1", "A"), "same"));
        const CtlRun run = voices({});
        CPPUNIT_ASSERT_EQUAL(3, run.status);
        CPPUNIT_ASSERT(run.says("has no end"));
    }

    void voices_permissionLacking()
    {
        _server.on(
            voicesPath,
            jsonAnswer(403,
                       R"({"status":"error","error":{"code":"AUTHZ_PERMISSION_DENIED",)"
                       R"("message":"scaispeak:voice.read is lacking"},"meta":{"request_id":"req_9"}})"));
        const CtlRun run = voices();
        CPPUNIT_ASSERT_EQUAL(1, run.status);
        CPPUNIT_ASSERT_EQUAL(
            std::string("error: AUTHZ_PERMISSION_DENIED: scaispeak:voice.read is lacking (request req_9)\n"),
            run.err);
    }

    void status_ready()
    {
        _server.on(readyPath, readyAnswer());
        const CtlRun run = status();
        CPPUNIT_ASSERT_EQUAL(0, run.status);
        CPPUNIT_ASSERT_EQUAL(_server.url() + ": ready\n" +
                                 "CHECK     STATUS  REASON\n"
                                 "A         ok\n"
                                 "database  down    database_unreachable\n",
                             run.out);
        CPPUNIT_ASSERT(!_server.last().has("Authorization"));
    }

    void status_notReady()
    {
        _server.on(readyPath,
                   jsonAnswer(503, R"({"status":"error","error":{"code":"NOT_READY","message":"no backend"},
            "data":{"checks":{"A":{"status":"down","reason":"circuit_open"}}},"meta":{}})"));
        const CtlRun run = status();
        CPPUNIT_ASSERT_EQUAL(3, run.status);
        CPPUNIT_ASSERT(run.prints(": not ready\n"));
        CPPUNIT_ASSERT(run.prints("A      down    circuit_open\n"));
    }

    void status_saysWhoCalls()
    {
        _server.on(readyPath, readyAnswer());
        _server.on("GET /v1/me", jsonAnswer(200, R"({"status":"ok","data":{"user_id":"ann","tenant_id":"acme",
            "roles":["tenant_viewer"],"permissions":["scaispeak:voice.read"]},"meta":{}})"));
        const CtlRun run = status({}, CtlInput().with("SCAISPEAK_KEY", "sgk_test"));
        CPPUNIT_ASSERT_EQUAL(0, run.status);
        CPPUNIT_ASSERT(
            run.prints("you are ann of acme\n  roles: tenant_viewer\n  permissions: scaispeak:voice.read\n"));
        CPPUNIT_ASSERT(_server.last().has("Authorization: Bearer sgk_test\r\n"));
    }

    void status_badKey()
    {
        _server.on(readyPath, readyAnswer());
        _server.on("GET /v1/me", jsonAnswer(401, R"({"status":"error","error":{"code":"AUTH_TOKEN_INVALID",)"
                                                 R"("message":"no"},"meta":{"request_id":"req_1"}})"));
        const CtlRun run = status({}, CtlInput().with("SCAISPEAK_KEY", "sgk_test"));
        CPPUNIT_ASSERT_EQUAL(1, run.status);
        CPPUNIT_ASSERT(run.says("AUTH_TOKEN_INVALID"));
        CPPUNIT_ASSERT(!run.says("sgk_test"));
    }

    void status_asJson()
    {
        _server.on(readyPath, readyAnswer());
        CPPUNIT_ASSERT_EQUAL(R"({"url":")" + _server.url() +
                                 R"(","ready":true,"checks":{"A":{"status":"ok","reason":""},)"
                                 R"("database":{"status":"down","reason":"database_unreachable"}}})"
                                 "\n",
                             status({"--json"}).out);
    }

    void status_nobodyListens()
    {
        const CtlRun run = ctl({"--url", "http://127.0.0.1:1", "status"});
        CPPUNIT_ASSERT_EQUAL(3, run.status);
        CPPUNIT_ASSERT(run.says("no answer from http://127.0.0.1:1"));
    }

private:
    static std::string readyAnswer()
    {
        return jsonAnswer(200,
                          R"({"status":"ok","data":{"checks":{"A":{"status":"ok","reason":""},)"
                          R"("database":{"status":"down","reason":"database_unreachable"}}},"meta":{}})");
    }

    CtlRun voices(std::vector<std::string> arguments = {})
    {
        arguments.insert(arguments.begin(), {"--url", _server.url(), "voices"});
        return ctl(arguments, CtlInput().with("SCAISPEAK_KEY", "sgk_test"));
    }

    CtlRun status(std::vector<std::string> arguments = {}, const CtlInput& input = {})
    {
        arguments.insert(arguments.begin(), {"--url", _server.url(), "status"});
        return ctl(arguments, input);
    }

    ScriptedServer _server;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestVoicesAndStatus);

}  // namespace

#include <backend-scaiinfer/setbacks.hpp>
#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak;
using scaiinfer::Attempt;
using scaiinfer::Setbacks;
using Kind = Attempt::Kind;
using std::chrono::milliseconds;

class TestSetbacks : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSetbacks);
    CPPUNIT_TEST(noNode_isNone);
    CPPUNIT_TEST(restingNode_isAnOpenCircuit);
    CPPUNIT_TEST(goneNode_isNone_andSaysWhy);
    CPPUNIT_TEST(failure_staysOneWhenTheNextNodeGoesAway);
    CPPUNIT_TEST(lie_staysOneWhenTheNextNodeGoesAway);
    CPPUNIT_TEST(latestFault_isTold);
    CPPUNIT_TEST(fullNode_outweighsOneThatFailed);
    CPPUNIT_TEST(fullNodes_comeBackAtTheSoonest);
    CPPUNIT_TEST(fullNode_countsForItsRoundAlone);
    CPPUNIT_TEST(refusal_outweighsAFullNode);
    CPPUNIT_TEST(whatSounded_isNotCalledSaturated);
    CPPUNIT_TEST_SUITE_END();

    Setbacks _setbacks;

    void add(Kind kind, const std::string& message, bool sounded = false)
    {
        _setbacks.add({kind, Status::Internal, message, milliseconds(0), sounded});
    }

    void addFull(int wait)
    {
        _setbacks.add({Kind::Full, Status::Overloaded, "full", milliseconds(wait), false});
    }

    void expect(Status status, const std::string& reason, const std::string& inside,
                bool resting = false) const
    {
        const Error error = _setbacks.refusal(resting);
        CPPUNIT_ASSERT(status == error.status());
        CPPUNIT_ASSERT_EQUAL(reason, error.reason());
        CPPUNIT_ASSERT(!error.publicMessage().empty());
        CPPUNIT_ASSERT_MESSAGE(error.internalMessage(),
                               error.internalMessage().find(inside) != std::string::npos);
    }

    void noNode_isNone() { expect(Status::Unavailable, "no_node_with_engine", "no node to ask"); }

    void restingNode_isAnOpenCircuit()
    {
        expect(Status::Unavailable, "circuit_open", "breaker", true);
        add(Kind::Gone, "it hangs");
        expect(Status::Unavailable, "circuit_open", "breaker", true);
    }

    void goneNode_isNone_andSaysWhy()
    {
        add(Kind::Gone, "it hangs");
        expect(Status::Unavailable, "no_node_with_engine", "it hangs");
    }

    void failure_staysOneWhenTheNextNodeGoesAway()
    {
        add(Kind::Failed, "gRPC status 13");
        add(Kind::Gone, "it hangs");
        // The one that failed may be left alone from now on, or not.
        for (const bool resting : {false, true})
            expect(Status::Internal, "", "gRPC status 13", resting);
    }

    void lie_staysOneWhenTheNextNodeGoesAway()
    {
        add(Kind::Lied, "it begins twice");
        add(Kind::Gone, "it hangs");
        expect(Status::Corrupt, "", "it begins twice", true);
    }

    void latestFault_isTold()
    {
        add(Kind::Lied, "it begins twice");
        add(Kind::Failed, "gRPC status 13");
        expect(Status::Internal, "", "gRPC status 13");
    }

    void fullNode_outweighsOneThatFailed()
    {
        addFull(100);
        add(Kind::Failed, "gRPC status 13");
        add(Kind::Gone, "it hangs");
        expect(Status::Overloaded, "saturated", "full", true);
    }

    void fullNodes_comeBackAtTheSoonest()
    {
        for (const int wait : {3'000, 400, 5'000})
            addFull(wait);
        CPPUNIT_ASSERT(milliseconds(400) == _setbacks.retryAfter());
        CPPUNIT_ASSERT(milliseconds(400) == _setbacks.refusal(false).retryAfter());
    }

    void fullNode_countsForItsRoundAlone()
    {
        addFull(400);
        _setbacks.beginRound();
        CPPUNIT_ASSERT(!_setbacks.retryAfter());
        addFull(900);
        CPPUNIT_ASSERT(milliseconds(900) == _setbacks.retryAfter());
    }

    void refusal_outweighsAFullNode()
    {
        addFull(100);
        add(Kind::Refused, "gRPC status 12");
        expect(Status::Unsupported, "voice_not_supported", "gRPC status 12");
    }

    void whatSounded_isNotCalledSaturated()
    {
        addFull(100);
        add(Kind::Lied, "its checksum is wrong", true);
        expect(Status::Corrupt, "", "its checksum is wrong");
        add(Kind::Gone, "it hangs", true);
        expect(Status::Unavailable, "", "it hangs", true);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSetbacks);

}  // namespace

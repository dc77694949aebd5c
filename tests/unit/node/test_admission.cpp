#include "node/admission.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::node;
using namespace std::chrono_literals;

class TestAdmission : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestAdmission);
    CPPUNIT_TEST(places_areTakenOnceEach);
    CPPUNIT_TEST(drainingNode_takesNobody);
    CPPUNIT_TEST(retryHint_followsWhatCallsTook);
    CPPUNIT_TEST(failures_areCountedWhileItDrainsAlone);
    CPPUNIT_TEST_SUITE_END();

    Admission _admission{2};

    void take() { CPPUNIT_ASSERT(_admission.enter() == Admission::Answer::Taken); }

    void places_areTakenOnceEach()
    {
        take();
        take();
        CPPUNIT_ASSERT(_admission.enter() == Admission::Answer::Full);
        _admission.leave(1ms, false);
        take();
        _admission.giveBack();
        take();
        CPPUNIT_ASSERT_EQUAL(2U, _admission.inflight());
    }

    void drainingNode_takesNobody()
    {
        take();
        _admission.drain();
        CPPUNIT_ASSERT(_admission.enter() == Admission::Answer::Draining);
        CPPUNIT_ASSERT_EQUAL(1U, _admission.inflight());
    }

    void retryHint_followsWhatCallsTook()
    {
        const auto before = _admission.retryAfter();
        for (int call = 0; call < 30; ++call) {
            take();
            // One that never ran says nothing of how long a place is taken.
            _admission.giveBack();
        }
        CPPUNIT_ASSERT(_admission.retryAfter() == before);
        for (int call = 0; call < 30; ++call) {
            take();
            _admission.leave(1s, false);
        }
        CPPUNIT_ASSERT(_admission.retryAfter() > 400ms);
        CPPUNIT_ASSERT(_admission.retryAfter() <= 500ms);
    }

    void failures_areCountedWhileItDrainsAlone()
    {
        take();
        _admission.leave(1ms, true);
        take();
        take();
        _admission.drain();
        CPPUNIT_ASSERT_EQUAL(0U, _admission.failedInDrain());
        _admission.leave(1ms, false);
        CPPUNIT_ASSERT_EQUAL(0U, _admission.failedInDrain());
        _admission.leave(1ms, true);
        CPPUNIT_ASSERT_EQUAL(1U, _admission.failedInDrain());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestAdmission);

}  // namespace

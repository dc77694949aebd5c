#include <backend-scaiinfer/report.hpp>
#include <cppunit/extensions/HelperMacros.h>

#include <functional>

namespace {

using scaispeak::scaiinfer::faultOf;
using scaispeak::scaiinfer::Report;

class TestReport : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestReport);
    CPPUNIT_TEST(goodReport_isBelieved);
    CPPUNIT_TEST(nodeId_isAShortPlainWord);
    CPPUNIT_TEST(engine_hasANameOfSomeLength);
    CPPUNIT_TEST(languages_areLanguages);
    CPPUNIT_TEST(rates_areRates);
    CPPUNIT_TEST(amounts_haveLimits);
    CPPUNIT_TEST_SUITE_END();

    static Report good()
    {
        Report report;
        report.nodeId = "node-1";
        report.engine.name = "espeak-ng";
        report.engine.languages = {"en-us", "de"};
        report.engine.sampleRates = {22'050};
        report.engine.maxConcurrency = 8;
        report.voicesRevision = "131-6bf52d1c";
        return report;
    }

    static void expect(const std::string& fault, const std::function<void(Report&)>& change)
    {
        Report report = good();
        change(report);
        CPPUNIT_ASSERT_EQUAL(fault, faultOf(report));
    }

    void goodReport_isBelieved()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), faultOf(good()));
        expect("", [](Report& report) { report.nodeId = "A.b_c-9"; });
        expect("", [](Report& report) { report.engine.sampleRates = {8'000, 192'000}; });
    }

    void nodeId_isAShortPlainWord()
    {
        for (const std::string& id : {std::string(), std::string("a b"), std::string("a\nb"),
                                      std::string(65, 'a'), std::string("n\xc3\xbc")})
            expect("its node_id is none", [&](Report& report) { report.nodeId = id; });
    }

    void engine_hasANameOfSomeLength()
    {
        expect("it names no engine", [](Report& report) { report.engine.name.clear(); });
        expect("it names no engine", [](Report& report) { report.engine.name.assign(65, 'e'); });
        expect("its engine's version is too long",
               [](Report& report) { report.engine.version.assign(65, '1'); });
    }

    void languages_areLanguages()
    {
        for (const std::string& language :
             {std::string(), std::string("EN"), std::string("en us"), std::string(36, 'e')})
            expect("its engine's languages are none",
                   [&](Report& report) { report.engine.languages.push_back(language); });
        expect("its engine's languages are none",
               [](Report& report) { report.engine.languages.assign(513, "en"); });
    }

    void rates_areRates()
    {
        for (const std::uint32_t rate : {0U, 7'999U, 192'001U})
            expect("its engine's sample rates are none",
                   [&](Report& report) { report.engine.sampleRates.push_back(rate); });
        expect("its engine's sample rates are none",
               [](Report& report) { report.engine.sampleRates.assign(65, 22'050); });
    }

    void amounts_haveLimits()
    {
        expect("it says it serves more calls than anybody does",
               [](Report& report) { report.engine.maxConcurrency = 4'097; });
        expect("its voices' revision is too long",
               [](Report& report) { report.voicesRevision.assign(129, '1'); });
        expect("it has too many voices", [](Report& report) { report.voices.resize(10'001); });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestReport);

}  // namespace

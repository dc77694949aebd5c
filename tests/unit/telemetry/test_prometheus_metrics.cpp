#include "telemetry/prometheus_metrics.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <limits>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

using scaispeak::telemetry::PrometheusMetrics;

class TestPrometheusMetrics : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestPrometheusMetrics);
    CPPUNIT_TEST(counter_isExposedWithHelpAndType);
    CPPUNIT_TEST(counter_onlyGrows);
    CPPUNIT_TEST(gauge_goesBothWays);
    CPPUNIT_TEST(histogram_countsBuckets);
    CPPUNIT_TEST(sameNameAndLabels_sameInstrument);
    CPPUNIT_TEST(labels_areEscaped);
    CPPUNIT_TEST(labels_beyondTheLimitShareOther);
    CPPUNIT_TEST(misuse_isRefused);
    CPPUNIT_TEST(threads_loseNothing);
    CPPUNIT_TEST_SUITE_END();

    /// The lines of the text that begin with `prefix`.
    static std::vector<std::string> lines(const PrometheusMetrics& metrics, const std::string& prefix)
    {
        std::vector<std::string> found;
        std::istringstream text(metrics.text());
        for (std::string line; std::getline(text, line);)
            if (line.starts_with(prefix)) found.push_back(line);
        return found;
    }

    static void assertLine(const PrometheusMetrics& metrics, const std::string& expected)
    {
        CPPUNIT_ASSERT_MESSAGE(metrics.text(),
                               (std::vector<std::string>{expected} == lines(metrics, expected)));
    }

    void counter_isExposedWithHelpAndType()
    {
        PrometheusMetrics metrics;
        CPPUNIT_ASSERT_EQUAL(std::string(), metrics.text());
        metrics.counter("scaispeak_calls_total", "Calls.", {{"route", "/speak"}}).add();
        metrics.counter("scaispeak_calls_total", "Calls.", {{"route", "/me"}}).add(2.5);
        assertLine(metrics, "# HELP scaispeak_calls_total Calls.");
        assertLine(metrics, "# TYPE scaispeak_calls_total counter");
        assertLine(metrics, "scaispeak_calls_total{route=\"/speak\"} 1");
        assertLine(metrics, "scaispeak_calls_total{route=\"/me\"} 2.5");
    }

    void counter_onlyGrows()
    {
        PrometheusMetrics metrics;
        auto& counter = metrics.counter("c_total", "C.");
        counter.add(3);
        counter.add(-1);
        counter.add(std::numeric_limits<double>::quiet_NaN());
        assertLine(metrics, "c_total 3");
    }

    void gauge_goesBothWays()
    {
        PrometheusMetrics metrics;
        auto& gauge = metrics.gauge("g_bytes", "G.");
        gauge.set(10);
        gauge.add(-4);
        assertLine(metrics, "g_bytes 6");
    }

    void histogram_countsBuckets()
    {
        PrometheusMetrics metrics;
        auto& histogram = metrics.histogram("h_seconds", "H.", {0.1, 1});
        for (const double value : {0.0625, 0.5, 0.5, 7.0})
            histogram.observe(value);
        histogram.observe(std::numeric_limits<double>::quiet_NaN());
        histogram.observe(std::numeric_limits<double>::infinity());
        assertLine(metrics, "# TYPE h_seconds histogram");
        assertLine(metrics, "h_seconds_bucket{le=\"0.1\"} 1");
        assertLine(metrics, "h_seconds_bucket{le=\"1\"} 3");
        assertLine(metrics, "h_seconds_bucket{le=\"+Inf\"} 4");
        assertLine(metrics, "h_seconds_count 4");
        assertLine(metrics, "h_seconds_sum 8.0625");
    }

    void sameNameAndLabels_sameInstrument()
    {
        PrometheusMetrics metrics;
        CPPUNIT_ASSERT(&metrics.gauge("g", "G.", {{"a", "1"}}) == &metrics.gauge("g", "G.", {{"a", "1"}}));
        CPPUNIT_ASSERT(&metrics.gauge("g", "G.", {{"a", "1"}}) != &metrics.gauge("g", "G.", {{"a", "2"}}));
        CPPUNIT_ASSERT(&metrics.histogram("h", "H.", {1, 2}) == &metrics.histogram("h", "H.", {3}));
    }

    void labels_areEscaped()
    {
        PrometheusMetrics metrics;
        metrics.gauge("g", "G.", {{"a", "x\"y\\z\n"}}).set(1);
        assertLine(metrics, R"(g{a="x\"y\\z\n"} 1)");
    }

    void labels_beyondTheLimitShareOther()
    {
        PrometheusMetrics metrics(3);
        for (int count = 0; count < 10; ++count)
            metrics.counter("c_total", "C.", {{"a", std::to_string(count)}, {"b", "x"}}).add();
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, lines(metrics, "c_total{").size());
        assertLine(metrics, "c_total{a=\"other\",b=\"other\"} 7");
        metrics.counter("c_total", "C.", {{"a", "1"}, {"b", "x"}}).add();
        assertLine(metrics, "c_total{a=\"1\",b=\"x\"} 2");
    }

    void misuse_isRefused()
    {
        PrometheusMetrics metrics;
        metrics.counter("c_total", "C.", {{"a", "1"}});
        CPPUNIT_ASSERT_THROW(metrics.gauge("c_total", "C.", {{"a", "1"}}), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(metrics.counter("c_total", "C.", {{"b", "1"}}), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(metrics.counter("c_total", "C."), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(metrics.counter("no name", "C."), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(metrics.counter("", "C."), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(metrics.counter("x_total", "C.", {{"no label", "1"}}), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(metrics.histogram("h", "H.", {1}, {{"le", "1"}}), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(metrics.histogram("h", "H.", {1, 1}), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(metrics.histogram("h", "H.", {2, std::numeric_limits<double>::quiet_NaN()}),
                             std::invalid_argument);
        // Nothing of it is left behind.
        metrics.gauge("x_total", "X.").set(1);
        metrics.histogram("h", "H.", {1});
    }

    void threads_loseNothing()
    {
        PrometheusMetrics metrics(4);
        std::vector<std::thread> threads;
        for (int number = 0; number < 8; ++number)
            threads.emplace_back([&metrics, number] {
                for (int count = 0; count < 1'000; ++count) {
                    metrics.counter("shared_total", "S.").add();
                    metrics.counter("own_total", "O.", {{"thread", std::to_string(number)}}).add();
                    if (count % 100 == 0) metrics.text();
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        assertLine(metrics, "shared_total 8000");
        CPPUNIT_ASSERT_EQUAL(std::size_t{5}, lines(metrics, "own_total{").size());
        assertLine(metrics, "own_total{thread=\"other\"} 4000");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestPrometheusMetrics);

}  // namespace

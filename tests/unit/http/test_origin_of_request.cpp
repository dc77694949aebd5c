#include "http/origin_of_request.hpp"

#include <cppunit/extensions/HelperMacros.h>

namespace {

using namespace scaispeak::http;

class OriginOfRequestTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(OriginOfRequestTest);
    CPPUNIT_TEST(networks_hold_their_addresses);
    CPPUNIT_TEST(stranger_is_not_believed);
    CPPUNIT_TEST(nobody_is_trusted_by_default);
    CPPUNIT_TEST(last_address_that_is_no_proxy_counts);
    CPPUNIT_TEST(several_header_lines_are_one_list);
    CPPUNIT_TEST(ports_and_brackets_are_taken_off);
    CPPUNIT_TEST(garbage_ends_the_search_at_its_proxy);
    CPPUNIT_TEST(forwarded_is_read_where_it_is_alone);
    CPPUNIT_TEST(forwarded_of_a_client_does_not_win);
    CPPUNIT_TEST(scheme_is_the_trusted_proxys_word);
    CPPUNIT_TEST_SUITE_END();

    using Headers = std::vector<std::pair<std::string, std::string>>;
    const TrustedProxies proxies{{"10.0.0.0/8", "2001:db8::/33", "192.0.2.7"}};

    static Request from(std::string peer, Headers headers)
    {
        Request request;
        request.peerAddress = std::move(peer);
        for (auto& [name, value] : headers)
            request.head.add(name, value);
        return request;
    }

    std::string addressOf(std::string peer, Headers headers) const
    {
        return originOf(from(std::move(peer), std::move(headers)), proxies).address;
    }

    void networks_hold_their_addresses()
    {
        for (const char* in :
             {"10.0.0.0", "10.255.255.255", "192.0.2.7", "2001:db8:7fff::1", "::ffff:10.1.2.3"})
            CPPUNIT_ASSERT_MESSAGE(in, proxies.contains(in));
        for (const char* out : {"11.0.0.0", "9.255.255.255", "192.0.2.6", "2001:db8:8000::1", "::10.1.2.3",
                                "", "10.1", "proxy"})
            CPPUNIT_ASSERT_MESSAGE(out, !proxies.contains(out));
        CPPUNIT_ASSERT(TrustedProxies({"0.0.0.0/0"}).contains("203.0.113.9"));
        CPPUNIT_ASSERT(!TrustedProxies({"0.0.0.0/0"}).contains("2001:db8::1"));
        CPPUNIT_ASSERT(TrustedProxies({"nonsense", "10.0.0.0/99"}).empty());
    }

    void stranger_is_not_believed()
    {
        const auto origin = originOf(from("203.0.113.9", {{"X-Forwarded-For", "198.51.100.1"},
                                                          {"Forwarded", "for=198.51.100.1;proto=https"},
                                                          {"X-Forwarded-Proto", "https"}}),
                                     proxies);
        CPPUNIT_ASSERT_EQUAL(std::string("203.0.113.9"), origin.address);
        CPPUNIT_ASSERT(!origin.secure);
    }

    void nobody_is_trusted_by_default()
    {
        const auto origin = originOf(from("127.0.0.1", {{"X-Forwarded-For", "198.51.100.1"}}), {});
        CPPUNIT_ASSERT_EQUAL(std::string("127.0.0.1"), origin.address);
    }

    void last_address_that_is_no_proxy_counts()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string("198.51.100.2"),
            addressOf("10.0.0.1", {{"X-Forwarded-For", "1.1.1.1, 198.51.100.2, 10.9.9.9, 192.0.2.7"}}));
        CPPUNIT_ASSERT_EQUAL(std::string("10.2.2.2"),
                             addressOf("10.0.0.1", {{"X-Forwarded-For", "10.2.2.2,10.3.3.3"}}));
        CPPUNIT_ASSERT_EQUAL(std::string("10.0.0.1"), addressOf("10.0.0.1", {}));
    }

    void several_header_lines_are_one_list()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("198.51.100.2"),
                             addressOf("10.0.0.1", {{"X-Forwarded-For", "1.1.1.1"},
                                                    {"Accept", "*/*"},
                                                    {"x-forwarded-for", "198.51.100.2, 10.9.9.9"}}));
    }

    void ports_and_brackets_are_taken_off()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("198.51.100.2"),
                             addressOf("10.0.0.1", {{"X-Forwarded-For", "198.51.100.2:4711"}}));
        CPPUNIT_ASSERT_EQUAL(std::string("2001:db8:ffff::2"),
                             addressOf("10.0.0.1", {{"X-Forwarded-For", "[2001:db8:ffff::2]:4711"}}));
        CPPUNIT_ASSERT_EQUAL(std::string("2001:db8:ffff::2"),
                             addressOf("10.0.0.1", {{"X-Forwarded-For", "2001:db8:ffff::2"}}));
    }

    void garbage_ends_the_search_at_its_proxy()
    {
        for (const char* garbage : {"unknown", "_hidden", "", "[", "[::1", "1.2.3", "a b", "<script>"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(
                garbage, std::string("10.9.9.9"),
                addressOf("10.0.0.1",
                          {{"X-Forwarded-For", "1.1.1.1," + std::string(garbage) + ",10.9.9.9"}}));
    }

    void forwarded_is_read_where_it_is_alone()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string("2001:db8:ffff::2"),
            addressOf(
                "10.0.0.1",
                {{"Forwarded", "for=1.1.1.1, For=\"[2001:db8:ffff::2]:80\";proto=https, for=10.4.4.4"}}));
        CPPUNIT_ASSERT_EQUAL(
            std::string("198.51.100.2"),
            addressOf("10.0.0.1", {{"Forwarded", "by=\"a,b;for=1.1.1.1\";for=198.51.100.2"}}));
        CPPUNIT_ASSERT_EQUAL(std::string("10.0.0.1"), addressOf("10.0.0.1", {{"Forwarded", "proto=https"}}));
    }

    void forwarded_of_a_client_does_not_win()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string("198.51.100.2"),
            addressOf("10.0.0.1", {{"Forwarded", "for=1.1.1.1"}, {"X-Forwarded-For", "198.51.100.2"}}));
    }

    void scheme_is_the_trusted_proxys_word()
    {
        CPPUNIT_ASSERT(originOf(from("10.0.0.1", {{"X-Forwarded-Proto", "http, HTTPS"}}), proxies).secure);
        CPPUNIT_ASSERT(!originOf(from("10.0.0.1", {{"X-Forwarded-Proto", "https, http"}}), proxies).secure);
        CPPUNIT_ASSERT(
            originOf(from("10.0.0.1", {{"Forwarded", "for=1.1.1.1;proto=https"}}), proxies).secure);
        auto request = from("10.0.0.1", {});
        CPPUNIT_ASSERT(!originOf(request, proxies).secure);
        request.secure = true;
        CPPUNIT_ASSERT(originOf(request, proxies).secure);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OriginOfRequestTest);

}  // namespace

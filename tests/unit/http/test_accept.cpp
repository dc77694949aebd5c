#include "http/accept.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <tuple>
#include <vector>

namespace {

using scaispeak::http::Wanted;
using scaispeak::http::wanted;

class TestAccept : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestAccept);
    CPPUNIT_TEST(bestMatch_decides);
    CPPUNIT_TEST_SUITE_END();

    void bestMatch_decides()
    {
        const std::vector<std::tuple<std::string, std::string, Wanted>> table{
            {"", "audio/mpeg", Wanted::Json},
            {"*/*", "audio/mpeg", Wanted::Json},
            {"application/json", "audio/mpeg", Wanted::Json},
            {"application/*", "audio/mpeg", Wanted::Json},
            {"audio/*", "audio/mpeg", Wanted::Audio},
            {"audio/mpeg", "audio/mpeg", Wanted::Audio},
            {"AUDIO/MPEG;q=0.4", "audio/mpeg", Wanted::Audio},
            {"audio/pcm;rate=24000", "audio/pcm;rate=24000", Wanted::Audio},
            {"audio/PCMU", "audio/PCMU;rate=16000", Wanted::Audio},
            {"audio/mpeg, */*", "audio/mpeg", Wanted::Audio},
            {"audio/mpeg;q=0.5, application/json", "audio/mpeg", Wanted::Json},
            {"audio/mpeg, application/json;q=0.5", "audio/mpeg", Wanted::Audio},
            {"audio/*;q=0.8, */*;q=0.1", "audio/ogg", Wanted::Audio},
            {"audio/flac", "audio/mpeg", Wanted::Unacceptable},
            {"audio/flac, audio/mpeg", "audio/mpeg", Wanted::Audio},
            {"audio/flac, application/json;q=0.1", "audio/mpeg", Wanted::Json},
            {"audio/mpeg;q=0", "audio/mpeg", Wanted::Unacceptable},
            {"audio/mpeg;q=0, */*", "audio/mpeg", Wanted::Json},
            {"text/html", "audio/mpeg", Wanted::Unacceptable},
            {"audio/mpeg;q=nonsense", "audio/mpeg", Wanted::Unacceptable},
            {",,;q=1,", "audio/mpeg", Wanted::Unacceptable},
        };
        for (const auto& [accept, mediaType, expected] : table)
            CPPUNIT_ASSERT_MESSAGE(accept + " for " + mediaType, wanted(accept, mediaType) == expected);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestAccept);

}  // namespace

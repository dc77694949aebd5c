#include "audio/resampler.hpp"
#include "audio/response_format.hpp"
#include "audio_tools.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <cmath>

namespace {

using namespace scaispeak::audio;

using Samples = std::vector<std::int16_t>;

class TestResampler : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestResampler);
    CPPUNIT_TEST(length_isTheRoundedRatioForEveryPairOfRates);
    CPPUNIT_TEST(length_halvesAreRoundedUp);
    CPPUNIT_TEST(length_doesNotOverflow);
    CPPUNIT_TEST(equalRates_giveTheSamplesAsTheyAre);
    CPPUNIT_TEST(output_doesNotDependOnHowInputIsCut);
    CPPUNIT_TEST(level_isKept);
    CPPUNIT_TEST(delay_isCompensated);
    CPPUNIT_TEST(fullScale_isClippedNotWrapped);
    CPPUNIT_TEST(silence_staysSilent);
    CPPUNIT_TEST(rates_ofZeroAreRefused);
    CPPUNIT_TEST_SUITE_END();

    static Samples resampled(std::span<const std::int16_t> input, std::uint32_t from, std::uint32_t to,
                             std::size_t block = 4096)
    {
        Resampler resampler(from, to);
        Samples output;
        const auto add = [&](std::span<const std::int16_t> part) {
            output.insert(output.end(), part.begin(), part.end());
        };
        for (std::size_t at = 0; at < input.size(); at += block)
            add(resampler.process(input.subspan(at, std::min(block, input.size() - at))));
        add(resampler.finish());
        return output;
    }

    // An own, exact way to the number of samples: whole numbers, halves up.
    static std::size_t rounded(std::uint64_t samples, std::uint64_t from, std::uint64_t to)
    {
        const std::uint64_t product = samples * to;
        return product / from + (2 * (product % from) >= from ? 1 : 0);
    }

    void length_isTheRoundedRatioForEveryPairOfRates()
    {
        const Samples input = test::sine(30000, 22050, 440, 8000);
        for (const std::uint32_t from :
             {8000U, 11025U, 16000U, 22050U, 24000U, 32000U, 44100U, 47999U, 48000U})
            for (const std::uint32_t to : supportedSampleRates())
                for (const std::size_t length : {0U, 1U, 2U, 79U, 80U, 735U, 4097U, 29999U}) {
                    const std::string pair = std::to_string(from) + " to " + std::to_string(to);
                    CPPUNIT_ASSERT_EQUAL_MESSAGE(
                        pair, rounded(length, from, to),
                        resampled(std::span(input).first(length), from, to, 997).size());
                }
    }

    void length_halvesAreRoundedUp()
    {
        for (const std::size_t length : {80U, 240U, 400U, 29840U}) {  // x.5 at 48000 to 44100
            const Samples input(length, 100);
            const double exact = static_cast<double>(length) * 44100 / 48000;
            CPPUNIT_ASSERT_EQUAL(0.5, exact - std::floor(exact));
            CPPUNIT_ASSERT_EQUAL(static_cast<std::size_t>(std::ceil(exact)),
                                 resampled(input, 48000, 44100).size());
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, resampled(Samples(1, 100), 48000, 24000).size());
    }

    void length_doesNotOverflow()
    {
        const Resampler resampler(44100, 48000);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{48'000'000'000'000'000},
                             resampler.outputSamples(44'100'000'000'000'000));
    }

    void equalRates_giveTheSamplesAsTheyAre()
    {
        const Samples input{1, -2, 32767, -32768, 5};
        CPPUNIT_ASSERT(resampled(input, 24000, 24000, 2) == input);
    }

    void output_doesNotDependOnHowInputIsCut()
    {
        const Samples input = test::sine(9000, 22050, 700, 20000);
        const Samples expected = resampled(input, 22050, 24000, input.size());
        for (const std::size_t block : {1U, 7U, 441U, 4096U})
            CPPUNIT_ASSERT(resampled(input, 22050, 24000, block) == expected);
    }

    void level_isKept()
    {
        for (const std::uint32_t from : {8000U, 22050U, 48000U})
            for (const std::uint32_t to : supportedSampleRates()) {
                const Samples input = test::sine(from, from, 1000, 16000);
                CPPUNIT_ASSERT_DOUBLES_EQUAL(test::level(input), test::level(resampled(input, from, to)),
                                             0.05);
            }
    }

    void delay_isCompensated()
    {
        for (const std::uint32_t to : supportedSampleRates()) {
            const Samples output = resampled(test::sine(22050, 22050, 300, 16000), 22050, to);
            const Samples wanted = test::sine(output.size(), to, 300, 16000);
            for (std::size_t index = output.size() / 4; index < output.size() * 3 / 4; ++index)
                CPPUNIT_ASSERT(std::abs(output[index] - wanted[index]) <= 3);
        }
    }

    void fullScale_isClippedNotWrapped()
    {
        constexpr std::size_t half = 120;
        Samples square;
        for (std::size_t index = 0; index < 24000; ++index)
            square.push_back(index / half % 2 == 0 ? 32767 : -32768);
        const Samples output = resampled(square, 24000, 48000);
        CPPUNIT_ASSERT_EQUAL(std::int16_t{32767}, std::ranges::max(output));
        CPPUNIT_ASSERT_EQUAL(std::int16_t{-32768}, std::ranges::min(output));
        for (std::size_t index = 0; index < output.size(); ++index) {
            const std::size_t inPlateau = index % (2 * half);
            if (inPlateau < 10 || inPlateau > 2 * half - 10) continue;
            CPPUNIT_ASSERT((output[index] > 0) == (index / (2 * half) % 2 == 0));
        }
    }

    void silence_staysSilent()
    {
        const Samples output = resampled(Samples(22050, 0), 22050, 48000);
        CPPUNIT_ASSERT(std::ranges::all_of(output, [](std::int16_t sample) { return sample == 0; }));
    }

    void rates_ofZeroAreRefused()
    {
        CPPUNIT_ASSERT_THROW(Resampler(0, 24000), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(Resampler(24000, 0), std::invalid_argument);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestResampler);

}  // namespace

#include "core/utf8.hpp"
#include "speak/segmenter.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

namespace {

using namespace scaispeak;
using speak::Segment;

std::vector<std::string> texts(const std::vector<Segment>& segments)
{
    std::vector<std::string> result;
    for (const Segment& segment : segments)
        result.push_back(segment.text);
    return result;
}

std::string joined(const std::vector<std::string>& parts)
{
    std::string result;
    for (const std::string& part : parts)
        result += "[" + part + "]";
    return result;
}

std::string withoutSpace(std::string text)
{
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
    return text;
}

class TestSegmenter : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSegmenter);
    CPPUNIT_TEST(sentences_areCutAtTheirEnds);
    CPPUNIT_TEST(sentences_arrivingInPiecesAreCutAlike);
    CPPUNIT_TEST(firstSentence_comesBeforeTheSecondIsComplete);
    CPPUNIT_TEST(longText_staysWithinTheBounds);
    CPPUNIT_TEST(longSentence_isCutAtAClauseThenAWord);
    CPPUNIT_TEST(nothing_isLost);
    CPPUNIT_TEST(fasterSpeech_takesMoreText);
    CPPUNIT_TEST(spaceAlone_isNoSegment);
    CPPUNIT_TEST_SUITE_END();

    static std::string cut(const std::string& text) { return joined(texts(speak::segmentsOf(text, 1.0))); }

    void sentences_areCutAtTheirEnds()
    {
        const std::vector<std::pair<std::string, std::string>> table{
            {"One. Two! Three? Four", "[One.][Two!][Three?][Four]"},
            {"It costs 3.14 euro. Good.", "[It costs 3.14 euro.][Good.]"},
            {"Dr. Smith met Mr. Jones. They left.", "[Dr. Smith met Mr. Jones.][They left.]"},
            {"J. S. Bach wrote it. Yes.", "[J. S. Bach wrote it.][Yes.]"},
            {"Use e.g. this one. Or that.", "[Use e.g. this one.][Or that.]"},
            {"Am 3. Mai kam er. Dann nicht.", "[Am 3.][Mai kam er.][Dann nicht.]"},
            {"Der 3. ist es. Ja.", "[Der 3. ist es.][Ja.]"},
            {"He said \"Stop.\" Then he left.", "[He said \"Stop.\"][Then he left.]"},
            {"Wait... what? No.", "[Wait... what?][No.]"},
            {"\u4f60\u597d\u3002\u518d\u89c1\u3002", "[\u4f60\u597d\u3002][\u518d\u89c1\u3002]"},
            {"A title\n\nA paragraph.", "[A title][A paragraph.]"},
            {"Lines that\nwrap are one.", "[Lines that\nwrap are one.]"},
            {"Version 1.2.3 and example.org stay.", "[Version 1.2.3 and example.org stay.]"},
            {"Was it I? Yes, it was I. Good.", "[Was it I?][Yes, it was I.][Good.]"},
        };
        for (const auto& [text, expected] : table)
            CPPUNIT_ASSERT_EQUAL(expected, cut(text));
    }

    void sentences_arrivingInPiecesAreCutAlike()
    {
        const std::string text =
            "Dr. Smith paid 3.50 euro. \"Too much!\" he said. \u4f60\u597d\u3002 The end";
        const std::string whole = cut(text);
        for (std::size_t piece = 1; piece < 9; ++piece) {
            speak::Segmenter segmenter;
            std::vector<std::string> parts;
            for (std::size_t offset = 0; offset < text.size(); offset += piece)
                for (auto& part : texts(segmenter.push(text.substr(offset, piece))))
                    parts.push_back(part);
            for (auto& part : texts(segmenter.flush()))
                parts.push_back(part);
            CPPUNIT_ASSERT_EQUAL(whole, joined(parts));
        }
    }

    void firstSentence_comesBeforeTheSecondIsComplete()
    {
        speak::Segmenter segmenter;
        CPPUNIT_ASSERT(segmenter.push("Hello there.").empty());
        CPPUNIT_ASSERT_EQUAL(std::string("[Hello there.]"), joined(texts(segmenter.push(" H"))));
    }

    void longText_staysWithinTheBounds()
    {
        std::vector<std::string> inputs{std::string(100'000, 'a'), std::string(3'000, '.'),
                                        std::string(3'000, '9')};
        std::string words;
        std::string emoji;
        for (int index = 0; index < 5'000; ++index) {
            words += "word ";
            emoji += "\U0001F600";
        }
        inputs.push_back(words);
        inputs.push_back(emoji);
        for (const std::string& input : inputs) {
            for (const Segment& segment : speak::segmentsOf(input, 1.0)) {
                CPPUNIT_ASSERT(segment.chars <= speak::longestSegmentChars);
                CPPUNIT_ASSERT(segment.seconds <= speak::longestSegmentSeconds + 1e-9);
                CPPUNIT_ASSERT_EQUAL(core::countCodePoints(segment.text), segment.chars);
            }
        }
    }

    void longSentence_isCutAtAClauseThenAWord()
    {
        std::string clauses;
        for (int index = 0; index < 40; ++index)
            clauses += "some words that go on and on, ";
        for (const Segment& segment : speak::segmentsOf(clauses, 1.0))
            CPPUNIT_ASSERT(segment.text.ends_with("on,"));
        std::string words;
        for (int index = 0; index < 200; ++index)
            words += "words ";
        for (const Segment& segment : speak::segmentsOf(words, 1.0))
            CPPUNIT_ASSERT(segment.text.ends_with("words"));
    }

    void nothing_isLost()
    {
        std::string text;
        for (int index = 0; index < 300; ++index)
            text += "Sentence number " + std::to_string(index) +
                    ", caf\u00e9 \u4f60\u597d, e.g. this!? \U0001F600 ";
        std::string together;
        for (const std::string& part : texts(speak::segmentsOf(text, 1.0)))
            together += part;
        CPPUNIT_ASSERT_EQUAL(withoutSpace(text), withoutSpace(together));
    }

    void fasterSpeech_takesMoreText()
    {
        const std::string digits(200, '7');
        CPPUNIT_ASSERT_EQUAL(std::size_t{5}, speak::segmentsOf(digits, 1.0).size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, speak::segmentsOf(digits, 2.0).size());
    }

    void spaceAlone_isNoSegment()
    {
        CPPUNIT_ASSERT(speak::segmentsOf(" \n\t \u00a0 ", 1.0).empty());
        CPPUNIT_ASSERT(speak::segmentsOf("", 1.0).empty());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSegmenter);

}  // namespace

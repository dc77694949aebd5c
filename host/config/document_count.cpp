#include "config/document_count.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <sstream>

namespace scaispeak::config {
namespace {

/// Notes where the last document began, and nothing of what is in it.
class DocumentStart : public YAML::EventHandler
{
public:
    int line = 0;

    void OnDocumentStart(const YAML::Mark& mark) override { line = mark.line + 1; }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override
    {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override
    {}
    void OnMapEnd() override {}
};

}  // namespace

std::optional<int> lineOfSecondDocument(const std::string& text)
{
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    DocumentStart start;
    const bool second = parser.HandleNextDocument(start) && parser.HandleNextDocument(start);
    return second ? std::optional(start.line) : std::nullopt;
}

}  // namespace scaispeak::config

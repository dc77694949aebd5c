#pragma once

#include <boost/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::pluginhost {

/// The parts of a JSON Schema that speak about one value: the schema itself and what it reaches through $ref
/// (local ones), allOf, anyOf, oneOf, if, then and else. Borrows the schema.
class SchemaView
{
public:
    explicit SchemaView(const boost::json::value& root);

    SchemaView member(std::string_view key) const;
    SchemaView element(std::size_t index) const;

    /// The members that the parts name, each once, in their order.
    std::vector<std::string> memberNames() const;
    /// Whether further members are named by patterns.
    bool hasPatterns() const;

    /// Does one of the parts say "x-secret": true?
    bool secret() const;
    /// Does one of the parts say "x-file": true, that the value is the name of a file to be read?
    bool namesFile() const;
    /// What is to stand there, in the words of "x-expects"; empty when no part says.
    std::string expects() const;

    /// The allowed values or types in words, e.g. `one of "a", "b"`; empty when the parts do not say or
    /// disagree.
    std::string expectation() const;

private:
    explicit SchemaView(const boost::json::value* root) : _root(root) {}
    void add(const boost::json::value& schema);
    bool says(const char* mark) const;
    void addMember(const boost::json::object& schema, const char* keyword);
    const boost::json::value* referenced(std::string_view pointer) const;

    const boost::json::value* _root;
    std::vector<const boost::json::object*> _parts;
};

}  // namespace scaispeak::pluginhost

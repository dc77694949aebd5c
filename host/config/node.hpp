#pragma once

#include "config/fault.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::config {

/// A value of a configuration file, and where it was written. The place of a map's member is that of its key.
struct Node
{
    enum class Kind : unsigned char
    {
        Null,
        Scalar,
        List,
        Map
    };
    struct Member;

    Kind kind = Kind::Null;
    Place place;
    std::string text;    ///< Of a scalar.
    bool plain = false;  ///< A scalar without quotes: `8080` is a number, "8080" is text.
    bool resolved =
        false;  ///< A scalar out of ${env:} or ${file:}: secret, and text, but fit to be read as a number.
    bool faulty = false;  ///< Its fault has been told; treat it as absent.
    std::vector<Node> items;
    std::vector<Member> members;  ///< In the order they were written.

    static Node map(Place place);
    static Node list(Place place);
    static Node scalar(Place place, std::string text);

    const Node* find(std::string_view key) const;
    Node* find(std::string_view key);

    /// Where the deepest part of the path that is there was written.
    const Place& placeOf(std::initializer_list<std::string_view> keys) const;
};

struct Node::Member
{
    std::string key;
    Node value;
};

/// `parent.key`
std::string memberPath(const std::string& parent, std::string_view key);

/// `parent[index]`, but `plugins.<id>` for a plugin that says its id: an index means little once files are
/// merged.
std::string itemPath(const std::string& parent, std::size_t index, const Node& item);

}  // namespace scaispeak::config

#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace scaispeak::ctl {

/// Rows of text in columns as wide as their widest entry, for people. Not thread safe.
class Table
{
public:
    using Cells = std::vector<std::string>;

    explicit Table(Cells heads) : _rows{std::move(heads)} {}

    /// As many cells as there are heads.
    void add(const Cells& cells);
    void print(std::ostream& out) const;

private:
    std::vector<Cells> _rows;
};

}  // namespace scaispeak::ctl

#include "ctl/table.hpp"

#include "core/utf8.hpp"
#include "ctl/printable.hpp"

#include <algorithm>
#include <ostream>

namespace scaispeak::ctl {

void Table::add(const Cells& cells)
{
    Cells row;
    for (const std::string& cell : cells)
        row.push_back(printable(cell));
    _rows.push_back(std::move(row));
}

void Table::print(std::ostream& out) const
{
    std::vector<std::size_t> widths(_rows.front().size(), 0);
    for (const Cells& row : _rows)
        for (std::size_t column = 0; column < widths.size(); ++column)
            widths[column] = std::max(widths[column], core::countCodePoints(row[column]));
    for (const Cells& row : _rows) {
        std::string line;
        for (std::size_t column = 0; column < widths.size(); ++column) {
            line += row[column];
            line.append(widths[column] - core::countCodePoints(row[column]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out << line << '\n';
    }
}

}  // namespace scaispeak::ctl

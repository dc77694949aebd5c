#pragma once

#include <iosfwd>
#include <string>

namespace scaispeak::ctl {

/// The credential in a file, without the newline at its end. Warns on `err` when others may read the file.
/// Throws CommandFailure(LocalFile). Never repeats what the file holds.
std::string readKeyFile(const std::string& path, std::ostream& err);

/// Throws CommandFailure(Usage), naming `source`, for what cannot be a credential: it would have to be sent
/// in a header.
void checkKey(const std::string& key, const std::string& source);

}  // namespace scaispeak::ctl

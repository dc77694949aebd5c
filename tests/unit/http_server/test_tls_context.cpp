#include "certificates.hpp"
#include "http/server/tls_context.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>

namespace {

using namespace http_server_test;
namespace http = scaispeak::http;
using File = http::TlsRefused::File;

class TestTlsContext : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestTlsContext);
    CPPUNIT_TEST(pair_isTaken);
    CPPUNIT_TEST(missingFiles_areNamed);
    CPPUNIT_TEST(whatIsNoPem_isRefused);
    CPPUNIT_TEST(keyOfAnotherCertificate_isRefused);
    CPPUNIT_TEST(keyOfAnotherKind_isRefused);
    CPPUNIT_TEST(keyWithAPassphrase_isRefusedWithoutAsking);
    CPPUNIT_TEST_SUITE_END();

    Certificates _files;

    void refused(File file, const std::string& part, const std::string& certificate, const std::string& key)
    {
        try {
            http::TlsContext(_files.certificate(certificate), _files.key(key));
        }
        catch (const http::TlsRefused& error) {
            const std::string said = error.what();
            CPPUNIT_ASSERT_MESSAGE(said, error.file() == file && said.find(part) != std::string::npos);
            const auto& named = file == File::Key ? _files.key(key) : _files.certificate(certificate);
            CPPUNIT_ASSERT_MESSAGE(said, said.starts_with(named.string()));
            return;
        }
        CPPUNIT_FAIL("it was taken");
    }

    void pair_isTaken()
    {
        _files.make("a");
        const http::TlsContext context(_files.certificate("a"), _files.key("a"));
        const auto left = context.notAfter() - std::chrono::system_clock::now();
        CPPUNIT_ASSERT(left > std::chrono::hours(47) && left <= std::chrono::hours(48));
    }

    void missingFiles_areNamed()
    {
        _files.make("a");
        refused(File::Certificate, "cannot be read: No such file", "none", "a");
        refused(File::Key, "cannot be read: No such file", "a", "none");
    }

    void whatIsNoPem_isRefused()
    {
        _files.make("a");
        std::ofstream(_files.certificate("text")) << "no certificate\n";
        std::ofstream(_files.key("text")) << "no key\n";
        std::ofstream(_files.key("empty")).close();
        refused(File::Certificate, "holds no certificate that can be used", "text", "a");
        refused(File::Key, "holds no private key that can be used", "a", "text");
        refused(File::Key, "is empty", "a", "empty");
    }

    void keyOfAnotherCertificate_isRefused()
    {
        _files.make("a").make("b");
        refused(File::Key, "is not the key of " + _files.certificate("a").string(), "a", "b");
    }

    void keyOfAnotherKind_isRefused()
    {
        _files.make("a").make("b", "-newkey rsa:2048 -nodes");
        refused(File::Key, "is not the key of ", "a", "b");
    }

    void keyWithAPassphrase_isRefusedWithoutAsking()
    {
        _files.make("a", "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -passout pass:secret");
        refused(File::Key, "without a passphrase is expected", "a", "a");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestTlsContext);

}  // namespace

// The main() of every CppUnit program: runs all registered tests, or those whose path contains the first
// argument.
#include <cppunit/BriefTestProgressListener.h>
#include <cppunit/CompilerOutputter.h>
#include <cppunit/TestResult.h>
#include <cppunit/TestResultCollector.h>
#include <cppunit/TestRunner.h>
#include <cppunit/extensions/TestFactoryRegistry.h>

#include <iostream>
#include <string>

namespace {

void collect(CppUnit::Test* test, const std::string& pattern, CppUnit::TestRunner& runner)
{
    if (test->getChildTestCount() == 0) {
        if (test->getName().find(pattern) != std::string::npos) runner.addTest(test);
        return;
    }
    for (int index = 0; index < test->getChildTestCount(); ++index)
        collect(test->getChildTestAt(index), pattern, runner);
}

}  // namespace

int main(int argc, char** argv)
{
    CppUnit::TestResult controller;
    CppUnit::TestResultCollector collector;
    CppUnit::BriefTestProgressListener progress;
    controller.addListener(&collector);
    controller.addListener(&progress);

    // Kept until the end: the outputter reads the tests that failed.
    CppUnit::Test* all = CppUnit::TestFactoryRegistry::getRegistry().makeTest();
    CppUnit::TestRunner runner;
    runner.addTest(all);
    if (argc > 1) {
        // Single tests are owned by their suite already, so the runner that borrows them is left to the
        // system.
        auto* chosen = new CppUnit::TestRunner;
        collect(all, argv[1], *chosen);
        chosen->run(controller);
    }
    else {
        runner.run(controller);
    }
    CppUnit::CompilerOutputter(&collector, std::cerr).write();
    if (collector.runTests() == 0) std::cerr << "no test was run\n";
    return collector.wasSuccessful() && collector.runTests() > 0 ? 0 : 1;
}

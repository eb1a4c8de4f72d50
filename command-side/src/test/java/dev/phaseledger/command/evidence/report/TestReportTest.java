package dev.phaseledger.command.evidence.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Reports as the tools write them, each of a few tests.
final class TestReportTest {

  private static TestReport read(String xml) {
    return TestReport.read(xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsWhatSurefireWrites() {
    TestReport report =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:noNamespaceSchemaLocation="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd"
                version="3.0.2" name="shop.CartTest" time="0.412" tests="5" errors="1" skipped="1"
                failures="1" flakes="1">
              <properties><property name="java.version" value="25"/></properties>
              <testcase name="addsAnItem" classname="shop.CartTest" time="0.02"/>
              <testcase name="removesAnItem" classname="shop.CartTest" time="0.03">
                <failure message="expected: 0 but was: 1" type="org.opentest4j.AssertionFailedError"><![CDATA[at shop.CartTest]]></failure>
                <system-out><![CDATA[<failure/> is only text here]]></system-out>
              </testcase>
              <testcase name="reachesTheBank" classname="shop.CartTest" time="0.3">
                <error message="refused" type="java.net.ConnectException"/>
              </testcase>
              <testcase name="printsALabel" classname="shop.CartTest"><skipped message="no printer"/></testcase>
              <testcase name="waits" classname="shop.CartTest">
                <flakyFailure message="too slow" type="AssertionError"><stackTrace>at x</stackTrace></flakyFailure>
              </testcase>
            </testsuite>
            """);

    assertThat(Json.text(report.claims()))
        .isEqualTo(
            """
            {"errors":1,"failed":["shop.CartTest.removesAnItem","shop.CartTest.reachesTheBank"],\
            "failures":1,"flaky":1,"passed":false,"skipped":1,"tests":5,"tool":"surefire",\
            "totalsDiffer":false}\
            """);
  }

  @Test
  void readsWhatGradleWrites() {
    TestReport report =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="shop.PriceTest" tests="2" skipped="0" failures="0" errors="0"
                timestamp="2026-01-02T03:04:05.678Z" hostname="builder" time="0.031">
              <properties/>
              <testcase name="addsTax()" classname="shop.PriceTest" time="0.02"/>
              <testcase name="rounds(BigDecimal)[1]" classname="shop.PriceTest" time="0.001"/>
              <system-out><![CDATA[]]></system-out>
              <system-err><![CDATA[]]></system-err>
            </testsuite>
            """);

    assertThat(Json.text(report.claims()))
        .isEqualTo(
            """
            {"errors":0,"failed":[],"failures":0,"flaky":0,"passed":true,"skipped":0,"tests":2,\
            "totalsDiffer":false}\
            """);
  }

  @Test
  void readsWhatPytestWrites() {
    TestReport report =
        read(
            """
            <?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite \
            name="pytest" errors="1" failures="1" skipped="1" tests="4" time="0.105" \
            timestamp="2026-01-02T03:04:05.678901+00:00" hostname="builder"><testcase \
            classname="tests.test_cart" name="test_add" time="0.001" /><testcase \
            classname="tests.test_cart" name="test_total[3-&lt;4&gt;]" time="0.002"><failure \
            message="assert 3 == 4&#10;">def test_total(): ...</failure></testcase><testcase \
            classname="tests.test_cart" name="test_db" time="0.0"><error \
            message="failed on setup with &quot;OSError&quot;">E OSError</error></testcase><testcase \
            classname="tests.test_cart" name="test_gpu" time="0.0"><skipped type="pytest.skip" \
            message="no gpu">tests/test_cart.py:9: no gpu</skipped></testcase></testsuite></testsuites>
            """);

    assertThat(report.tool()).contains("pytest");
    assertThat(report.tests()).isEqualTo(4);
    assertThat(report.failures()).isEqualTo(1);
    assertThat(report.errors()).isEqualTo(1);
    assertThat(report.skipped()).isEqualTo(1);
    assertThat(report.totalsDiffer()).isFalse();
    assertThat(report.failed())
        .containsExactly("tests.test_cart.test_total[3-<4>]", "tests.test_cart.test_db");
  }

  @Test
  void readsWhatJestJunitWrites() {
    TestReport report =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="jest tests" tests="3" failures="1" errors="0" time="1.204">
              <testsuite name="cart" errors="0" failures="1" skipped="1" timestamp="2026-01-02T03:04:05" time="0.9" tests="3">
                <testcase classname="cart adds" name="cart adds" time="0.004">
                </testcase>
                <testcase classname="cart removes" name="cart removes" time="0.002">
                  <failure>Error: expect(received).toBe(expected)</failure>
                </testcase>
                <testcase classname="cart prints" name="cart prints" time="0">
                  <skipped/>
                </testcase>
              </testsuite>
            </testsuites>
            """);

    assertThat(report.tool()).contains("jest");
    assertThat(report.passed()).isFalse();
    assertThat(report.totalsDiffer()).isFalse();
    assertThat(report.failed()).containsExactly("cart removes");
  }

  @Test
  void readsWhatGoJunitReportWrites() {
    TestReport report =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites tests="3" failures="1" skipped="1">
            	<testsuite name="example.com/cart" tests="3" failures="1" errors="0" id="0" hostname="builder" skipped="1" time="0.010" timestamp="2026-01-02T03:04:05Z">
            		<properties>
            			<property name="go.version" value="go1.25 linux/amd64"></property>
            		</properties>
            		<testcase name="TestAdd" classname="example.com/cart" time="0.000"></testcase>
            		<testcase name="TestRemove/last" classname="example.com/cart" time="0.000">
            			<failure message="Failed"><![CDATA[    cart_test.go:12: got 1]]></failure>
            		</testcase>
            		<testcase name="TestPrint" classname="example.com/cart" time="0.000">
            			<skipped message="Skipped"><![CDATA[    cart_test.go:20: no printer]]></skipped>
            		</testcase>
            	</testsuite>
            </testsuites>
            """);

    assertThat(report.tool()).contains("go");
    assertThat(report.tests()).isEqualTo(3);
    assertThat(report.totalsDiffer()).isFalse();
    assertThat(report.failed()).containsExactly("example.com/cart.TestRemove/last");
  }

  @Test
  void countsTestCasesAndNotesThatTheTotalsSayOtherwise() {
    TestReport report =
        read(
            """
            <testsuites tests="9"><testsuite tests="1" failures="0" errors="0">
              <testcase name="a"><failure/></testcase>
            </testsuite></testsuites>
            """);

    assertThat(report.tests()).isEqualTo(1);
    assertThat(report.failures()).isEqualTo(1);
    assertThat(report.passed()).isFalse();
    assertThat(report.totalsDiffer()).isTrue();
  }

  @Test
  void acceptsTotalsWithTheSuitesWithinAndWithoutThem() {
    String inner = "<testsuite tests='1'><testcase name='a'/></testsuite><testcase name='b'/>";
    assertThat(read("<testsuite tests='2'>" + inner + "</testsuite>").totalsDiffer()).isFalse();
    assertThat(read("<testsuite tests='1'>" + inner + "</testsuite>").totalsDiffer()).isFalse();
    assertThat(read("<testsuite tests='3'>" + inner + "</testsuite>").totalsDiffer()).isTrue();
    assertThat(read("<testsuite tests='many'>" + inner + "</testsuite>").totalsDiffer()).isTrue();
  }

  @Test
  void aReportOfSkippedTestsOnlyDidNotPass() {
    String report =
        "<testsuite tests='1' skipped='1'><testcase name='a'><skipped/></testcase></testsuite>";
    assertThat(read(report).passed()).isFalse();
  }

  @Test
  void aReportThatCountsMoreThanItShowsDidNotPass() {
    String report = "<testsuite tests='2' failures='1'><testcase name='a'/></testsuite>";
    assertThat(read(report).failures()).isZero();
    assertThat(read(report).passed()).isFalse();
  }

  @Test
  void aReportWithoutAnyTestDidNotPass() {
    assertThat(read("<testsuites/>").passed()).isFalse();
    assertThat(read("<testsuite tests='12' failures='0' errors='0'/>").passed()).isFalse();
  }

  @Test
  void aFailureOutsideAnyTestCaseIsNotLost() {
    TestReport report =
        read(
            "<testsuite name='cart'><error message='no such module'/><testcase name='a'/></testsuite>");

    assertThat(report.errors()).isEqualTo(1);
    assertThat(report.passed()).isFalse();
    assertThat(report.failed()).containsExactly("cart");
  }

  @Test
  void aTestCaseCountsOnceUnderTheGravestOfItsEnds() {
    TestReport report =
        read(
            "<testsuite><testcase name='a'><skipped/><error/><failure/><failure/></testcase></testsuite>");

    assertThat(report.tests()).isEqualTo(1);
    assertThat(report.errors()).isEqualTo(1);
    assertThat(report.failures()).isZero();
    assertThat(report.skipped()).isZero();
  }

  @Test
  void aTestThatWasOnlyListedIsSkipped() {
    TestReport report =
        read("<testsuite disabled='1'><testcase name='a' status='notrun'/></testsuite>");

    assertThat(report.skipped()).isEqualTo(1);
  }

  @Test
  void namesTheFirstTwentyFailingTestsAndCutsLongNames() {
    String name = "x".repeat(1_000);
    TestReport report =
        read(
            "<testsuite>"
                + ("<testcase name='" + name + "'><failure/></testcase>").repeat(25)
                + "</testsuite>");

    assertThat(report.failures()).isEqualTo(25);
    assertThat(report.failed())
        .hasSize(Reports.FAILED_NAMES_MAX)
        .allMatch("x".repeat(Reports.CLAIM_CHARS_MAX)::equals);
  }

  @Test
  void neverCutsACharacterInTwo() {
    String name = "x".repeat(Reports.CLAIM_CHARS_MAX - 1) + "\ud83d\ude00";
    TestReport report =
        read("<testsuite><testcase name='" + name + "'><failure/></testcase></testsuite>");

    assertThat(report.failed()).containsExactly("x".repeat(Reports.CLAIM_CHARS_MAX - 1));
  }

  @Test
  void passesOverTheByteOrderMark() {
    assertThat(read("\ufeff<testsuite><testcase name='a'/></testsuite>").passed()).isTrue();
  }
}

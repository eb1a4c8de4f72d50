/// Reports of tests and analyses that the ledger reads itself: [ReportFormat] names the formats,
/// [TestReport] and [SarifReport] hold what they say, [Reports] their limits.
@NullMarked
package dev.phaseledger.command.evidence.report;

import org.jspecify.annotations.NullMarked;

/// Watches a log that is served somewhere: that it only grows, that everybody who remembers an
/// earlier checkpoint is shown the same history, and that its key signs it.
///
/// Public types: {@link dev.phaseledger.proof.monitor.Monitor}, what it reads from ({@link
/// dev.phaseledger.proof.monitor.ServedLog}), what it remembers ({@link
/// dev.phaseledger.proof.monitor.MonitorState}, {@link dev.phaseledger.proof.monitor.StateFile})
/// and what it finds ({@link dev.phaseledger.proof.monitor.MonitorVerdict}).
@NullMarked
package dev.phaseledger.proof.monitor;

import org.jspecify.annotations.NullMarked;

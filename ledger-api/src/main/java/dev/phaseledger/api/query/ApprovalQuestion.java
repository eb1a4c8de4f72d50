package dev.phaseledger.api.query;

import java.util.Optional;

/// One dispatch that needs, or needed, approval, as one caller finds it.
///
/// @param refusal why that caller may not answer it; empty if it may
public record ApprovalQuestion(ApprovalItem item, Optional<String> refusal) {}

package dev.phaseledger.app.web;

/// What is wrong with one field of a request.
///
/// @param field its dotted path
record FieldError(String field, String reason) {}

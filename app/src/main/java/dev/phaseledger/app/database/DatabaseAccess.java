package dev.phaseledger.app.database;

/// How to reach a PostgreSQL database as its owner.
public record DatabaseAccess(String jdbcUrl, String user, String password) {}

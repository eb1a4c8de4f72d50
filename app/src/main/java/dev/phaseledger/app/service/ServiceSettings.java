package dev.phaseledger.app.service;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.database.ServiceAccess;
import java.nio.file.Path;
import java.util.Optional;

/// How a service is to run.
///
/// @param host address to listen on
/// @param port TCP port; 0 takes a free one
/// @param data the data directory
/// @param database the service's logins at an external PostgreSQL database, which its owner has
///   migrated; empty starts one in the data directory
/// @param tenant the tenant that the first operator belongs to
/// @param loopbackReads whether browsers on this machine read without a token
/// @param origin what the signed logs are named under
public record ServiceSettings(
    String host,
    int port,
    Path data,
    Optional<ServiceAccess> database,
    TenantId tenant,
    boolean loopbackReads,
    String origin) {

  /// Where the service listens unless told otherwise.
  public static final String HOST_DEFAULT = "127.0.0.1";

  /// The port unless told otherwise.
  public static final int PORT_DEFAULT = 8080;

  /// What logs are named under unless told otherwise.
  public static final String ORIGIN_DEFAULT = "phase-ledger.local";
}

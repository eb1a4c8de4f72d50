package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Finds out what a session could do to the ledger, by itself or as any role it is a member of,
/// directly or not, and whether what keeps the record is in place.
///
/// The service appends and reads. A login that could do more turns every mistake in the service
/// into one that can change the record, so the service does not start with it.
public final class SessionRights {

  /// The session's login and every role that it could act as. Membership counts even where nothing
  /// is inherited: a member can always act.
  private static final String ROLES =
      """
      WITH RECURSIVE session(oid) AS (
        SELECT oid FROM pg_roles WHERE rolname = session_user
        UNION
        SELECT member.roleid
          FROM pg_auth_members AS member JOIN session ON member.member = session.oid
      ), role AS (
        SELECT pg_roles.*,
               rolname IN (session_user, 'ledger_writer', 'ledger_reader', 'ledger_views') AS needed
          FROM pg_roles JOIN session USING (oid)
      ), grantee(oid, name) AS (
        SELECT oid, quote_ident(rolname) FROM role UNION ALL SELECT 0, 'PUBLIC'
      ), owned(owner, object) AS (
        SELECT nspowner, 'SCHEMA ledger' FROM pg_namespace WHERE nspname = 'ledger'
        UNION ALL
        SELECT datdba, format('DATABASE %I', datname)
          FROM pg_database WHERE datname = current_database()
        UNION ALL
        SELECT relowner,
               format('%s ledger.%I',
                 CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                   WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, relname)
          FROM pg_class
         WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        UNION ALL
        SELECT proowner,
               format('ROUTINE ledger.%I(%s)', proname, pg_get_function_identity_arguments(oid))
          FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace
      )
      """;

  private static final String ATTRIBUTES =
      ROLES
          + """
          SELECT format('%I %s', rolname, means), format('ALTER ROLE %I %s', rolname, remedy)
            FROM role, LATERAL (VALUES
              (rolsuper, 'is a superuser', 'NOSUPERUSER'),
              (rolcreaterole, 'may create roles', 'NOCREATEROLE'),
              (rolcreatedb, 'may create databases', 'NOCREATEDB'),
              (rolreplication, 'may replicate', 'NOREPLICATION'),
              (rolbypassrls, 'bypasses row security', 'NOBYPASSRLS')) AS attribute(held, means, remedy)
           WHERE held AND needed
           ORDER BY rolname, remedy
          """;

  /// The predefined roles left out only show what the server is doing.
  private static final String MEMBERSHIPS =
      ROLES
          + """
          SELECT format('%I is a member of %I, which %s', session_user, rolname, means),
                 (SELECT string_agg(format('REVOKE %I FROM %I', role.rolname, holder.rolname), '; ')
                    FROM pg_auth_members AS member JOIN role AS holder ON holder.oid = member.member
                   WHERE member.roleid = role.oid)
            FROM role, LATERAL (SELECT CASE
              WHEN rolsuper THEN 'is a superuser'
              WHEN rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
                THEN 'may create roles or databases, replicate or bypass row security'
              WHEN EXISTS (SELECT FROM owned WHERE owner = role.oid)
                THEN (SELECT 'owns ' || string_agg(object, ', ' ORDER BY object) FROM owned WHERE owner = role.oid)
              WHEN starts_with(rolname, 'pg_') AND rolname NOT IN ('pg_monitor', 'pg_read_all_settings',
                  'pg_read_all_stats', 'pg_stat_scan_tables', 'pg_use_reserved_connections')
                THEN 'has rights over the whole server' END) AS excess(means)
           WHERE NOT needed AND means IS NOT NULL
           ORDER BY rolname
          """;

  private static final String OWNED =
      ROLES
          + """
          SELECT format('%I owns %s', rolname, object), format('ALTER %s OWNER TO ledger_owner', object)
            FROM owned JOIN role ON role.oid = owner
           WHERE needed
           ORDER BY object
          """;

  /// Whatever table is not named here is only read, and written by `ledger.append`: a migration
  /// that adds another kind of table names it.
  private static final String TABLES =
      ROLES
          + """
          SELECT format('%s may %s on ledger.%I', grantee.name, string_agg(held.privilege_type, ', ' ORDER BY held.privilege_type), relname),
                 format('REVOKE %s ON ledger.%I FROM %s', string_agg(held.privilege_type, ', ' ORDER BY held.privilege_type), relname, grantee.name)
            FROM pg_class
            CROSS JOIN LATERAL aclexplode(relacl) AS held
            JOIN grantee ON grantee.oid = held.grantee
           WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
             AND held.grantee <> relowner
             AND NOT held.privilege_type = ANY (CASE relname
               WHEN 'artifact' THEN ARRAY['SELECT', 'INSERT']
               WHEN 'snapshot' THEN ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']
               WHEN 'personal' THEN ARRAY['SELECT', 'INSERT']
               WHEN 'subject_key' THEN ARRAY['SELECT', 'INSERT', 'DELETE']
               ELSE ARRAY['SELECT'] END)
           GROUP BY relname, grantee.name
           ORDER BY relname, grantee.name
          """;

  private static final String COLUMNS =
      ROLES
          + """
          SELECT format('%s may %s (%I) on ledger.%I', grantee.name, held.privilege_type, attname, relname),
                 format('REVOKE %s (%I) ON ledger.%I FROM %s', held.privilege_type, attname, relname, grantee.name)
            FROM pg_class
            JOIN pg_attribute ON attrelid = pg_class.oid
            CROSS JOIN LATERAL aclexplode(attacl) AS held
            JOIN grantee ON grantee.oid = held.grantee
           WHERE relnamespace = 'ledger'::regnamespace
             AND held.privilege_type <> 'SELECT'
           ORDER BY relname, attname
          """;

  private static final String CREATION =
      ROLES
          + """
          SELECT format('%s may create in %s', grantee.name, place), format('REVOKE CREATE ON %s FROM %s', place, grantee.name)
            FROM (
              SELECT 'SCHEMA ledger', nspacl, nspowner FROM pg_namespace WHERE nspname = 'ledger'
              UNION ALL
              SELECT format('DATABASE %I', datname), datacl, datdba FROM pg_database WHERE datname = current_database()
            ) AS container(place, acl, owner)
            CROSS JOIN LATERAL aclexplode(acl) AS held
            JOIN grantee ON grantee.oid = held.grantee
           WHERE held.privilege_type = 'CREATE' AND held.grantee <> owner
          UNION ALL
          SELECT format('%s may set the parameter %s', grantee.name, parname),
                 format('REVOKE ALL ON PARAMETER %s FROM %s', parname, grantee.name)
            FROM pg_parameter_acl
            CROSS JOIN LATERAL aclexplode(paracl) AS held
            JOIN grantee ON grantee.oid = held.grantee
           GROUP BY grantee.name, parname
          """;

  /// What acts as its owner is for the writer alone.
  private static final String ROUTINES =
      ROLES
          + """
          SELECT format('%s may execute ledger.%I', grantee.name, proname),
                 format('REVOKE EXECUTE ON ROUTINE ledger.%I FROM %s', proname, grantee.name)
            FROM pg_proc
            CROSS JOIN LATERAL aclexplode(coalesce(proacl, acldefault('f', proowner))) AS held
            JOIN grantee ON grantee.oid = held.grantee
           WHERE pronamespace = 'ledger'::regnamespace AND prosecdef
             AND held.grantee <> proowner AND grantee.name <> 'ledger_writer'
           ORDER BY proname, grantee.name
          """;

  /// `type` is that of `pg_trigger`: 1 for each row, 2 before, 4 insert, 8 delete, 16 update, 32
  /// truncate. Conditions are compared without the marks that the server adds.
  private static final String TRIGGERS =
      """
      SELECT format('the trigger %s on ledger.%s %s', expected.name, relation,
               CASE WHEN found.oid IS NULL THEN 'is missing' ELSE 'is not enabled always' END),
             CASE WHEN found.oid IS NULL
               THEN format('CREATE OR REPLACE TRIGGER %s %s ON ledger.%s FOR EACH %s %s EXECUTE FUNCTION ledger.refuse(); ',
                 expected.name, moment, relation, each, 'WHEN (' || nullif(condition, '') || ')') ELSE '' END
               || format('ALTER TABLE ledger.%s ENABLE ALWAYS TRIGGER %s', relation, expected.name)
        FROM (
          VALUES ('head', 'forward', 'BEFORE UPDATE', 'ROW', 'NEW.position <= OLD.position', 19),
                 ('log', 'grows', 'BEFORE UPDATE', 'ROW', 'NEW.tenant <> OLD.tenant OR NEW.size <= OLD.size', 19),
                 ('head', 'kept', 'BEFORE DELETE', 'ROW', '', 11),
                 ('log', 'kept', 'BEFORE DELETE', 'ROW', '', 11),
                 ('subject_key', 'kept', 'BEFORE UPDATE', 'ROW', '', 19)
          UNION ALL
          SELECT relation, 'kept', 'BEFORE UPDATE OR DELETE', 'ROW', '', 27
            FROM unnest(ARRAY['entry', 'claim', 'checkpoint', 'node', 'artifact', 'personal']) AS relation
          UNION ALL
          SELECT relation, 'kept_whole', 'BEFORE TRUNCATE', 'STATEMENT', '', 34
            FROM unnest(ARRAY['entry', 'claim', 'checkpoint', 'node', 'artifact', 'head', 'log', 'personal', 'subject_key']) AS relation
          UNION ALL
          SELECT relation, 'by_append', 'BEFORE INSERT OR UPDATE', 'STATEMENT', 'current_user <> ''ledger_owner''', 22
            FROM unnest(ARRAY['entry', 'claim', 'checkpoint', 'node', 'head', 'log']) AS relation
        ) AS expected(relation, name, moment, each, condition, type)
        LEFT JOIN (
          SELECT trigger.oid, relname, tgname, tgtype, tgenabled,
                 coalesce(substring(pg_get_triggerdef(trigger.oid) FROM ' WHEN (.*) EXECUTE FUNCTION '), '') AS holds
            FROM pg_trigger AS trigger
            JOIN pg_class ON pg_class.oid = tgrelid AND relnamespace = 'ledger'::regnamespace
            JOIN pg_proc ON pg_proc.oid = tgfoid AND pronamespace = 'ledger'::regnamespace
           WHERE tgattr = ''::int2vector AND proname = 'refuse'
        ) AS found ON relname = relation AND tgname = expected.name AND tgtype = type
          AND regexp_replace(lower(holds), '[() "'']|::name', '', 'g')
            = regexp_replace(lower(condition), '[() "'']', '', 'g')
       WHERE found.oid IS NULL OR tgenabled <> 'A'
       ORDER BY relation, expected.name
      """;

  private static final String CONSTRAINTS =
      """
      SELECT format('ledger.%s lacks its constraint %s', relation, definition),
             format('ALTER TABLE ledger.%s ADD CONSTRAINT %s %s', relation, name, definition)
        FROM (
          VALUES ('entry', 'entry_pkey', 'PRIMARY KEY (position)'),
                 ('entry', 'entry_tenant_index_key', 'UNIQUE (tenant, index)'),
                 ('entry', 'entry_tenant_stream_sequence_key', 'UNIQUE (tenant, stream, sequence)'),
                 ('entry', 'entry_check', 'CHECK (leaf_hash = sha256(''\\x00''::bytea || entry))'),
                 ('claim', 'claim_pkey', 'PRIMARY KEY (key)'),
                 ('checkpoint', 'checkpoint_pkey', 'PRIMARY KEY (tenant, size)'),
                 ('node', 'node_pkey', 'PRIMARY KEY (tenant, level, index)'),
                 ('log', 'log_pkey', 'PRIMARY KEY (tenant)'),
                 ('head', 'head_pkey', 'PRIMARY KEY (single)'),
                 ('artifact', 'artifact_pkey', 'PRIMARY KEY (tenant, digest)'),
                 ('personal', 'personal_pkey', 'PRIMARY KEY (tenant, digest)'),
                 ('subject_key', 'subject_key_pkey', 'PRIMARY KEY (tenant, subject, generation)')
        ) AS expected(relation, name, definition)
       WHERE NOT EXISTS (
         SELECT FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
          WHERE relnamespace = 'ledger'::regnamespace AND relname = relation AND conname = name
            AND convalidated AND conenforced)
       ORDER BY relation, name
      """;

  private static final List<String> CHECKS =
      List.of(
          ATTRIBUTES,
          MEMBERSHIPS,
          OWNED,
          TABLES,
          COLUMNS,
          CREATION,
          ROUTINES,
          TRIGGERS,
          CONSTRAINTS);

  private SessionRights() {}

  /// One thing that must not be.
  ///
  /// @param means for people
  /// @param remedy SQL that mends it
  private record Excess(String means, String remedy) {}

  /// Looks at the session of a connection, whichever role it acts as at the moment.
  ///
  /// @throws StoreException with one sentence that names everything that must not be, and the SQL
  ///   that mends it
  public static void require(Connection connection) throws SQLException {
    List<Excess> found = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String check : CHECKS) {
        try (ResultSet rows = statement.executeQuery(check)) {
          while (rows.next()) {
            found.add(new Excess(rows.getString(1), rows.getString(2)));
          }
        }
      }
    }
    if (!found.isEmpty()) {
      throw new StoreException(
          "the database cannot be opened: its login may do more than append and read, or what keeps the record is not in place: %s. As the owner or a superuser, run: %s;"
              .formatted(
                  String.join(", ", found.stream().map(Excess::means).toList()),
                  String.join("; ", found.stream().map(Excess::remedy).distinct().toList())));
    }
  }
}

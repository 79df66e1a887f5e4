package dev.symbio.platform.storage;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.PostgresSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** The schema in PostgreSQL: made and brought up to date by a command, looked at by every node. */
final class PostgresSchema {
    private static final String JOURNAL = "db/journal-postgres";
    private static final int OLDEST_MAJOR = 15;
    private static final String SETTING = "symbio.postgres.url";

    /** One look into the index for each kind, however many events there are. */
    private static final String AHEAD = "with recursive kinds as (select min(\"kind\") as kind from \"event_journal\""
            + " union all select (select min(\"kind\") from \"event_journal\" where \"kind\" > kinds.kind) from kinds"
            + " where kinds.kind is not null)"
            // the newest of each kind by the index, also where PostgreSQL knows nothing of the table yet: right after
            // an import
            + " select exists (select 1 from kinds cross join lateral (select e.\"tx\" from \"event_journal\" e"
            + " where e.\"kind\" = kinds.kind order by e.\"kind\" desc, e.\"tx\" desc, e.\"ordering\" desc"
            + " fetch first 1 row only) newest where newest.\"tx\" >= pg_snapshot_xmax(pg_current_snapshot()))";

    private PostgresSchema() {}

    static void create(PostgresSettings settings, List<String> migrations) {
        requireServer(settings);
        try {
            flyway(settings, migrations).migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The schema in " + settings.url() + " could not be brought up to date: " + e.getMessage(), e);
        }
    }

    /** Nodes only look: were each to change the schema, the first of a new version would break those of the old one. */
    static void requireUpToDate(PostgresSettings settings, List<String> migrations) {
        requireServer(settings);
        MigrationInfo[] all;
        try {
            all = flyway(settings, migrations).info().all();
        } catch (FlywayException e) {
            throw new InvalidSettings(
                    SETTING, "The schema in " + settings.url() + " cannot be read: " + e.getMessage());
        }
        Map<Boolean, List<MigrationInfo>> byApplied = Arrays.stream(all)
                .collect(Collectors.partitioningBy(each -> each.getState().isApplied()));
        List<MigrationInfo> missing = byApplied.get(false);
        List<MigrationInfo> unknown = byApplied.get(true).stream()
                .filter(each -> !each.getState().isResolved())
                .toList();
        List<MigrationInfo> failed = Arrays.stream(all)
                .filter(each -> each.getState() == MigrationState.FAILED)
                .toList();
        if (byApplied.get(true).isEmpty()) {
            throw refused(settings, "has no schema yet: run \"ops/schema create\" once, then start the nodes.");
        }
        if (!failed.isEmpty()) {
            throw refused(settings, "has a schema whose change " + versions(failed) + " failed; mend it first.");
        }
        if (!unknown.isEmpty()) {
            throw refused(
                    settings,
                    "has a newer schema than this version of Symbio knows (" + versions(unknown)
                            + "): start the newer version.");
        }
        if (!missing.isEmpty()) {
            throw refused(
                    settings,
                    "has an older schema, without " + versions(missing)
                            + ": run \"ops/schema create\" of this version, then start the nodes.");
        }
    }

    private static InvalidSettings refused(PostgresSettings settings, String why) {
        return new InvalidSettings(SETTING, "The database " + settings.url() + " " + why);
    }

    private static String versions(List<MigrationInfo> migrations) {
        return migrations.stream().map(each -> "V" + each.getVersion()).collect(Collectors.joining(", "));
    }

    /** The server can be reached, is not too old, and its transactions' numbers go on where the journal's end. */
    private static void requireServer(PostgresSettings settings) {
        try (Connection connection = DriverManager.getConnection(
                settings.url(), settings.user(), settings.password().value())) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < OLDEST_MAJOR) {
                throw refused(settings, "is PostgreSQL " + major + ", but Symbio needs " + OLDEST_MAJOR + " or newer.");
            }
            requireNumbersGoOn(connection, settings);
        } catch (SQLException e) {
            throw new InvalidSettings(
                    SETTING, "Expected a PostgreSQL server at " + settings.url() + " but got: " + e.getMessage());
        }
    }

    /** After a restore from a dump into another server, old events would seem to be written in the future. */
    private static void requireNumbersGoOn(Connection connection, PostgresSettings settings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet journal = statement.executeQuery("select to_regclass('event_journal') is not null")) {
                journal.next();
                if (!journal.getBoolean(1)) {
                    return;
                }
            }
            try (ResultSet ahead = statement.executeQuery(AHEAD)) {
                ahead.next();
                if (ahead.getBoolean(1)) {
                    throw refused(
                            settings,
                            "holds events with transaction numbers that this server has not reached: it was filled from"
                                    + " a dump of another server. Raise the server's counter (pg_resetwal -x and -e) above"
                                    + " the journal's highest \"tx\" first, or restore a physical backup.");
                }
            }
        }
    }

    private static Flyway flyway(PostgresSettings settings, List<String> migrations) {
        return Migrations.of(JOURNAL, migrations)
                .flyway(settings.url(), settings.user(), settings.password().value());
    }
}

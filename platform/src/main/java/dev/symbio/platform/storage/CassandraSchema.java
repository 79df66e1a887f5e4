package dev.symbio.platform.storage;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.symbio.platform.config.CassandraSettings;
import dev.symbio.platform.config.InvalidSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The schema in Cassandra: made by a command, looked at by every node. Its one row of {@code symbio_schema} also says when it
 * was made: there are no events from before, so nobody has to look for them.
 */
final class CassandraSchema {
    static final int VERSION = 1;
    private static final String STATEMENTS = "/db/cassandra/V1__journal.cql";
    private static final String SETTING = "symbio.cassandra.keyspace";
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:00").withZone(ZoneOffset.UTC);

    private CassandraSchema() {}

    static void create(CassandraSettings settings) {
        with(settings, session -> {
            // Checked by the settings: lower-case letters, digits and underscores.
            String keyspace = settings.keyspace();
            session.execute("create keyspace if not exists " + keyspace + " with replication = {'class':"
                    + " 'NetworkTopologyStrategy', '"
                    + settings.localDatacenter().replace("'", "''") + "': "
                    + settings.replicationFactor() + "}");
            statements(keyspace).forEach(session::execute);
            session.execute("create table if not exists " + keyspace
                    + ".symbio_schema (name text primary key, version int," + " made_at timestamp)");
            session.execute("insert into " + keyspace + ".symbio_schema (name, version, made_at) values ('journal', "
                    + VERSION + ", toTimestamp(now())) if not exists");
            return madeAt(settings, session);
        });
    }

    /** @return the hour in which the schema was made, as the plugin reads it */
    static String requireUpToDate(CassandraSettings settings) {
        return with(settings, session -> madeAt(settings, session));
    }

    private static String madeAt(CassandraSettings settings, CqlSession session) {
        boolean there = session.execute(
                                "select table_name from system_schema.tables where keyspace_name = ? and table_name ="
                                        + " 'symbio_schema'",
                                settings.keyspace())
                        .one()
                != null;
        Row found = there
                ? session.execute("select version, made_at from " + settings.keyspace()
                                + ".symbio_schema where name = 'journal'")
                        .one()
                : null;
        if (found == null) {
            throw refused(settings, "has no schema yet: run \"ops/schema create\" once, then start the nodes.");
        }
        int version = found.getInt("version");
        if (version > VERSION) {
            throw refused(
                    settings,
                    "has schema " + version + ", but this version of Symbio knows only " + VERSION
                            + ": start the newer version.");
        }
        if (version < VERSION) {
            throw refused(
                    settings,
                    "has schema " + version + " but needs " + VERSION
                            + ": run \"ops/schema create\" of this version, then start the nodes.");
        }
        return HOUR.format(found.getInstant("made_at"));
    }

    private static InvalidSettings refused(CassandraSettings settings, String why) {
        return new InvalidSettings(SETTING, "The keyspace " + settings.keyspace() + " " + why);
    }

    private static <T> T with(CassandraSettings settings, Function<CqlSession, T> work) {
        try (CqlSession session = CassandraStore.session(settings)) {
            return work.apply(session);
        } catch (DriverException e) {
            throw new InvalidSettings(
                    "symbio.cassandra.contact-points",
                    "Expected a Cassandra cluster at " + settings.contactPoints() + " but got: " + e.getMessage());
        }
    }

    private static List<String> statements(String keyspace) {
        try (InputStream file = CassandraSchema.class.getResourceAsStream(STATEMENTS)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^--.*$", "")
                    .replace("create table if not exists ", "create table if not exists " + keyspace + ".");
            return Arrays.stream(text.split(";\\s*\\n"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

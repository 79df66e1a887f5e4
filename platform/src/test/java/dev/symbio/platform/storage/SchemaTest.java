package dev.symbio.platform.storage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.runtime.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final List<String> NONE = List.of();
    private static final List<String> TALLY = List.of("db/tally");

    private final String url = TestServers.emptyDatabase();
    private final Settings settings = Settings.load(TestServers.postgresSettings(url));

    @Test
    void aNodeNamesTheCommandThatMakesTheSchema() {
        assertThatThrownBy(() -> Store.open(settings, TALLY))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("symbio.postgres.url")
                .hasMessageContaining("has no schema yet")
                .hasMessageContaining("ops/schema create");
        Schema.create(settings, TALLY);
        Schema.create(settings, TALLY);
        assertThatCode(() -> Schema.check(settings, TALLY)).doesNotThrowAnyException();
    }

    @Test
    void anOlderOrNewerSchemaIsRefused() {
        Schema.create(settings, NONE);
        assertThatThrownBy(() -> Schema.check(settings, TALLY))
                .hasMessageContaining("older schema, without V9901")
                .hasMessageContaining("ops/schema create");
        Schema.create(settings, TALLY);
        assertThatThrownBy(() -> Schema.check(settings, NONE))
                .hasMessageContaining("newer schema")
                .hasMessageContaining("V9901");
    }

    @Test
    void aJournalFromADumpOfAnotherServerIsRefused() throws SQLException {
        Schema.create(settings, NONE);
        execute("insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,"
                + " event_payload, event_ser_id, event_ser_manifest, tx)"
                + " values ('tally|acme.a', 1, '', 0, '', '', 1, '', '99999999999')");
        assertThatThrownBy(() -> Schema.check(settings, NONE))
                .hasMessageContaining("dump of another server")
                .hasMessageContaining("pg_resetwal");
    }

    @Test
    void noServerAndNoSharedProfileAreSaidPlainly() {
        Map<String, Object> elsewhere = TestServers.postgresSettings("jdbc:postgresql://127.0.0.1:1/symbio");
        assertThatThrownBy(() -> Schema.check(Settings.load(elsewhere), NONE))
                .hasMessageContaining("Expected a PostgreSQL server at jdbc:postgresql://127.0.0.1:1/symbio");
        assertThatThrownBy(() -> Schema.create(Settings.load(Map.of()), NONE))
                .hasMessageContaining("makes its schema by itself");
    }

    @Test
    void cassandraIsCheckedToo() {
        Settings both = Settings.load(TestServers.cassandraSettings("schema_test", url));
        PostgresSchema.create(both.postgres(), NONE);
        assertThatThrownBy(() -> Store.open(both, NONE))
                .hasMessageContaining("symbio.cassandra.keyspace")
                .hasMessageContaining("ops/schema create");
        Schema.create(both, NONE);
        assertThatCode(() -> Schema.check(both, NONE)).doesNotThrowAnyException();

        TestServers.cql("update schema_test.symbio_schema set version = 2 where name = 'journal'");
        assertThatThrownBy(() -> Schema.check(both, NONE)).hasMessageContaining("knows only 1");

        Map<String, Object> nowhere = new HashMap<>(TestServers.cassandraSettings("schema_test", url));
        nowhere.put("symbio.cassandra.contact-points", "127.0.0.1:1");
        assertThatThrownBy(() -> Schema.check(Settings.load(nowhere), NONE))
                .hasMessageContaining("Expected a Cassandra cluster at [127.0.0.1:1]");
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url, settings.postgres().user(), "");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}

package dev.symbio.ops.drill;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.storage.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the journal itself says of each entity, read from the store and not through the platform. */
final class JournalFold {
    private static final String IN_POSTGRES = "select \"persistence_id\", \"sequence_number\", \"writer\","
            + " \"event_payload\" from \"event_journal\" order by \"persistence_id\", \"sequence_number\"";
    /** A number can be there twice: when it was written is part of the table's key. */
    private static final String IN_CASSANDRA =
            "select persistence_id, sequence_nr, writer_uuid, event from symbio.messages";

    private static final int ROWS_AT_ONCE = 1_000;
    private static final int HASHES_BYTES = 64;
    private static final String RECORDED = "symbio.sla.observations-recorded.";

    /** One entity's history, in the order of its numbers. */
    static final class History {
        private long events;
        private long lastSeq;
        private String lastHash = "";
        private long observations;
        private long numbersTwice;
        private long writersReturned;
        private String writer;
        private final Set<String> writers = new HashSet<>();

        private void add(long seq, String by, StoredEvent event) {
            numbersTwice += seq == lastSeq ? 1 : 0;
            // Each start of an entity writes under a name of its own. One that comes back was never gone.
            writersReturned += writers.add(by) || by.equals(writer) ? 0 : 1;
            writer = by;
            events++;
            lastSeq = seq;
            lastHash = event.hashHex();
            observations += event.meta().type().startsWith(RECORDED) ? observationsOf(event) : 0;
        }

        long events() {
            return events;
        }

        long lastSeq() {
            return lastSeq;
        }

        String lastHash() {
            return lastHash;
        }

        long observations() {
            return observations;
        }
    }

    /** By persistence id. */
    private final Map<String, History> entities = new TreeMap<>();

    private JournalFold() {}

    static JournalFold of(LocalCluster cluster) {
        JournalFold fold = new JournalFold();
        if (cluster.profile() == Profile.CASSANDRA) {
            fold.readCassandra(cluster.stores());
        } else {
            fold.readPostgres(cluster.stores());
        }
        return fold;
    }

    Map<String, History> entities() {
        return entities;
    }

    /** Events under a number that their entity has given before: two nodes have written it at the same time. */
    long numbersTwice() {
        return entities.values().stream().mapToLong(each -> each.numbersTwice).sum();
    }

    /** How often one host of an entity has written after another one had begun to. */
    long writersReturned() {
        return entities.values().stream()
                .mapToLong(each -> each.writersReturned)
                .sum();
    }

    private void add(String persistenceId, long seq, String writer, byte[] event) {
        entities.computeIfAbsent(persistenceId, first -> new History()).add(seq, writer, StoredEvent.of(event));
    }

    private static long observationsOf(StoredEvent event) {
        byte[] bytes = event.bytes();
        int line = HASHES_BYTES;
        while (bytes[line] != '\n') {
            line++;
        }
        try {
            return Json.MAPPER
                    .readTree(new String(bytes, line + 1, bytes.length - line - 1, StandardCharsets.UTF_8))
                    .path("observations")
                    .size();
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private void readPostgres(Map<String, String> stores) {
        try (Connection connection = ReadModels.connect(stores);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(IN_POSTGRES)) {
                while (rows.next()) {
                    add(rows.getString(1), rows.getLong(2), rows.getString(3), rows.getBytes(4));
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void readCassandra(Map<String, String> stores) {
        String[] contact = stores.get("symbio.cassandra.contact-points").split(":");
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(contact[0], Integer.parseInt(contact[1])))
                .withLocalDatacenter(stores.get("symbio.cassandra.local-datacenter"))
                .build()) {
            SimpleStatement all = SimpleStatement.newInstance(IN_CASSANDRA)
                    .setPageSize(ROWS_AT_ONCE)
                    .setTimeout(Duration.ofSeconds(30));
            for (Row row : session.execute(all)) {
                ByteBuffer event = row.getByteBuffer(3);
                byte[] bytes = new byte[event.remaining()];
                event.get(bytes);
                add(row.getString(0), row.getLong(1), row.getString(2), bytes);
            }
        }
    }
}

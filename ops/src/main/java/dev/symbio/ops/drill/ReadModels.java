package dev.symbio.ops.drill;

import dev.symbio.ops.client.Patience;
import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.entity.EntityRef;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Promise 5: the read models show what a fold over the journal gives, nothing missing and nothing twice. Compared are the
 * audit trail, which has a row for each event of every kind, the ends of the hash chains, and the contracts with what was
 * recorded in each.
 */
final class ReadModels {
    private static final Duration CONVERGE_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String SLA = "sla|";

    private final Map<String, Long> trail = new HashMap<>();
    private final Map<String, String> heads = new HashMap<>();
    /** By contract: observations, and the number of its last event, in each of its rows. */
    private final Map<String, long[][]> contracts = new HashMap<>();

    private long parked;
    private long missing;
    private long doubled;

    private ReadModels() {}

    static Connection connect(Map<String, String> stores) throws SQLException {
        return DriverManager.getConnection(stores.get("symbio.postgres.url"), stores.get("symbio.postgres.user"), "");
    }

    /** Waits until they are equal, or for as long as that may take. Answers the journal that they were held against. */
    static JournalFold hold(LocalCluster cluster, Findings findings) throws InterruptedException {
        long began = System.nanoTime();
        JournalFold journal = JournalFold.of(cluster);
        ReadModels found = read(cluster, journal);
        while (found.missing + found.doubled > 0 && System.nanoTime() - began < CONVERGE_WITHIN.toNanos()) {
            Patience.pause(LOOK);
            journal = JournalFold.of(cluster); // deadlines go on writing
            found = read(cluster, journal);
        }
        findings.count("eventsInTheJournal", events(journal));
        findings.count("missingInReadModels", found.missing);
        findings.count("doubledInReadModels", found.doubled);
        findings.count("deadLetters", found.parked);
        findings.measured("secondsUntilReadModelsWereEqual", (System.nanoTime() - began) / 1e9);
        findings.promise(
                found.missing == 0 && found.doubled == 0, "the read models are equal to a fold over the journal");
        findings.promise(found.parked == 0, "no projection parks an event");
        return journal;
    }

    private static long events(JournalFold journal) {
        return journal.entities().values().stream()
                .mapToLong(JournalFold.History::events)
                .sum();
    }

    private static ReadModels read(LocalCluster cluster, JournalFold journal) {
        ReadModels found = new ReadModels();
        try (Connection connection = connect(cluster.stores());
                Statement statement = connection.createStatement()) {
            found.load(statement);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        journal.entities().forEach(found::compare);
        found.doubled += found.trail.values().stream().mapToLong(each -> each).sum();
        return found;
    }

    private void load(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "select kind, tenant_id, entity_id, count(*) from audit_event group by kind, tenant_id, entity_id")) {
            while (rows.next()) {
                trail.put(id(rows), rows.getLong(4));
            }
        }
        try (ResultSet rows = statement.executeQuery("select count(*) from dead_letter")) {
            rows.next();
            parked = rows.getLong(1);
        }
        try (ResultSet rows = statement.executeQuery("select kind, tenant_id, entity_id, seq, hash from chain_head")) {
            while (rows.next()) {
                heads.put(id(rows), rows.getLong(4) + " " + rows.getString(5));
            }
        }
        try (ResultSet rows =
                statement.executeQuery("select contract_id, array_agg(observations), array_agg(seq) from sla_contract"
                        + " group by contract_id")) {
            while (rows.next()) {
                contracts.put(SLA + rows.getString(1), new long[][] {longs(rows, 2), longs(rows, 3)});
            }
        }
    }

    private static String id(ResultSet row) throws SQLException {
        return row.getString(1) + "|" + row.getString(2) + "." + row.getString(3);
    }

    private static long[] longs(ResultSet row, int column) throws SQLException {
        Long[] values = (Long[]) row.getArray(column).getArray();
        long[] plain = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            plain[i] = values[i];
        }
        return plain;
    }

    private void compare(String persistenceId, JournalFold.History history) {
        // What is left in the trail afterwards is of entities that the journal does not know.
        Long shown = trail.remove(persistenceId);
        differ(history.events(), shown == null ? 0 : shown);
        String head = history.lastSeq() + " " + history.lastHash();
        missing += head.equals(heads.get(persistenceId)) ? 0 : 1;
        if (!EntityRef.ofPersistenceId(persistenceId).kind().equals("sla")) {
            return;
        }
        long[][] rows = contracts.get(persistenceId);
        if (rows == null) {
            missing++;
            return;
        }
        for (int i = 0; i < rows[0].length; i++) {
            differ(history.observations(), rows[0][i]);
            differ(history.lastSeq(), rows[1][i]);
        }
    }

    private void differ(long folded, long shown) {
        missing += Math.max(0, folded - shown);
        doubled += Math.max(0, shown - folded);
    }
}

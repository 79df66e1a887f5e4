package dev.symbio.ops.drill;

import dev.symbio.ops.client.Patience;
import dev.symbio.ops.host.OneNode;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Promise 5: the read side converges and skips nothing. The tables are held against a {@link Fold} over the journal: what the
 * fold has and the table has not is missing; what the table has beyond it, or says otherwise, was taken twice or is not of
 * this journal.
 */
final class ReadSide {
    private static final Duration CONVERGES_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int EXAMPLES = 3;

    private ReadSide() {}

    /**
     * @param journal what the tables were held against
     * @param parked events that a projection could not take
     * @param examples some of what is wrong, in words
     */
    record Difference(Fold journal, int missing, int doubled, int parked, List<String> examples) {
        boolean none() {
            return missing == 0 && doubled == 0;
        }
    }

    /**
     * Waits until tables and journal agree, and tells what they found. Nobody may write meanwhile but deadlines that ring.
     *
     * @param comparison one look, such as {@code () -> ReadSide.compare(journal, tables)}
     * @return the journal that they agree with
     */
    static Fold conclude(Look comparison, Findings findings) throws InterruptedException {
        long began = System.nanoTime();
        int looks = 1;
        Difference difference = comparison.look();
        while (!difference.none() && System.nanoTime() - began < CONVERGES_WITHIN.toNanos()) {
            Patience.pause(LOOK_EVERY);
            difference = comparison.look();
            looks++;
        }
        findings.count("eventsFolded", difference.journal().events());
        findings.count("missingInReadModels", difference.missing());
        findings.count("doubledInReadModels", difference.doubled());
        findings.count("deadLetters", difference.parked());
        findings.count("looksUntilReadModelsAgreed", looks);
        findings.promise(difference.journal().events() > 0, "there are events to be folded");
        findings.promise(difference.parked() == 0, "no projection parks an event");
        findings.promise(
                difference.none(),
                "read models say what the journal says within " + CONVERGES_WITHIN.toSeconds() + " s, but "
                        + difference.examples());
        return difference.journal();
    }

    /** One look at tables and journal. */
    interface Look {
        Difference look() throws InterruptedException;
    }

    /** Of one node. It runs before and after; on the embedded profile it is stopped for each look, to read its file. */
    static void conclude(OneNode node, Findings findings) throws InterruptedException {
        boolean inItsFile = node.stores().profile() == Profile.EMBEDDED;
        conclude(
                () -> {
                    if (inItsFile) {
                        node.symbio().stop();
                    }
                    Difference difference = StoredEvents.open(node.stores(), ReadSide::compare);
                    if (inItsFile) {
                        node.symbio().start();
                    }
                    return difference;
                },
                findings);
    }

    /** The journal against the tables. On the profile cassandra the copy that projections follow is one of the tables. */
    static Difference compare(StoredEvents journal, Connection tables) {
        Fold fold = Fold.of(journal);
        Counting counting = new Counting();
        int parked;
        try {
            if (journal instanceof CqlStoredEvents) {
                Map<String, String> copied = new HashMap<>();
                Fold copy = Fold.of(StoredEvents.in(tables));
                copied.putAll(copy.trail());
                counting.compare("event_journal", fold.trail(), copied);
            }
            counting.compare(
                    "audit_event",
                    fold.trail(),
                    rows(
                            tables,
                            "select kind, tenant_id, entity_id, seq, event_id from audit_event",
                            row -> entity(row) + "#" + row.getLong(4),
                            row -> row.getString(5)));
            counting.compare(
                    "chain_head",
                    fold.heads(),
                    rows(
                            tables,
                            "select kind, tenant_id, entity_id, seq, hash from chain_head",
                            ReadSide::entity,
                            row -> row.getLong(4) + " " + row.getString(5)));
            counting.compare(
                    "deadline",
                    fold.deadlines(),
                    rows(
                            tables,
                            "select kind, tenant_id, entity_id, name, due_at from deadline",
                            row -> entity(row) + " " + row.getString(4),
                            row -> Fold.instant(
                                    row.getObject(5, OffsetDateTime.class).toInstant())));
            counting.compare(
                    "sla_contract",
                    fold.contracts(),
                    rows(
                            tables,
                            "select contract_id, min(observations), max(observations), min(statements), max(statements)"
                                    + " from sla_contract group by contract_id",
                            row -> row.getString(1),
                            ReadSide::counters));
            parked = rows(
                            tables,
                            "select kind, tenant_id, entity_id, seq, projection from dead_letter",
                            row -> entity(row) + "#" + row.getLong(4) + " " + row.getString(5),
                            row -> "")
                    .size();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return new Difference(fold, counting.missing, counting.doubled, parked, counting.examples);
    }

    /** All who may see a contract are told the same. */
    private static String counters(ResultSet row) throws SQLException {
        return row.getLong(2) == row.getLong(3) && row.getLong(4) == row.getLong(5)
                ? row.getLong(2) + "/" + row.getLong(4)
                : "not the same for all";
    }

    private static String entity(ResultSet row) throws SQLException {
        return row.getString(1) + "/" + row.getString(2) + "." + row.getString(3);
    }

    private interface Column {
        String of(ResultSet row) throws SQLException;
    }

    private static Map<String, String> rows(Connection tables, String query, Column key, Column value)
            throws SQLException {
        Map<String, String> found = new HashMap<>();
        try (Statement statement = tables.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.put(key.of(rows), value.of(rows));
            }
        }
        return found;
    }

    private static final class Counting {
        private int missing;
        private int doubled;
        private final List<String> examples = new ArrayList<>();

        private void compare(String table, Map<String, String> expected, Map<String, String> found) {
            expected.forEach((key, value) -> {
                String there = found.get(key);
                if (there == null) {
                    missing++;
                    example(table + " lacks " + key);
                } else if (!there.equals(value)) {
                    if (behind(there, value)) {
                        missing++;
                    } else {
                        doubled++;
                    }
                    example(table + " has " + there + " instead of " + value + " for " + key);
                }
            });
            found.keySet().stream().filter(key -> !expected.containsKey(key)).forEach(key -> {
                doubled++;
                example(table + " has " + key + " that the journal has not");
            });
        }

        /** Numbers come first in what a row says: a smaller one has not seen all yet. */
        private static boolean behind(String there, String expected) {
            return number(there) < number(expected);
        }

        private static long number(String text) {
            String digits = text.split("[^0-9]", 2)[0];
            return digits.isEmpty() || digits.length() > 18 ? 0 : Long.parseLong(digits);
        }

        private void example(String text) {
            if (examples.size() < EXAMPLES) {
                examples.add(text);
            }
        }
    }
}

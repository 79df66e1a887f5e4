package dev.symbio.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.projection.JournalOrder.Place;
import dev.symbio.platform.projection.JournalReader.Journaled;
import dev.symbio.platform.runtime.TestServers;
import dev.symbio.platform.storage.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Reading a journal on PostgreSQL while several write to it. */
class JournalOrderTest {
    private static final int WRITERS = 6;
    private static final int TRANSACTIONS = 60;
    private static final int MOST_EVENTS = 5;

    private final String url = TestServers.emptyDatabase();
    private final Settings settings = Settings.load(TestServers.postgresSettings(url));
    private final Jdbi sql = Jdbi.create(url, settings.postgres().user(), "");
    private final JournalReader reader = new JournalReader("tally", sql, JournalOrder.BY_TRANSACTION);

    JournalOrderTest() {
        Schema.create(settings, List.of());
    }

    @Test
    void waitsForAnOlderTransactionThatStillRuns() {
        try (Handle slow = sql.open();
                Handle quick = sql.open()) {
            slow.begin();
            insert(slow, "slow", 1);
            insert(quick, "quick", 1);
            assertThat(reader.after(Place.START).events()).isEmpty();

            slow.commit();
            List<Journaled> both = reader.after(Place.START).events();
            assertThat(both).extracting(each -> each.entity().id()).containsExactly("slow", "quick");
            assertThat(reader.after(both.get(0).place()).events()).containsExactly(both.get(1));
            assertThat(reader.after(both.get(1).place()).events()).isEmpty();
        }
    }

    /** Otherwise catching up on many events takes their number squared. */
    @Test
    void postgresReadsNoMoreEventsThanItReturns() {
        String plan = sql.withHandle(handle -> {
            handle.execute("set enable_sort = off");
            handle.execute("set enable_seqscan = off");
            return String.join(
                    "\n",
                    JournalOrder.BY_TRANSACTION
                            .bind(
                                    handle.createQuery(
                                            "explain " + JournalReader.nextEvents(JournalOrder.BY_TRANSACTION, 10)),
                                    new Place(7, 42))
                            .bind("kind", "tally")
                            .mapTo(String.class)
                            .list());
        });
        assertThat(plan).contains("Index Scan using event_journal_kind_idx").doesNotContain("Sort");
    }

    @Test
    void offsetsKeepThePlace() {
        Place place = new Place(7_000_000_001L, 42);
        assertThat(JournalOrder.BY_TRANSACTION.place(JournalOrder.BY_TRANSACTION.offset(place)))
                .isEqualTo(place);
    }

    @Test
    void missesAndRepeatsNothingWhileManyWrite() throws InterruptedException {
        Set<String> committed = new ConcurrentSkipListSet<>();
        CountDownLatch done = new CountDownLatch(WRITERS);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            String entity = "e" + i;
            Random random = new Random(i);
            writers.submit(() -> {
                try {
                    write(entity, random, committed);
                } finally {
                    done.countDown();
                }
            });
        }
        writers.shutdown();
        List<String> read = new ArrayList<>();
        Place place = Place.START;
        boolean more = true;
        while (more) {
            boolean last = done.await(1, TimeUnit.MILLISECONDS);
            List<Journaled> next = reader.after(place).events();
            next.forEach(each -> read.add(each.entity().id() + "#" + each.seq()));
            place = next.isEmpty() ? place : next.get(next.size() - 1).place();
            more = !last || !next.isEmpty();
        }
        assertThat(committed).hasSizeGreaterThan(WRITERS * TRANSACTIONS / 2);
        assertThat(read).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(committed);
    }

    private void write(String entity, Random random, Set<String> committed) {
        try (Handle handle = sql.open()) {
            long seq = 0;
            for (int i = 0; i < TRANSACTIONS; i++) {
                handle.begin();
                List<String> written = new ArrayList<>();
                for (int n = random.nextInt(MOST_EVENTS) + 1; n > 0; n--) {
                    insert(handle, entity, ++seq);
                    written.add(entity + "#" + seq);
                }
                if (random.nextInt(4) == 0) {
                    handle.rollback();
                } else {
                    handle.commit();
                    committed.addAll(written);
                }
            }
        }
    }

    private static void insert(Handle handle, String entity, long seq) {
        handle.execute(
                "insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,"
                        + " event_payload, event_ser_id, event_ser_manifest) values (?, ?, '', 0, '', ?, 1, '')",
                "tally|acme." + entity,
                seq,
                new byte[1]);
    }
}

package dev.symbio.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.KeysInMemory;
import dev.symbio.platform.projection.JournalOrder.Place;
import dev.symbio.platform.projection.JournalReader.Journaled;
import dev.symbio.platform.runtime.Feature;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.platform.runtime.Tally;
import dev.symbio.platform.runtime.TestServers;
import dev.symbio.platform.storage.Schema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A projection on PostgreSQL that two nodes run for a moment. */
class TurnTest {
    private static final Projection<?> TALLIES = Tally.projection();
    private static final List<Feature> FEATURES =
            List.of(new Feature("db/tally", List.of(Tally.KIND), List.of(Tally.projection())));
    private static final Turn TURN = new Turn(TALLIES.name(), "tally", JournalOrder.BY_TRANSACTION);

    @Test
    void theOneThatWasOvertakenWritesNothingAndParksNothing(@TempDir Path folder) throws SQLException {
        Platform node = start(folder);
        try {
            add(node, 1);
            add(node, 2);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(projected(node)).isEqualTo(3));
            List<Journaled> digested = new JournalReader("tally", node.sql(), JournalOrder.BY_TRANSACTION)
                    .after(Place.START)
                    .events();
            ProjectionHandler late = new ProjectionHandler(
                    TURN, new EventDigest<>(TALLIES, new KeysInMemory()), Clock.systemUTC(), new SimpleMeterRegistry());

            SqlSession session = SqlSession.inTurn(node.sql(), TURN);
            assertThatThrownBy(() -> late.process(session, List.of(new JournalTail.Step(Place.START, digested.get(0)))))
                    .isInstanceOf(Turn.Overtaken.class);
            session.commit();
            session.close();

            assertThat(projected(node)).isEqualTo(3);
            assertThat(node.deadLetters().list()).isEmpty();
        } finally {
            node.stop();
        }
    }

    @Test
    void aRebuildThatBeganElsewhereIsNotGoneOnWithInTheMiddle(@TempDir Path folder) {
        Platform node = start(folder);
        try {
            add(node, 1);
            add(node, 2);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(projected(node)).isEqualTo(3));
            node.sql().useTransaction(elsewhere -> {
                elsewhere.execute("delete from akka_projection_offset_store where projection_name = ?", TURN.name());
                elsewhere.execute("truncate table tally");
            });
            add(node, 4);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(projected(node)).isEqualTo(7));
            assertThat(node.deadLetters().list()).isEmpty();
        } finally {
            node.stop();
        }
    }

    private static Platform start(Path folder) {
        Map<String, Object> given = TestServers.postgresSettings(TestServers.emptyDatabase());
        given.put("symbio.data-dir", folder.toString());
        Settings settings = Settings.load(given);
        Schema.create(settings, Platform.migrations(FEATURES));
        return Platform.start(settings, Clock.systemUTC(), FEATURES);
    }

    @Test
    void oneWaitsForTheOther() {
        String url = TestServers.emptyDatabase();
        Settings settings = Settings.load(TestServers.postgresSettings(url));
        Schema.create(settings, List.of());
        Jdbi sql = Jdbi.create(url, settings.postgres().user(), "");
        Place event = new Place(7, 1);
        try (Handle first = sql.open()) {
            first.begin();
            TURN.take(first);
            CompletableFuture<Void> second = CompletableFuture.runAsync(
                    () -> sql.useTransaction(handle -> TURN.require(TURN.take(handle), Place.START)));
            await().atMost(Duration.ofSeconds(20)).until(() -> waiting(sql) == 1);
            first.execute(
                    "insert into akka_projection_offset_store values (?, 'tally', ?, 'STR', false, 0)",
                    TURN.name(),
                    JournalOrder.BY_TRANSACTION.offset(event));
            first.commit();

            assertThatThrownBy(second::join).hasCauseInstanceOf(Turn.Overtaken.class);
        }
    }

    private static long waiting(Jdbi sql) {
        return sql.withHandle(handle -> handle.createQuery(
                        "select count(*) from pg_locks where locktype = 'advisory' and not granted and database ="
                                + " (select oid from pg_database where datname = current_database())")
                .mapTo(Long.class)
                .one());
    }

    private static void add(Platform node, int number) {
        TenantId acme = new TenantId("acme");
        CommandMeta meta = new CommandMeta("key-" + number, "", Principal.of("ann", acme), "k", null, null);
        node.entities()
                .send(Tally.KIND.ref(acme, "a"), new Tally.Add(number), meta)
                .toCompletableFuture()
                .join();
    }

    private static long projected(Platform node) {
        return node.sql().withHandle(handle -> handle.createQuery("select coalesce(sum(total), 0) from tally")
                .mapTo(Long.class)
                .one());
    }
}

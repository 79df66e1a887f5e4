package dev.symbio.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's clock jumps, forward and back: deadlines fire once all the same, and no entity's history goes back in time. */
class ClockJumpTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Principal ann = Principal.of("ann", new TenantId("acme"));
    private final JumpingClock clock = new JumpingClock();
    private int commands;

    @TempDir
    Path dataDir;

    private Platform platform;

    /** Runs as the machine's does, so much ahead of it. */
    private static final class JumpingClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        private void jump(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void start() {
        platform = Platform.start(
                Settings.load(Map.of("symbio.data-dir", dataDir.toString())),
                clock,
                List.of(new Feature("db/tally", List.of(Tally.KIND), List.of(Tally.projection()))));
    }

    @AfterEach
    void stop() {
        platform.stop();
    }

    @Test
    void deadlinesFireOnceHoweverTheClockJumps() throws Exception {
        for (int i = 0; i < 20; i++) {
            send("t" + i, new Tally.RingIn(Duration.ofMinutes(50)));
        }
        clock.jump(Duration.ofHours(1));
        await().atMost(SOON).untilAsserted(() -> assertThat(rings()).isEqualTo(20));
        clock.jump(Duration.ofHours(-1));
        send("t0", new Tally.Add(1));
        platform.stop();
        start();
        clock.jump(Duration.ofHours(1));
        send("last", new Tally.RingIn(Duration.ofMillis(1)));
        await().atMost(SOON).untilAsserted(() -> assertThat(rings()).isEqualTo(21));
        await().atMost(SOON).untilAsserted(() -> assertThat(rows("select count(*) from deadline"))
                .isZero());

        for (int i = 0; i < 20; i++) {
            assertThat(history("t" + i).stream()
                            .filter(event -> event.meta().type().contains("rang")))
                    .hasSize(1);
        }
    }

    @Test
    void recordedTimesOfAnEntityNeverGoBack() throws Exception {
        for (long minutes : List.of(60, -60, -60, 90, -30)) {
            send("a", new Tally.Add(1));
            clock.jump(Duration.ofMinutes(minutes));
        }
        send("a", new Tally.Add(1));
        List<Instant> recorded =
                history("a").stream().map(event -> event.meta().recordedAt()).toList();
        assertThat(recorded).hasSize(6).isSorted();
    }

    private void send(String id, Tally.Command command) throws Exception {
        CommandMeta meta = new CommandMeta("c" + commands++, "", ann, "correlation", null, null);
        Reply reply = platform.entities()
                .send(ref(id), command, meta)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(reply).isInstanceOf(Reply.Accepted.class);
    }

    private EntityRef ref(String id) {
        return Tally.KIND.ref(ann.tenant(), id);
    }

    private List<StoredEvent> history(String id) throws Exception {
        return platform.history()
                .events(ref(id), 1, 100, 0)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private int rings() {
        return rows("select count(*) from \"event_journal\" where \"event_ser_manifest\" = 'symbio.tally.rang.v1'");
    }

    private int rows(String query) {
        return platform.sql()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }
}

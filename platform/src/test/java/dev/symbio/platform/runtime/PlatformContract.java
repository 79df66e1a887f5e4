package dev.symbio.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.DeadLetters;
import dev.symbio.platform.projection.ReadModels;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** What the platform promises, on whichever stores it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PlatformContract {
    static final List<Feature> FEATURES =
            List.of(new Feature("db/tally", List.of(Tally.KIND), List.of(Tally.projection())));

    /** More than one transaction takes. */
    private static final int MANY_LETTERS = 230;

    static final Duration VISIBLE = Duration.ofSeconds(5);

    private static final AtomicInteger TESTS = new AtomicInteger();

    private StoresUnderTest stores;
    Platform platform;
    /** One for each test. */
    TenantId acme;

    private Principal ann;

    /** Fresh ones for all these tests; each has a tenant of its own. */
    abstract StoresUnderTest emptyStores();

    @BeforeAll
    void startOnEmptyStores() {
        stores = emptyStores();
        start();
    }

    @BeforeEach
    void comeAsANewTenant() {
        Tally.Digestion.better = false;
        acme = new TenantId("acme-" + TESTS.incrementAndGet());
        ann = Principal.of("ann", acme);
    }

    private void start() {
        platform = Platform.start(Settings.load(stores.settings()), Clock.systemUTC(), FEATURES);
        stores.opened(platform.sql());
    }

    @AfterAll
    void stop() {
        platform.stop();
        stores.close();
    }

    void restart() {
        platform.stop();
        start();
    }

    @Test
    void acceptedCommandIsInStateAndReadModelAndSurvivesRestart() {
        assertThat(add("a", "c1", 4)).isEqualTo(accepted(1, 4, false));
        assertThat(add("a", "c2", 5)).isEqualTo(accepted(2, 9, false));
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(projected("a")).isEqualTo(9));

        restart();

        assertThat(state("a")).isEqualTo(new Snapshot<>(2, new Tally(9, null, 0)));
        assertThat(add("a", "c3", 1)).isEqualTo(accepted(3, 10, false));
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(projected("a")).isEqualTo(10));
    }

    @Test
    void repeatedCommandIdHasOneEffectAndTheSameAnswerAlsoAfterRestart() {
        assertThat(add("a", "key", 4)).isEqualTo(accepted(1, 4, false));
        assertThat(add("a", "key", 4)).isEqualTo(accepted(1, 4, true));
        assertThat(send("a", new Tally.Add(5), meta("key", "other payload", null)))
                .isEqualTo(new Reply.KeyReused());

        restart();

        assertThat(add("a", "key", 4)).isEqualTo(accepted(1, 4, true));
        assertThat(state("a").state().total()).isEqualTo(4);
    }

    @Test
    void sameCommandIdOfAnotherTenantIsAnotherCommand() {
        add("a", "key", 4);
        CommandMeta others = new CommandMeta("key", "4", Principal.of("bob", new TenantId("other")), "k", null, null);
        assertThat(send("a", new Tally.Add(4), others)).isEqualTo(accepted(2, 8, false));
    }

    @Test
    void nobodyCanTakeACommandIdOfThePlatformInAdvance() {
        add("a", "deadline:x", 4);
        CommandMeta own = CommandMeta.caused("deadline:x", Principal.system(acme), "k", null);
        assertThat(send("a", new Tally.Add(1), own)).isEqualTo(accepted(2, 5, false));
    }

    @Test
    void hiddenEntityDoesNotTellItsSequenceNumber() {
        add("a", "c1", 4);
        assertThat(send("a", new Tally.Add(Tally.HIDDEN), meta("c2", "", 99L)))
                .isInstanceOfSatisfying(
                        Reply.Rejected.class,
                        r -> assertThat(r.rejection().reason()).isEqualTo(Rejection.Reason.NOT_FOUND));
    }

    @Test
    void staleSequenceNumberIsRefused() {
        add("a", "c1", 4);
        assertThat(send("a", new Tally.Add(1), meta("c2", "1", 0L))).isEqualTo(new Reply.Stale(1));
        assertThat(send("a", new Tally.Add(1), meta("c2", "1", 1L))).isEqualTo(accepted(2, 5, false));
    }

    @Test
    void rejectionAndDefectChangeNothing() {
        assertThat(add("a", "c1", -1)).isInstanceOfSatisfying(Reply.Rejected.class, r -> assertThat(
                        r.rejection().code())
                .isEqualTo("tally.negative"));
        assertThat(send("a", new Tally.Explode(), meta("c2", "", null))).isInstanceOf(Reply.Failed.class);
        assertThat(state("a").exists()).isFalse();
        assertThat(add("a", "c3", 2)).isEqualTo(accepted(1, 2, false));
    }

    @Test
    void snapshotAndTailGiveTheSameStateAsAllEvents() throws Exception {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            replies.add(sendAsync("a", new Tally.Add(i), meta("c" + i, "" + i, null))
                    .toCompletableFuture());
        }
        for (CompletableFuture<Reply> reply : replies) {
            reply.get(10, TimeUnit.SECONDS);
        }
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(stores.snapshots("tally|" + ref("a").publicId()))
                .isPositive());

        restart();
        assertThat(state("a").state().total()).isEqualTo(89 * 90 / 2);
        assertThat(add("a", "c89", 89)).isEqualTo(accepted(90, 89 * 90 / 2, true));

        stores.breakSnapshots();
        restart();
        assertThat(state("a").state().total())
                .as("a broken snapshot is ignored")
                .isEqualTo(89 * 90 / 2);
    }

    @Test
    void anotherEntitysSnapshotIsNotItsState() {
        for (int i = 0; i < 25; i++) {
            add("a", "c" + i, 100);
        }
        add("b", "c1", 1);
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(stores.snapshots("tally|" + ref("a").publicId()))
                .isPositive());
        stores.giveSnapshotsOf("tally|" + ref("a").publicId(), "tally|" + ref("b").publicId());

        restart();

        assertThat(add("b", "c2", 1)).isInstanceOf(Reply.Quarantined.class);
        assertThatThrownBy(() -> state("b")).isInstanceOf(EntityUnavailable.class);
        assertThat(state("a").state().total()).as("from its events alone").isEqualTo(2500);
    }

    @Test
    void flippedByteQuarantinesThatEntityAndNoOther() {
        add("a", "c1", 4);
        add("a", "c2", 4);
        add("b", "c1", 7);
        stores.flipByteOfEvent("tally|" + ref("a").publicId(), 1);

        restart();

        assertThat(add("a", "c3", 1)).isInstanceOf(Reply.Quarantined.class);
        assertThatThrownBy(() -> state("a")).isInstanceOf(EntityUnavailable.class);
        assertThat(platform.hostMetrics().quarantined()).containsOnlyKeys(ref("a"));
        assertThat(platform.meters().scrape()).contains("symbio_entities_quarantined 1.0");
        assertThat(add("b", "c2", 1)).isEqualTo(accepted(2, 8, false));
    }

    @Test
    void droppedOrSwappedEventsQuarantine() {
        for (int i = 1; i <= 3; i++) {
            add("a", "c" + i, i);
            add("b", "c" + i, i);
        }
        stores.dropEvent("tally|" + ref("a").publicId(), 2);
        stores.swapEvents("tally|" + ref("b").publicId(), 1, 2);
        restart();
        assertThat(add("a", "c4", 1)).isInstanceOf(Reply.Quarantined.class);
        assertThat(add("b", "c4", 1)).isInstanceOf(Reply.Quarantined.class);
    }

    @Test
    void deadlineFiresOnceWithinTwoSecondsOfBeingDue() {
        send("a", new Tally.RingIn(Duration.ofMillis(300)), meta("c1", "", null));
        await().atMost(Duration.ofMillis(2300))
                .untilAsserted(() -> assertThat(state("a").state().rings()).isEqualTo(1));
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(deadlines()).isZero());
        assertThat(state("a").state().rings()).isEqualTo(1);
    }

    @Test
    void deadlineDueWhileThePlatformIsDownFiresAfterRestart() {
        send("a", new Tally.RingIn(Duration.ofMillis(1500)), meta("c1", "", null));
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(deadlines()).isEqualTo(1));
        restart();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(state("a").state().rings()).isEqualTo(1));
    }

    @Test
    void movedDeadlineFiresAtItsNewTimeOnly() {
        send("a", new Tally.RingIn(Duration.ofMillis(1)), meta("c1", "", null));
        send("a", new Tally.RingIn(Duration.ofDays(1)), meta("c2", "", null));
        send("b", new Tally.RingIn(Duration.ofMillis(300)), meta("c1", "", null));
        await().atMost(VISIBLE)
                .untilAsserted(() -> assertThat(state("b").state().rings()).isEqualTo(1));
        assertThat(state("a").state().rings()).isLessThanOrEqualTo(1);
        assertThat(state("a").state().ringAt() == null)
                .isEqualTo(state("a").state().rings() == 1);
    }

    @Test
    void indigestibleEventIsParkedWithItsFollowersAndOthersGoOn() {
        add("a", "c1", 1);
        add("a", "c2", Tally.INDIGESTIBLE);
        add("a", "c3", 1);
        add("b", "c1", 7);
        await().atMost(VISIBLE).untilAsserted(() -> {
            assertThat(projected("b")).isEqualTo(7);
            assertThat(letters()).hasSize(2);
        });
        assertThat(projected("a")).isEqualTo(1);
        assertThatThrownBy(() -> platform.deadLetters().replay("tally-totals", ref("a")))
                .hasMessageContaining("cannot digest");
        assertThat(letters()).hasSize(2);

        Tally.Digestion.better = true;
        assertThat(platform.deadLetters().replay("tally-totals", ref("a"))).contains(2);
        assertThat(projected("a")).isEqualTo(2 + Tally.INDIGESTIBLE);
        assertThat(letters()).isEmpty();
        add("a", "c4", 1);
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(projected("a")).isEqualTo(3 + Tally.INDIGESTIBLE));
    }

    @Test
    void aLongRowOfLettersIsReplayedInParts() {
        add("a", "c0", Tally.INDIGESTIBLE);
        for (int i = 1; i <= MANY_LETTERS; i++) {
            add("a", "c" + i, 1);
        }
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(letters()).hasSize(MANY_LETTERS + 1));

        Tally.Digestion.better = true;
        assertThat(platform.deadLetters().replay("tally-totals", ref("a"))).contains(MANY_LETTERS + 1);
        assertThat(projected("a")).isEqualTo(MANY_LETTERS + Tally.INDIGESTIBLE);
        assertThat(letters()).isEmpty();
    }

    @Test
    void whatAnEventIsParkedForIsToldWithoutValues() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.symbio.platform.projection.ProjectionHandler");
        log.start();
        logger.addAppender(log);
        try {
            add("a", "c1", Tally.INDIGESTIBLE);
            await().atMost(VISIBLE).untilAsserted(() -> assertThat(letters()).hasSize(1));
            await().atMost(VISIBLE).until(() -> List.copyOf(log.list).size() >= 1);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(letters().get(0).reason()).contains("cannot digest").doesNotContain("alice");
        assertThat(log.list)
                .extracting(event -> ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .allSatisfy(stack ->
                        assertThat(stack).contains("cannot digest", "Tally").doesNotContain("alice"));
    }

    @Test
    void whatWasParkedIsTriedAgainByTheVersionThatStartsNext() {
        add("a", "c1", 1);
        add("a", "c2", Tally.INDIGESTIBLE);
        add("a", "c3", 1);
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(letters()).hasSize(2));

        restart();
        add("b", "c1", 7);
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(projected("b")).isEqualTo(7));
        assertThat(letters()).hasSize(2);

        Tally.Digestion.better = true;
        restart();
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(projected("a")).isEqualTo(2 + Tally.INDIGESTIBLE));
        assertThat(letters()).isEmpty();
    }

    @Test
    void readModelIsBuiltAnewFromNothingWhileCommandsGoOn() {
        add("a", "c1", 4);
        add("a", "c2", 5);
        add("b", "c1", 7);
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(projected("b")).isEqualTo(7));
        platform.sql().useHandle(sql -> {
            sql.execute("update tally set total = 999 where tenant_id = ?", acme.value());
            sql.execute("insert into tally (tenant_id, entity_id, total) values (?, 'nobody', 1)", acme.value());
        });

        get(platform.readModels().rebuild("tally-totals"));
        add("b", "c2", 1);

        await().atMost(VISIBLE.multipliedBy(2)).untilAsserted(() -> {
            assertThat(projected("a")).isEqualTo(9);
            assertThat(projected("b")).isEqualTo(8);
            assertThat(platform.readModels().list())
                    .filteredOn(model -> model.name().equals("tally-totals"))
                    .containsExactly(new ReadModels.ReadModel("tally-totals", "tally", true, false));
        });
        assertThat(rows()).isEqualTo(2);
        assertThatThrownBy(() -> platform.readModels().rebuild("audit-tally"))
                .hasMessageContaining("cannot be rebuilt");
    }

    private int rows() {
        return platform.sql().withHandle(h -> h.createQuery("select count(*) from tally where tenant_id = :tenant")
                .bind("tenant", acme.value())
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void historyTellsWhoWhyAndWhen() throws Exception {
        add("a", "c1", 4);
        List<StoredEvent> events = platform.history()
                .events(ref("a"), 1, 10, 1)
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        assertThat(events).hasSize(1);
        assertThat(events.get(0).intact()).isTrue();
        Principal by = events.get(0).meta().by();
        assertThat(by.tenant()).isEqualTo(ann.tenant());
        assertThat(by.subject()).as("as it is stored").doesNotContain(ann.subject());
        assertThat(platform.openings().text(by.subject())).isEqualTo(ann.subject());
        assertThat(events.get(0).meta().type()).isEqualTo("symbio.tally.added.v1");
        assertThat(events.get(0).meta().command().id()).isEqualTo("c1");
    }

    Reply add(String id, String commandId, int number) {
        return send(id, new Tally.Add(number), meta(commandId, "" + number, null));
    }

    private CommandMeta meta(String id, String fingerprint, Long expectedSeq) {
        return new CommandMeta(id, fingerprint, ann, "correlation", null, expectedSeq);
    }

    private Reply send(String id, Tally.Command command, CommandMeta meta) {
        return get(sendAsync(id, command, meta));
    }

    private CompletionStage<Reply> sendAsync(String id, Tally.Command command, CommandMeta meta) {
        return platform.entities().send(ref(id), command, meta);
    }

    private Snapshot<Tally> state(String id) {
        return get(platform.entities().state(Tally.KIND, ref(id)));
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    EntityRef ref(String id) {
        return Tally.KIND.ref(acme, id);
    }

    private static Reply accepted(long seq, int total, boolean repeated) {
        return new Reply.Accepted(
                seq, dev.symbio.platform.json.Json.MAPPER.createObjectNode().put("total", total), repeated);
    }

    int projected(String id) {
        return platform.sql()
                .withHandle(h -> h.createQuery("select total from tally where tenant_id = :tenant and entity_id = :id")
                        .bind("tenant", acme.value())
                        .bind("id", ref(id).publicId())
                        .mapTo(Integer.class)
                        .findOne()
                        .orElse(0));
    }

    private List<DeadLetters.Letter> letters() {
        return platform.deadLetters().list().stream()
                .filter(letter -> letter.entity().tenant().equals(acme))
                .toList();
    }

    private int deadlines() {
        return platform.sql().withHandle(h -> h.createQuery("select count(*) from deadline where tenant_id = :tenant")
                .bind("tenant", acme.value())
                .mapTo(Integer.class)
                .one());
    }
}

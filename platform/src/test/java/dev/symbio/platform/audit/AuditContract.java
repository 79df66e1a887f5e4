package dev.symbio.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.StoresUnderTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What auditors rely on, on whichever stores the platform runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AuditContract {
    /** So many that a snapshot is made, and an entity reads none of the first ones again. */
    private static final int EVENTS = 24;

    private static final List<String> IDS = List.of("a", "b", "c", "d", "whole");
    private static final int ALL = EVENTS * 5;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final AtomicInteger TESTS = new AtomicInteger();

    StoresUnderTest stores;
    AuditedPlatform written;
    Checkpoint.Signed kept;
    private AuditedPlatform platform;
    /** One for each test. */
    private TenantId tenant;

    /** Fresh ones for all these tests; each has a tenant of its own. */
    abstract StoresUnderTest emptyStores();

    @BeforeAll
    void startOnEmptyStores() {
        stores = emptyStores();
        start();
    }

    private void start() {
        platform = AuditedPlatform.live(stores.settings());
        stores.opened(platform.platform.sql());
    }

    private void restart() {
        platform.close();
        start();
        written = platform.of(tenant);
    }

    @BeforeEach
    void writeAsANewTenant() {
        tenant = new TenantId("acme-" + TESTS.incrementAndGet());
        written = platform.of(tenant);
        IDS.forEach(id -> written.add(id, 0, EVENTS));
        kept = written.checkpoint(ALL);
    }

    @AfterAll
    void stop() {
        platform.close();
        stores.close();
    }

    @Test
    void untouchedStoresHold() {
        written.add("a", EVENTS, EVENTS + 2);
        written.checkpoint(ALL + 2);

        assertThat(written.findings(places())).isEmpty();
        assertThat(verified(2).findings()).isEmpty();
        assertThat(verified(2).intact()).isEqualTo(IDS.size());
    }

    /** The breaks of a, b and c lie before their snapshots. */
    @Test
    void whateverIsDoneToTheJournalIsNamedByTheCheckAndByAnExport() {
        awaitSnapshots();
        stores.flipByteOfEvent(persistenceId("a"), 7);
        stores.dropEvent(persistenceId("b"), 9);
        stores.swapEvents(persistenceId("c"), 5, 6);
        stores.dropEvent(persistenceId("d"), EVENTS - 1);
        stores.dropEvent(persistenceId("d"), EVENTS);

        restart();

        assertThat(written.seq("a")).as("its snapshot is sound").isEqualTo(EVENTS);
        assertThat(written.findings(places()))
                .containsExactlyInAnyOrder(
                        name("a") + ": Event 7 was changed: it does not match its hash.",
                        name("b") + ": Event 9 " + gone(),
                        name("c") + ": Event 5 belongs elsewhere: its bytes name another entity or place.",
                        name("d") + ": Event 23 " + gone());
        Verifier.Report report = verified(1);
        assertThat(report.findings())
                .extracting(Verifier.Finding::toString)
                .satisfiesExactlyInAnyOrder(
                        finding -> assertThat(finding)
                                .contains(name("a") + ": Event 7 was changed: it does not match its hash."),
                        finding ->
                                assertThat(finding).contains(name("b") + ": Event 9 was gone when this was exported."),
                        finding -> assertThat(finding)
                                .contains(name("c")
                                        + ": Event 5 belongs elsewhere: its bytes name another entity or place."),
                        finding ->
                                assertThat(finding).contains(name("d") + ": Event 23 was gone when this was exported."),
                        finding -> assertThat(finding)
                                .contains("Expected 120 events of 5 entities but there are 117 of 5."));
        assertThat(report.intact()).isEqualTo(1);
    }

    /** What the handbook says of an entity that goes on answering from a sound snapshot. */
    @Test
    void anEntityThatHasToReadABrokenEventIsOutOfService() {
        awaitSnapshots();
        stores.flipByteOfEvent(persistenceId("a"), 7);
        stores.breakSnapshots();

        restart();

        assertThatThrownBy(() -> written.seq("a")).hasCauseInstanceOf(EntityUnavailable.class);
        assertThat(written.platform.hostMetrics().quarantined()).containsOnlyKeys(tally("a"));
        assertThat(written.seq("b")).isEqualTo(EVENTS);
    }

    @Test
    void theWatchCountsWhatItFindsAndReadsEveryEventOnce() {
        stores.flipByteOfEvent(persistenceId("a"), 7);
        List<JournalCheck.Progress> steps = new ArrayList<>();
        PublicSigningKey key = written.platform.checkpoints().key();

        JournalCheck.Report report = new JournalCheck(places(), TrustedKeys.of(key), steps::add).run();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new JournalWatch(
                        places(),
                        () -> TrustedKeys.of(key),
                        1_000_000,
                        written.platform.settings().profile(),
                        Clock.systemUTC(),
                        meters)
                .run();

        long inJournal = report.findings().stream()
                .filter(finding -> finding.place() == JournalPlaces.Place.JOURNAL)
                .count();
        assertThat(steps)
                .last()
                .extracting(JournalCheck.Progress::events, JournalCheck.Progress::of)
                .containsExactly(report.events(), report.events());
        assertThat(inJournal).isPositive();
        assertThat(meters.get("symbio.journal.broken")
                        .tag("place", "journal")
                        .gauge()
                        .value())
                .isEqualTo(inJournal);
        assertThat(meters.get("symbio.journal.checked.events").counter().count())
                .isEqualTo(report.events());
    }

    /** What the check says of an event that nobody finds in the journal any more. */
    String gone() {
        return "is gone.";
    }

    JournalPlaces places() {
        return written.platform.journal();
    }

    Verifier.Report verified(long checkpoint) {
        return AuditedPlatform.verify(
                written.export(checkpoint), written.platform.checkpoints().key(), kept);
    }

    EntityRef tally(String id) {
        return new EntityRef("tally", tenant, id);
    }

    String persistenceId(String id) {
        return tally(id).persistenceId();
    }

    String name(String id) {
        return tally(id).toString();
    }

    private void awaitSnapshots() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(IDS).allSatisfy(id -> assertThat(stores.snapshots(persistenceId(id)))
                        .isPositive()));
    }
}

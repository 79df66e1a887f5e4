package dev.symbio.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.process.Effects.Effect;
import dev.symbio.platform.process.Process;
import dev.symbio.platform.process.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is added to "source" is passed on to a tally of another tenant, tenfold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProcessContract {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static final int UNLUCKY = 13;
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final Process<Tally.Event> PASSED_ON = Process.of("passed-on", Tally.KIND)
            .on(
                    Tally.Added.class,
                    (sql, recorded) -> recorded.meta().entity().id().equals("source")
                            ? List.of(passedOn(
                                    recorded.meta().entity(), recorded.event().number()))
                            : List.of())
            .build();

    static final List<Feature> FEATURES =
            List.of(new Feature("db/tally", List.of(Tally.KIND), List.of(Tally.projection()), List.of(PASSED_ON)));

    private StoresUnderTest stores;
    private Platform platform;
    private TenantId acme;
    private TenantId partner;
    private EntityRef source;
    private EntityRef target;

    /** Fresh ones for all these tests; each has tenants of its own. */
    abstract StoresUnderTest emptyStores();

    @BeforeAll
    void startOnEmptyStores() {
        stores = emptyStores();
        start();
    }

    @BeforeEach
    void comeAsNewTenants() {
        acme = new TenantId("acme-" + TESTS.incrementAndGet());
        partner = partnerOf(acme);
        source = Tally.KIND.ref(acme, "source");
        target = targetIn(partner);
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

    private static Step passedOn(EntityRef from, int number) {
        TenantId partner = partnerOf(from.tenant());
        return new Step(targetIn(partner), new Tally.Add(tenfold(number)), Principal.system(partner));
    }

    private static TenantId partnerOf(TenantId tenant) {
        return new TenantId("partner-of-" + tenant.value());
    }

    private static EntityRef targetIn(TenantId tenant) {
        return Tally.KIND.ref(tenant, "target");
    }

    @Test
    void anEventOfOneEntityIsACommandForAnotherAndBothSidesSeeWhy() throws Exception {
        add("c1", 4);
        await().atMost(SOON).untilAsserted(() -> assertThat(total(target)).isEqualTo(40));
        await().atMost(SOON).untilAsserted(() -> assertThat(platform.effects().of(source, acme))
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.state()).isEqualTo("done");
                    assertThat(effect.target()).isEqualTo(target);
                    assertThat(effect.targetSeq()).isEqualTo(1);
                    assertThat(effect.causeType()).isEqualTo("symbio.tally.added.v1");
                }));
        Effect effect = platform.effects().of(target, partner).get(0);
        assertThat(platform.history().event(target, 1).meta().causationId()).isEqualTo(effect.causeEvent());
        assertThat(platform.history().event(target, 1).meta().correlationId()).isEqualTo("correlation");
        assertThat(platform.effects().of(source, new TenantId("stranger"))).isEmpty();
    }

    @Test
    void whatTheTargetRefusesIsKeptWithItsReasonAndTheOthersGoOn() throws Exception {
        add("c1", UNLUCKY);
        add("c2", 3);
        await().atMost(SOON).untilAsserted(() -> assertThat(platform.effects().of(source, acme))
                .extracting(Effect::state)
                .containsExactlyInAnyOrder("refused", "done"));
        assertThat(total(target)).isEqualTo(30);
        assertThat(platform.effects().of(source, acme))
                .filteredOn(effect -> effect.state().equals("refused"))
                .extracting(Effect::code)
                .containsExactly("tally.negative");
    }

    @Test
    void aRestartInTheMiddleLosesAndDoublesNothing() throws Exception {
        for (int i = 1; i <= 50; i++) {
            add("c" + i, 1);
        }
        platform.stop();
        start();
        await().atMost(SOON).untilAsserted(() -> assertThat(total(target)).isEqualTo(500));
        await().atMost(SOON).untilAsserted(() -> assertThat(platform.effects().of(target, partner))
                .hasSize(50)
                .allMatch(effect -> effect.state().equals("done")));
        assertThat(total(target)).isEqualTo(500);
    }

    /** The target takes no negative number. */
    private static int tenfold(int number) {
        return number == UNLUCKY ? -1 : number * 10;
    }

    private void add(String commandId, int number) throws Exception {
        assertThat(send(source, new Tally.Add(number), commandId)).isInstanceOf(Reply.Accepted.class);
    }

    private Reply send(EntityRef entity, Tally.Command command, String commandId) throws Exception {
        CommandMeta meta = new CommandMeta(commandId, "", Principal.of("ann", acme), "correlation", null, null);
        return platform.entities()
                .send(entity, command, meta)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private int total(EntityRef entity) throws Exception {
        return platform.entities()
                .state(Tally.KIND, entity)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .state()
                .total();
    }
}

package dev.symbio.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.storage.Schema;
import dev.symbio.servers.RealPostgres;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A journal that dies is told honestly, and is used again when it lives, without a restart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalFaultsTest {
    private static final List<Feature> FEATURES =
            List.of(new Feature("db/tally", List.of(Tally.KIND), List.of(Tally.projection())));
    /** More than a circuit breaker takes before it leaves a store alone. */
    private static final int FAILURES = 15;

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(4);

    private final Principal ann = Principal.of("ann", new TenantId("acme"));
    private RealPostgres server;
    private Platform platform;

    @BeforeAll
    void start() {
        server = RealPostgres.start();
        Map<String, Object> settings =
                new HashMap<>(TestServers.postgresSettings(server.createDatabase("faults", "template1")));
        settings.put("symbio.entities.ask-timeout", ASK_TIMEOUT.toSeconds() + " s");
        Schema.create(Settings.load(settings), Platform.migrations(FEATURES));
        platform = Platform.start(Settings.load(settings), Clock.systemUTC(), FEATURES);
    }

    @AfterAll
    void stop() {
        platform.stop();
        server.close();
    }

    @Test
    void aDeadJournalIsToldAndNothingHasToBeRestartedWhenItLivesAgain() {
        for (int i = 0; i < FAILURES; i++) {
            String id = "e" + i;
            // the first commands find a node that has only just started
            await().atMost(SOON)
                    .ignoreExceptionsInstanceOf(EntityUnavailable.class)
                    .untilAsserted(() -> assertThat(add(id, "c1", 4)).isEqualTo(4));
        }

        server.kill();
        assertThatThrownBy(() -> add("e0", "c2", 5))
                .isInstanceOfSatisfying(EntityUnavailable.class, told -> assertThat(told.why())
                        .isEqualTo(EntityUnavailable.Why.JOURNAL_FAILED));
        List<CompletionStage<Reply>> others = IntStream.range(1, FAILURES)
                .mapToObj(i -> send("e" + i, "c2", 5))
                .toList();
        others.forEach(other -> assertThatThrownBy(() -> total(other)).isInstanceOf(EntityUnavailable.class));
        assertThat(platform.ready()).isFalse();

        server.restart();
        for (int i = 0; i < FAILURES; i++) {
            String id = "e" + i;
            await().atMost(SOON)
                    .ignoreExceptionsInstanceOf(EntityUnavailable.class)
                    .untilAsserted(() -> assertThat(add(id, "c2", 5)).isEqualTo(9));
        }
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(platform.ready()).isTrue();
            assertThat(projected("e0")).isEqualTo(9);
        });
    }

    /** @return the total after it */
    private int add(String id, String commandId, int number) {
        return total(send(id, commandId, number));
    }

    private CompletionStage<Reply> send(String id, String commandId, int number) {
        CommandMeta meta = new CommandMeta(commandId, "" + number, ann, "correlation", null, null);
        return platform.entities().send(Tally.KIND.ref(ann.tenant(), id), new Tally.Add(number), meta);
    }

    private static int total(CompletionStage<Reply> sent) {
        try {
            Reply reply = sent.toCompletableFuture().get(2 * ASK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(reply).isInstanceOf(Reply.Accepted.class);
            return ((Reply.Accepted) reply).result().path("total").asInt();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException | TimeoutException hangs) {
            throw new IllegalStateException("No answer in time.", hangs);
        }
    }

    private int projected(String id) {
        return platform.sql()
                .withHandle(h -> h.createQuery("select total from tally where tenant_id = :tenant and entity_id = :id")
                        .bind("tenant", ann.tenant().value())
                        .bind("id", Tally.KIND.ref(ann.tenant(), id).publicId())
                        .mapTo(Integer.class)
                        .findOne()
                        .orElse(0));
    }
}

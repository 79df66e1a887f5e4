package dev.symbio.platform.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import dev.symbio.platform.personal.KeysInMemory;
import dev.symbio.platform.runtime.Tally;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The actor alone, with a journal in memory. */
class EntityHostTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final ActorTestKit KIT = ActorTestKit.create(
            "hosts",
            ConfigFactory.parseString(
                            """
                    akka.loglevel = WARNING
                    akka.actor.provider = local
                    akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
                    akka.persistence.snapshot-store.plugin = "akka.persistence.no-snapshot-store"
                    """)
                    .withFallback(ConfigFactory.defaultReference()));

    private final AtomicBoolean stoodStill = new AtomicBoolean();
    private final TestProbe<Reply> replies = KIT.createTestProbe();
    private final TestProbe<Object> states = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aNodeThatStoodStillAnswersNothingFromMemory() {
        ActorRef<HostCommand> host = host("stood", Optional.empty());
        host.tell(add("c1", 4));
        assertThat(replies.receiveMessage()).isInstanceOf(Reply.Accepted.class);
        host.tell(new HostCommand.GetState(states.getRef()));
        assertThat(((Snapshot<?>) states.receiveMessage()).seq()).isEqualTo(1);

        stoodStill.set(true);
        host.tell(new HostCommand.GetState(states.getRef()));

        replies.expectTerminated(host);
        states.expectNoMessage(Duration.ZERO);
    }

    private HostCommand.Deliver add(String id, int number) {
        CommandMeta meta = CommandMeta.caused(id, Principal.of("ann", ACME), "k", null);
        return new HostCommand.Deliver(new Tally.Add(number), meta, replies.getRef());
    }

    private ActorRef<HostCommand> host(String id, Optional<Fence> fence) {
        HostSettings settings = new HostSettings(
                Clock.systemUTC(),
                10,
                1 << 20,
                Duration.ofSeconds(10),
                new HostMetrics(new SimpleMeterRegistry()),
                new JournalSignals(),
                false,
                Optional.empty(),
                fence,
                new KeysInMemory(),
                stoodStill::get);
        return KIT.spawn(EntityHost.create(Tally.KIND, Tally.KIND.ref(ACME, id), settings, (self, message) -> {}));
    }
}

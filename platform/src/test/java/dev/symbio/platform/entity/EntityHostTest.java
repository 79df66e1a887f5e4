package dev.symbio.platform.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import dev.symbio.platform.personal.KeysInMemory;
import dev.symbio.platform.runtime.Tally;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The actor alone, with a journal in memory that can be made to fail. */
class EntityHostTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final ActorTestKit KIT = ActorTestKit.create(
            "hosts",
            ConfigFactory.parseString(
                            """
                    akka.loglevel = WARNING
                    akka.actor.provider = local
                    akka.actor.testkit.typed.single-expect-default = 10 s
                    akka.persistence.journal.plugin = failing-journal
                    failing-journal.class = "dev.symbio.platform.entity.FailingJournal"
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

    /** Where the journal takes what two hosts write, and a write that has failed may show all the same. */
    @Test
    void anEntityWhoseWriteHasFailedIsNotHandedOverBeforeThatIsShutOut() throws InterruptedException {
        FenceByHand fence = new FenceByHand();
        ActorRef<HostCommand> host = host("failed", Optional.of(fence));
        fence.raised().complete(Done.getInstance());
        host.tell(add("c1", 4));
        assertThat(replies.receiveMessage()).isInstanceOf(Reply.Accepted.class);
        FailingJournal.failNextWrite();
        host.tell(add("c2", 5));
        assertThat(replies.receiveMessage()).isInstanceOf(Reply.NotStored.class);

        host.tell(new HostCommand.Stop());
        host.tell(new HostCommand.GetState(states.getRef()));

        assertThat(((Snapshot<?>) states.receiveMessage()).seq()).isEqualTo(1);
        assertThat(fence.doubts).hasValue(1);
        fence.raised().completeExceptionally(new IllegalStateException("The store is still away."));
        CompletableFuture<Done> again = fence.raised();
        assertThat(fence.doubts).as("counted from then on").hasValue(2);
        again.complete(Done.getInstance());
        replies.expectTerminated(host);
    }

    @Test
    void anEntityWhoseWriteHasFailedTakesCommandsAgainOnceThatIsShutOut() throws InterruptedException {
        FenceByHand fence = new FenceByHand();
        ActorRef<HostCommand> host = host("again", Optional.of(fence));
        fence.raised().complete(Done.getInstance());
        FailingJournal.failNextWrite();
        host.tell(add("c1", 4));
        assertThat(replies.receiveMessage()).isInstanceOf(Reply.NotStored.class);

        host.tell(add("c1", 4));
        fence.raised().complete(Done.getInstance());

        assertThat(replies.receiveMessage())
                .isInstanceOfSatisfying(Reply.Accepted.class, accepted -> assertThat(accepted.repeated())
                        .isFalse());
    }

    /** It is up when the test says so. */
    private static final class FenceByHand implements Fence {
        private final BlockingQueue<CompletableFuture<Done>> raised = new LinkedBlockingQueue<>();
        private final AtomicInteger doubts = new AtomicInteger();

        @Override
        public CompletionStage<Done> raise(String persistenceId, long lastSeq) {
            CompletableFuture<Done> done = new CompletableFuture<>();
            raised.add(done);
            return done;
        }

        @Override
        public void inDoubt(String persistenceId) {
            doubts.incrementAndGet();
        }

        /** The next, once the entity raises it. */
        private CompletableFuture<Done> raised() throws InterruptedException {
            return Objects.requireNonNull(raised.poll(10, TimeUnit.SECONDS), "no fence was raised");
        }
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

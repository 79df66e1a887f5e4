package dev.symbio.platform.deadline;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import dev.symbio.platform.deadline.DeadlineTable.DueRow;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.ShardedEntities;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for due deadlines and tells their entities. Runs once in the cluster. */
public final class DeadlineRunner extends AbstractBehavior<DeadlineRunner.Message> {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineRunner.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final int MAX_BACKOFF_DOUBLINGS = 8;
    private static final int ROWS_AT_ONCE = 256;
    private static final int MAX_IN_FLIGHT = 1024;

    sealed interface Message {}

    private record Look() implements Message {}

    /** @param more the batch was full: look again at once */
    private record Looked(boolean more, Throwable failure) implements Message {}

    private record Stop() implements Message {}

    private final DeadlineTable table;
    private final ShardedEntities entities;
    private final Clock clock;
    private final Executor blocking;
    private final Timer late;
    private final TimerScheduler<Message> timers;
    /** Rows whose entity has been told and that are not settled yet. */
    private final Set<DueRow> inFlight = ConcurrentHashMap.newKeySet();

    private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();

    private DeadlineRunner(
            ActorContext<Message> context,
            TimerScheduler<Message> timers,
            DeadlineTable table,
            ShardedEntities entities,
            Clock clock,
            Executor blocking,
            MeterRegistry meters) {
        super(context);
        this.timers = timers;
        this.table = table;
        this.entities = entities;
        this.clock = clock;
        this.blocking = blocking;
        this.late = meters.timer("symbio.deadlines.late");
        timers.startSingleTimer(new Look(), LOOK_EVERY);
    }

    public static void start(
            ActorSystem<?> system,
            DeadlineTable table,
            ShardedEntities entities,
            Clock clock,
            Executor blocking,
            MeterRegistry meters) {
        ShardedDaemonProcess.get(system)
                .init(
                        Message.class,
                        "deadlines",
                        1,
                        n -> behavior(table, entities, clock, blocking, meters),
                        new Stop());
    }

    private static Behavior<Message> behavior(
            DeadlineTable table, ShardedEntities entities, Clock clock, Executor blocking, MeterRegistry meters) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new DeadlineRunner(context, timers, table, entities, clock, blocking, meters)));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Look.class, look -> {
                    getContext()
                            .pipeToSelf(
                                    CompletableFuture.supplyAsync(this::fireDue, blocking),
                                    (more, failure) -> new Looked(Boolean.TRUE.equals(more), failure));
                    return this;
                })
                .onMessage(Looked.class, this::looked)
                .onMessage(Stop.class, stop -> Behaviors.stopped())
                .build();
    }

    private Behavior<Message> looked(Looked looked) {
        if (looked.failure() != null) {
            getContext().getLog().warn("Looking for due deadlines failed; looking again", looked.failure());
        }
        if (looked.more()) {
            getContext().getSelf().tell(new Look());
        } else {
            timers.startSingleTimer(new Look(), LOOK_EVERY);
        }
        return this;
    }

    /** Settles what has answered since the last look, then tells the entities of what is due now. Waits for no answer. */
    private boolean fireDue() {
        settle();
        Instant now = clock.instant();
        int room = MAX_IN_FLIGHT - inFlight.size();
        if (room <= 0) {
            return false;
        }
        int limit = Math.min(room, ROWS_AT_ONCE) + inFlight.size();
        List<DueRow> rows = table.due(now, limit).stream().filter(inFlight::add).toList();
        rows.forEach(this::fire);
        return rows.size() >= ROWS_AT_ONCE;
    }

    private record Answered(DueRow row, boolean done) {}

    private void fire(DueRow row) {
        CompletionStage<Reply> asked;
        try {
            asked = entities.due(row.entity(), row.name(), row.dueAt());
        } catch (RuntimeException nobodyToAsk) {
            asked = CompletableFuture.failedFuture(nobodyToAsk);
        }
        asked.whenComplete((reply, failure) -> {
            boolean done = reply instanceof Reply.Accepted;
            if (done) {
                late.record(Duration.between(row.dueAt(), clock.instant()));
            } else {
                LOG.warn("Deadline {} of {} is tried again: {}", row.name(), row.entity(), reply, failure);
            }
            answered.add(new Answered(row, done));
        });
    }

    private void settle() {
        List<DueRow> done = new ArrayList<>();
        Map<Integer, List<DueRow>> again = new HashMap<>();
        List<DueRow> settled = new ArrayList<>();
        for (Answered each = answered.poll(); each != null; each = answered.poll()) {
            settled.add(each.row());
            if (each.done()) {
                done.add(each.row());
            } else {
                int doublings = Math.min(each.row().attempts(), MAX_BACKOFF_DOUBLINGS);
                again.computeIfAbsent(doublings, n -> new ArrayList<>()).add(each.row());
            }
        }
        table.done(done);
        again.forEach(
                (doublings, rows) -> table.again(rows, clock.instant(), FIRST_RETRY.multipliedBy(1L << doublings)));
        settled.forEach(inFlight::remove);
    }
}

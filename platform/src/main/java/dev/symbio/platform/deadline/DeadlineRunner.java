package dev.symbio.platform.deadline;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.ShardedEntities;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Looks for due deadlines and tells their entities. Runs once in the cluster. */
public final class DeadlineRunner extends AbstractBehavior<DeadlineRunner.Message> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final int MAX_BACKOFF_DOUBLINGS = 8;
    private static final int ROWS_AT_ONCE = 256;

    sealed interface Message {}

    private record Look() implements Message {}

    /** @param more the batch was full: look again at once */
    private record Looked(boolean more, Throwable failure) implements Message {}

    private record Stop() implements Message {}

    private final DeadlineTable table;
    private final ShardedEntities entities;
    private final Clock clock;
    private final Executor blocking;
    private final MeterRegistry meters;
    private final TimerScheduler<Message> timers;

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
        this.meters = meters;
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
                            .pipeToSelf(fireDue(), (more, failure) -> new Looked(Boolean.TRUE.equals(more), failure));
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

    private CompletionStage<Boolean> fireDue() {
        Instant now = clock.instant();
        return CompletableFuture.supplyAsync(() -> table.due(now, ROWS_AT_ONCE), blocking)
                .thenCompose(rows -> {
                    List<CompletableFuture<Fired>> fired =
                            rows.stream().map(this::fire).toList();
                    return CompletableFuture.allOf(fired.toArray(CompletableFuture[]::new))
                            .thenApplyAsync(
                                    all -> {
                                        settle(fired.stream()
                                                .map(CompletableFuture::join)
                                                .toList());
                                        return rows.size() == ROWS_AT_ONCE;
                                    },
                                    blocking);
                });
    }

    private record Fired(DeadlineTable.DueRow row, boolean done) {}

    private CompletableFuture<Fired> fire(DeadlineTable.DueRow row) {
        return entities.due(row.entity(), row.name(), row.dueAt())
                .handle((reply, failure) -> {
                    boolean done = reply instanceof Reply.Accepted;
                    if (done) {
                        meters.timer("symbio.deadlines.late").record(Duration.between(row.dueAt(), clock.instant()));
                    } else {
                        getContext()
                                .getSystem()
                                .log()
                                .warn("Deadline {} of {} is tried again: {}", row.name(), row.entity(), reply, failure);
                    }
                    return new Fired(row, done);
                })
                .toCompletableFuture();
    }

    private void settle(List<Fired> fired) {
        table.done(fired.stream().filter(Fired::done).map(Fired::row).toList());
        for (Fired failed : fired.stream().filter(f -> !f.done()).toList()) {
            int doublings = Math.min(failed.row().attempts(), MAX_BACKOFF_DOUBLINGS);
            table.again(List.of(failed.row()), clock.instant(), FIRST_RETRY.multipliedBy(1L << doublings));
        }
    }
}

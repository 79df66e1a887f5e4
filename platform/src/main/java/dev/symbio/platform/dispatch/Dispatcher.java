package dev.symbio.platform.dispatch;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.symbio.platform.cluster.Daemons;
import dev.symbio.platform.dispatch.DueRows.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** Looks for due rows and sends them. Runs once in the cluster for each table. */
public final class Dispatcher<R, A> extends AbstractBehavior<Dispatcher.Message> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int ROWS_AT_ONCE = 256;
    private static final int MAX_IN_FLIGHT = 1024;

    sealed interface Message {}

    private record Look() implements Message {}

    /** @param more the batch was full: look again at once */
    private record Looked(boolean more, Throwable failure) implements Message {}

    private record Stop() implements Message {}

    private final DueRows<R, A> rows;
    private final Clock clock;
    private final Executor blocking;
    private final TimerScheduler<Message> timers;
    /** Rows that were sent and are not settled yet. */
    private final Set<R> inFlight = ConcurrentHashMap.newKeySet();

    private final Queue<Answer<R, A>> answered = new ConcurrentLinkedQueue<>();

    private Dispatcher(
            ActorContext<Message> context,
            TimerScheduler<Message> timers,
            DueRows<R, A> rows,
            Clock clock,
            Executor blocking) {
        super(context);
        this.timers = timers;
        this.rows = rows;
        this.clock = clock;
        this.blocking = blocking;
        timers.startSingleTimer(new Look(), LOOK_EVERY);
    }

    public static <R, A> void start(ActorSystem<?> system, DueRows<R, A> rows, Clock clock, Executor blocking) {
        Daemons.start(system, Message.class, rows.name(), 1, n -> behavior(rows, clock, blocking), new Stop());
    }

    private static <R, A> Behavior<Message> behavior(DueRows<R, A> rows, Clock clock, Executor blocking) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Dispatcher<>(context, timers, rows, clock, blocking)));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Look.class, look -> {
                    getContext()
                            .pipeToSelf(
                                    CompletableFuture.supplyAsync(this::sendDue, blocking),
                                    (more, failure) -> new Looked(Boolean.TRUE.equals(more), failure));
                    return this;
                })
                .onMessage(Looked.class, this::looked)
                .onMessage(Stop.class, stop -> Behaviors.stopped())
                .build();
    }

    private Behavior<Message> looked(Looked looked) {
        if (looked.failure() != null) {
            getContext()
                    .getLog()
                    .warn("{}: looking for what is due failed; looking again", rows.name(), looked.failure());
        }
        if (looked.more()) {
            getContext().getSelf().tell(new Look());
        } else {
            timers.startSingleTimer(new Look(), LOOK_EVERY);
        }
        return this;
    }

    /** Settles what has answered since the last look, then sends what is due now. Waits for no answer. */
    private boolean sendDue() {
        settle();
        Instant now = clock.instant();
        int room = MAX_IN_FLIGHT - inFlight.size();
        if (room <= 0) {
            return false;
        }
        int limit = Math.min(room, ROWS_AT_ONCE) + inFlight.size();
        List<R> due = rows.due(now, limit).stream().filter(inFlight::add).toList();
        due.forEach(this::send);
        return due.size() >= ROWS_AT_ONCE;
    }

    private void send(R row) {
        CompletionStage<A> asked;
        try {
            asked = rows.send(row);
        } catch (RuntimeException nobodyToAsk) {
            asked = CompletableFuture.failedFuture(nobodyToAsk);
        }
        asked.whenComplete((reply, failure) -> answered.add(new Answer<>(row, reply, failure)));
    }

    private void settle() {
        List<Answer<R, A>> settled = new ArrayList<>();
        for (Answer<R, A> each = answered.poll(); each != null; each = answered.poll()) {
            settled.add(each);
        }
        if (!settled.isEmpty()) {
            try {
                rows.settle(settled, clock.instant());
            } catch (RuntimeException failure) {
                answered.addAll(settled);
                throw failure;
            }
            settled.forEach(answer -> inFlight.remove(answer.row()));
        }
    }
}

package dev.symbio.platform.audit;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.japi.function.Function;
import dev.symbio.platform.cluster.Daemons;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.Jdbi;

/**
 * Does something at an interval, once in the cluster: makes checkpoints, checks the journal. The interval counts across restarts,
 * so that what is due once a day is done also where nodes are restarted every day.
 */
public final class Rounds {
    /** What is done more often than this is not worth writing down. */
    private static final Duration REMEMBERED_FROM = Duration.ofMinutes(1);
    /** After a failure, where that is sooner than the next time. */
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(5);

    sealed interface Message {}

    /** @param failure null when the time is known */
    private record LastDone(Instant at, Throwable failure) implements Message {}

    private record Begin() implements Message {}

    /** @param failure null when the round went well */
    private record Ended(Throwable failure) implements Message {}

    private record Stop() implements Message {}

    private final ActorSystem<?> system;
    private final RoundTable table;
    private final Clock clock;
    private final Executor blocking;

    public Rounds(ActorSystem<?> system, Jdbi sql, Clock clock, Executor blocking) {
        this.system = system;
        this.table = new RoundTable(sql);
        this.clock = clock;
        this.blocking = blocking;
    }

    /** @param name unique among the rounds */
    public void start(String name, Runnable work, Duration every) {
        Daemons.start(system, Message.class, name, 1, n -> behavior(name, work, every), new Stop());
    }

    private Behavior<Message> behavior(String name, Runnable work, Duration every) {
        boolean remembered = every.compareTo(REMEMBERED_FROM) >= 0;
        Duration again = every.compareTo(AGAIN_AFTER) < 0 ? every : AGAIN_AFTER;
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            Function<Duration, Behavior<Message>> beginIn = delay -> {
                timers.startSingleTimer(new Begin(), delay);
                return Behaviors.same();
            };
            if (remembered) {
                context.pipeToSelf(
                        CompletableFuture.supplyAsync(() -> table.lastDone(name, clock.instant()), blocking),
                        LastDone::new);
            } else {
                beginIn.apply(every);
            }
            return Behaviors.receive(Message.class)
                    .onMessage(LastDone.class, last -> {
                        if (last.failure() != null) {
                            context.getLog().warn("When {} was last done is not known", name, last.failure());
                        }
                        return beginIn.apply(last.failure() != null ? again : left(last.at(), every));
                    })
                    .onMessage(Begin.class, begin -> {
                        context.pipeToSelf(
                                CompletableFuture.runAsync(
                                        () -> {
                                            work.run();
                                            if (remembered) {
                                                table.done(name, clock.instant());
                                            }
                                        },
                                        blocking),
                                (done, failure) -> new Ended(failure));
                        return Behaviors.same();
                    })
                    .onMessage(Ended.class, ended -> {
                        if (ended.failure() != null) {
                            context.getLog().error("{} failed; trying again in {}", name, again, ended.failure());
                        }
                        return beginIn.apply(ended.failure() == null ? every : again);
                    })
                    .onMessage(Stop.class, stop -> Behaviors.stopped())
                    .build();
        }));
    }

    /** Until an interval after the last time; none when that has passed, and no more than one if a clock has jumped. */
    private Duration left(Instant last, Duration every) {
        Duration left = Duration.between(clock.instant(), last.plus(every));
        return left.isNegative() ? Duration.ZERO : left.compareTo(every) > 0 ? every : left;
    }
}

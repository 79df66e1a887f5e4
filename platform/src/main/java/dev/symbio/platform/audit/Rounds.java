package dev.symbio.platform.audit;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.symbio.platform.cluster.Daemons;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Does something at an interval, once in the cluster: makes checkpoints, checks the journal. */
public final class Rounds {
    sealed interface Message {}

    private record Begin() implements Message {}

    /** @param failure null when the round went well */
    private record Ended(Throwable failure) implements Message {}

    private record Stop() implements Message {}

    private Rounds() {}

    /** @param name unique among the rounds */
    public static void start(ActorSystem<?> system, String name, Runnable work, Duration every, Executor blocking) {
        Daemons.start(system, Message.class, name, 1, n -> behavior(name, work, every, blocking), new Stop());
    }

    private static Behavior<Message> behavior(String name, Runnable work, Duration every, Executor blocking) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(new Begin(), every);
            return Behaviors.receive(Message.class)
                    .onMessage(Begin.class, begin -> {
                        context.pipeToSelf(
                                CompletableFuture.runAsync(work, blocking), (done, failure) -> new Ended(failure));
                        return Behaviors.same();
                    })
                    .onMessage(Ended.class, ended -> {
                        if (ended.failure() != null) {
                            context.getLog().error("{} failed; trying again", name, ended.failure());
                        }
                        timers.startSingleTimer(new Begin(), every);
                        return Behaviors.same();
                    })
                    .onMessage(Stop.class, stop -> Behaviors.stopped())
                    .build();
        }));
    }
}

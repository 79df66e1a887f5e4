package dev.symbio.platform.audit;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.symbio.platform.cluster.Daemons;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Makes checkpoints at an interval, once in the cluster. */
public final class CheckpointRounds {
    sealed interface Message {}

    private record Begin() implements Message {}

    /** @param failure null when the round went well */
    private record Ended(Integer made, Throwable failure) implements Message {}

    private record Stop() implements Message {}

    private CheckpointRounds() {}

    public static void start(ActorSystem<?> system, Checkpoints checkpoints, Duration every, Executor blocking) {
        Daemons.start(system, Message.class, "checkpoints", 1, n -> behavior(checkpoints, every, blocking), new Stop());
    }

    private static Behavior<Message> behavior(Checkpoints checkpoints, Duration every, Executor blocking) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(new Begin(), every);
            return Behaviors.receive(Message.class)
                    .onMessage(Begin.class, begin -> {
                        context.pipeToSelf(CompletableFuture.supplyAsync(checkpoints::makeAll, blocking), Ended::new);
                        return Behaviors.same();
                    })
                    .onMessage(Ended.class, ended -> {
                        if (ended.failure() != null) {
                            context.getLog().error("Checkpoints were not made; trying again", ended.failure());
                        }
                        timers.startSingleTimer(new Begin(), every);
                        return Behaviors.same();
                    })
                    .onMessage(Stop.class, stop -> Behaviors.stopped())
                    .build();
        }));
    }
}

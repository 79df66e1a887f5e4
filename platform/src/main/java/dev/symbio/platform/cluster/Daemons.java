package dev.symbio.platform.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.sharding.typed.ShardedDaemonProcessSettings;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import dev.symbio.platform.config.ClusterSettings.Role;
import java.util.Optional;
import java.util.function.Function;

/** What runs once in the cluster, on the nodes for it: when its node goes, another takes it over. */
public final class Daemons {
    private Daemons() {}

    /**
     * @param instances numbered from 0, spread over the nodes
     * @param stop the message on which an instance ends, because it moves or the node goes
     */
    public static <M> void start(
            ActorSystem<?> system,
            Class<M> messages,
            String name,
            int instances,
            Function<Integer, Behavior<M>> instance,
            M stop) {
        ShardedDaemonProcess.get(system)
                .init(
                        messages,
                        name,
                        instances,
                        instance::apply,
                        ShardedDaemonProcessSettings.create(system).withRole(Role.MODELS.label()),
                        Optional.of(stop));
    }
}

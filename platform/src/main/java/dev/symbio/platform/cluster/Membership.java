package dev.symbio.platform.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import akka.management.javadsl.AkkaManagement;
import dev.symbio.platform.config.ClusterSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** This node's membership of its cluster. */
public final class Membership {
    private static final Duration ALONE_WITHIN = Duration.ofSeconds(60);
    /** The others may have to be started first. */
    private static final Duration CLUSTERED_WITHIN = Duration.ofMinutes(3);

    private final ActorSystem<?> system;

    private Membership(ActorSystem<?> system) {
        this.system = system;
    }

    /**
     * Finds the others and joins them, or is a cluster of one. Blocking, until this node is a member.
     *
     * @throws IllegalStateException if it does not become one in time
     */
    public static Membership join(ActorSystem<?> system, ClusterSettings settings) {
        var up = new CompletableFuture<Void>();
        akka.cluster.Cluster.get(Adapter.toClassic(system)).registerOnMemberUp(() -> up.complete(null));
        Duration within = settings.isClustered() ? CLUSTERED_WITHIN : ALONE_WITHIN;
        try {
            if (settings.isClustered()) {
                AkkaManagement.get(Adapter.toClassic(system))
                        .start()
                        .toCompletableFuture()
                        .get(within.toSeconds(), TimeUnit.SECONDS);
                ClusterBootstrap.get(Adapter.toClassic(system)).start();
            } else {
                Cluster cluster = Cluster.get(system);
                cluster.manager().tell(Join.create(cluster.selfMember().address()));
            }
            up.get(within.toSeconds(), TimeUnit.SECONDS);
            return new Membership(system);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "This node did not become a member of its cluster within " + within.toSeconds() + " s.", e);
        }
    }

    public boolean isUp() {
        return Cluster.get(system).selfMember().status().equals(MemberStatus.up());
    }
}

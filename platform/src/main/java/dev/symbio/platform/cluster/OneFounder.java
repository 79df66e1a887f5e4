package dev.symbio.platform.cluster;

import akka.actor.ActorSystem;
import akka.discovery.ServiceDiscovery.ResolvedTarget;
import akka.discovery.ServiceDiscovery.ResolvedTarget$;
import akka.management.cluster.bootstrap.ClusterBootstrapSettings;
import akka.management.cluster.bootstrap.LowestAddressJoinDecider;
import akka.management.cluster.bootstrap.SeedNodesInformation;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Only the node with the lowest address of all that are known may make a new cluster, once as many as are required have
 * answered it. Akka's own rule takes the lowest of those that have answered: while nodes start, that can be another one for
 * each of them, and then there are two clusters on the same stores.
 */
public final class OneFounder extends LowestAddressJoinDecider {
    /** Called by Akka, which reads the class's name from its configuration. */
    public OneFounder(ActorSystem system, ClusterBootstrapSettings settings) {
        super(system, settings);
    }

    @Override
    public Option<ResolvedTarget> lowestAddressContactPoint(SeedNodesInformation known) {
        return Option.apply(CollectionConverters.asJava(known.contactPoints()).stream()
                .min(ResolvedTarget$.MODULE$.addressOrdering())
                .orElse(null));
    }
}

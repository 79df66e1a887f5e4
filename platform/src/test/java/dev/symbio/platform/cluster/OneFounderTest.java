package dev.symbio.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.discovery.ServiceDiscovery.ResolvedTarget;
import akka.discovery.ServiceDiscovery.ResolvedTarget$;
import akka.management.cluster.bootstrap.ClusterBootstrapSettings;
import akka.management.cluster.bootstrap.SeedNodesInformation;
import akka.management.cluster.bootstrap.SeedNodesObservation;
import com.typesafe.config.ConfigFactory;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

class OneFounderTest {
    private static final ActorSystem SYSTEM =
            ActorSystem.create("test", ConfigFactory.parseString("akka.actor.provider = local"));

    private final OneFounder founder = new OneFounder(
            SYSTEM, ClusterBootstrapSettings.apply(SYSTEM.settings().config(), SYSTEM.log()));

    @AfterAll
    static void stop() {
        SYSTEM.terminate();
    }

    @Test
    void isTheSameWhoeverHasAnsweredSoFar() {
        assertThat(whenAnswered(2, 3)).isEqualTo("127.0.1.1");
        assertThat(whenAnswered(1, 3)).isEqualTo("127.0.1.1");
        assertThat(whenAnswered(3)).isEqualTo("127.0.1.1");
    }

    private String whenAnswered(int... nodes) {
        Set<ResolvedTarget> all = Set.of(node(1), node(2), node(3));
        Set<SeedNodesObservation> answered = Arrays.stream(nodes)
                .mapToObj(node -> new SeedNodesObservation(
                        LocalDateTime.MIN,
                        node(node),
                        Address.apply("akka", "symbio", "127.0.1." + node, 25520),
                        CollectionConverters.<Address>asScala(Set.of()).toSet()))
                .collect(Collectors.toSet());
        return OptionConverters.toJava(founder.lowestAddressContactPoint(new SeedNodesInformation(
                        LocalDateTime.MIN,
                        LocalDateTime.MIN,
                        CollectionConverters.asScala(all).toSet(),
                        CollectionConverters.asScala(answered).toSet())))
                .map(ResolvedTarget::host)
                .orElse("");
    }

    private static ResolvedTarget node(int number) {
        return ResolvedTarget$.MODULE$.apply("127.0.1." + number, Option.apply(8558), Option.empty());
    }
}

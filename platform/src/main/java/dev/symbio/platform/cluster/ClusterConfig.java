package dev.symbio.platform.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.symbio.platform.config.ClusterSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Akka has to be told of the settings for the cluster. */
public final class ClusterConfig {
    private static final String SERVICE = "symbio";
    private static final String BOOTSTRAP = "akka.management.cluster.bootstrap.";
    private static final String DISCOVERY = BOOTSTRAP + "contact-point-discovery.";

    private static final String PHASES = "akka.coordinated-shutdown.phases.";

    private ClusterConfig() {}

    /** @param ours how Akka is run in any case, with the version that the build wrote */
    public static Config of(ClusterSettings settings, Config ours) {
        Map<String, Object> akka = new HashMap<>();
        akka.put(AppVersion.KEY, AppVersion.of(settings.version().orElseGet(() -> ours.getString(AppVersion.KEY))));
        akka.put(
                "akka.cluster.roles",
                settings.roles().stream().map(ClusterSettings.Role::label).toList());
        akka.put("akka.remote.artery.canonical.hostname", settings.host());
        akka.put("akka.remote.artery.canonical.port", settings.isClustered() ? settings.port() : 0);
        if (!settings.isClustered()) {
            // Nobody takes anything over.
            akka.put(PHASES + "cluster-sharding-shutdown-region.timeout", "4 s");
            akka.put(PHASES + "cluster-exiting.timeout", "4 s");
            return ConfigFactory.parseMap(akka);
        }
        akka.put(
                PHASES + "before-service-unbind.timeout",
                settings.leavesAfter().plusSeconds(1).toMillis() + " ms");
        // Requests that are running may end, also those that wait for an entity that is moving.
        akka.put(PHASES + "service-unbind.timeout", "14 s");
        // An entity whose write has failed stays until that write is shut out: 10 s for the write, and 6 for the fence.
        akka.put(PHASES + "cluster-sharding-shutdown-region.timeout", "25 s");
        akka.put("akka.remote.artery.bind.hostname", settings.bindHost());
        akka.put("akka.remote.artery.bind.port", settings.bindPort());
        akka.put("akka.remote.artery.advanced.tcp.outbound-client-hostname", settings.bindHost());
        akka.put("akka.management.http.hostname", settings.host());
        akka.put("akka.management.http.bind-hostname", settings.bindHost());
        akka.put("akka.management.http.port", settings.managementPort());
        akka.put(DISCOVERY + "service-name", SERVICE);
        akka.put(DISCOVERY + "required-contact-point-nr", settings.requiredNodes());
        akka.put(BOOTSTRAP + "join-decider.class", OneFounder.class.getName());
        // Those that are required are enough: a cluster starts again while one of its nodes is away.
        akka.put(DISCOVERY + "contact-with-all-contact-points", false);
        switch (settings.discovery()) {
            case CONFIG -> listed(settings, akka);
            case KUBERNETES -> kubernetes(settings, akka);
            case ALONE -> throw new IllegalStateException("Not clustered.");
        }
        return ConfigFactory.parseMap(akka);
    }

    private static void listed(ClusterSettings settings, Map<String, Object> akka) {
        List<Map<String, Object>> endpoints = settings.endpoints().stream()
                .map(each -> Map.<String, Object>of("host", each.host(), "port", each.port()))
                .toList();
        akka.put(DISCOVERY + "discovery-method", "config");
        akka.put("akka.discovery.method", "config");
        akka.put("akka.discovery.config.services." + SERVICE + ".endpoints", endpoints);
    }

    private static void kubernetes(ClusterSettings settings, Map<String, Object> akka) {
        akka.put(DISCOVERY + "discovery-method", "kubernetes-api");
        akka.put(DISCOVERY + "port-name", "management");
        akka.put("akka.discovery.method", "kubernetes-api");
        akka.put("akka.discovery.kubernetes-api.pod-label-selector", settings.kubernetesLabel());
    }
}

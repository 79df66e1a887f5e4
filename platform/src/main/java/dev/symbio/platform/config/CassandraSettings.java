package dev.symbio.platform.config;

import com.typesafe.config.Config;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where Cassandra is.
 *
 * @param contactPoints HOST:PORT, any of which leads to all nodes
 * @param replicationFactor how many nodes of the local data centre keep each row; used when the keyspace is made
 * @param consistency of every read and write of the journal
 */
public record CassandraSettings(
        List<String> contactPoints,
        String localDatacenter,
        String keyspace,
        int replicationFactor,
        String user,
        Secret password,
        String consistency) {
    private static final Pattern CONTACT_POINT = Pattern.compile("[^\\s,:]+:\\d{1,5}|\\[[0-9a-fA-F:.]+]:\\d{1,5}");
    private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
    /** Reading what was written needs a majority on both sides; with one copy, one is a majority. */
    private static final Set<String> CONSISTENCIES = Set.of("QUORUM", "LOCAL_QUORUM", "EACH_QUORUM", "ALL");

    private static final int MAX_REPLICAS = 15;

    static CassandraSettings read(Config config) {
        List<String> points = Arrays.stream(
                        config.getString("cassandra.contact-points").split(","))
                .map(String::strip)
                .filter(point -> !point.isEmpty())
                .toList();
        if (points.isEmpty()
                || !points.stream().allMatch(p -> CONTACT_POINT.matcher(p).matches())) {
            throw new InvalidSettings(
                    "symbio.cassandra.contact-points",
                    "Expected HOST:PORT, separated by commas, but got \"" + config.getString("cassandra.contact-points")
                            + "\".");
        }
        String keyspace = config.getString("cassandra.keyspace");
        if (!KEYSPACE.matcher(keyspace).matches()) {
            throw new InvalidSettings(
                    "symbio.cassandra.keyspace",
                    "Expected 1 to 48 characters a-z, 0-9 or _, a letter first, but got \"" + keyspace + "\".");
        }
        String consistency = config.getString("cassandra.consistency");
        if (!CONSISTENCIES.contains(consistency)) {
            throw new InvalidSettings(
                    "symbio.cassandra.consistency",
                    "Expected one of ALL, EACH_QUORUM, LOCAL_QUORUM, QUORUM but got \"" + consistency + "\".");
        }
        return new CassandraSettings(
                points,
                Settings.required(config, "cassandra.local-datacenter"),
                keyspace,
                Settings.between(config, "cassandra.replication-factor", 1, MAX_REPLICAS),
                config.getString("cassandra.user"),
                new Secret(config.getString("cassandra.password")),
                consistency);
    }
}

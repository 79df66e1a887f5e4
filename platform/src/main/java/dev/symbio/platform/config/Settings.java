package dev.symbio.platform.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import dev.symbio.platform.storage.Profile;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Typed settings. Sources, the first wins: given overrides, system properties, the file named by
 * {@code -Dsymbio.config}, the environment variables named in {@code symbio.conf}, the defaults there.
 *
 * @param raw everything under {@code symbio}, for modules that read settings of their own
 */
public record Settings(
        Profile profile,
        Path dataDir,
        PostgresSettings postgres,
        CassandraSettings cassandra,
        Projections projections,
        Http http,
        Entities entities,
        Audit audit,
        Personal personal,
        ClusterSettings cluster,
        Config raw) {

    /** @param privatePort health and metrics; 0 takes any free port, like {@code port} */
    public record Http(String host, int port, int privatePort) {}

    /** @param activeLimit how many entities stay in memory; the least recently used leave first */
    public record Entities(int activeLimit, Duration idleTimeout, Duration askTimeout, int commandsKept) {}

    /**
     * @param signingKey file of the key that signs checkpoints; made when there is none
     * @param checkEvery pause between two checks of the whole journal
     * @param checkEventsPerSecond how fast such a check may go
     */
    public record Audit(Duration checkpointEvery, Path signingKey, Duration checkEvery, int checkEventsPerSecond) {}

    /** @param masterKey file of the key under which the data keys lie in the database; made when there is none */
    public record Personal(Path masterKey) {}

    /** @param pollInterval how often a projection looks for events of other nodes */
    public record Projections(Duration pollInterval) {}

    private static final int MAX_PORT = 65_535;

    /** Settings from the process's surroundings. */
    public static Settings load() {
        return load(Map.of());
    }

    /** @param overrides such as {@code symbio.http.port -> 0} */
    public static Settings load(Map<String, ?> overrides) {
        ConfigFactory.invalidateCaches();
        Config defaults = ConfigFactory.parseResources(
                "symbio.conf",
                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false));
        Config given = ConfigFactory.parseMap(overrides, "overrides")
                .withFallback(ConfigFactory.systemProperties().withOnlyPath("symbio"))
                .withFallback(file());
        refuseUnknown(given.withOnlyPath("symbio").withoutPath("symbio.config"), defaults);
        try {
            return read(given.withFallback(defaults).resolve().getConfig("symbio"));
        } catch (ConfigException e) {
            throw new InvalidSettings("symbio", e.getMessage());
        }
    }

    private static Config file() {
        String path = System.getProperty("symbio.config");
        if (path == null) {
            return ConfigFactory.empty();
        }
        File file = new File(path);
        if (!file.isFile()) {
            throw new InvalidSettings("symbio.config", "Expected a file but there is none at " + path + ".");
        }
        try {
            return ConfigFactory.parseFile(file);
        } catch (ConfigException e) {
            throw new InvalidSettings("symbio.config", e.getMessage());
        }
    }

    private static void refuseUnknown(Config given, Config defaults) {
        Set<String> known = defaults.withOnlyPath("symbio").entrySet().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw new InvalidSettings(
                        entry.getKey(),
                        "There is no such setting (" + entry.getValue().origin().description() + "). Known are: "
                                + String.join(", ", known) + ".");
            }
        }
    }

    private static Settings read(Config config) {
        Profile profile = Profile.of(config.getString("profile"))
                .orElseThrow(() -> new InvalidSettings(
                        "symbio.profile",
                        "Expected one of " + Profile.labels() + " but got \"" + config.getString("profile") + "\"."));
        return new Settings(
                profile,
                Path.of(config.getString("data-dir")),
                PostgresSettings.read(config),
                CassandraSettings.read(config),
                new Projections(
                        between(config, "projections.poll-interval", Duration.ofMillis(20), Duration.ofMinutes(1))),
                new Http(
                        config.getString("http.host"),
                        between(config, "http.port", 0, MAX_PORT),
                        between(config, "http.private-port", 0, MAX_PORT)),
                new Entities(
                        between(config, "entities.active-limit", 100, 10_000_000),
                        between(config, "entities.idle-timeout", Duration.ofSeconds(1), Duration.ofDays(1)),
                        between(config, "entities.ask-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                        between(config, "entities.commands-kept", 10, 100_000)),
                new Audit(
                        between(config, "audit.checkpoint-every", Duration.ofSeconds(1), Duration.ofDays(31)),
                        config.getString("audit.signing-key").isEmpty()
                                ? Path.of(config.getString("data-dir")).resolve("audit-signing.key")
                                : Path.of(config.getString("audit.signing-key")),
                        between(config, "audit.check-every", Duration.ofSeconds(1), Duration.ofDays(31)),
                        between(config, "audit.check-events-per-second", 1, 1_000_000)),
                new Personal(
                        config.getString("personal.master-key").isEmpty()
                                ? Path.of(config.getString("data-dir")).resolve("data-master.key")
                                : Path.of(config.getString("personal.master-key"))),
                ClusterSettings.read(config, profile),
                config);
    }

    static String required(Config config, String key) {
        String value = config.getString(key);
        if (value.isBlank()) {
            throw new InvalidSettings("symbio." + key, "Expected a value but got none.");
        }
        return value;
    }

    public static int between(Config config, String key, int min, int max) {
        int value = config.getInt(key);
        if (value < min || value > max) {
            throw new InvalidSettings("symbio." + key, "Expected " + min + " to " + max + " but got " + value + ".");
        }
        return value;
    }

    public static Duration between(Config config, String key, Duration min, Duration max) {
        Duration value = config.getDuration(key);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new InvalidSettings("symbio." + key, "Expected " + min + " to " + max + " but got " + value + ".");
        }
        return value;
    }
}

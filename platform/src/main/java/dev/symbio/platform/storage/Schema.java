package dev.symbio.platform.storage;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import java.util.List;

/** The schema of the profiles that several processes share. Blocking. */
public final class Schema {
    private Schema() {}

    /**
     * Makes the schema, or brings it up to date. Doing it again changes nothing.
     *
     * @param migrations class path folders with Flyway migrations of features, such as {@code db/contracts}
     */
    public static void create(Settings settings, List<String> migrations) {
        requireShared(settings);
        PostgresSchema.create(settings.postgres(), migrations);
        if (settings.profile() == Profile.CASSANDRA) {
            CassandraSchema.create(settings.cassandra());
        }
    }

    /** @throws InvalidSettings unless the schema is there, complete and not newer than this version */
    public static void check(Settings settings, List<String> migrations) {
        requireShared(settings);
        PostgresSchema.requireUpToDate(settings.postgres(), migrations);
        if (settings.profile() == Profile.CASSANDRA) {
            CassandraSchema.requireUpToDate(settings.cassandra());
        }
    }

    private static void requireShared(Settings settings) {
        if (!settings.profile().shared()) {
            throw new InvalidSettings(
                    "symbio.profile",
                    "Expected postgres or cassandra but got embedded, which makes its schema by itself.");
        }
    }
}

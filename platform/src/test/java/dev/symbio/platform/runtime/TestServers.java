package dev.symbio.platform.runtime;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.storage.Schema;
import dev.symbio.servers.RealPostgres;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The servers of this test run: each is started when it is first needed, and ends with the run. */
public final class TestServers {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestServers() {}

    /** Started once; its databases are copies of one with the schema. */
    private static final class Postgres {
        static final RealPostgres SERVER = RealPostgres.start();
    }

    public static RealPostgres postgres() {
        return Postgres.SERVER;
    }

    /** An empty database. */
    static String emptyDatabase() {
        return postgres().createDatabase("test" + COUNT.incrementAndGet(), "template1");
    }

    /** Settings for the profile postgres on that database. */
    static Map<String, Object> postgresSettings(String url) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("symbio.profile", "postgres");
        settings.put("symbio.postgres.url", url);
        settings.put("symbio.postgres.user", RealPostgres.USER);
        settings.put("symbio.postgres.journal-connections", 6);
        settings.put("symbio.postgres.read-connections", 8);
        return settings;
    }

    /** A database with the schema of the platform and of these features. */
    static StoresUnderTest postgresWith(List<Feature> features) {
        String url = emptyDatabase();
        Map<String, Object> settings = postgresSettings(url);
        Schema.create(Settings.load(settings), Platform.migrations(features));
        return new JdbcStores(settings, () -> postgres().dropDatabase(url.substring(url.lastIndexOf('/') + 1)));
    }
}

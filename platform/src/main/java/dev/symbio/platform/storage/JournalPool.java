package dev.symbio.platform.storage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of the JDBC journal plugin. Slick waits for itself when it has fewer connections than threads, so all
 * three numbers are one.
 */
record JournalPool(String slickProfile, String driver, String url, String user, String password, int connections) {
    static final String SLICK = "akka-persistence-jdbc.shared-databases.slick.";
    static final String CONNECTION_INIT_SQL = SLICK + "db.connectionInitSql";
    /** Of the driver. */
    static final String PROPERTIES = SLICK + "db.properties.";
    /** Recoveries that may wait for a connection; beyond that an entity's start fails and is tried again. */
    private static final int QUEUE = 10_000;
    /** Less than a sender waits for an entity's answer, so that a database that is away is told as that. */
    private static final int CONNECTS_WITHIN_MILLIS = 2_000;

    private static final int ANSWERS_WITHIN_MILLIS = 1_000;

    Config config() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(SLICK + "profile", slickProfile);
        settings.put(SLICK + "db.url", url);
        settings.put(SLICK + "db.user", user);
        settings.put(SLICK + "db.password", password);
        settings.put(SLICK + "db.driver", driver);
        settings.put(SLICK + "db.numThreads", connections);
        settings.put(SLICK + "db.maxConnections", connections);
        settings.put(SLICK + "db.minConnections", connections);
        settings.put(SLICK + "db.queueSize", QUEUE);
        settings.put(SLICK + "db.connectionTimeout", CONNECTS_WITHIN_MILLIS);
        settings.put(SLICK + "db.validationTimeout", ANSWERS_WITHIN_MILLIS);
        return ConfigFactory.parseMap(settings);
    }
}

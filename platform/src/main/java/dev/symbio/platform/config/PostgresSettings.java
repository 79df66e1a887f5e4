package dev.symbio.platform.config;

import com.typesafe.config.Config;

/**
 * Where PostgreSQL is.
 *
 * @param url as JDBC reads it
 * @param journalConnections kept open by this node for the journal
 * @param readConnections kept open by this node for read models and projections
 */
public record PostgresSettings(String url, String user, Secret password, int journalConnections, int readConnections) {
    private static final int MAX_CONNECTIONS = 500;

    static PostgresSettings read(Config config) {
        String url = config.getString("postgres.url");
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new InvalidSettings(
                    "symbio.postgres.url", "Expected jdbc:postgresql://HOST:PORT/DATABASE but got \"" + url + "\".");
        }
        if (url.contains("password=")) {
            throw new InvalidSettings(
                    "symbio.postgres.url",
                    "Expected no password in the URL, where it would be logged; set SYMBIO_POSTGRES_PASSWORD.");
        }
        return new PostgresSettings(
                url,
                Settings.required(config, "postgres.user"),
                new Secret(config.getString("postgres.password")),
                Settings.between(config, "postgres.journal-connections", 2, MAX_CONNECTIONS),
                Settings.between(config, "postgres.read-connections", 2, MAX_CONNECTIONS));
    }
}

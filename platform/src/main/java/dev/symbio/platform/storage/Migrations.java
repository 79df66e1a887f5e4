package dev.symbio.platform.storage;

import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/**
 * The SQL schema as numbered files.
 *
 * @param folders on the class path, such as {@code db/contracts}
 */
record Migrations(List<String> folders) {
    private static final String PLATFORM = "db/platform";

    Migrations {
        folders = List.copyOf(folders);
    }

    /** @param journal the journal's tables differ between databases; all else is the same */
    static Migrations of(String journal, List<String> features) {
        return new Migrations(Stream.concat(Stream.of(journal, PLATFORM), features.stream())
                .distinct()
                .toList());
    }

    Flyway flyway(String url, String user, String password) {
        return Flyway.configure()
                .dataSource(url, user, password)
                .locations(folders.stream().map(f -> "classpath:" + f).toArray(String[]::new))
                .outOfOrder(true)
                .load();
    }
}

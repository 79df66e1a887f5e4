package dev.symbio.platform.storage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which stores the platform runs on; see docs/adr/0003 and 0005. */
public enum Profile {
    /** H2 in a file, one process. */
    EMBEDDED,
    /** Journal, snapshots and read models in PostgreSQL. */
    POSTGRES,
    /** Journal and snapshots in Cassandra, read models in PostgreSQL. */
    CASSANDRA;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether several processes may run on the same stores. */
    public boolean shared() {
        return this != EMBEDDED;
    }

    public static Optional<Profile> of(String label) {
        return Arrays.stream(values()).filter(p -> p.label().equals(label)).findFirst();
    }

    public static String labels() {
        return Arrays.stream(values()).map(Profile::label).collect(Collectors.joining(", "));
    }
}

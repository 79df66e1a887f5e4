package dev.symbio.ops.host;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository lies: the launchers say so; tests run in one of its folders. */
public final class Home {
    private static final String MARK = "ops/lib.sh";

    private Home() {}

    /** @param relative to the repository's root */
    public static Path file(String relative) {
        return root().resolve(relative);
    }

    public static Path root() {
        String told = System.getProperty("ops.home");
        if (told != null) {
            return Path.of(told);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(MARK))) {
                return at;
            }
        }
        throw new IllegalStateException("Expected -Dops.home to be the repository's root.");
    }
}

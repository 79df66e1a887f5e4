package dev.symbio.platform.runtime;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedProcessTest extends ProcessContract {
    @TempDir
    private static Path dataDir;

    @Override
    StoresUnderTest emptyStores() {
        return new JdbcStores(Map.of("symbio.data-dir", dataDir.toString()), () -> {});
    }
}

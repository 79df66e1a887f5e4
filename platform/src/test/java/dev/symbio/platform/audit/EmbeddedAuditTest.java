package dev.symbio.platform.audit;

import dev.symbio.platform.runtime.JdbcStores;
import dev.symbio.platform.runtime.StoresUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedAuditTest extends AuditContract {
    @TempDir
    private static Path dataDir;

    @Override
    StoresUnderTest emptyStores() {
        return new JdbcStores(Map.of("symbio.data-dir", dataDir.toString()), () -> {});
    }
}

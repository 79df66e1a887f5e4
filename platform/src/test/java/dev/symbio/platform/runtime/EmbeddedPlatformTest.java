package dev.symbio.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.entity.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPlatformTest extends PlatformContract {
    @TempDir
    private static Path dataDir;

    @Override
    StoresUnderTest emptyStores() {
        return new JdbcStores(Map.of("symbio.data-dir", dataDir.toString()), () -> {});
    }

    /** A snapshot that is true, of an event long before the one that it lies under. */
    @Test
    void anOldSnapshotUnderANewNumberIsNotTheState() {
        for (int i = 0; i < 25; i++) {
            add("a", "c" + i, 1);
        }
        String id = "tally|" + acme.value() + ".a";
        await().atMost(VISIBLE).until(() -> numbers(id).equals(List.of(20L)));
        platform.sql()
                .useHandle(sql -> sql.execute(
                        "update \"snapshot\" set \"sequence_number\" = 25 where \"persistence_id\" = ?", id));

        restart();

        assertThat(add("a", "c25", 1)).isInstanceOf(Reply.Quarantined.class);
    }

    private List<Long> numbers(String id) {
        return platform.sql().withHandle(sql -> sql.createQuery(
                        "select \"sequence_number\" from \"snapshot\" where \"persistence_id\" = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .list());
    }
}

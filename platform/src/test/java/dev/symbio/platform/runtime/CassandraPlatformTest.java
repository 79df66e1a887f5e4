package dev.symbio.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

class CassandraPlatformTest extends PlatformContract {
    @Override
    StoresUnderTest emptyStores() {
        return TestServers.cassandraWith(FEATURES);
    }

    @Test
    void whatTheFeedHasNotSeenIsFetchedWhenTheNextEventComes() {
        for (int i = 1; i <= 3; i++) {
            add("a", "c" + i, i);
        }
        await().atMost(VISIBLE).untilAsserted(() -> assertThat(copied()).containsExactly(1L, 2L, 3L));
        platform.sql().useHandle(h -> h.createUpdate(
                        "delete from event_journal where persistence_id = :p and sequence_number > 1")
                .bind("p", "tally|" + ref("a").publicId())
                .execute());

        add("a", "c4", 4);

        await().atMost(VISIBLE).untilAsserted(() -> assertThat(copied()).containsExactly(1L, 2L, 3L, 4L));
    }

    private List<Long> copied() {
        return platform.sql()
                .withHandle(h -> h.createQuery("select sequence_number from event_journal where persistence_id = :p"
                                + " order by sequence_number")
                        .bind("p", "tally|" + ref("a").publicId())
                        .mapTo(Long.class)
                        .list());
    }
}

package dev.symbio.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.StoredEvents;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of a place that cannot tell how large events are before they are read. */
class ChainReaderOfUnknownSizesTest {
    private static final int AT_ONCE = ChainReader.CHUNK_OF_UNKNOWN;
    private static final List<ChainHead> CHAINS = chains(3, 1_203, 2, 499, 500, 501, 1, 1);

    /** Has every event, and answers as a table does that is asked for all windows at once. */
    private static final class Everything implements StoredEvents {
        private final List<Integer> sizes = new ArrayList<>();

        @Override
        public List<Row> read(List<Window> windows) {
            long from = windows.stream().mapToLong(Window::from).min().orElseThrow();
            List<Row> rows = windows.stream()
                    .flatMap(window -> LongStream.rangeClosed(from, window.to())
                            .mapToObj(seq -> new Row(window.entity(), seq, Instant.EPOCH, StoredEvent.of(new byte[0]))))
                    .toList();
            sizes.add(rows.size());
            return rows;
        }
    }

    @Test
    void readsEveryEventOfEveryChainInOrderAndNeverManyAtOnce() {
        Everything stored = new Everything();

        assertThat(read(stored, 0)).isEqualTo(all().toList());
        assertThat(stored.sizes).allMatch(size -> size <= AT_ONCE);
    }

    @Test
    void goesOnAfterAnyNumberOfEvents() {
        for (int skipped : List.of(1, 3, 4, 700, 1_206, 1_300, 2_207, 2_710)) {
            Everything stored = new Everything();
            assertThat(read(stored, skipped)).isEqualTo(all().skip(skipped).toList());
            assertThat(stored.sizes).allMatch(size -> size <= AT_ONCE);
        }
    }

    private static List<String> read(StoredEvents stored, long skipped) {
        ChainReader reader = new ChainReader(stored, CHAINS.iterator());
        reader.skip(skipped);
        List<String> places = new ArrayList<>();
        for (List<ChainReader.Found> some = reader.next(); !some.isEmpty(); some = reader.next()) {
            some.forEach(found -> {
                assertThat(found.rows()).hasSize(1);
                places.add(found.entity() + "#" + found.seq());
            });
        }
        return places;
    }

    private static Stream<String> all() {
        return CHAINS.stream()
                .flatMap(chain -> LongStream.rangeClosed(1, chain.seq()).mapToObj(seq -> chain.entity() + "#" + seq));
    }

    private static List<ChainHead> chains(int... lengths) {
        List<ChainHead> chains = new ArrayList<>();
        for (int length : lengths) {
            chains.add(new ChainHead(
                    new EntityRef("tally", new TenantId("acme"), "chain-" + chains.size()), length, "hash"));
        }
        return chains;
    }
}

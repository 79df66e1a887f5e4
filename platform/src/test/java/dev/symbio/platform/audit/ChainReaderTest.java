package dev.symbio.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChainReaderTest {
    private static final int LARGE = 600_000;
    private static final int SMALL = 100;

    private final Jdbi sql =
            Jdbi.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DATABASE_TO_UPPER=false;DB_CLOSE_DELAY=-1", "sa", "");
    private final List<ChainHead> heads = new ArrayList<>();

    @BeforeEach
    void schema() throws IOException {
        try (InputStream schema = ChainReaderTest.class.getResourceAsStream("/db/journal-h2/V0101__journal.sql")) {
            String script = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            sql.useHandle(handle -> {
                handle.execute("create table akka_projection_offset_store (projection_name varchar(255) primary key)");
                handle.createScript(script).execute();
            });
        }
    }

    /** @param seen how many of them the checkpoint saw */
    private void chain(String id, int events, int size, int seen) {
        EntityRef entity = new EntityRef("tally", new TenantId("acme"), id);
        sql.useHandle(handle -> {
            for (int seq = 1; seq <= events; seq++) {
                handle.execute(
                        "insert into \"event_journal\" (\"persistence_id\", \"sequence_number\", \"writer\","
                                + " \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
                                + " \"event_ser_manifest\") values (?, ?, '', 0, '', ?, 1, '')",
                        entity.persistenceId(),
                        seq,
                        new byte[size]);
            }
        });
        heads.add(new ChainHead(entity, seen, "00"));
    }

    private List<List<ChainReader.Found>> parts() {
        ChainReader reader = new ChainReader(new EventTable(sql), heads.iterator());
        List<List<ChainReader.Found>> parts = new ArrayList<>();
        for (List<ChainReader.Found> next = reader.next(); !next.isEmpty(); next = reader.next()) {
            parts.add(next);
        }
        return parts;
    }

    private static long bytes(List<ChainReader.Found> part) {
        return part.stream().mapToLong(found -> found.event().size()).sum();
    }

    private void everyEventIsReadOnceInOrder(List<List<ChainReader.Found>> parts) {
        List<String> wanted = new ArrayList<>();
        for (ChainHead head : heads) {
            for (int seq = 1; seq <= head.seq(); seq++) {
                wanted.add(head.entity() + " " + seq);
            }
        }
        assertThat(parts.stream().flatMap(List::stream).map(found -> found.entity() + " " + found.seq()))
                .containsExactlyElementsOf(wanted);
    }

    @Test
    void smallEventsAreReadTogether() {
        for (int i = 0; i < 50; i++) {
            chain("small-" + i, 3, SMALL, 3);
        }
        List<List<ChainReader.Found>> parts = parts();
        assertThat(parts).hasSize(1);
        everyEventIsReadOnceInOrder(parts);
    }

    @Test
    void ofLargeEventsNoMoreAreReadAtOnceThanFit() {
        chain("small", 400, SMALL, 400);
        chain("large", 10, LARGE, 10);
        for (int i = 0; i < 10; i++) {
            chain("one-" + i, 1, LARGE, 1);
        }
        List<List<ChainReader.Found>> parts = parts();
        assertThat(parts).allMatch(part -> bytes(part) <= ChainReader.BATCH_BYTES);
        assertThat(parts).hasSizeGreaterThan(4);
        everyEventIsReadOnceInOrder(parts);
    }

    @Test
    void longChainsAreReadInPartsAndWhatCameAfterTheCheckpointIsLeftOut() {
        chain("long", 1_200, SMALL, 1_199);
        chain("grown", 20, LARGE, 1);
        chain("medium", 15, SMALL, 15);
        List<List<ChainReader.Found>> parts = parts();
        assertThat(parts).allMatch(part -> part.size() <= 500);
        everyEventIsReadOnceInOrder(parts);
    }
}

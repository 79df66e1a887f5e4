package dev.symbio.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.projection.JournalOrder.Place;
import dev.symbio.platform.projection.JournalReader.Journaled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;

class JournalReaderTest {
    private static final int EVENTS = 2_000;

    /** Otherwise catching up on many events takes their number squared. */
    @Test
    void h2ReadsNoMoreEventsThanItReturns() throws IOException {
        Jdbi sql = Jdbi.create("jdbc:h2:mem:journal-reader;DATABASE_TO_UPPER=false;DB_CLOSE_DELAY=-1", "sa", "");
        sql.useHandle(JournalReaderTest::fill);
        AtomicReference<String> text = new AtomicReference<>();
        sql.setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                String sql = context.getParsedSql().getSql();
                if (sql.contains("event_journal")) {
                    text.set(sql);
                }
            }
        });

        JournalReader reader = new JournalReader("tally", sql, JournalOrder.BY_NUMBER);
        // how large events are is known after some of them
        List<Journaled> some = reader.after(new Place(0, 80)).events();
        assertThat(some).hasSize(20);
        assertThat(reader.after(some.get(19).place()).events())
                .hasSize(JournalReader.BATCH_EVENTS)
                .first()
                .extracting(event -> event.place().number())
                .isEqualTo(101L);

        String plan = sql.withHandle(handle -> handle.select("explain analyze " + text.get(), "tally", 100L)
                .mapTo(String.class)
                .one());
        assertThat(plan).contains("index sorted").contains("scanCount: " + (JournalReader.BATCH_EVENTS + 1));
    }

    private static void fill(Handle sql) throws IOException {
        try (InputStream schema = JournalReaderTest.class.getResourceAsStream("/db/journal-h2/V0101__journal.sql")) {
            sql.execute("create table akka_projection_offset_store (projection_name varchar(255) primary key)");
            sql.createScript(new String(schema.readAllBytes(), StandardCharsets.UTF_8))
                    .execute();
        }
        PreparedBatch rows = sql.prepareBatch("insert into \"event_journal\" (\"persistence_id\", \"sequence_number\","
                + " \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
                + " \"event_ser_manifest\") values (?, 1, '', 0, '', ?, 1, '')");
        for (int i = 0; i < EVENTS; i++) {
            rows.add("tally|acme." + i, new byte[80]);
        }
        rows.execute();
        sql.execute("analyze");
    }
}

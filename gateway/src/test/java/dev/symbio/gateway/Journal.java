package dev.symbio.gateway;

import dev.symbio.platform.entity.EntityRef;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** An entity's rows of the journal, in the hands of somebody who should not have them. */
record Journal(Jdbi sql, String persistenceId) {
    /** @param path of the entity */
    static Journal of(RunningSymbio symbio, String kind, String path) {
        return new Journal(symbio.symbio().platform().sql(), kind + "|" + path.substring(path.lastIndexOf('/') + 1));
    }

    List<byte[]> read() {
        return sql.withHandle(handle -> handle.createQuery("select \"event_payload\" from \"event_journal\""
                        + " where \"persistence_id\" = :id order by \"sequence_number\"")
                .bind("id", persistenceId)
                .mapTo(byte[].class)
                .list());
    }

    /** Puts a history beside this one, stored in the same way, of an entity that nobody has asked for before. */
    void copyTo(EntityRef entity, UnaryOperator<List<byte[]>> history) {
        List<byte[]> events = history.apply(read());
        sql.useTransaction(handle -> {
            PreparedBatch rows = handle.prepareBatch("insert into \"event_journal\" (\"persistence_id\","
                    + " \"sequence_number\", \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
                    + " \"event_ser_id\", \"event_ser_manifest\") select :to, :seq, \"writer\", \"write_timestamp\","
                    + " \"adapter_manifest\", :bytes, \"event_ser_id\", \"event_ser_manifest\" from \"event_journal\""
                    + " where \"persistence_id\" = :id and \"sequence_number\" = 1");
            for (int i = 0; i < events.size(); i++) {
                rows.bind("to", entity.persistenceId())
                        .bind("seq", i + 1)
                        .bind("bytes", events.get(i))
                        .bind("id", persistenceId)
                        .add();
            }
            rows.execute();
        });
    }

    /** Takes events out, without a trace. */
    void drop(long firstSeq, long lastSeq) {
        int gone = sql.withHandle(handle -> handle.createUpdate("delete from \"event_journal\""
                        + " where \"persistence_id\" = :id and \"sequence_number\" between :first and :last")
                .bind("id", persistenceId)
                .bind("first", firstSeq)
                .bind("last", lastSeq)
                .execute());
        if (gone != lastSeq - firstSeq + 1) {
            throw new AssertionError(gone + " events of " + persistenceId);
        }
    }

    /** Puts each of two events in the other's place. */
    void swap(int seq, int other) {
        List<byte[]> events = read();
        Collections.swap(events, seq - 1, other - 1);
        write(events);
    }

    void write(List<byte[]> events) {
        sql.useTransaction(handle -> {
            for (int i = 0; i < events.size(); i++) {
                handle.createUpdate("update \"event_journal\" set \"event_payload\" = :bytes"
                                + " where \"persistence_id\" = :id and \"sequence_number\" = :seq")
                        .bind("bytes", events.get(i))
                        .bind("id", persistenceId)
                        .bind("seq", i + 1)
                        .execute();
            }
        });
    }
}

package dev.symbio.gateway;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

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

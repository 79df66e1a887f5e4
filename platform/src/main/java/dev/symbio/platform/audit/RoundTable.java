package dev.symbio.platform.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** When rounds were last done and how many findings they left: they outlive the nodes that did them. Blocking. */
final class RoundTable {
    private final Jdbi sql;

    RoundTable(Jdbi sql) {
        this.sql = sql;
    }

    /** When it was last done; the first time that this is asked, now, so that the next one is due an interval later. */
    Instant lastDone(String round, Instant now) {
        return sql.withHandle(handle -> find(handle, round).orElseGet(() -> {
            insert(handle, round, now);
            return now;
        }));
    }

    void done(String round, Instant at) {
        sql.useHandle(
                handle -> handle.execute("update maintenance_round set done_at = ? where name = ?", utc(at), round));
    }

    /** What the last round found; 0 when there has been none. */
    int findings(String round) {
        return sql.withHandle(handle -> handle.createQuery("select findings from maintenance_round where name = :name")
                .bind("name", round)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0));
    }

    void found(String round, int findings, Instant at) {
        lastDone(round, at);
        sql.useHandle(
                handle -> handle.execute("update maintenance_round set findings = ? where name = ?", findings, round));
    }

    private static Optional<Instant> find(Handle handle, String round) {
        return handle.createQuery("select done_at from maintenance_round where name = :name")
                .bind("name", round)
                .map((row, context) -> instant(row))
                .findOne();
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject(1, OffsetDateTime.class).toInstant();
    }

    private static void insert(Handle handle, String round, Instant now) {
        try {
            handle.execute("insert into maintenance_round (name, done_at, findings) values (?, ?, 0)", round, utc(now));
        } catch (UnableToExecuteStatementException another) {
            find(handle, round).orElseThrow(() -> another);
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}

package dev.symbio.platform.projection;

import akka.japi.function.Function;
import akka.projection.jdbc.JdbcSession;
import dev.symbio.platform.projection.JournalOrder.Place;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** One transaction of a projection: the rows it writes and its offset. */
final class SqlSession implements JdbcSession {
    private final Handle handle;
    private Place digested = Place.START;

    SqlSession(Jdbi sql) {
        handle = sql.open();
        try {
            handle.getConnection().setAutoCommit(false);
        } catch (SQLException e) {
            handle.close();
            throw new IllegalStateException(e);
        }
    }

    /** Begins when it is the projection's turn. */
    static SqlSession inTurn(Jdbi sql, Turn turn) {
        SqlSession session = new SqlSession(sql);
        try {
            session.digested = turn.take(session.handle);
            return session;
        } catch (RuntimeException failed) {
            session.handle.close();
            throw failed;
        }
    }

    /** Up to where the projection had digested when this transaction began; the start where nobody takes turns. */
    Place digested() {
        return digested;
    }

    Handle handle() {
        return handle;
    }

    @Override
    public <R> R withConnection(Function<Connection, R> action) throws Exception {
        return action.apply(handle.getConnection());
    }

    @Override
    public void commit() throws SQLException {
        handle.getConnection().commit();
    }

    @Override
    public void rollback() throws SQLException {
        handle.getConnection().rollback();
    }

    @Override
    public void close() throws SQLException {
        try (handle) {
            handle.getConnection().rollback(); // what was not committed by now must not be
            handle.getConnection().setAutoCommit(true);
        }
    }
}

package dev.symbio.platform.projection;

import akka.japi.function.Function;
import akka.projection.jdbc.JdbcSession;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** One transaction of a projection: the rows it writes and its offset. */
final class SqlSession implements JdbcSession {
    private final Handle handle;

    SqlSession(Jdbi sql) {
        handle = sql.open();
        try {
            handle.getConnection().setAutoCommit(false);
        } catch (SQLException e) {
            handle.close();
            throw new IllegalStateException(e);
        }
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
        handle.getConnection().rollback(); // what was not committed by now must not be
        handle.getConnection().setAutoCommit(true);
        handle.close();
    }
}

package dev.symbio.platform.storage;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.servererrors.QueryExecutionException;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStoreException;

/** Tells a store that cannot be reached or cannot write from a statement that is wrong: only the former mends itself. */
public final class StoreOutage {
    /** Of SQLSTATE: connection, resources, intervention of an operator, error of the system below. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");

    /** PostgreSQL has ended a transaction in which nothing happened for long. */
    private static final String IDLE_IN_TRANSACTION = "25P03";

    private static final Set<Integer> H2_CODES = Set.of(
            ErrorCode.DATABASE_IS_CLOSED,
            ErrorCode.OBJECT_CLOSED,
            ErrorCode.IO_EXCEPTION_1,
            ErrorCode.IO_EXCEPTION_2,
            ErrorCode.CONNECTION_BROKEN_1,
            ErrorCode.LOCK_TIMEOUT_1);

    private static final int MAX_CAUSES = 20;

    private StoreOutage() {}

    /** Whether the failure, or what caused it, is an outage. */
    public static boolean isCauseOf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            if (isOutage(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(Throwable failure) {
        if (failure instanceof SQLException sql) {
            String state = sql.getSQLState() == null ? "" : sql.getSQLState();
            return sql instanceof SQLTransientException
                    || sql instanceof SQLRecoverableException
                    || sql instanceof SQLNonTransientConnectionException
                    || (state.length() == 5 && CLASSES.contains(state.substring(0, 2)))
                    || state.equals(IDLE_IN_TRANSACTION)
                    || H2_CODES.contains(sql.getErrorCode());
        }
        return failure instanceof MVStoreException
                || failure instanceof AllNodesFailedException
                || failure instanceof DriverTimeoutException
                || failure instanceof ClosedConnectionException
                || failure instanceof QueryExecutionException
                || failure instanceof InterruptedIOException
                || failure instanceof RejectedExecutionException;
    }
}

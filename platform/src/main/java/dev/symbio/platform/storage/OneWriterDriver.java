package dev.symbio.platform.storage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.h2.jdbc.JdbcConnection;

/**
 * H2 with one writing transaction at a time per database; reading is not held up. H2 writes all that has changed at every
 * commit, other transactions' unfinished changes included. With one writer there is nothing unfinished when a commit is written,
 * and at most one transaction to end when the file of a killed process is opened, see {@link LeftoverCommits}. A database that
 * H2 has given up after an I/O error is opened anew, see {@link EmbeddedDatabase}. See docs/adr/0003.
 */
public final class OneWriterDriver implements Driver {
    static final String PREFIX = "jdbc:symbio-h2:";
    private static final String H2_PREFIX = "jdbc:h2:";
    private static final int WAIT_SECONDS = 20;
    private static final Map<String, EmbeddedDatabase> DATABASES = new ConcurrentHashMap<>();

    private static final long MAKE_ROOM_EVERY_MILLIS = 250;

    static {
        try {
            DriverManager.registerDriver(new OneWriterDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
        Thread housekeeper = new Thread(OneWriterDriver::makeRoom, "symbio-database-room");
        housekeeper.setDaemon(true);
        housekeeper.start();
    }

    private static void makeRoom() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(MAKE_ROOM_EVERY_MILLIS);
                for (EmbeddedDatabase database : DATABASES.values()) {
                    database.makeRoom();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        EmbeddedDatabase database = DATABASES.computeIfAbsent(
                url, given -> new EmbeddedDatabase(H2_PREFIX + given.substring(PREFIX.length())));
        return new Writing(database.connect(info), database).connection();
    }

    @Override
    public boolean acceptsURL(String url) {
        return url != null && url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return true;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(OneWriterDriver.class.getName());
    }

    /** One connection, and whether it is the writer now. Used by one thread at a time, not always the same. */
    private static final class Writing {
        private final JdbcConnection h2;
        private final EmbeddedDatabase database;
        private boolean writes;

        Writing(JdbcConnection h2, EmbeddedDatabase database) {
            this.h2 = h2;
            this.database = database;
        }

        Connection connection() {
            return proxy(Connection.class, (self, method, arguments) -> {
                switch (method.getName()) {
                    case "commit", "rollback", "close", "setAutoCommit", "abort" -> {
                        boolean toSavepoint = method.getName().equals("rollback") && arguments != null;
                        try {
                            Object answer = call(h2, method, arguments);
                            tellIfCommitted();
                            return answer;
                        } finally {
                            if (!toSavepoint) {
                                release();
                            }
                            if (h2.isClosed()) {
                                database.disconnected(h2);
                            }
                        }
                    }
                    case "isValid" -> {
                        // H2 says so too of a database that it has given up.
                        return !database.closeIfGivenUp(h2) && (boolean) call(h2, method, arguments);
                    }
                    case "createStatement" -> {
                        return statement(Statement.class, (Statement) call(h2, method, arguments), null);
                    }
                    case "prepareStatement" -> {
                        return statement(
                                PreparedStatement.class, (PreparedStatement) call(h2, method, arguments), (String)
                                        arguments[0]);
                    }
                    case "prepareCall" -> {
                        return statement(
                                CallableStatement.class, (CallableStatement) call(h2, method, arguments), (String)
                                        arguments[0]);
                    }
                    default -> {
                        return call(h2, method, arguments);
                    }
                }
            });
        }

        private <T extends Statement> T statement(Class<T> type, T statement, String prepared) {
            return proxy(type, (self, method, arguments) -> {
                if (!method.getName().startsWith("execute") || !mayWrite(sqlOf(prepared, arguments))) {
                    return call(statement, method, arguments);
                }
                acquire();
                try {
                    Object answer = call(statement, method, arguments);
                    if (h2.getAutoCommit()) {
                        tellIfCommitted();
                    }
                    return answer;
                } finally {
                    if (h2.isClosed() || h2.getAutoCommit()) {
                        release();
                    }
                }
            });
        }

        /** Before whoever asked for it goes on. */
        private void tellIfCommitted() throws SQLException {
            if (writes && !h2.isClosed()) {
                database.committed(h2);
            }
        }

        private Object call(Object target, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof SQLException failed && (database.closeIfGivenUp(h2) || h2.isClosed())) {
                    // By this state pools know that the connection is of no more use; under load they do not look.
                    throw new SQLNonTransientConnectionException(
                            failed.getMessage(), EmbeddedDatabase.CONNECTION_FAILURE, failed);
                }
                throw e.getCause();
            }
        }

        private void acquire() throws SQLException {
            if (writes) {
                return;
            }
            try {
                if (!database.writer().tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new SQLTransientException("Expected to write within " + WAIT_SECONDS + " s but others did.");
                }
                writes = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLTransientException("Interrupted while waiting to write.", e);
            }
        }

        private void release() {
            if (writes) {
                writes = false;
                database.writer().release();
            }
        }
    }

    private static String sqlOf(String prepared, Object[] arguments) {
        return prepared != null ? prepared : arguments != null && arguments[0] instanceof String sql ? sql : "";
    }

    private static boolean mayWrite(String sql) {
        String text = sql.stripLeading().toLowerCase(Locale.ROOT);
        return !(text.startsWith("select") && !text.contains("for update"));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader() == null ? OneWriterDriver.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type},
                handler));
    }
}

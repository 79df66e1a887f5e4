package dev.symbio.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a process that was killed between the mark of a commit and its end. */
class LeftoverCommitsTest {
    private static final int ROWS = 1_000;

    @TempDir
    Path killed;

    @BeforeEach
    void killWhileItCommits(@TempDir Path running) throws Exception {
        EmbeddedStore.open(running, List.of()).close();
        try (Connection connection = DriverManager.getConnection(EmbeddedStore.url(running), "sa", "");
                Statement sql = connection.createStatement()) {
            sql.execute("create table t (id integer primary key, v integer)");
            sql.execute("insert into t select \"X\", 0 from system_range(1, " + ROWS + ")");
            connection.setAutoCommit(false);
            sql.execute("update t set v = 1");
            MVStore file = mark((JdbcConnection) connection);
            file.commit();
            Files.copy(running.resolve("symbio.mv.db"), killed.resolve("symbio.mv.db"));
        }
    }

    /** The first thing that H2 itself does to commit. */
    private static MVStore mark(JdbcConnection connection) throws ReflectiveOperationException {
        SessionLocal session = (SessionLocal) connection.getSession();
        TransactionStore transactions = session.getDatabase().getStore().getTransactionStore();
        Method mark = TransactionStore.class.getDeclaredMethod("markUndoLogAsCommitted", int.class, long.class);
        mark.setAccessible(true);
        mark.invoke(transactions, session.getTransaction().getId(), 1L);
        return session.getDatabase().getStore().getMvStore();
    }

    @Test
    void isEndedWhenThePlatformOpensTheFile() {
        try (Store store = EmbeddedStore.open(killed, List.of())) {
            assertThat(sum(store)).isEqualTo(ROWS);
            store.sql().useHandle(sql -> sql.execute("update t set v = v + 1"));
            assertThat(sum(store)).isEqualTo(2 * ROWS);
        }
        try (Store again = EmbeddedStore.open(killed, List.of())) {
            assertThat(sum(again)).isEqualTo(2 * ROWS);
        }
    }

    private static int sum(Store store) {
        return store.sql().withHandle(sql -> sql.createQuery("select sum(v) from t")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void isEndedWhenADriverOpensItAnew() throws SQLException {
        String url = OneWriterDriver.PREFIX + EmbeddedStore.url(killed).substring("jdbc:h2:".length());
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement sql = connection.createStatement()) {
            assertThatCode(() -> sql.execute("update t set v = v + 1")).doesNotThrowAnyException();
            try (ResultSet sum = sql.executeQuery("select sum(v) from t")) {
                sum.next();
                assertThat(sum.getInt(1)).isEqualTo(2 * ROWS);
            }
        }
    }

    @Test
    void isToldToWhoeverOnlyReads() throws SQLException {
        assertThat(isWhole()).isFalse();
        EmbeddedStore.open(killed, List.of()).close();
        assertThat(isWhole()).isTrue();
    }

    private boolean isWhole() throws SQLException {
        String readOnly = EmbeddedStore.url(killed) + ";ACCESS_MODE_DATA=r";
        try (Connection connection = DriverManager.getConnection(readOnly, "sa", "")) {
            return Store.isWhole(connection);
        }
    }

    /** When it does, {@link LeftoverCommits} can go. */
    @Test
    void isNotEndedByH2() throws SQLException {
        try (Connection connection = DriverManager.getConnection(EmbeddedStore.url(killed), "sa", "");
                Statement sql = connection.createStatement()) {
            try (ResultSet sum = sql.executeQuery("select sum(v) from t")) {
                sum.next();
                assertThat(sum.getInt(1)).isZero();
            }
            TransactionStore transactions = ((SessionLocal) ((JdbcConnection) connection).getSession())
                    .getDatabase()
                    .getStore()
                    .getTransactionStore();
            assertThat(transactions.getOpenTransactions())
                    .extracting(Transaction::getStatus)
                    .contains(Transaction.STATUS_COMMITTED);
        }
    }
}

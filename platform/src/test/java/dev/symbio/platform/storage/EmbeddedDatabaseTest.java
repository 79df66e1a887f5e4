package dev.symbio.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H2 gives a database up after a write that failed; the same pools use it again once the disk is well. */
class EmbeddedDatabaseTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WRITERS = 4;

    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

    @TempDir
    Path directory;

    private HikariDataSource journal;
    private HikariDataSource readModels;

    @BeforeEach
    void open() throws SQLException {
        FaultyDisk.heal();
        journal = pool();
        readModels = pool();
        try (Connection connection = journal.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (id integer primary key, v varchar)");
        }
    }

    private HikariDataSource pool() {
        HikariConfig pool = new HikariConfig();
        pool.setDriverClassName(OneWriterDriver.class.getName());
        pool.setJdbcUrl(OneWriterDriver.PREFIX + FaultyDisk.SCHEME + ":" + directory.resolve("db")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        pool.setUsername("sa");
        pool.setPassword("");
        pool.setMaximumPoolSize(WRITERS);
        pool.setMinimumIdle(WRITERS);
        pool.setConnectionTimeout(1_000);
        return new HikariDataSource(pool);
    }

    @AfterEach
    void close() {
        FaultyDisk.heal();
        journal.close();
        readModels.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Input/output error"})
    void isUsedAgainWhenTheDiskIsWellAndHasAllThatWasCommitted(String error) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            writers.submit(() -> {
                while (!stop.get()) {
                    tryInsert();
                }
            });
        }
        for (int round = 0; round < 3; round++) {
            awaitMore(20);
            FaultyDisk.failWith(error);
            await().atMost(SOON).until(() -> !tryInsert());
            FaultyDisk.heal();
            awaitMore(20);
        }
        stop.set(true);
        writers.shutdown();
        assertThat(writers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        assertThat(there(journal)).containsAll(acknowledged);
        assertThat(there(readModels)).containsAll(acknowledged);
    }

    @Test
    void aConnectionToADatabaseThatIsGivenUpDoesNotCallItselfValid() throws SQLException {
        Connection reader = readModels.getConnection();
        assertThat(reader.isValid(1)).isTrue();
        FaultyDisk.failWith("Input/output error");
        assertThatThrownBy(() -> insert(1))
                .satisfies(told -> assertThat(StoreOutage.isCauseOf(told)).isTrue());
        assertThat(reader.isValid(1)).isFalse();
        readModels.evictConnection(reader);
    }

    private void awaitMore(int count) {
        int enough = acknowledged.size() + count;
        await().atMost(SOON).until(() -> acknowledged.size() >= enough);
    }

    private boolean tryInsert() {
        int number = numbers.incrementAndGet();
        try {
            insert(number);
            acknowledged.add(number);
            return true;
        } catch (SQLException failed) {
            return false;
        }
    }

    private void insert(int number) throws SQLException {
        try (Connection connection = journal.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?)")) {
                insert.setInt(1, number);
                insert.setString(2, "x".repeat(300));
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    private static Set<Integer> there(HikariDataSource pool) throws SQLException {
        Set<Integer> found = new HashSet<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from t")) {
            while (rows.next()) {
                found.add(rows.getInt(1));
            }
        }
        return found;
    }
}

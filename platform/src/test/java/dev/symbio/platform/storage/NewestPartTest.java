package dev.symbio.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file whose old parts are used again, as those of every process that has written for some time. The copies are what a process
 * would leave that is killed right after a commit.
 */
class NewestPartTest {
    private static final int ROWS = 3_000;
    /** Milliseconds after which old parts are used again; 45 s by default. */
    private static final int KEPT = 200;

    private static final Duration RUNS = Duration.ofSeconds(4);
    private static final int KILLED_EVERY = 20;
    private static final int ENOUGH = 5;

    @TempDir
    Path directory;

    /** Knows its own scheme once it is loaded. */
    @BeforeAll
    static void load() throws ClassNotFoundException {
        Class.forName(OneWriterDriver.class.getName());
    }

    @Test
    void whatWasCommittedLastIsFound() throws Exception {
        assertThat(lost(OneWriterDriver.PREFIX)).isZero();
    }

    /** When H2 finds it, {@link NewestPart} can go. */
    @Test
    void isLostByH2Alone() throws Exception {
        assertThat(lost("jdbc:h2:")).isPositive();
    }

    private static String url(Path file) {
        return "file:" + file + ";WRITE_DELAY=0;RETENTION_TIME=" + KEPT;
    }

    /** @return of how many copies the last commit is not there */
    private int lost(String driver) throws Exception {
        Random random = new Random(1);
        int lost = 0;
        int copies = 0;
        try (Connection connection = DriverManager.getConnection(driver + url(directory.resolve("running")), "sa", "");
                Statement sql = connection.createStatement()) {
            sql.execute("create table t (id integer primary key, v varchar)");
            sql.execute("create table last (v integer)");
            sql.execute("insert into last values 0");
            connection.setAutoCommit(false);
            PreparedStatement put = connection.prepareStatement("merge into t values (?, ?)");
            PreparedStatement number = connection.prepareStatement("update last set v = ?");
            long until = System.nanoTime() + RUNS.toNanos();
            for (int commit = 1; System.nanoTime() < until; commit++) {
                for (int row = random.nextInt(40); row >= 0; row--) {
                    put.setInt(1, random.nextInt(ROWS));
                    put.setString(2, "x".repeat(200 + random.nextInt(800)));
                    put.addBatch();
                }
                put.executeBatch();
                number.setInt(1, commit);
                number.executeUpdate();
                connection.commit();
                if (random.nextInt(KILLED_EVERY) == 0) {
                    copies++;
                    lost += lastOfCopy() == commit ? 0 : 1;
                }
            }
        }
        assertThat(copies).isGreaterThan(ENOUGH);
        return lost;
    }

    private int lastOfCopy() throws Exception {
        Path killed = directory.resolve("killed");
        Files.copy(
                directory.resolve("running.mv.db"),
                directory.resolve("killed.mv.db"),
                StandardCopyOption.REPLACE_EXISTING);
        return last(killed);
    }

    private static int last(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:" + url(file), "sa", "");
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select v from last")) {
            row.next();
            return row.getInt(1);
        }
    }
}

package dev.symbio.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each commit appends to the file whatever pages it changed; what is no longer in use has to become room again. */
class EmbeddedFileTest {
    private static final int ROWS = 20_000;
    private static final int COMMITS = 10_000;
    private static final int UPDATES_EACH = 10;
    /** Without any room made again it has 250 MiB by then. */
    private static final long FILE_AT_MOST = 130L << 20;

    @TempDir
    Path directory;

    @Test
    void doesNotGrowWithEveryCommitAndLosesNothing() throws SQLException, IOException {
        String url = OneWriterDriver.PREFIX
                + EmbeddedStore.url(directory).substring("jdbc:h2:".length())
                // how long what was freed is left alone, which is 45 s by default
                + ";RETENTION_TIME=200";
        Path file = directory.resolve("symbio.mv.db");
        Map<Integer, Integer> values = new HashMap<>();
        try (Connection connection = new OneWriterDriver().connect(url, user())) {
            fill(connection);
            connection.setAutoCommit(false);
            Random random = new Random(7);
            try (PreparedStatement update = connection.prepareStatement("update t set v = ? where id = ?");
                    PreparedStatement insert =
                            connection.prepareStatement("insert into log values (?, repeat('y', 1000))")) {
                for (int commit = 0; commit < COMMITS; commit++) {
                    for (int i = 0; i < UPDATES_EACH; i++) {
                        int id = random.nextInt(ROWS);
                        update.setInt(1, commit);
                        update.setInt(2, id);
                        update.executeUpdate();
                        values.put(id, commit);
                    }
                    insert.setInt(1, commit);
                    insert.executeUpdate();
                    connection.commit();
                }
            }
            assertThat(Files.size(file)).isLessThan(FILE_AT_MOST);
        }
        try (Connection again = DriverManager.getConnection(EmbeddedStore.url(directory), "sa", "");
                Statement query = again.createStatement();
                ResultSet rows = query.executeQuery("select id, v from t")) {
            int count = 0;
            while (rows.next()) {
                assertThat(rows.getInt(2)).isEqualTo(values.getOrDefault(rows.getInt(1), 0));
                count++;
            }
            assertThat(count).isEqualTo(ROWS);
        }
    }

    private static Properties user() {
        Properties user = new Properties();
        user.setProperty("user", "sa");
        user.setProperty("password", "");
        return user;
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement create = connection.createStatement()) {
            create.execute("create table log (id integer primary key, text varchar)");
            create.execute("create table t (id integer primary key, v integer, text varchar)");
            create.execute("insert into t select \"X\", 0, repeat('x', 200) from system_range(0, " + (ROWS - 1) + ")");
        }
    }
}

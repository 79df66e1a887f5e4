package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can write the database gives the key of one member to somebody else. */
class AlteredKeyTest {
    @TempDir
    private Path directory;

    @Test
    void nobodyBecomesSomebodyElseAndOtherCompaniesGoOn() throws SQLException {
        RunningSymbio first = RunningSymbio.in(directory);
        first.company("one", "dealer");
        first.company("two", "dealer");
        assertThat(me(first, "admin@one")).isEqualTo(200);
        first.stop();

        give("admin", "mallory");
        RunningSymbio altered = RunningSymbio.in(directory);
        try {
            assertThat(me(altered, "admin@two")).isEqualTo(200);
            altered.company("three", "dealer");
            assertThat(me(altered, "viewer@three")).isEqualTo(200);
            for (String nobody : new String[] {"mallory@one", "admin@one"}) {
                assertThatThrownBy(() -> me(altered, nobody)).isInstanceOf(IllegalStateException.class);
            }
        } finally {
            altered.stop();
        }

        give("mallory", "admin");
        RunningSymbio mended = RunningSymbio.in(directory);
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> me(mended, "admin@one") == 200);
        } finally {
            mended.stop();
        }
    }

    private static int me(RunningSymbio symbio, String login) {
        return symbio.as(login).get("/api/v1/me").status();
    }

    private void give(String from, String to) throws SQLException {
        String url = "jdbc:h2:file:" + directory.resolve("symbio") + ";DATABASE_TO_UPPER=false";
        try (Connection h2 = DriverManager.getConnection(url, "sa", "");
                Statement statement = h2.createStatement()) {
            assertThat(statement.executeUpdate("update data_key set subject = '" + to + "' where tenant_id = 'one' and"
                            + " subject = '" + from + "'"))
                    .isEqualTo(1);
        }
    }
}

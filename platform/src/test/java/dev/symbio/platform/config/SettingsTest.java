package dev.symbio.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void unknownOrWrongSettingSaysWhatWasExpected() {
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.htp.port", 1)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("symbio.htp.port")
                .hasMessageContaining("symbio.http.port");
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.http.port", 70_000)))
                .hasMessageContaining("0 to 65535 but got 70000");
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.profile", "oracle")))
                .hasMessageContaining("embedded");
    }

    @Test
    void storesAreCheckedBeforeAnythingStarts() {
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.postgres.url", "jdbc:oracle:thin:@x")))
                .hasMessageContaining("symbio.postgres.url")
                .hasMessageContaining("jdbc:postgresql://HOST:PORT/DATABASE");
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.postgres.url", "jdbc:postgresql://h/d?password=x")))
                .hasMessageContaining("SYMBIO_POSTGRES_PASSWORD");
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.postgres.user", " ")))
                .hasMessageContaining("symbio.postgres.user");
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.cassandra.contact-points", "a:1,b")))
                .hasMessageContaining("HOST:PORT")
                .hasMessageContaining("a:1,b");
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.cassandra.keyspace", "My-Space")))
                .hasMessageContaining("symbio.cassandra.keyspace");
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.cassandra.consistency", "ONE")))
                .hasMessageContaining("LOCAL_QUORUM");
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.projections.poll-interval", "1 ms")))
                .hasMessageContaining("symbio.projections.poll-interval");
    }

    @Test
    void aVersionIsNumbers() {
        assertThat(Settings.load(Map.of()).cluster().version()).isEmpty();
        assertThat(Settings.load(Map.of("symbio.cluster.version", "1.4.0+57"))
                        .cluster()
                        .version())
                .contains("1.4.0+57");
        assertThatThrownBy(() -> Settings.load(Map.of("symbio.cluster.version", "1.4.0-SNAPSHOT")))
                .hasMessageContaining("symbio.cluster.version")
                .hasMessageContaining("1.4.0+57");
    }

    @Test
    void passwordsAreNotPrinted() {
        Settings settings =
                Settings.load(Map.of("symbio.postgres.password", "s3cret", "symbio.cassandra.password", "t0p"));
        assertThat(settings.postgres().password().value()).isEqualTo("s3cret");
        assertThat(settings.postgres().toString()).doesNotContain("s3cret");
        assertThat(settings.cassandra().toString()).doesNotContain("t0p");
    }
}

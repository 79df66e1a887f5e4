package dev.symbio.ops.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.ops.Ops;
import dev.symbio.servers.RealPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaCommandTest {
    private static final List<String> SETTINGS =
            List.of("symbio.profile", "symbio.postgres.url", "symbio.postgres.user");

    @AfterEach
    void forgetSettings() {
        SETTINGS.forEach(System::clearProperty);
    }

    @Test
    void checkFailsUntilCreateHasRun() {
        try (RealPostgres server = RealPostgres.start()) {
            System.setProperty("symbio.profile", "postgres");
            System.setProperty("symbio.postgres.url", server.createDatabase("symbio", "template1"));
            System.setProperty("symbio.postgres.user", RealPostgres.USER);

            assertThat(Ops.run("schema", "check")).isEqualTo(2);
            assertThat(Ops.run("schema", "create")).isZero();
            assertThat(Ops.run("schema", "create")).as("again").isZero();
            assertThat(Ops.run("schema", "check")).isZero();
        }
    }

    @Test
    void theEmbeddedProfileNeedsNoCommand() {
        assertThat(Ops.run("schema", "create")).isEqualTo(2);
        assertThat(Ops.run("schema", "--profile", "oracle", "check")).isEqualTo(2);
    }
}

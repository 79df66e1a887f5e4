package dev.symbio.ops.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.ops.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
    @Test
    void keysAreMadeOnceAndStay(@TempDir Path directory) throws IOException {
        assertThat(Ops.run("keys", "create", directory.toString())).isZero();
        byte[] master = Files.readAllBytes(directory.resolve("data-master.key"));
        byte[] signing = Files.readAllBytes(directory.resolve("audit-signing.key"));

        assertThat(Ops.run("keys", "create", directory.toString())).as("again").isZero();
        assertThat(directory.resolve("audit-signing.key")).hasBinaryContent(signing);
        assertThat(directory.resolve("data-master.key")).hasBinaryContent(master);
    }
}

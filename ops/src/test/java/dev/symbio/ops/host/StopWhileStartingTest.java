package dev.symbio.ops.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopWhileStartingTest {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    /** Once its port is there, a node is a member and hosts entities, but it is not ready yet. */
    @Test
    void aNodeThatIsAskedToStopWhileItStartsStopsInOrder(@TempDir Path folder)
            throws IOException, InterruptedException {
        List<String> options = List.of("-Xmx512m", "-Dsymbio.profile=embedded", "-Dsymbio.data-dir=" + folder);
        try (ChildSymbio node = ChildSymbio.node(folder, FreePort.any(), options)) {
            node.launch();
            await().atMost(STARTS_WITHIN)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> listens(node.url()));

            node.stop();

            assertThat(Files.readString(node.log()))
                    .contains("Symbio has stopped in order.")
                    .doesNotContain("cannot start");
        }
    }

    private static boolean listens(URI url) {
        try (Socket connected = new Socket(url.getHost(), url.getPort())) {
            return connected.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}

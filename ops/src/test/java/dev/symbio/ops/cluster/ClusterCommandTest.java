package dev.symbio.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.ops.host.FreePort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands find the cluster by its directory, do to it what they say, and leave nothing behind. */
class ClusterCommandTest {
    private static final Pattern PID = Pattern.compile("pid (\\d+)");

    @TempDir
    private Path directory;

    private record Ran(int code, String text) {
        private long pid() {
            Matcher found = PID.matcher(text);
            assertThat(found.find()).as(text).isTrue();
            return Long.parseLong(found.group(1));
        }
    }

    private Ran cluster(String... words) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        List<String> line = new ArrayList<>(List.of("--dir", directory.toString()));
        line.addAll(List.of(words));
        int code = new CommandLine(new ClusterCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(line.toArray(String[]::new));
        writer.flush();
        return new Ran(code, text.toString());
    }

    private Path portFile() {
        return directory.resolve("keeper.port");
    }

    @AfterEach
    void endWhatATestHasLeft() {
        if (Files.exists(portFile())) {
            cluster("down");
        }
    }

    @Test
    void startsKillsAndStartsNodesAndEndsThem() {
        Ran up = cluster("up", "--nodes", "1", "--profile", "postgres");
        assertThat(up.code()).as(up.text()).isZero();
        assertThat(up.text()).contains("profile postgres", "node 1: ready");
        assertThat(portFile()).exists();
        assertThat(cluster("up", "--nodes", "1")).satisfies(ran -> told(ran, 2, "There is a cluster in " + directory));
        assertThat(cluster("status")).satisfies(ran -> told(ran, 0, "node 1: ready"));
        assertThat(cluster("kill", "2")).satisfies(ran -> told(ran, 1, "Expected a node from 1 to 1 but got 2."));

        assertThat(cluster("kill", "1")).satisfies(ran -> told(ran, 0, "node 1: ended"));
        assertThat(ProcessHandle.of(up.pid())).isEmpty();
        Ran started = cluster("start", "1");
        assertThat(started).satisfies(ran -> told(ran, 0, "node 1: ready"));
        assertThat(started.pid()).isNotEqualTo(up.pid());

        assertThat(cluster("down")).satisfies(ran -> told(ran, 0, "Going down."));
        assertThat(portFile()).doesNotExist();
        assertThat(ProcessHandle.of(started.pid())).isEmpty();
        assertThat(directory.resolve("node-1/symbio.log")).exists();
        assertThat(cluster("status")).satisfies(ran -> told(ran, 2, "There is no cluster in " + directory));
    }

    @Test
    void aDirectoryWhoseClusterIsGoneIsTold() throws IOException {
        Files.writeString(portFile(), Integer.toString(FreePort.any()));
        assertThat(cluster("status")).satisfies(ran -> told(ran, 1, "does not answer; remove " + portFile()));
        Files.delete(portFile());
        assertThat(cluster("up", "--profile", "embedded"))
                .satisfies(ran -> told(ran, 2, "Expected postgres or cassandra"));
        assertThat(cluster("up", "--nodes", "0")).satisfies(ran -> told(ran, 2, "Expected 1 to 9 nodes"));
    }

    private static void told(Ran ran, int code, String what) {
        assertThat(ran.code()).as(ran.text()).isEqualTo(code);
        assertThat(ran.text()).contains(what);
    }
}

package dev.symbio.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.symbio.ops.Ops;
import dev.symbio.ops.host.Home;
import dev.symbio.ops.host.OwnSymbio;
import dev.symbio.ops.independent.OtherVerdicts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTelemetryTest {
    private static OwnSymbio symbio;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        symbio = OwnSymbio.inTemporaryDirectory();
    }

    @AfterAll
    static void stop() {
        symbio.close();
    }

    @Test
    void judgesWhatAnIndependentComputationDoesAndReportsBadRows() throws IOException {
        String good =
                """
                ,day_num,date,machineID,volt,rotate,pressure,vibration
                0,1,2015-01-01,1.0,170.6,446.3,98.0,41.0
                1,2,2015-01-31,1.0,170.6,446.3,97.999999999999,41.00000000000001
                2,3,2015-03-15,1.0,170.6,446.3,100,40.99999999999999
                3,4,2015-03-14,1.0,170.6,446.3,101,41.00000000000001
                4,1,2015-02-28,2.0,170.6,446.3,98,10
                """;
        String bad =
                """
                5,5,31/12/2015,2.0,170.6,446.3,98,10
                6,6,2015-02-30,2.0,170.6,446.3,98,10
                7,7,2015-02-27,2.0,170.6,446.3,NaN,10
                8,8,2015-02-26,,170.6,446.3,98,10
                9,9,2015-02-25,2.0,170.6
                10,10,2015-02-28,2.0,170.6,446.3,98,11
                11,11,2199-02-28,3.0,170.6,446.3,98,11
                12,12,2015-02-24,2.0,170.6,446.3,123456789012345,10
                13,13,2199-02-28,1.0,170.6,446.3,98,11
                """;
        Path file = Files.writeString(folder.resolve("machines.csv"), good + bad);

        assertThat(replay(file, "first")).isZero();
        List<String> judged = verdicts("first").stream()
                .filter(line -> !line.startsWith("machine-3,"))
                .toList();
        assertThat(judged).isEqualTo(OtherVerdicts.lines(good)).hasSize(8);
        assertThat(judged)
                .contains(
                        "machine-1,smooth-running,2015-03-01T00:00:00Z,2015-04-01T00:00:00Z,2,41.000000,41,met",
                        "machine-1,smooth-running,2015-02-01T00:00:00Z,2015-03-01T00:00:00Z,0,,41,skipped");
        assertThat(problemLines("first")).containsExactly(7, 8, 9, 10, 11, 12, 13, 14, 15);

        assertThat(replay(file, "second")).isZero();
        assertThat(verdicts("second")).isEqualTo(verdicts("first"));
        assertThat(problemLines("second")).isEqualTo(problemLines("first"));
    }

    @Test
    void judgesTheMachinesOfAYearExactly() throws IOException {
        Path file = data().resolve("machines/telemetry_daily_mean.csv.gz");
        assumeTrue(
                Files.exists(file),
                "There is no " + file + ": set SYMBIO_DATA to the folder of the public data sets to run this test.");
        String csv;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            csv = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(replay(file, "machines")).isZero();

        assertThat(verdicts("machines")).isEqualTo(OtherVerdicts.lines(csv)).hasSize(2_400);
        assertThat(problemLines("machines")).isEmpty();
    }

    @Test
    void saysWhatIsMissingFromAMappingOrAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        assertThat(replay(file, "none")).isEqualTo(2);
        assertThat(Ops.run("replay", "telemetry", file.toString(), "--mapping", file.toString(), "--url", url()))
                .isEqualTo(2);
    }

    private int replay(Path file, String report) {
        return Ops.run(
                "replay",
                "telemetry",
                file.toString(),
                "--mapping",
                Home.file("ops/mappings/machines.json").toString(),
                "--url",
                url(),
                "--report",
                folder.resolve(report).toString());
    }

    private static String url() {
        return symbio.url().toString();
    }

    private List<String> verdicts(String report) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(report).resolve("verdicts.csv"));
        assertThat(lines.get(0)).isEqualTo("stream,promise,window_start,window_end,samples,value,target,outcome");
        return lines.stream().skip(1).sorted().toList();
    }

    private List<Integer> problemLines(String report) throws IOException {
        return Files.readAllLines(folder.resolve(report).resolve("problems.csv")).stream()
                .skip(1)
                .map(line -> Integer.parseInt(line.substring(0, line.indexOf(','))))
                .toList();
    }

    private static Path data() {
        String told = System.getenv("SYMBIO_DATA");
        return told != null
                ? Path.of(told)
                : Home.root().resolve("../shared/data").normalize();
    }
}

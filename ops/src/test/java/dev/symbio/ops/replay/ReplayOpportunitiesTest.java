package dev.symbio.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.symbio.ops.Ops;
import dev.symbio.ops.host.Home;
import dev.symbio.ops.host.OwnSymbio;
import dev.symbio.ops.independent.OtherPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayOpportunitiesTest {
    private static final String HEADER =
            "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n";
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
    void countsAndSumsTheWholePipelineLikeTheFile() throws IOException {
        Path file = data().resolve("pipeline/sales_pipeline.csv");
        assumeTrue(
                Files.exists(file),
                "There is no " + file + ": set SYMBIO_DATA to the folder of the public data sets to run this test.");

        assertThat(replay(file, "whole", "report")).isZero();

        assertThat(OtherPipeline.report(folder.resolve("report/opportunities.csv")))
                .isEqualTo(OtherPipeline.sums(file));
        assertThat(problemLines("report")).isEqualTo(OtherPipeline.undated(file));
    }

    @Test
    void reportsEachRowThatCannotBeReplayedAndReplaysTheOthers() throws IOException {
        Path file = Files.writeString(
                folder.resolve("nasty.csv"),
                HEADER
                        + "A1,Ann,GTX,\"Acme, Inc\",Won,2017-01-31,2017-02-01,10.50\n"
                        + "A2,Ann,GTX,Acme,Won,2017-03-31,2017-02-01,10\n"
                        + "A3,Ann,GTX,Acme,Thinking,2017-01-31,,\n"
                        + "A4,Ann,GTX,Acme,Lost,31.01.2017,2017-02-01,0\n"
                        + "A5,,GTX,Acme,Engaging,2017-01-31,,\n"
                        + "A6,Ann,GTX,,Engaging,2017-01-31,,\n"
                        + "A7,Ann,GTX,Acme,Engaging,2017-01-31\n"
                        + "A1,Ann,GTX,Acme,Engaging,2017-01-31,,\n"
                        + "A8,Ann,GTX,Acme,Won,2017-01-31,2017-02-01,ten\n"
                        + "A9,Ann,GTX,Acme,Won,2017-01-31,2999-02-01,10\n"
                        + "B1,Ann,GTX,Acme,Won,2017-01-31,2017-02-01,-10\n"
                        + "B2,Ann,GTX,Acme,Won,2017-02-30,2017-04-01,10\n");

        assertThat(replay(file, "nasty", "report")).isZero();

        assertThat(OtherPipeline.report(folder.resolve("report/opportunities.csv")))
                .containsExactly(
                        "needs-diagnosis|opened|2017-01|1|0.00",
                        "won|closed|2017-02|1|10.50",
                        "won|opened|2017-01|1|10.50");
        assertThat(problemLines("report")).containsExactly(3L, 4L, 5L, 6L, 8L, 9L, 10L, 11L, 12L, 13L);
    }

    @Test
    void hasNoSecondEffectWhenReplayedAgain() throws IOException {
        Path file = Files.writeString(
                folder.resolve("twice.csv"),
                HEADER
                        + "A1,Ann,GTX,Acme,Won,2017-01-31,2017-02-01,10\n"
                        + "A2,Ann,GTX,Acme,Lost,2017-01-31,2017-02-01,0\n");
        assertThat(replay(file, "twice", "first")).isZero();
        assertThat(replay(file, "twice", "second")).isZero();
        assertThat(Files.readString(folder.resolve("second/opportunities.csv")))
                .isEqualTo(Files.readString(folder.resolve("first/opportunities.csv")))
                .contains("lost,closed,2017-02,1,0.00", "won,closed,2017-02,1,10.00");
    }

    @Test
    void refusesFilesAndMappingsThatCannotBeUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("other.csv"), "id,agent\n1,Ann\n");
        Path mapping = Files.writeString(folder.resolve("mapping.json"), "{\"columns\": {}, \"dates\": \"yyyy\"}");
        assertThat(replay(file, "none", "none")).isEqualTo(2);
        assertThat(replay(folder.resolve("missing.csv"), "none", "none")).isEqualTo(2);
        assertThat(Ops.run("replay", "opportunities", file.toString(), "--mapping", mapping.toString()))
                .isEqualTo(2);
        assertThat(Ops.run("replay", "opportunities", file.toString())).isEqualTo(2);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private int replay(Path file, String tenant, String report) {
        return Ops.run(
                "replay",
                "opportunities",
                file.toString(),
                "--mapping",
                Home.file("ops/mappings/pipeline.json").toString(),
                "--tenant",
                tenant,
                "--url",
                symbio.url().toString(),
                "--report",
                folder.resolve(report).toString());
    }

    private List<Long> problemLines(String report) throws IOException {
        List<Long> lines = new ArrayList<>();
        for (String row : Files.readAllLines(folder.resolve(report).resolve("problems.csv"))) {
            if (!row.startsWith("line,")) {
                lines.add(Long.valueOf(row.substring(0, row.indexOf(','))));
            }
        }
        return lines;
    }

    private static Path data() {
        String told = System.getenv("SYMBIO_DATA");
        return told != null
                ? Path.of(told)
                : Home.root().resolve("../shared/data").normalize();
    }
}

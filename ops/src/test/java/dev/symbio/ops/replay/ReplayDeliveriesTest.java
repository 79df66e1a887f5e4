package dev.symbio.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.ops.Ops;
import dev.symbio.ops.host.Home;
import dev.symbio.ops.host.OwnSymbio;
import dev.symbio.ops.independent.NastyFile;
import dev.symbio.ops.independent.OtherReplay;
import dev.symbio.ops.independent.OtherReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayDeliveriesTest {
    private static OwnSymbio symbio;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws InterruptedException {
        symbio = OwnSymbio.inTemporaryDirectory();
    }

    @AfterAll
    static void stop() {
        symbio.close();
    }

    @Test
    void settlesANastyFileExactlyAndReportsItsBadLines() throws IOException {
        NastyFile nasty = NastyFile.of(20_110_331);
        Path file = Files.writeString(folder.resolve("nasty.csv"), nasty.text());

        assertThat(replay(file, "report")).isZero();

        assertThat(OtherReport.lines(report("report"))).isEqualTo(OtherReplay.statements(nasty.text()));
        assertThat(problemLines("report")).isEqualTo(nasty.badLines());
        assertThat(OtherReport.statuses(report("report"))).containsExactly("issued");
    }

    @Test
    void hasNoSecondEffectWhenReplayedAgain() throws IOException {
        Path file = Files.writeString(
                folder.resolve("twice.csv"),
                """
                currency,value,delivered_on,promised_on,provider,id
                USD,1000,2011-03-01,2011-02-01,Twice Ltd,1
                USD,1000,2011-02-01,2011-02-01,Twice Ltd,2
                USD,-1,2011-02-01,2011-02-01,Twice Ltd,3
                """);
        assertThat(replay(file, "first")).isZero();
        assertThat(replay(file, "second")).isZero();
        assertThat(report("second"))
                .isEqualTo(report("first"))
                .contains("Twice Ltd,2011-Q1,2,1,0.500000,2000.00,200.00,USD,issued");
        assertThat(problemLines("second")).containsExactly(4L);
    }

    @Test
    void reportsWhatOnlyThePlatformKnows() throws IOException {
        Path file = Files.writeString(
                folder.resolve("future.csv"),
                """
                id,provider,promised_on,delivered_on,value,currency
                1,Tomorrow Inc,2011-02-01,2011-02-01,10,USD
                2,Tomorrow Inc,2011-02-01,2199-01-01,10,USD
                3,Never AG,2011-02-01,2199-01-01,10,USD
                """);
        assertThat(replay(file, "report")).isZero();
        assertThat(OtherReport.lines(report("report")))
                .containsExactly("Tomorrow Inc|2011-Q1|1|1|1.000000|10.00|0.00|USD");
        assertThat(problemLines("report")).containsExactly(3L, 4L);
    }

    @Test
    void refusesFilesAndTermsThatCannotBeUsed() throws IOException {
        Path good = Files.writeString(
                folder.resolve("good.csv"),
                "id,provider,promised_on,delivered_on,value,currency\n1,Acme,2011-02-01,2011-02-01,10,USD\n");
        Path header =
                Files.writeString(folder.resolve("header.csv"), "id,provider,promised,delivered_on,value,currency\n");
        Path terms = Files.writeString(
                folder.resolve("terms.json"),
                Files.readString(Home.file("ops/terms/deliveries.json"))
                        .replace("\"0.75\", \"to\"", "\"0.80\", \"to\""));
        assertThat(replay(header, "none")).isEqualTo(2);
        assertThat(replay(folder.resolve("missing.csv"), "none")).isEqualTo(2);
        assertThat(run(good, terms, "none")).isEqualTo(2);
        assertThat(Ops.run("replay", "deliveries", good.toString())).isEqualTo(2);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void saysAtOnceThatNoPlatformOrNoIdentityIsThere() throws IOException {
        Path good = Files.writeString(
                folder.resolve("good.csv"),
                "id,provider,promised_on,delivered_on,value,currency\n1,Acme,2011-02-01,2011-02-01,10,USD\n");
        String terms = Home.file("ops/terms/deliveries.json").toString();
        String nobody = "http://127.0.0.1:1";
        String withoutIssuer = symbio.privateUrl().toString();
        assertThat(Ops.run("replay", "deliveries", good.toString(), "--terms", terms, "--url", nobody))
                .isEqualTo(1);
        assertThat(Ops.run("replay", "deliveries", good.toString(), "--terms", terms, "--url", withoutIssuer))
                .isEqualTo(2);
        assertThat(Ops.run("replay", "deliveries", good.toString(), "--terms", terms, "--url", "localhost"))
                .isEqualTo(2);
    }

    private int replay(Path file, String report) {
        return run(file, Home.file("ops/terms/deliveries.json"), report);
    }

    private int run(Path file, Path terms, String report) {
        return Ops.run(
                "replay",
                "deliveries",
                file.toString(),
                "--terms",
                terms.toString(),
                "--url",
                symbio.url().toString(),
                "--report",
                folder.resolve(report).toString());
    }

    private String report(String name) throws IOException {
        return Files.readString(folder.resolve(name).resolve("statements.csv"));
    }

    private List<Long> problemLines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name).resolve("problems.csv")).stream()
                .skip(1)
                .map(row -> Long.valueOf(row.substring(0, row.indexOf(','))))
                .toList();
    }
}

package dev.symbio.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.symbio.ops.Ops;
import dev.symbio.ops.host.Home;
import dev.symbio.ops.host.OwnSymbio;
import dev.symbio.ops.independent.NastyLog;
import dev.symbio.ops.independent.OtherJourneys;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayJourneysTest {
    private static final String HEADER = "number,incident_state,opened_at,sys_updated_at,assignment_group,priority\n";

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
    void countsANastyLogExactlyAndOnce() throws IOException {
        Path file = folder.resolve("nasty.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(NastyLog.of(20_161_122, 700).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(replay(file, "first")).isZero();
        assertThat(journeys("first")).isEqualTo(OtherJourneys.journeys(file)).hasSize(5);
        assertThat(problems("first")).hasSize(1);

        assertThat(replay(file, "second")).isZero();
        assertThat(journeys("second")).isEqualTo(journeys("first"));
    }

    @Test
    void reportsRowsAndCasesThatCannotBeReplayed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("bad.csv"),
                HEADER
                        + """
                        A,New,4/1/2016 08:00,4/1/2016 08:00,G1,3 - Moderate
                        A,Active,4/1/2016 08:00,31/2/2016 08:00,G1,3 - Moderate
                        A,Resolved,4/1/2016 08:00,4/1/2016 10:00,"G, 2",3 - Moderate
                        B,New,?,4/1/2016 08:00,G1,3 - Moderate
                        C,New,4/1/2016 08:00,4/1/2016 08:00,G1,5 - Planning
                        D,New,4/1/2016 08:00
                        ?,New,4/1/2016 08:00,4/1/2016 08:00,G1,3 - Moderate
                        E,New,4/1/2016 08:00,4/1/2199 08:00,G1,3 - Moderate
                        F,New,4/1/2016 08:00,4/1/2016 09:00,?,?
                        F,Active,4/1/2016 08:00,4/1/2016 12:00,?,1 - Critical
                        F,Closed,4/1/2016 08:00,4/1/2016 12:01,?,?
                        """);
        assertThat(replay(file, "report")).isZero();

        assertThat(journeys("report"))
                .containsExactly(
                        "priority,journeys,met,breached,used_minutes,handovers", "1,1,0,1,241,0", "3,1,1,0,120,1");
        assertThat(problems("report"))
                .extracting(row -> row.replaceAll("^(\\d+),([^,]*),([^,]*),.*", "$1 $2 $3"))
                .containsExactly(
                        "line,id,code,detail",
                        "3 A time.unreadable",
                        "5 B case.never-opened",
                        "6 C case.priority-unknown",
                        "7  row.columns",
                        "8  case.missing",
                        "9 E journey.in-the-future");
    }

    @Test
    void countsTheWholeMinutesOfEachIntervalWhenThereAreSeconds() throws IOException {
        Path file = Files.writeString(
                folder.resolve("seconds.csv"),
                HEADER
                        + """
                        S,New,4/1/2016 08:00:00,4/1/2016 08:01:50,G1,1 - Critical
                        S,Active,4/1/2016 08:00:00,4/1/2016 08:03:40,G1,1 - Critical
                        S,Resolved,4/1/2016 08:00:00,4/1/2016 12:00:30,G1,1 - Critical
                        """);
        assertThat(replay(file, "report")).isZero();
        assertThat(journeys("report")).contains("1,1,1,0,238,0"); // 1 + 1 + 236
    }

    @Test
    void refusesFilesThatCannotBeUsed() throws IOException {
        Path header = Files.writeString(folder.resolve("header.csv"), "number,state\nA,New\n");
        Path good = Files.writeString(folder.resolve("good.csv"), HEADER);
        Path calendar = Files.writeString(folder.resolve("calendar.json"), "{\"name\": \"c\", \"week\": {}}");
        assertThat(replay(header, "none")).isEqualTo(2);
        assertThat(replay(folder.resolve("missing.csv"), "none")).isEqualTo(2);
        assertThat(run(good, calendar, "none")).isEqualTo(2);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void countsAllIncidentsOfARealServiceDeskExactly() throws IOException {
        String told = System.getenv("SYMBIO_DATA");
        Path data = told != null
                ? Path.of(told)
                : Home.root().resolve("../shared/data").normalize();
        Path file = data.resolve("incidents/incident_event_log.csv.gz");
        assumeTrue(
                Files.exists(file),
                "There is no " + file + ": set SYMBIO_DATA to the folder of the public data sets to run this test.");

        assertThat(replay(file, "incidents")).isZero();

        assertThat(journeys("incidents")).isEqualTo(OtherJourneys.journeys(file));
        assertThat(journeys("incidents").stream()
                        .skip(1)
                        .mapToLong(line -> Long.parseLong(line.split(",")[1]))
                        .sum())
                .isEqualTo(20_769);
        assertThat(problems("incidents")).hasSize(1);
    }

    private int replay(Path file, String report) {
        return run(file, Home.file("ops/mappings/incidents-calendar.json"), report);
    }

    private int run(Path file, Path calendar, String report) {
        return Ops.run(
                "replay",
                "journeys",
                file.toString(),
                "--mapping",
                Home.file("ops/mappings/incidents.json").toString(),
                "--calendar",
                calendar.toString(),
                "--url",
                symbio.url().toString(),
                "--report",
                folder.resolve(report).toString());
    }

    private List<String> journeys(String report) throws IOException {
        return Files.readAllLines(folder.resolve(report).resolve("journeys.csv"));
    }

    private List<String> problems(String report) throws IOException {
        return Files.readAllLines(folder.resolve(report).resolve("problems.csv"));
    }
}

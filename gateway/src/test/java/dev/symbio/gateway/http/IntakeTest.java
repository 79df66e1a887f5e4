package dev.symbio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.gateway.ApiClient;
import dev.symbio.gateway.RepeatedByte;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Reply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {
    private static final String ROWS = "/api/v1/things/t1/rows";
    private static final String HEADER = "id,at,value,met\n";
    private static final String AT = "2026-03-01T08:00:00Z";

    private static ThingApi things;
    private static ApiClient writer;

    @BeforeAll
    static void start() {
        things = new ThingApi(new RateLimit(100_000, 100_000));
        writer = ApiClient.of("127.0.0.1", things.port()).as(ThingApi.WRITER);
    }

    @AfterAll
    static void stop() {
        things.close();
    }

    @BeforeEach
    void empty() {
        things.taken.clear();
        things.chunkIds.clear();
        things.nextReply = new Reply.Accepted(7, null, false);
    }

    private static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "r" + i + "," + AT + "," + i + ",true\n")
                .collect(Collectors.joining());
    }

    private static List<String> faults(ApiClient.Answer answer) {
        List<String> faults = new ArrayList<>();
        for (JsonNode fault : answer.json().path("errors")) {
            faults.add(fault.path("line").asText() + " " + fault.path("pointer").asText() + " "
                    + fault.path("code").asText());
        }
        return faults;
    }

    @Test
    void takesGoodRowsAndReportsBadOnesByLine() {
        ApiClient.Answer answer = writer.postCsv(
                ROWS,
                HEADER
                        + "a," + AT + ",1.5,true\n"
                        + "b,tomorrow,x,maybe\n"
                        + "\n"
                        + "c," + AT + ",-1,true\r\n"
                        + "d," + AT + "\n"
                        + "e," + AT + ",1,true,surplus\n"
                        + "f," + AT + ",\"1\n"
                        + "g," + AT + ",\"1\"2,true\n"
                        + "same," + AT + ",1,\n"
                        + "\"h,\"\"i\"\"\"," + AT + ",,false");

        JsonNode summary = answer.json();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(summary.get("rows").asInt()).isEqualTo(9);
        assertThat(summary.get("accepted").asInt()).isEqualTo(2);
        assertThat(summary.get("rejected").asInt()).isEqualTo(6);
        assertThat(faults(answer))
                .containsExactly(
                        "3 /at field.value",
                        "3 /value field.value",
                        "3 /met field.value",
                        "5 /value thing.negative",
                        "6  row.too-few-fields",
                        "7  row.too-many-fields",
                        "8  row.open-quote",
                        "9  row.malformed");
        assertThat(summary.get("errors").get(0).get("id").asText()).isEqualTo("b");
        assertThat(summary.at("/conflicts/0/line").asInt()).isEqualTo(10);
        assertThat(things.taken.stream().map(ThingApi.Row::id)).containsExactly("a", "h,\"i\"");
    }

    @Test
    void readsNdjsonTheSameWay() {
        String file = "{\"id\":\"a\",\"at\":\"" + AT + "\",\"value\":1.5}\n"
                + "{\"id\":\"b\",\"at\":\"tomorrow\"}\n"
                + "not json\n"
                + "\n"
                + "{\"id\":\"c\",\"at\":\"" + AT + "\",\"surplus\":1}\r\n"
                + "[]\n"
                + "{\"id\":\"d\",\"id\":\"e\"}\n"
                + "{\"id\":\"f\",\"at\":\"" + AT + "\"}";
        ApiClient.Answer answer =
                writer.postRows(ROWS, "application/x-ndjson", HttpRequest.BodyPublishers.ofString("\ufeff" + file));

        assertThat(answer.json().get("rows").asInt()).isEqualTo(7);
        assertThat(faults(answer))
                .containsExactly(
                        "2 /at field.value",
                        "3  json.malformed",
                        "5 /surplus field.unknown",
                        "6  field.type",
                        "7  json.duplicate-field");
        assertThat(things.taken.stream().map(ThingApi.Row::id)).containsExactly("a", "f");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id,when,value   | header.unknown-column,header.missing-column",
                "id,value        | header.missing-column",
                "id,at,at        | header.repeated-column",
                "id;at;value     | header.unknown-column,header.missing-column,header.missing-column",
                "{\"id\":\"a\"}  | header.unknown-column,header.missing-column,header.missing-column",
                "id,at,\"value   | header.unreadable",
                "id,at,          | header.unknown-column",
            })
    void refusesAWrongHeader(String header, String codes) {
        ApiClient.Answer answer = writer.postCsv(ROWS, header + "\n" + rows(2_000));

        assertThat(answer.outcome()).isEqualTo("400 intake.wrong-header");
        assertThat(answer.json().path("errors").findValuesAsText("code")).containsExactly(codes.split(","));
        assertThat(things.taken).isEmpty();
    }

    @Test
    void takesColumnsInAnyOrderAndLeavesOutOptionalOnes() {
        ApiClient.Answer answer = writer.postCsv(ROWS, "\ufeffat, id\n" + AT + ",a\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(things.taken).singleElement().satisfies(row -> {
            assertThat(row.id()).isEqualTo("a");
            assertThat(row.value()).isNull();
        });
    }

    @Test
    void cutsTheSameFileIntoTheSameChunks() {
        writer.withKey("file-1").postCsv(ROWS, HEADER + rows(1_200));
        List<String> first = List.copyOf(things.chunkIds);
        things.chunkIds.clear();
        writer.withKey("file-1").postCsv(ROWS, HEADER + rows(1_200));
        List<String> second = List.copyOf(things.chunkIds);
        things.chunkIds.clear();
        writer.withKey("file-1").postCsv(ROWS, HEADER + rows(1_200).replace("r7,", "x7,"));
        List<String> changed = List.copyOf(things.chunkIds);

        assertThat(first).hasSize(3).isEqualTo(second);
        assertThat(first.get(0)).startsWith("file-1 ");
        assertThat(first.stream().map(IntakeTest::id)).doesNotHaveDuplicates();
        assertThat(changed.stream().map(IntakeTest::id))
                .isEqualTo(first.stream().map(IntakeTest::id).toList());
        assertThat(changed).doesNotContainAnyElementsOf(first);
    }

    private static String id(String chunk) {
        return chunk.substring(0, chunk.lastIndexOf(' '));
    }

    private static List<String> chunksOf(String mediaType, String file) {
        things.chunkIds.clear();
        writer.withKey("file-2").postRows(ROWS, mediaType, HttpRequest.BodyPublishers.ofString(file));
        return List.copyOf(things.chunkIds);
    }

    @Test
    void tellsFilesApartByEverythingThatIsInThem() {
        String rows = rows(1_200);
        List<String> first = chunksOf("text/csv", HEADER + rows);

        assertThat(chunksOf("text/csv", HEADER.replace("\n", "\r\n") + rows)).isEqualTo(first);
        assertThat(chunksOf("text/csv", "at,id,value,met\n" + rows)).doesNotContainAnyElementsOf(first);
        assertThat(chunksOf("text/csv", HEADER + "bad,row\n" + rows)).doesNotContainAnyElementsOf(first);
        List<String> changedLate = chunksOf("text/csv", HEADER + rows.replace("r600,", "x600,"));
        assertThat(changedLate.get(0)).isEqualTo(first.get(0));
        assertThat(changedLate.subList(1, 3)).doesNotContainAnyElementsOf(first);
    }

    @Test
    void namesChunksApartFromEveryKeyACallerCanChoose() {
        String longest = "k".repeat(200);
        writer.withKey(longest).postCsv(ROWS, HEADER + rows(1_200));

        assertThat(things.chunkIds.stream().map(IntakeTest::id))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.equals(longest) || id.contains(" ") && id.length() < 200);
    }

    @Test
    void doesNotLoseRowsBehindACarriageReturnWithoutALineFeed() {
        String good = "a," + AT + ",1,true";
        ApiClient.Answer mixed = writer.postCsv(
                ROWS, HEADER + good + "\r\n" + "b," + AT + ",1,true\rc," + AT + ",1,true\n" + "d," + AT + ",1,\r\r\n");
        ApiClient.Answer only = writer.postCsv(ROWS, (HEADER + good + "\n").replace('\n', '\r'));

        assertThat(faults(mixed)).containsExactly("3  row.malformed");
        assertThat(mixed.json().at("/errors/0/detail").asText()).contains("carriage return");
        assertThat(things.taken.stream().map(ThingApi.Row::id)).containsExactly("a", "d");
        assertThat(only.outcome()).isEqualTo("400 intake.wrong-header");
        assertThat(only.text()).contains("header.unreadable", "carriage return");
    }

    @Test
    void whoIsNoMemberAnyMoreCannotFinishAFile() {
        things.dismissedAfter = 2;
        ApiClient.Answer answer = writer.postCsv(ROWS, HEADER + rows(2_000));
        things.dismissedAfter = Integer.MAX_VALUE;
        assertThat(answer.status()).isEqualTo(403);
        assertThat(things.chunkIds).hasSize(2);
        assertThat(things.taken).hasSize(1_000);
    }

    @Test
    void endsWithTheProblemThatAChunkMeets() {
        things.nextReply = new Reply.Rejected(Rejection.conflict("thing.busy", "Expected it to be free."));

        assertThat(writer.postCsv(ROWS, HEADER + rows(10_000)).outcome()).isEqualTo("409 thing.busy");
        assertThat(things.chunkIds).hasSize(1);
    }

    @Test
    void saysWhenNotOneRowWasGood() {
        ApiClient.Answer bad = writer.postCsv(ROWS, HEADER + "a,never,,\n" + "b," + AT + ",-5,\n");

        assertThat(bad.outcome()).isEqualTo("422 intake.no-good-row");
        assertThat(faults(bad)).containsExactly("2 /at field.value", "3 /value thing.negative");
        assertThat(writer.postCsv(ROWS, HEADER).outcome()).isEqualTo("422 intake.no-good-row");
        assertThat(writer.postCsv(ROWS, "").outcome()).isEqualTo("422 intake.no-good-row");
    }

    @Test
    void listsTheFirstThousandErrorsAndCountsAll() {
        String bad = "b,never,,\n".repeat(3_000);

        JsonNode summary =
                writer.postCsv(ROWS, HEADER + "a," + AT + ",,\n" + bad).json();
        assertThat(summary.get("rejected").asInt()).isEqualTo(3_000);
        assertThat(summary.get("errors")).hasSize(1_000);
    }

    @Test
    void listsTheFirstHundredFaultsOfAProblem() {
        ApiClient.Answer rows = writer.postCsv(ROWS, HEADER + "b,never,,\n".repeat(3_000));
        ApiClient.Answer header = writer.postCsv(ROWS, "id,at" + ",x".repeat(16_000) + "\n");

        assertThat(rows.json().path("errors")).hasSize(100);
        assertThat(rows.json().path("detail").asText()).endsWith("These are the first 100 of 3000 faults.");
        assertThat(header.json().path("errors")).hasSize(100);
        assertThat(header.json().path("detail").asText()).endsWith("These are the first 100 of 16000 faults.");
    }

    @Test
    void reportsTextThatIsNotUtf8ByItsLine() {
        byte[] file = (HEADER + "a," + AT + ",1,\nb\u00fc," + AT + ",1,\nc," + AT + ",1,\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        ApiClient.Answer answer = writer.postRows(ROWS, "text/csv", HttpRequest.BodyPublishers.ofByteArray(file));

        assertThat(faults(answer)).containsExactly("3  row.not-utf-8");
        assertThat(things.taken).hasSize(2);
    }

    @Test
    void skipsAnEndlessLineWithoutHoldingIt() {
        long lineBytes = 50L << 20;
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        long[] most = {0};
        HttpRequest.BodyPublisher file =
                HttpRequest.BodyPublishers.ofInputStream(() -> new SequenceInputStream(Collections.enumeration(List.of(
                        stream(HEADER + "a," + AT + ",1,\n"),
                        new EndlessLine(lineBytes, () -> {
                            System.gc();
                            most[0] = Math.max(most[0], runtime.totalMemory() - runtime.freeMemory() - before);
                        }),
                        stream("\nz," + AT + ",2,\n")))));

        ApiClient.Answer answer = writer.postRows(ROWS, "text/csv", file);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(faults(answer)).containsExactly("3  row.too-long");
        assertThat(things.taken.stream().map(ThingApi.Row::id)).containsExactly("a", "z");
        assertThat(most[0]).isPositive().isLessThan(20L << 20);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** So many bytes without an end of line; looks around every 10 MiB. */
    private static final class EndlessLine extends RepeatedByte {
        private static final long LOOK_EVERY_BYTES = 10L << 20;

        private final Runnable look;
        private long untilLook = LOOK_EVERY_BYTES;

        private EndlessLine(long bytes, Runnable look) {
            super((byte) 'x', bytes);
            this.look = look;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = super.read(into, offset, length);
            untilLook -= count;
            if (untilLook <= 0) {
                untilLook = LOOK_EVERY_BYTES;
                look.run();
            }
            return count;
        }
    }
}

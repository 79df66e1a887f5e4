package dev.symbio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.gateway.ApiClient;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {
    private static final String THING =
            """
            {"name":"n","weight":"1.50","at":"2026-03-01T08:00:00Z","colour":"blue","owner":"acme",
             "parts":[{"label":"wheel","count":4}]}""";

    private static ThingApi things;
    private static ApiClient anyone;
    private static ApiClient writer;

    @BeforeAll
    static void start() {
        things = new ThingApi(new RateLimit(100_000, 100_000));
        anyone = ApiClient.of("127.0.0.1", things.port());
        writer = anyone.as(ThingApi.WRITER);
    }

    @AfterAll
    static void stop() {
        things.close();
    }

    @BeforeEach
    void accepting() {
        things.nextReply = new Reply.Accepted(7, null, false);
        things.calls.clear();
    }

    private static String thing(String field, String value) {
        return THING.replaceAll("\"" + field + "\":(\"[^\"]*\"|\\[.*])", "\"" + field + "\":" + value);
    }

    @Test
    void answersACreationWithPlaceAndEtag() {
        ApiClient.Answer answer = writer.post("/api/v1/things", THING);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).contains("/api/v1/things/t-1");
        assertThat(answer.header("ETag")).contains("\"7\"");
        assertThat(answer.json().get("weight").asText()).isEqualTo("1.50");
        assertThat(answer.header("Server")).isEmpty();
    }

    @Test
    void handsKeyFingerprintAndExpectedSequenceToTheCommand() {
        writer.withKey("key-1").with("If-Match", "\"12\"").post("/api/v1/things", THING);
        writer.withKey("key-1").with("If-Match", "\"12\"").post("/api/v1/things", THING);
        writer.withKey("key-1").post("/api/v1/things", thing("name", "\"other\""));

        var first = things.calls.get(0).meta();
        assertThat(first.commandId()).isEqualTo("key-1");
        assertThat(first.expectedSeq()).isEqualTo(12);
        assertThat(first.principal().subject()).isEqualTo("ann");
        assertThat(first.fingerprint())
                .hasSize(64)
                .isEqualTo(things.calls.get(1).meta().fingerprint())
                .isNotEqualTo(things.calls.get(2).meta().fingerprint());
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(writer.get("/api/v1/nothing").outcome()).isEqualTo("404 request.not-found");
        assertThat(writer.get("/api/v1/things/").outcome()).isEqualTo("404 request.not-found");
        assertThat(writer.get("/api/v1//things").outcome()).isEqualTo("404 request.not-found");
    }

    @Test
    void namesTheMethodsThatThereAre() {
        ApiClient.Answer answer = writer.delete("/api/v1/things");

        assertThat(answer.outcome()).isEqualTo("405 request.method-not-allowed");
        assertThat(answer.header("Allow")).contains("GET, HEAD, POST");
    }

    @Test
    void asksForAToken() {
        ApiClient.Answer without = anyone.get("/api/v1/things");
        ApiClient.Answer wrong = anyone.as("nonsense").get("/api/v1/things");

        assertThat(without.outcome()).isEqualTo("401 access.unauthenticated");
        assertThat(without.header("WWW-Authenticate")).contains("Bearer realm=\"symbio\"");
        assertThat(wrong.outcome()).isEqualTo("401 access.unauthenticated");
    }

    @Test
    void asksForThePermission() {
        assertThat(anyone.as(ThingApi.READER).post("/api/v1/things", THING).outcome())
                .isEqualTo("403 access.denied");
        assertThat(anyone.as("bob@acme:").get("/api/v1/things/t1").status()).isEqualTo(200);
    }

    @Test
    void asksForAnIdempotencyKey() {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(THING);
        assertThat(writer.send("POST", "/api/v1/things", "application/json", body)
                        .outcome())
                .isEqualTo("400 request.idempotency-key-missing");
        assertThat(writer.withKey("with space").post("/api/v1/things", THING).outcome())
                .isEqualTo("400 request.idempotency-key-invalid");
        assertThat(writer.withKey("k".repeat(201)).post("/api/v1/things", THING).outcome())
                .isEqualTo("400 request.idempotency-key-invalid");
        assertThat(writer.withKey("k".repeat(200)).post("/api/v1/things", THING).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "W/\"3\"",
                "\"abc\"",
                "12",
                "\"1\", \"2\"",
            })
    void refusesAnIfMatchThatIsNoSequenceNumber(String tag) {
        assertThat(writer.with("If-Match", tag).post("/api/v1/things", THING).outcome())
                .isEqualTo("400 request.if-match-invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name   | 17                      | /name field.type",
                "name   | null                    | /name field.missing",
                "weight | \"12,5\"                | /weight field.value",
                "weight | \"1e999999999\"         | /weight field.value",
                "weight | {}                      | /weight field.type",
                "at     | 20260301                | /at field.type",
                "at     | \"yesterday\"           | /at field.value",
                "at     | \"2026-02-30T00:00:00Z\"| /at field.value",
                "colour | \"green\"               | /colour field.value",
                "colour | 0                       | /colour field.value",
                "owner  | 17                      | /owner field.type",
                "owner  | \"A\"                   | /owner field.value",
                "parts  | {}                      | /parts field.type",
                "parts  | [null]                  | /parts/0 field.missing",
                "parts  | [{\"count\":1}]         | /parts/0/label field.missing",
                "parts  | [{\"label\":\"x\"}]     | /parts/0/count field.missing",
                "parts  | [{\"label\":\"x\",\"count\":null}] | /parts/0/count field.missing",
                "parts  | [{\"label\":\"x\",\"count\":1.5}]  | /parts/0/count field.value",
                "parts  | [{\"label\":\"x\",\"count\":99999999999}] | /parts/0/count field.value",
                "parts  | [{\"label\":\"x\",\"count\":1,\"a/b~c\":2}] | /parts/0/a~1b~0c field.unknown",
            })
    void saysWhichFieldIsWrong(String field, String value, String fault) {
        ApiClient.Answer answer = writer.post("/api/v1/things", thing(field, value));

        assertThat(answer.outcome()).isEqualTo("400 request.invalid-body");
        assertThat(answer.faults()).containsExactly(fault);
        assertThat(answer.text())
                .doesNotContain("dev.symbio")
                .doesNotContain("java.")
                .doesNotContain("jackson");
    }

    @Test
    void findsAllMissingFieldsAtOnce() {
        assertThat(writer.post("/api/v1/things", "{\"name\":\"n\"}").faults())
                .containsExactly(
                        "/weight field.missing",
                        "/at field.missing",
                        "/colour field.missing",
                        "/owner field.missing",
                        "/parts field.missing");
        assertThat(writer.post("/api/v1/things", "").faults()).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": }                   | json.malformed",
                "{\"name\":\"a\",\"name\":\"b\"}| json.duplicate-field",
                "{\"name\":\"a\"                | json.malformed",
                "nonsense                       | json.malformed",
            })
    void saysWhereTextIsNoJson(String body, String code) {
        ApiClient.Answer answer = writer.post("/api/v1/things", body);

        assertThat(answer.outcome()).isEqualTo("400 request.malformed-body");
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(code);
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(1);
        assertThat(answer.json().at("/errors/0/column").asInt()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "17", "\"text\"", "true"})
    void wantsAnObject(String body) {
        ApiClient.Answer answer = writer.post("/api/v1/things", body);

        assertThat(answer.outcome()).isEqualTo("400 request.invalid-body");
        assertThat(answer.faults()).containsExactly(" field.type");
    }

    @Test
    void wantsOneValueOnly() {
        assertThat(writer.post("/api/v1/things", THING + "{}").status()).isEqualTo(400);
        assertThat(writer.post("/api/v1/things", "[".repeat(10_000)).status()).isEqualTo(400);
        assertThat(writer.post("/api/v1/things", "{\"name\":".repeat(10_000)).status())
                .isEqualTo(400);
    }

    @Test
    void wantsUtf8() {
        byte[] latin = THING.replace("\"n\"", "\"M\u00fcller\"").getBytes(StandardCharsets.ISO_8859_1);
        ApiClient.Answer answer = writer.withKey("k")
                .send("POST", "/api/v1/things", "application/json", HttpRequest.BodyPublishers.ofByteArray(latin));

        assertThat(answer.outcome()).isEqualTo("400 request.malformed-body");
        // Jackson would read these, and find in them what nobody looked for
        for (Charset other : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, Charset.forName("UTF-32"))) {
            assertThat(writer.withKey("k-" + other)
                            .send(
                                    "POST",
                                    "/api/v1/things",
                                    "application/json",
                                    HttpRequest.BodyPublishers.ofByteArray(THING.getBytes(other)))
                            .outcome())
                    .as(other.name())
                    .isEqualTo("400 request.malformed-body");
        }
    }

    @Test
    void wantsTheDeclaredMediaType() {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(THING);
        ApiClient keyed = writer.withKey("k");
        assertThat(keyed.send("POST", "/api/v1/things", "text/plain", body).outcome())
                .isEqualTo("415 request.unsupported-media-type");
        assertThat(keyed.send("POST", "/api/v1/things", null, body).outcome())
                .isEqualTo("415 request.unsupported-media-type");
        assertThat(keyed.send("POST", "/api/v1/things", "text/csv", body).outcome())
                .isEqualTo("415 request.unsupported-media-type");
        assertThat(keyed.with("Content-Encoding", "gzip")
                        .send("POST", "/api/v1/things", "application/json", body)
                        .outcome())
                .isEqualTo("415 request.unsupported-media-type");
        assertThat(keyed.send("POST", "/api/v1/things", "application/json; charset=utf-8", body)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void refusesABodyBeyondTheLimitWhetherItsLengthIsToldOrNot() {
        byte[] large = new byte[5 << 20];
        HttpRequest.BodyPublisher told = HttpRequest.BodyPublishers.ofByteArray(large);
        HttpRequest.BodyPublisher untold = HttpRequest.BodyPublishers.fromPublisher(told);

        assertThat(writer.withKey("k")
                        .send("POST", "/api/v1/things", "application/json", told)
                        .outcome())
                .isEqualTo("413 request.too-large");
        assertThat(writer.withKey("k")
                        .send("POST", "/api/v1/things", "application/json", untold)
                        .outcome())
                .isEqualTo("413 request.too-large");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0          | limit parameter.value",
                "limit=201        | limit parameter.value",
                "limit=ten        | limit parameter.value",
                "limit=           | limit parameter.value",
                "limit=1&limit=2  | limit parameter.malformed",
                "colour=green     | colour parameter.value",
                "color=blue       | color parameter.unknown",
                "limit=%25zz      | limit parameter.value",
            })
    void refusesQueriesItDoesNotUnderstand(String query, String fault) {
        ApiClient.Answer answer = writer.get("/api/v1/things?" + query);

        assertThat(answer.outcome()).isEqualTo("400 request.invalid-parameter");
        assertThat(answer.faults()).containsExactly(fault);
    }

    @Test
    void readsQueries() {
        assertThat(writer.get("/api/v1/things?limit=3&colour=blue")
                        .json()
                        .at("/items/0/id")
                        .asText())
                .isEqualTo("t-3");
    }

    @Test
    void decodesPathParameters() {
        writer.get("/api/v1/things/t%20%C3%BC+1");

        assertThat(things.calls.get(0).path("thing")).isEqualTo("t \u00fc+1");
    }

    @Test
    void mapsTheEntitysReplies() {
        things.nextReply = new Reply.Rejected(Rejection.invalid(
                "thing.unfit", "Expected it to fit.", new Rejection.Fault("/weight", "thing.heavy", "Too heavy.")));
        ApiClient.Answer unfit = writer.post("/api/v1/things", THING);
        assertThat(unfit.outcome()).isEqualTo("422 thing.unfit");
        assertThat(unfit.faults()).containsExactly("/weight thing.heavy");

        things.nextReply = new Reply.Rejected(Rejection.conflict("thing.busy", "Expected it to be free."));
        assertThat(writer.post("/api/v1/things", THING).outcome()).isEqualTo("409 thing.busy");
        things.nextReply = new Reply.Rejected(Rejection.notFound("thing.not-found", "Expected it to exist."));
        assertThat(writer.post("/api/v1/things", THING).outcome()).isEqualTo("404 thing.not-found");
        things.nextReply = new Reply.KeyReused();
        assertThat(writer.post("/api/v1/things", THING).outcome()).isEqualTo("422 request.idempotency-key-reused");
        things.nextReply = new Reply.Stale(9);
        assertThat(writer.post("/api/v1/things", THING).outcome()).isEqualTo("412 request.stale");
        things.nextReply = new Reply.Quarantined("hash of event 3");
        ApiClient.Answer quarantined = writer.post("/api/v1/things", THING);
        assertThat(quarantined.outcome()).isEqualTo("503 entity.quarantined");
        assertThat(quarantined.header("Retry-After")).contains("300");
        assertThat(quarantined.text()).doesNotContain("hash of event");
    }

    @Test
    void saysThatAnOutcomeIsUnknown() {
        ApiClient.Answer answer = writer.post("/api/v1/things", thing("name", "\"lost\""));

        assertThat(answer.outcome()).isEqualTo("504 entity.timed-out");
        assertThat(answer.header("Retry-After")).contains("1");
    }

    @Test
    void aStoreThatDoesNotAnswerIsNoFaultOfOursAndARepeatMayHelp() {
        ApiClient.Answer answer = anyone.get("/api/v1/stored");

        assertThat(answer.outcome()).isEqualTo("503 server.store-unavailable");
        assertThat(answer.header("Retry-After")).contains("2");
        assertThat(answer.text()).doesNotContain("secret").doesNotContain("Exception");
    }

    @Test
    void tellsNothingOfItsOwnFaults() {
        ApiClient.Answer answer = anyone.with("X-Correlation-Id", "corr-17").get("/api/v1/broken");

        assertThat(answer.outcome()).isEqualTo("500 server.error");
        assertThat(answer.text())
                .doesNotContain("secret")
                .doesNotContain("Exception")
                .contains("corr-17");
        assertThat(answer.header("X-Correlation-Id")).contains("corr-17");
    }

    @Test
    void makesUpACorrelationIdWhenThereIsNoneThatCanBeUsed() {
        assertThat(writer.get("/api/v1/things").header("X-Correlation-Id")).isPresent();
        assertThat(writer.with("X-Correlation-Id", "a".repeat(200))
                        .get("/api/v1/things")
                        .header("X-Correlation-Id"))
                .get()
                .asString()
                .hasSize(36);
    }

    @Test
    void answersWhatIsNoHttpWithAProblem() {
        assertThat(raw("GET /api/v1/things?a=" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ")
                .contains("application/problem+json")
                .contains("request.uri-too-long");
        assertThat(raw("GET /api/v1/things HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(9_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("request.headers-too-large");
        assertThat(raw("GET /api/v1/things HTTP/1.1\r\nHost: x\r\n" + "X-A: b\r\n".repeat(100) + "\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("application/problem+json");
        assertThat(raw("NONSENSE\r\n\r\n"))
                .containsPattern("^HTTP/1.1 (400|501) ")
                .contains("problem+json");
        assertThat(raw("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("request.illegal");
        assertThat(raw("GET /api/v1/things/%FF HTTP/1.1\r\nHost: x\r\n\r\n")).containsPattern("^HTTP/1.1 40[0-9] ");
        assertThat(raw("GET /api/v1/things?limit=%ff HTTP/1.1\r\nHost: x\r\n\r\n"))
                .containsPattern("^HTTP/1.1 40[0-9] ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /api/v1/things   | ann@acme:CONTRACT_OBSERVE | application/json | 413 request.too-large",
                "POST /api/v1/things   | ann@acme:CONTRACT_READ    | application/json | 403 access.denied",
                "POST /api/v1/things   | nobody                    | application/json | 401 access.unauthenticated",
                "POST /api/v1/things   | ann@acme:CONTRACT_OBSERVE | text/plain       | 415 request.unsupported-media-type",
                "POST /api/v1/nothings | ann@acme:CONTRACT_OBSERVE | application/json | 404 request.not-found",
            })
    void answersCallersThatReadOnlyAfterTheyHaveWrittenEverything(
            String start, String token, String mediaType, String outcome) {
        String body = "{\"name\":\"" + "x".repeat(5 << 20) + "\"}";
        String answer = rawUntilAnswered(start + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nIdempotency-Key: k\r\nContent-Type: " + mediaType + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);

        assertThat(answer)
                .startsWith("HTTP/1.1 " + outcome.substring(0, 3))
                .contains("application/problem+json", '"' + outcome.substring(4) + '"');
        if (outcome.startsWith("413")) {
            assertThat(answer).contains("{\"pointer\":\"\",\"code\":\"body.too-large\"");
        }
    }

    @Test
    void doesNotWaitForABodyThatTheCallerHoldsBack() {
        String answer = rawUntilAnswered("POST /api/v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer nobody"
                + "\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 5000000"
                + "\r\nExpect: 100-continue\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void listsTheFirstHundredFaultsAndSaysHowManyThereWere() {
        String parts = "{},".repeat(2_000);
        ApiClient.Answer answer =
                writer.post("/api/v1/things", THING.replaceFirst("\"parts\":\\[", "\"parts\":[" + parts));

        assertThat(answer.outcome()).isEqualTo("400 request.invalid-body");
        assertThat(answer.json().path("errors")).hasSize(100);
        assertThat(answer.json().path("detail").asText()).endsWith("These are the first 100 of 4000 faults.");
    }

    @Test
    void saysWhenNoAnswerCameInTime() {
        ApiClient.Answer answer = anyone.get("/api/v1/sleepy");

        assertThat(answer.outcome()).isEqualTo("503 server.timed-out");
        assertThat(answer.header("Connection")).contains("close");
        assertThat(answer.header("Retry-After")).contains("1");
    }

    @Test
    void saysWhenABodyDoesNotArrive() {
        String head = "POST /api/v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + ThingApi.WRITER
                + "\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"name\":";

        assertThat(rawUntilAnswered(head))
                .startsWith("HTTP/1.1 408 ")
                .contains("Connection: close")
                .contains("request.timed-out");
    }

    @Test
    void stopsATenantThatAsksTooOftenAndNoOther() {
        try (ThingApi limited = new ThingApi(new RateLimit(1, 3))) {
            ApiClient client = ApiClient.of("127.0.0.1", limited.port());
            ApiClient busy = client.as(ThingApi.WRITER);
            List<String> outcomes = java.util.stream.IntStream.range(0, 6)
                    .mapToObj(i -> busy.get("/api/v1/things").outcome())
                    .toList();

            assertThat(outcomes).startsWith("200", "200", "200").endsWith("429 request.rate-limited");
            assertThat(busy.get("/api/v1/things").header("Retry-After")).isPresent();
            assertThat(client.as("bob@other:CONTRACT_READ")
                            .get("/api/v1/things")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void tellsCallersToComeBackWhileItAnswersAsManyAsItMayAtOnce() throws InterruptedException {
        InFlight two = new InFlight(2);
        try (ThingApi crowded = new ThingApi(new RateLimit(100_000, 100_000), two, Duration.ofSeconds(20))) {
            ApiClient client = ApiClient.of("127.0.0.1", crowded.port());
            CompletableFuture<ApiClient.Answer> first = CompletableFuture.supplyAsync(() -> client.get("/api/v1/slow"));
            CompletableFuture<Answer> heldFirst = crowded.nextSlow();
            CompletableFuture<ApiClient.Answer> second =
                    CompletableFuture.supplyAsync(() -> client.get("/api/v1/slow"));
            CompletableFuture<Answer> heldSecond = crowded.nextSlow();
            assertThat(two.count()).isEqualTo(2);

            ApiClient.Answer refused = client.get("/api/v1/slow");

            assertThat(refused.outcome()).isEqualTo("503 server.busy");
            assertThat(refused.header("Retry-After")).contains("1");
            assertThat(crowded.anySlow())
                    .as("handled although there was no room")
                    .isFalse();
            assertThat(two.count()).isEqualTo(2);

            heldFirst.complete(Answer.noContent());
            assertThat(first.join().status()).isEqualTo(204);
            assertThat(client.as(ThingApi.READER).get("/api/v1/things").status())
                    .as("one more, as one has ended")
                    .isEqualTo(200);
            heldSecond.completeExceptionally(new IllegalStateException("What fails makes room, too."));
            assertThat(second.join().status()).isEqualTo(500);
            assertThat(two.count()).isZero();
        }
    }

    @Test
    void countsWhatItAnswers() {
        writer.get("/api/v1/things");

        assertThat(things.meters
                        .get("symbio.http.answers")
                        .tags("endpoint", "listThings", "status", "200")
                        .timer()
                        .count())
                .isPositive();
        assertThat(things.meters
                        .get("symbio.http.tenant.answers")
                        .tags("tenant", "acme", "outcome", "2xx")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void servesItsDescriptionToRead() {
        ApiClient.Answer page = anyone.get("/docs");
        assertThat(page.text()).contains("/docs/swagger-ui-bundle.js").doesNotContain("https://");
        assertThat(anyone.get("/docs/swagger-ui-bundle.js").bytes()).hasSizeGreaterThan(1_000_000);
        assertThat(anyone.get("/docs/start.js").text()).contains("/openapi.json");
        assertThat(anyone.get("/docs/..%2Fsecret").outcome()).isEqualTo("404 request.not-found");
    }

    @Test
    void answersHeadLikeGetWithoutTheBody() {
        ApiClient.Answer answer = new HeadOnly(writer).head("/docs/start.js");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEmpty();
    }

    /** HEAD is not described for itself, so its answers are not held against the description. */
    private record HeadOnly(ApiClient client) {
        ApiClient.Answer head(String path) {
            String text = raw("HEAD " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            String[] parts = text.split("\r\n\r\n", 2);
            return new ApiClient.Answer(
                    Integer.parseInt(text.substring(9, 12)),
                    Collections.emptyMap(),
                    Optional.of(parts)
                            .filter(p -> p.length > 1)
                            .map(p -> p[1])
                            .orElse("")
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Keeps the connection open for more to send, and reads what has been answered so far. */
    private static String rawUntilAnswered(String request) {
        try (Socket socket = new Socket("127.0.0.1", things.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = new byte[8_192];
            int length = 0;
            while (!new String(answer, 0, length, StandardCharsets.UTF_8).contains("}")) {
                int more = socket.getInputStream().read(answer, length, answer.length - length);
                if (more < 0) {
                    break;
                }
                length += more;
            }
            return new String(answer, 0, length, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String raw(String request) {
        try (Socket socket = new Socket("127.0.0.1", things.port())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

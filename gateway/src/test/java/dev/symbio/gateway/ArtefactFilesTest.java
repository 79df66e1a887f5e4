package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.gateway.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Artefacts with their content: what goes in comes out, once, for those who may see it; and nothing half done stays. */
@ExtendWith(SharedSymbio.class)
class ArtefactFilesTest {
    private static final int LIMIT = 5 * 1024 * 1024;

    private static Sales sales;

    @BeforeAll
    static void bringInTwoCompanies(RunningSymbio running) {
        sales = Sales.in(running);
    }

    @Test
    void keepsAFileAsLargeAsTheLimitAndTellsWhatItIs() {
        String it = sales.opened();
        byte[] content = bytes(LIMIT);
        Answer kept = upload(sales.seller(), it, "kind=contact-note&sha256=" + sha256(content), content);
        assertThat(kept.status()).isEqualTo(201);
        JsonNode file = kept.json();
        assertThat(file.get("size").asInt()).isEqualTo(LIMIT);
        assertThat(file.get("sha256").asText()).isEqualTo(sha256(content));
        assertThat(file.get("mediaType").asText()).isEqualTo("application/pdf");

        JsonNode artefact = done(sales.seller().get(it)).at("/artefacts/0");
        assertThat(artefact.get("name").asText()).isEqualTo("Scan");
        assertThat(artefact.at("/file/id").asText()).isEqualTo(file.get("file").asText());
        assertThat(artefact.at("/file/mediaType").asText()).isEqualTo("application/pdf");
        Answer back = sales.hostAs("viewer").get(kept.header("Location").orElseThrow());
        assertThat(back.bytes()).isEqualTo(content);
        assertThat(back.header("Content-Disposition")).contains("attachment");
        assertThat(back.header("Repr-Digest").orElseThrow()).startsWith("sha-256=:");
        done(sales.seller().post(it + "/advance", Map.of("to", "needs-diagnosis")));
    }

    @Test
    void refusesMoreThanTheLimitHoweverItIsSentAndKeepsNothing() {
        String it = sales.opened();
        byte[] content = bytes(LIMIT + 1);
        Answer announced = upload(sales.seller(), it, "kind=k", content);
        assertThat(announced.outcome()).isEqualTo("413 request.too-large");
        assertThat(announced.json().at("/errors/0/code").asText()).isEqualTo("body.too-large");
        Answer inPieces = upload(sales.seller(), it, "kind=k", pieces(content));
        assertThat(inPieces.outcome()).isEqualTo("413 request.too-large");
        assertThat(inPieces.header("Content-Type")).contains("application/problem+json");
        assertThat(done(sales.seller().get(it)).get("artefacts")).isEmpty();
        assertThat(stored(it)).isZero();
    }

    @Test
    void hasOneEffectHoweverOftenItIsRepeated() {
        String it = sales.opened();
        ApiClient once = sales.seller().withKey("upload-once");
        JsonNode first = done(upload(once, it, "kind=k", bytes(1_000)));
        JsonNode again = done(upload(once, it, "kind=k", pieces(bytes(1_000))));
        assertThat(again).isEqualTo(first);
        assertThat(upload(once, it, "kind=k", bytes(1_001)).outcome()).isEqualTo("422 request.idempotency-key-reused");
        assertThat(upload(once, it, "kind=other", bytes(1_000)).outcome())
                .isEqualTo("422 request.idempotency-key-reused");
        assertThat(done(sales.seller().get(it)).get("artefacts")).hasSize(1);
        assertThat(stored(it)).isEqualTo(1);
    }

    @Test
    void namesThePlaceOfWhatIsWrong() {
        String it = sales.opened();
        Answer other = upload(sales.seller(), it, "kind=k&sha256=" + "0".repeat(64), bytes(10));
        assertThat(other.outcome()).isEqualTo("422 opportunity.digest-differs");
        assertThat(other.faults()).containsExactly("sha256 opportunity.digest-differs");
        assertThat(upload(sales.seller(), it, "kind=k", new byte[0]).faults())
                .containsExactly("/file opportunity.file-invalid");
        assertThat(upload(sales.seller(), it, "kind=No%20Kind", bytes(10)).faults())
                .containsExactly("/kind opportunity.kind-invalid");
        assertThat(upload(sales.seller(), it, "size=1&kind=k", bytes(10)).outcome())
                .isEqualTo("400 request.invalid-parameter");
        Answer nameless = sales.seller().postRows(it + "/files?kind=k", "text/plain", BodyPublishers.ofString("x"));
        assertThat(nameless.faults()).containsExactly("name parameter.missing");
        assertThat(sales.seller()
                        .with("If-Match", "\"99\"")
                        .postRows(it + "/files?name=n&kind=k", "text/plain", BodyPublishers.ofString("x"))
                        .status())
                .isEqualTo(412);
        assertThat(done(sales.seller().get(it)).get("artefacts")).isEmpty();
        assertThat(stored(it)).isZero();
    }

    @Test
    void isSeenByThoseWhoSeeTheArtefactAndByNobodyElse() {
        String it = sales.opened();
        String file = it + "/files/"
                + done(upload(sales.seller(), it, "kind=k", bytes(100)))
                        .get("file")
                        .asText();
        Sales strangers = Sales.in(sales.symbio);
        assertThat(strangers.seller().get(file).outcome()).isEqualTo("404 opportunity.not-found");
        assertThat(upload(strangers.seller(), it, "kind=k", bytes(10)).outcome())
                .isEqualTo("404 opportunity.not-found");
        String own = strangers.opened();
        assertThat(strangers.seller().get(own + file.substring(it.length())).outcome())
                .isEqualTo("404 opportunity.file-not-found");

        done(sales.seller().post(it + "/shares", Map.of("partner", sales.partner, "fields", List.of("customer"))));
        assertThat(sales.partner().get(file).outcome()).isEqualTo("404 opportunity.file-not-found");
        done(sales.seller().post(it + "/shares", Map.of("partner", sales.partner, "fields", List.of("artefacts"))));
        assertThat(sales.partner().get(file).bytes()).isEqualTo(bytes(100));
        assertThat(upload(sales.partner(), it, "kind=k", bytes(10)).outcome()).isEqualTo("403 opportunity.not-for-you");
        assertThat(upload(sales.hostAs("viewer"), it, "kind=k", bytes(10)).outcome())
                .isEqualTo("403 access.denied");
        assertThat(stored(it)).isEqualTo(1);
    }

    @Test
    void sweepsAwayWhatUploadsLeftBehindADayAgo() {
        String it = sales.opened();
        JsonNode known = done(upload(sales.seller(), it, "kind=k", bytes(10)));
        String id = it.substring(Sales.OPPORTUNITIES.length() + 1);
        sales.symbio.symbio().platform().sql().useHandle(sql -> {
            sql.execute(
                    "insert into artefact_file (tenant_id, file_id, opportunity_id, kept, begun_at)"
                            + " values (?, 'lost', ?, false, timestamp with time zone '2020-01-01 00:00:00+00')",
                    sales.host,
                    id);
            sql.execute(
                    "insert into artefact_file_part (tenant_id, file_id, part, content) values (?, 'lost', 0, ?)",
                    sales.host,
                    new byte[] {1});
            sql.execute(
                    "update artefact_file set kept = false, begun_at = timestamp with time zone '2020-01-01 00:00:00+00'"
                            + " where file_id = ?",
                    known.get("file").asText());
        });
        done(upload(sales.seller(), it, "kind=k", bytes(20)));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(stored(it)).isEqualTo(2));
        assertThat(sales.seller()
                        .get(it + "/files/" + known.get("file").asText())
                        .bytes())
                .isEqualTo(bytes(10));
    }

    private static Answer upload(ApiClient client, String opportunity, String query, byte[] content) {
        return upload(client, opportunity, query, BodyPublishers.ofByteArray(content));
    }

    private static Answer upload(ApiClient client, String opportunity, String query, BodyPublisher content) {
        return client.postRows(opportunity + "/files?name=Scan&" + query, "application/pdf", content);
    }

    /** Without a length, as callers send what they do not know the end of. */
    private static BodyPublisher pieces(byte[] content) {
        int size = 10_000;
        return BodyPublishers.ofByteArrays(IntStream.rangeClosed(0, content.length / size)
                .mapToObj(
                        i -> java.util.Arrays.copyOfRange(content, i * size, Math.min(content.length, (i + 1) * size)))
                .toList());
    }

    private static int stored(String opportunity) {
        return sales.symbio.symbio().platform().sql().withHandle(sql -> sql.createQuery(
                        "select count(*) from artefact_file where opportunity_id = :opportunity")
                .bind("opportunity", opportunity.substring(Sales.OPPORTUNITIES.length() + 1))
                .mapTo(Integer.class)
                .one());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

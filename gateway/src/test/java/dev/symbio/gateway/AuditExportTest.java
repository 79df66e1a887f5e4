package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.audit.Checkpoint;
import dev.symbio.platform.audit.PublicSigningKey;
import dev.symbio.platform.audit.Verifier;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An auditor and a partner look whether anything was changed, with nothing but what they are given over HTTP. */
@ExtendWith(SharedSymbio.class)
class AuditExportTest {
    static final String CHECKPOINTS = "/api/v1/audit/checkpoints";
    private static final String EXPORTS = "/api/v1/audit/exports/";

    private static RunningSymbio symbio;
    private static Deal deal;
    private static String contract;
    private static ApiClient auditor;
    private static ApiClient partner;

    @BeforeAll
    static void settle(RunningSymbio running) {
        symbio = running;
        deal = Deal.in(symbio);
        auditor = deal.customerAs("auditor");
        partner = deal.providerAs("auditor");
        done(deal.providerAs("finance")
                .post(
                        "/api/v1/webhooks",
                        Map.of("url", "http://127.0.0.1:9/", "types", List.of("symbio.audit.checkpoint.v1"))));
        contract = deal.settled();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> deal.seller()
                                        .get(contract + "/statements")
                                        .json()
                                        .at("/items")
                                        .size()
                                == 1
                        && known() >= 5);
    }

    /** How many events of the contract the trail of the tenant knows. */
    private static long known() {
        return symbio.symbio().platform().sql().withHandle(sql -> sql.createQuery(
                        "select coalesce(max(seq), 0) from chain_head where tenant_id = :tenant and kind = 'sla'")
                .bind("tenant", deal.customer)
                .mapTo(Long.class)
                .one());
    }

    private static JsonNode checkpoint(ApiClient as) {
        return done(as.post(CHECKPOINTS, Map.of()));
    }

    private static PublicSigningKey key(ApiClient as) {
        return new PublicSigningKey(
                done(as.get("/api/v1/audit/keys")).at("/items/0/publicKey").asText());
    }

    private static Checkpoint.Signed signed(JsonNode view) {
        return new Checkpoint.Signed(
                view.get("document").asText(), view.get("signature").asText());
    }

    private static Verifier.Report verified(String export, ApiClient by, Checkpoint.Signed kept) throws IOException {
        return new Verifier(key(by), List.of(kept)).verify(new StringReader(export));
    }

    @Test
    void aPartnerVerifiesWhatTheAuditorExportsWithTheCheckpointThatItWasSent() throws IOException {
        JsonNode made = checkpoint(auditor);
        JsonNode seen = done(partner.get(CHECKPOINTS + "?tenant=" + deal.customer));
        assertThat(seen.at("/items/0")).isEqualTo(made);
        ApiClient.Answer export = auditor.get(EXPORTS + made.get("number").asLong());
        Verifier.Report report = verified(export.text(), partner, signed(made));

        assertThat(report.findings()).isEmpty();
        assertThat(report.started().tenant().value()).isEqualTo(deal.customer);
        assertThat(export.header("X-Total-Lines")).hasValue(Long.toString(report.lines()));
        assertThat(export.text()).contains(contract.substring(Deal.CONTRACTS.length() + 1));

        String message = symbio.symbio().platform().sql().withHandle(sql -> sql.createQuery(
                        "select body from webhook_delivery where tenant_id = :tenant and event_id = :event")
                .bind("tenant", deal.provider)
                .bind("event", signed(made).hash())
                .mapTo(String.class)
                .one());
        JsonNode event = Json.MAPPER.readTree(message);
        assertThat(event.get("type").asText()).isEqualTo("symbio.audit.checkpoint.v1");
        assertThat(event.get("data")).isEqualTo(made);
    }

    @Test
    void aDownloadGoesOnAtAnyLine() {
        long number = checkpoint(auditor).get("number").asLong();
        List<String> lines = auditor.get(EXPORTS + number).text().lines().toList();
        for (int from : List.of(0, 1, lines.size() / 2, lines.size() - 1, lines.size())) {
            assertThat(auditor.get(EXPORTS + number + "?from=" + from).text().lines())
                    .isEqualTo(lines.subList(from, lines.size()));
        }
        assertThat(auditor.get(EXPORTS + number + "?from=" + (lines.size() + 1)).outcome())
                .isEqualTo("422 audit.from-beyond-end");
        for (String wrong : List.of("-1", "x", "1.5", "99999999999")) {
            assertThat(auditor.get(EXPORTS + number + "?from=" + wrong).outcome())
                    .isEqualTo("400 request.invalid-parameter");
        }
    }

    @Test
    void theSameKeyIsAnsweredWithTheSameCheckpoint() {
        ApiClient keyed = auditor.withKey("checkpoint-1");
        List<CompletableFuture<JsonNode>> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> done(keyed.post(CHECKPOINTS, Map.of()))))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join).collect(Collectors.toSet()))
                .hasSize(1);
        JsonNode first = answers.get(0).join();
        deal.settled();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> checkpoint(auditor).get("number").asLong()
                        > first.get("number").asLong());
        assertThat(done(keyed.post(CHECKPOINTS, Map.of()))).isEqualTo(first);
        JsonNode page = done(auditor.get(CHECKPOINTS + "?limit=1"));
        assertThat(done(auditor.get(CHECKPOINTS + "?limit=1&cursor="
                                + page.get("next").asText()))
                        .at("/items/0/number")
                        .asLong())
                .isEqualTo(page.at("/items/0/number").asLong() - 1);
    }

    @Test
    void oneContractIsProvenToBothPartiesAndToNobodyElse() {
        checkpoint(auditor);
        String proof = "/api/v1/audit/proofs/sla/" + contract.substring(Deal.CONTRACTS.length() + 1);
        JsonNode ours = done(auditor.get(proof));
        assertThat(done(partner.get(proof)).get("leaf")).isEqualTo(ours.get("leaf"));
        assertThat(ours.get("leaf").asText()).contains(ours.get("hash").asText());
        assertThat(key(partner).signed(signed(ours.get("checkpoint")))).isTrue();
        ApiClient stranger = symbio.as("auditor@" + deal.arbiter);
        assertThat(stranger.get(proof).text().replaceAll("\"instance\".*", ""))
                .isEqualTo(stranger.get("/api/v1/audit/proofs/sla/" + deal.customer + ".never")
                        .text()
                        .replaceAll("\"instance\".*", ""));
        for (String nothing : List.of("sla/x", "nothing/" + deal.customer + ".a", "a%7Cb/c.d")) {
            assertThat(auditor.get("/api/v1/audit/proofs/" + nothing).outcome()).isEqualTo("404 audit.proof-not-found");
        }
        assertThat(done(auditor.get("/api/v1/audit/proofs/tenant/" + deal.customer + "." + tenantEntity(deal.customer)))
                        .get("kind")
                        .asText())
                .isEqualTo("tenant");
    }

    private static String tenantEntity(String tenant) {
        return symbio.symbio().platform().sql().withHandle(sql -> sql.createQuery(
                        "select entity_id from chain_head where tenant_id = :tenant and kind = 'tenant'")
                .bind("tenant", tenant)
                .mapTo(String.class)
                .one());
    }

    @Test
    void whatConcernsNobodyIsNotThere() {
        checkpoint(auditor);
        ApiClient stranger = symbio.as("auditor@" + deal.arbiter);
        for (String tenant : List.of(deal.customer, "never-was", "NOT%20ONE")) {
            assertThat(stranger.get(CHECKPOINTS + "?tenant=" + tenant).outcome())
                    .isEqualTo("404 audit.tenant-not-found");
        }
        assertThat(stranger.get(EXPORTS + "1000000").outcome()).isEqualTo("404 audit.checkpoint-not-found");
        assertThat(stranger.get(EXPORTS + "none").outcome()).isEqualTo("404 audit.checkpoint-not-found");
        assertThat(deal.customerAs("viewer").get(EXPORTS + "1").outcome()).isEqualTo("403 access.denied");
    }
}

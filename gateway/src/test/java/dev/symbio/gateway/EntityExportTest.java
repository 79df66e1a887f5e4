package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.audit.Checkpoint;
import dev.symbio.platform.audit.ExportLine;
import dev.symbio.platform.audit.PublicSigningKey;
import dev.symbio.platform.audit.Verifier;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A partner takes home a contract that another company hosts, and verifies it with nothing but the file, key and checkpoints. */
@ExtendWith(SharedSymbio.class)
class EntityExportTest {
    private static final String CHECKPOINTS = "/api/v1/audit/checkpoints";
    private static final String EXPORTS = "/api/v1/audit/exports/";

    private static RunningSymbio symbio;
    private static Deal deal;
    private static String contract;
    private static ApiClient auditor;
    private static ApiClient partner;
    private static ApiClient arbiter;

    @BeforeAll
    static void settle(RunningSymbio running) {
        symbio = running;
        deal = Deal.in(symbio);
        auditor = deal.customerAs("auditor");
        partner = deal.providerAs("auditor");
        arbiter = symbio.as("auditor@" + deal.arbiter);
        String settled = deal.settled();
        contract = settled.substring(Deal.CONTRACTS.length() + 1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> done(deal.seller().get(settled + "/statements"))
                                .at("/items")
                                .size()
                        == 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            done(auditor.post(CHECKPOINTS, Map.of()));
            return proven(auditor, contract) == newestEvent(settled);
        });
    }

    private static String exportOf(String kind, String id) {
        return "/api/v1/audit/entities/" + kind + "/" + id + "/export";
    }

    private static long proven(ApiClient by, String sla) {
        return by.get("/api/v1/audit/proofs/sla/" + sla).json().path("seq").asLong();
    }

    private static long newestEvent(String path) {
        return done(auditor.get(path + "/events?limit=200")).get("items").findValues("seq").stream()
                .mapToLong(JsonNode::asLong)
                .max()
                .orElseThrow();
    }

    private static PublicSigningKey key(ApiClient as) {
        return new PublicSigningKey(
                done(as.get("/api/v1/audit/keys")).at("/items/0/publicKey").asText());
    }

    private static Checkpoint.Signed newest(ApiClient as) {
        JsonNode view =
                done(as.get(CHECKPOINTS + "?limit=1&tenant=" + deal.customer)).at("/items/0");
        return new Checkpoint.Signed(
                view.get("document").asText(), view.get("signature").asText());
    }

    private static Verifier.Report verified(String export, ApiClient by, Checkpoint.Signed... kept) throws IOException {
        return new Verifier(key(by), List.of(kept)).verify(new StringReader(export));
    }

    private static String withoutInstance(ApiClient.Answer answer) {
        return answer.text().replaceAll("\"instance\".*", "");
    }

    @Test
    void aPartnerVerifiesItsContractWithoutTheHostsOtherEntities() throws IOException {
        Checkpoint.Signed kept = newest(partner);
        ApiClient.Answer export = partner.get(exportOf("sla", contract));
        Verifier.Report report = verified(export.text(), partner, kept);

        assertThat(report.findings()).isEmpty();
        assertThat(report.entity().entity().publicId()).isEqualTo(contract);
        assertThat(report.events()).isEqualTo(proven(partner, contract));
        assertThat(export.header("X-Total-Lines")).hasValue(Long.toString(report.lines()));
        assertThat(export.header("Content-Disposition").orElseThrow()).contains("sla-" + contract);
        assertThat(auditor.get(exportOf("sla", contract)).text()).isEqualTo(export.text());
        List<String> whole =
                auditor.get(EXPORTS + kept.read().number()).text().lines().toList();
        assertThat(whole)
                .containsAll(export.text()
                        .lines()
                        .filter(line -> line.contains("data_base64"))
                        .toList());

        List<String> cut = new ArrayList<>(export.text().lines().toList());
        cut.remove(cut.size() - 2);
        assertThat(verified(String.join("\n", cut), partner, kept).findings().toString())
                .contains("are missing: checkpoint");
    }

    @Test
    void isProvenWithTheCheckpointThatWasKeptAndWithTheNewest() throws IOException {
        Checkpoint.Signed kept = newest(partner);
        String other = deal.settled().substring(Deal.CONTRACTS.length() + 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            done(auditor.post(CHECKPOINTS, Map.of()));
            return proven(auditor, other) > 0;
        });
        long number = kept.read().number();
        String alone = partner.get(exportOf("sla", contract)).text();
        assertThat(verified(alone, partner, kept).findings().toString()).contains("kept=" + number);
        Checkpoint.Signed newest = newest(partner);
        String both = partner.get(exportOf("sla", contract) + "?checkpoint="
                        + newest.read().number() + "&kept=" + number)
                .text();
        assertThat(verified(both, partner, kept, newest).findings()).isEmpty();
        assertThat(verified(both, partner).entity().checkpoints())
                .containsExactly(number, newest.read().number());
        String then =
                partner.get(exportOf("sla", contract) + "?checkpoint=" + number).text();
        assertThat(verified(then, partner, kept).findings()).isEmpty();
        assertThat(auditor.get(exportOf("sla", other) + "?kept=" + number).outcome())
                .isEqualTo("404 audit.export-not-found");
        assertThat(auditor.get(exportOf("sla", contract) + "?checkpoint=1000000")
                        .outcome())
                .isEqualTo("404 audit.export-not-found");
    }

    @Test
    void aDownloadGoesOnAtAnyLine() {
        String path = exportOf("sla", contract) + "?checkpoint="
                + newest(auditor).read().number();
        List<String> lines = partner.get(path).text().lines().toList();
        for (int from : List.of(0, 1, 3, lines.size() / 2, lines.size() - 1, lines.size())) {
            assertThat(partner.get(path + "&from=" + from).text().lines()).isEqualTo(lines.subList(from, lines.size()));
        }
        assertThat(partner.get(path + "&from=" + (lines.size() + 1)).outcome()).isEqualTo("422 audit.from-beyond-end");
        for (String wrong : List.of("checkpoint=0", "kept=x", "from=-1")) {
            assertThat(partner.get(exportOf("sla", contract) + "?" + wrong).outcome())
                    .isEqualTo("400 request.invalid-parameter");
        }
    }

    @Test
    void namesOfPeopleStaySealed() {
        String events = new String(
                partner.get(exportOf("sla", contract))
                        .text()
                        .lines()
                        .filter(line -> line.contains("data_base64"))
                        .map(line -> ExportLine.parse(line).event().toBytes())
                        .reduce(new byte[0], EntityExportTest::joined),
                StandardCharsets.UTF_8);
        assertThat(events).contains("Settled").doesNotContain("contract_manager");
    }

    private static byte[] joined(byte[] before, byte[] more) {
        byte[] both = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, both, before.length, more.length);
        return both;
    }

    @Test
    void strangersAndWhoeverSeesAPartAreToldThatThereIsNothing() {
        String nothing = withoutInstance(auditor.get(exportOf("sla", deal.customer + ".never")));
        assertThat(nothing).contains("audit.export-not-found");
        assertThat(withoutInstance(arbiter.get(exportOf("sla", contract)))).isEqualTo(nothing);
        assertThat(withoutInstance(arbiter.get(exportOf("sla", contract) + "?checkpoint=1&kept=1&from=1000000")))
                .isEqualTo(nothing);
        for (String wrong : List.of("sla/x", "nothing/" + deal.customer + ".a", "a%7Cb/c.d")) {
            assertThat(withoutInstance(auditor.get("/api/v1/audit/entities/" + wrong + "/export")))
                    .isEqualTo(nothing);
        }
        assertThat(deal.providerAs("viewer").get(exportOf("sla", contract)).outcome())
                .isEqualTo("403 access.denied");
    }

    /** It sees what is signed, and no negotiation. */
    @Test
    void anArbiterIsGivenNoExport() {
        var draft = deal.draft("Judged", false);
        draft.put("arbiter", deal.arbiter);
        String path = deal.active(draft);
        assertThat(arbiter.get(path).status()).isEqualTo(200);
        String judged = path.substring(Deal.CONTRACTS.length() + 1);
        assertThat(arbiter.get(exportOf("sla", judged)).outcome()).isEqualTo("404 audit.export-not-found");
    }

    @Test
    void aDraftIsNotThereForTheOtherParty() {
        String draft = deal.drafted(deal.draft("Not yet offered", false)).substring(Deal.CONTRACTS.length() + 1);
        assertThat(partner.get(exportOf("sla", draft)).outcome()).isEqualTo("404 audit.export-not-found");
    }

    @Test
    void aParticipantOfAJourneyIsGivenNoExportAndItsHostIs() throws IOException {
        String path = JourneyTour.started(deal);
        String journey = path.substring(JourneyTour.JOURNEYS.length() + 1);
        assertThat(deal.providerAs("viewer").get(path).status()).isEqualTo(200);
        assertThat(partner.get(exportOf("journey", journey)).outcome()).isEqualTo("404 audit.export-not-found");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            done(auditor.post(CHECKPOINTS, Map.of()));
            return auditor.get(exportOf("journey", journey)).status() == 200;
        });
        Verifier.Report report =
                verified(auditor.get(exportOf("journey", journey)).text(), auditor, newest(auditor));
        assertThat(report.findings()).isEmpty();
        assertThat(partner.get(exportOf("journey", journey)).outcome()).isEqualTo("404 audit.export-not-found");
    }

    @Test
    void theCustomerOfACommitmentIsGivenNoExport() {
        Vow vow = Vow.in(symbio);
        String commitment = vow.active(vow.draft("Kept pressure", 1));
        assertThat(vow.customerAs("auditor").get(commitment).status()).isEqualTo(200);
        assertThat(vow.customerAs("auditor")
                        .get(exportOf("commitment", commitment.substring(Vow.COMMITMENTS.length() + 1)))
                        .outcome())
                .isEqualTo("404 audit.export-not-found");
    }

    @Test
    void whatNoCheckpointHasSeenIsSaidToComeWithTheNext() {
        Deal fresh = Deal.in(symbio);
        String drafted = fresh.drafted(fresh.draft("New", false)).substring(Deal.CONTRACTS.length() + 1);
        ApiClient.Answer answer = fresh.customerAs("auditor").get(exportOf("sla", drafted));
        assertThat(answer.outcome()).isEqualTo("409 audit.no-checkpoint-yet");
        assertThat(answer.json().get("detail").asText()).contains("within 1 h");
    }
}

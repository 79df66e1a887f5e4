package dev.symbio.gateway.webhook;

import static dev.symbio.gateway.webhook.WebhookBench.ARBITER;
import static dev.symbio.gateway.webhook.WebhookBench.MAKER;
import static dev.symbio.gateway.webhook.WebhookBench.STRANGER;
import static dev.symbio.gateway.webhook.WebhookBench.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.contracts.sla.SlaEvent;
import dev.symbio.contracts.sla.SlaEvent.StatementAccepted.Acceptance;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.projection.OneEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final String URL = "https://finance.example.com/hook";

    private final WebhookBench bench = new WebhookBench();

    @BeforeEach
    void draft() {
        bench.draft();
    }

    private JsonNode onlyBody() throws Exception {
        assertThat(bench.rows()).hasSize(1);
        return Json.MAPPER.readTree((String) bench.rows().get(0).get("body"));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void tellsBothPartiesAndNobodyElse() {
        for (var tenant : List.of(VENDOR, MAKER, ARBITER, STRANGER)) {
            bench.register(tenant, URL, WebhookType.values());
        }
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        bench.handle(WebhookBench.closed("2026-Q2"));
        bench.handle(WebhookBench.warning("2026-Q2"));
        bench.handle(new SlaEvent.StatementAccepted("2026-Q2", Acceptance.UNDISPUTED, null, WebhookBench.RECORDED));
        assertThat(bench.rows())
                .extracting(row -> row.get("tenant_id"))
                .containsOnly("vendor", "maker")
                .hasSize(8);
        assertThat(bench.rows()).extracting(row -> row.get("id")).doesNotHaveDuplicates();
    }

    @Test
    void tellsOnlyTheTypesThatAreWanted() {
        bench.register(VENDOR, URL, WebhookType.EARLY_WARNING_RAISED);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        bench.handle(WebhookBench.closed("2026-Q2"));
        bench.handle(WebhookBench.warning("2026-Q2"));
        assertThat(bench.rows())
                .extracting(row -> row.get("event_type"))
                .containsExactly("symbio.sla.early-warning-raised.v1");
    }

    @Test
    void anEndpointHearsNoNewsFromBeforeItWasThere() {
        bench.handle(WebhookBench.closed("2026-Q1"));
        bench.register(VENDOR, URL, WebhookType.STATEMENT_ISSUED);
        bench.handle(WebhookBench.closed("2026-Q2"));
        assertThat(bench.rows()).extracting(row -> row.get("period")).containsExactly("2026-Q2");
    }

    @Test
    void theSameEventTwiceIsRefusedByTheKey() {
        bench.register(VENDOR, URL, WebhookType.PAYMENT_DUE);
        var meta = bench.handle(WebhookBench.paymentDue("2026-Q2"));
        var recorded = new dev.symbio.platform.entity.Recorded<SlaEvent>(meta, WebhookBench.paymentDue("2026-Q2"));
        assertThatThrownBy(
                () -> bench.sql.useTransaction(handle -> OneEvent.into(Outbox.PROJECTION, handle, recorded)));
        assertThat(bench.rows()).hasSize(1);
    }

    @Test
    void whoRegistersLateGetsWhatIsStillOwedAndNothingElse() {
        bench.handle(WebhookBench.paymentDue("2026-Q1"));
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        bench.handle(new SlaEvent.StatementSent("2026-Q1", "msg_1", HandClock.START));
        assertThat(bench.rows()).isEmpty();
        bench.register(MAKER, URL, WebhookType.STATEMENT_ISSUED);
        bench.register(STRANGER, URL, WebhookType.PAYMENT_DUE);
        assertThat(bench.rows()).isEmpty();
        bench.register(VENDOR, URL, WebhookType.PAYMENT_DUE);
        assertThat(bench.rows()).hasSize(1);
        assertThat(bench.rows().get(0).toString()).contains("2026-Q2");
    }

    @Test
    void aPaymentObligationIsACloudEventWithWhatFinanceNeeds() throws Exception {
        bench.register(VENDOR, URL, WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        JsonNode event = onlyBody();
        assertThat(names(event))
                .containsExactly("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data");
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("id").asText()).isEqualTo("event-2");
        assertThat(event.get("source").asText()).isEqualTo("/api/v1/sla-contracts/maker.c-1");
        assertThat(event.get("type").asText()).isEqualTo("symbio.sla.payment-due.v1");
        assertThat(event.get("subject").asText()).isEqualTo("maker.c-1");
        assertThat(event.get("time").asText()).isEqualTo("2026-07-03T11:59:00Z");
        assertThat(event.get("data"))
                .isEqualTo(
                        Json.MAPPER.readTree(
                                """
                        {"obligationId":"obligation-2026-Q2","contract":"maker.c-1","contractName":"Deliveries 2026",
                         "period":"2026-Q2","amount":"120.50","currency":"USD","debtor":"vendor","creditor":"maker",
                         "dueSince":"2026-07-03T11:59:00Z"}"""));
    }

    @Test
    void aStatementIsSummedUpWithoutWhatOnlyItsWorkingsTell() throws Exception {
        bench.register(MAKER, URL, WebhookType.STATEMENT_ISSUED);
        bench.handle(new SlaEvent.AdjustmentsSettled(
                WebhookBench.closed("adjustments-1").statement()));
        JsonNode data = onlyBody().get("data");
        assertThat(names(data))
                .containsExactly(
                        "contract",
                        "contractName",
                        "provider",
                        "customer",
                        "period",
                        "start",
                        "end",
                        "issuedAt",
                        "currency",
                        "totals",
                        "credit",
                        "payable");
        assertThat(data.get("totals").get("met").asInt()).isEqualTo(9);
        assertThat(data.toString()).doesNotContain("arbiter");
    }

    @Test
    void theOtherTypesSayWhatHappened() throws Exception {
        bench.register(MAKER, URL, WebhookType.STATEMENT_ACCEPTED, WebhookType.EARLY_WARNING_RAISED);
        bench.handle(new SlaEvent.StatementAccepted("2026-Q2", Acceptance.UNDISPUTED, null, WebhookBench.RECORDED));
        JsonNode accepted = onlyBody().get("data");
        assertThat(accepted.get("how").asText()).isEqualTo("undisputed");
        assertThat(accepted.has("acceptedBy")).isFalse();
        bench.handle(WebhookBench.warning("2026-Q3"));
        Map<String, Object> row = bench.rows().stream()
                .filter(r -> r.get("event_type").equals(WebhookType.EARLY_WARNING_RAISED.publicName()))
                .findFirst()
                .orElseThrow();
        JsonNode outlook = Json.MAPPER.readTree((String) row.get("body")).at("/data/outlook");
        assertThat(outlook.get("level").asText()).isEqualTo("burning");
        assertThat(outlook.get("period").asText()).isEqualTo("2026-Q3");
    }
}

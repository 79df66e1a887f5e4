package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.entity.ForgedHistory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statements and verdicts are computed anew from what was observed: what is right is found equal, what was altered is shown. */
@ExtendWith(SharedSymbio.class)
class RecomputationTest {
    private static final String QUARTER = "/statements/2011-Q3/recomputation";
    private static final String SECOND_VERDICT = "/promises/p1/verdicts/2/recomputation";

    /** Changes what is stored, with hashes that are right again. */
    private static void forge(Journal journal, String pointerOfPart, Consumer<ObjectNode> change) {
        List<byte[]> events = journal.read();
        for (int seq = 1; seq <= events.size(); seq++) {
            String text = new String(events.get(seq - 1), java.nio.charset.StandardCharsets.UTF_8);
            if (text.contains(pointerOfPart)) {
                journal.write(ForgedHistory.of(events, seq, change));
                return;
            }
        }
        throw new AssertionError("No event has " + pointerOfPart);
    }

    private static List<String> pointers(JsonNode step) {
        return step.get("differences").findValuesAsText("pointer");
    }

    @Test
    void findsAStatementAndItsRestatementAsTheObservationsMakeThem(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.settled();
        JsonNode issued = done(deal.seller().get(contract + QUARTER));
        assertThat(issued.get("equal").asBoolean()).isTrue();
        assertThat(issued.at("/steps/0/inputs").asInt()).isEqualTo(2);
        assertThat(issued.at("/steps/0/recomputed/credit").asText()).isEqualTo("400.00");
        Map<String, Object> claim = Map.of("id", "d2", "claim", "met");
        String statement = contract + "/statements/2011-Q3";
        done(deal.seller().post(statement + "/dispute", Map.of("observations", List.of(claim), "evidence", "A log.")));
        done(deal.buyer().post(statement + "/dispute/propose", Map.of("outcome", "upheld", "note", "Yes.")));
        done(deal.seller().post(statement + "/dispute/agree", Map.of()));

        JsonNode restated = done(deal.buyer().get(contract + QUARTER));

        assertThat(restated.get("steps")).hasSize(2);
        assertThat(restated.get("equal").asBoolean()).as(restated.toString()).isTrue();
        assertThat(restated.at("/steps/1/recomputed/restated/workings/credit").asText())
                .isEqualTo("0.00");
        assertThat(deal.buyer()
                        .get(contract + "/statements/2011-Q4/recomputation")
                        .outcome())
                .isEqualTo("404 sla.statement-unknown");
    }

    @Test
    void showsWhereAStoredStatementWasAltered(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.settled();
        forge(Journal.of(symbio, "sla", contract), "period-closed", data -> {
            data.withObject("/statement").put("credit", "40.00").put("payable", "40.00");
        });

        JsonNode told = done(deal.buyer().get(contract + QUARTER));

        assertThat(told.get("equal").asBoolean()).isFalse();
        assertThat(pointers(told.at("/steps/0"))).containsExactly("/credit", "/payable");
        assertThat(told.at("/steps/0/differences/0/before").asText()).isEqualTo("40.00");
        assertThat(told.at("/steps/0/differences/0/after").asText()).isEqualTo("400.00");
    }

    @Test
    void showsWhatAStatementIsOnceAnObservationWasAltered(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.settled();
        forge(Journal.of(symbio, "sla", contract), "observations-recorded", data -> ((ObjectNode)
                        data.at("/observations/1"))
                .put("happenedAt", "2011-07-06T11:00:00Z"));

        JsonNode told = done(deal.buyer().get(contract + QUARTER));

        assertThat(told.at("/steps/0/stored/credit").asText()).isEqualTo("400.00");
        assertThat(told.at("/steps/0/recomputed/credit").asText()).isEqualTo("0.00");
        assertThat(pointers(told.at("/steps/0"))).contains("/totals/met", "/workings/tier", "/credit", "/payable");
    }

    /** Two deliveries of a day, one of them late and worth 1,000; a third comes once that day is closed, and is late too. */
    private static String adjusted(Deal deal, LocalDate first) {
        ObjectNode draft = deal.draft("Adjusted", false);
        draft.put("effectiveFrom", first + "T00:00:00Z");
        ObjectNode terms = draft.withObject("/terms");
        terms.set("window", SampleTerms.tree("{\"kind\":\"days\",\"days\":1}"));
        terms.put("grace", "P30D");
        String contract = deal.active(draft);
        observed(deal, contract, "x", first);
        String periods = contract + "/periods/";
        done(deal.seller().post(periods + first + ".P1D/close", Map.of()));
        observed(deal, contract, "y", first);
        done(deal.seller().post(periods + first.plusDays(1) + ".P1D/close", Map.of()));
        return contract;
    }

    private static void observed(Deal deal, String contract, String id, LocalDate day) {
        Map<String, Object> late =
                Map.of("id", id, "at", day + "T08:00:00Z", "met", false, "amount", "1000", "currency", "USD");
        done(deal.seller().post(contract + "/observations", Map.of("observations", List.of(late))));
    }

    @Test
    void settlesAdjustmentsAnewAndShowsAnAlteredOne(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        LocalDate first = LocalDate.ofInstant(symbio.symbio().platform().clock().instant(), ZoneOffset.UTC)
                .minusDays(3);
        String contract = adjusted(deal, first);
        String adjusted = contract + "/statements/" + first.plusDays(1) + ".P1D/recomputation";

        JsonNode right = done(deal.buyer().get(adjusted));
        assertThat(right.get("equal").asBoolean()).as(right.toString()).isTrue();
        assertThat(right.get("restatements")).hasSize(1);
        assertThat(right.at("/restatements/0/inputs").asInt()).isEqualTo(2);
        JsonNode change = right.at("/restatements/0/recomputed/periods/0/change");
        assertThat(right.at("/steps/0/recomputed/payable")).isEqualTo(change.get("delta"));
        assertThat(done(deal.buyer().get(contract + "/statements/" + first + ".P1D/recomputation"))
                        .get("restatements"))
                .isEmpty();

        forge(Journal.of(symbio, "sla", contract), "credits-restated", data -> ((ObjectNode)
                        data.at("/periods/0/change"))
                .put("newCredit", "1.00")
                .put("delta", "-1.00"));

        JsonNode wrong = done(deal.seller().get(adjusted));
        assertThat(wrong.get("equal").asBoolean()).isFalse();
        JsonNode step = wrong.at("/restatements/0");
        assertThat(pointers(step)).containsExactlyInAnyOrder("/periods/0/change/newCredit", "/periods/0/change/delta");
        assertThat(step.at("/stored/periods/0/change/newCredit").asText()).isEqualTo("1.00");
        assertThat(step.at("/recomputed/periods/0/change/newCredit")).isEqualTo(change.get("newCredit"));
    }

    @Test
    void judgesAWindowAnewAndShowsAnAlteredVerdict(RunningSymbio symbio) {
        Vow vow = Vow.in(symbio);
        String commitment = vow.judged();
        ApiClient viewer = vow.customerAs("viewer");
        JsonNode right = done(viewer.get(commitment + SECOND_VERDICT)).get("step");
        assertThat(right.get("equal").asBoolean()).as(right.toString()).isTrue();
        assertThat(right.get("inputs").asInt()).isEqualTo(2);
        assertThat(right.at("/recomputed/outcome").asText()).isEqualTo("breached");

        forge(Journal.of(symbio, "commitment", commitment), "promise-breached", data -> data.withObject("/verdict")
                .put("outcome", "met")
                .put("shown", "100.500000"));

        JsonNode wrong = done(viewer.get(commitment + SECOND_VERDICT)).get("step");
        assertThat(wrong.get("equal").asBoolean()).isFalse();
        assertThat(pointers(wrong)).containsExactlyInAnyOrder("/shown", "/outcome");
        for (String unknown : List.of("p1/verdicts/99", "p1/verdicts/x", "p9/verdicts/1")) {
            assertThat(viewer.get(commitment + "/promises/" + unknown + "/recomputation")
                            .status())
                    .as(unknown)
                    .isEqualTo(404);
        }
    }

    @Test
    void answersABrokenChainLikeAQuarantinedEntity(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.settled();
        Journal journal = Journal.of(symbio, "sla", contract);
        List<byte[]> events = journal.read();
        byte[] third = events.get(2);
        third[third.length - 2] ^= 1;
        journal.write(events);

        String id = contract.substring(Deal.CONTRACTS.length() + 1);
        for (String path : List.of(
                contract + QUARTER,
                contract + "?asOfSeq=3",
                contract + "?asOf=" + symbio.symbio().platform().clock().instant())) {
            ApiClient.Answer answer = deal.buyer().get(path);
            assertThat(answer.outcome()).as(path).isEqualTo("503 entity.quarantined");
            assertThat(answer.header("Retry-After")).isPresent();
        }
        assertThat(deal.buyer().get(contract + "?asOfSeq=2").status()).isEqualTo(200);
        assertThat(deal.customerAs("auditor")
                        .get("/api/v1/audit/differences?kind=sla&from=1&entity=" + id)
                        .outcome())
                .isEqualTo("503 entity.quarantined");
    }
}

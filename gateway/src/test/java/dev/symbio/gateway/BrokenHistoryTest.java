package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events vanish from the database of a running Symbio, or change places: whoever asks for the history is told so. */
class BrokenHistoryTest {
    private static final String QUARANTINED = "503 entity.quarantined";
    private static final String AUDIT = "/api/v1/audit/";
    /** Drafted, offered, signed, observed, its backfill completed, closed and skipped. */
    private static final int EVENTS = 7;

    private static final Map<String, Consumer<Journal>> DAMAGES = Map.of(
            "an event in the middle is gone", journal -> journal.drop(4, 4),
            "the first event is gone", journal -> journal.drop(1, 1),
            "the tail is cut", journal -> journal.drop(6, EVENTS),
            "two events have changed places", journal -> journal.swap(4, 5),
            "all is gone", journal -> journal.drop(1, EVENTS));

    @TempDir
    private static Path directory;

    private static RunningSymbio symbio;
    private static Deal deal;

    @BeforeAll
    static void start() {
        symbio = RunningSymbio.in(directory);
        deal = Deal.in(symbio);
    }

    @AfterAll
    static void stop() {
        symbio.stop();
    }

    private static ApiClient auditor() {
        return deal.customerAs("auditor");
    }

    private static String idOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** All that read along have seen it. */
    private static Journal journalOf(String kind, String path, ApiClient auditor, int events) {
        await().until(() -> done(auditor.get(AUDIT + "events?kind=" + kind + "&entity=" + idOf(path)))
                        .get("items")
                        .size()
                == events);
        return Journal.of(symbio, kind, path);
    }

    private static String broken(String how) {
        String contract = deal.settled();
        DAMAGES.get(how).accept(journalOf("sla", contract, auditor(), EVENTS));
        return contract;
    }

    @Test
    void everyReaderOfABrokenHistoryIsToldThatItDoesNotVerify() {
        for (String how : DAMAGES.keySet()) {
            String contract = broken(how);
            String now = symbio.symbio().platform().clock().instant().toString();
            for (String path : List.of(
                    contract + "/events",
                    contract + "?asOfSeq=" + EVENTS,
                    contract + "?asOf=" + now,
                    contract + "/statements/2011-Q3/recomputation",
                    AUDIT + "differences?kind=sla&from=1&entity=" + idOf(contract))) {
                ApiClient.Answer answer = auditor().get(path);
                assertThat(answer.outcome()).as(how + ": " + path).isEqualTo(QUARANTINED);
                assertThat(answer.header("Retry-After")).isPresent();
            }
            // what another tenant is told of it comes from the history too
            assertThat(deal.providerAs("auditor")
                            .get(AUDIT + "events?kind=sla&entity=" + idOf(contract))
                            .outcome())
                    .as(how)
                    .isEqualTo(QUARANTINED);
        }
    }

    @Test
    void pagesBeforeTheBreakAreToldAndNoneOfThemIsTheLast() {
        for (String how :
                List.of("an event in the middle is gone", "two events have changed places", "the tail is cut")) {
            String contract = broken(how);
            for (int limit = 1; limit < EVENTS; limit++) {
                List<Long> told = new ArrayList<>();
                ApiClient.Answer page = auditor().get(contract + "/events?limit=" + limit);
                while (page.status() == 200) {
                    page.json()
                            .get("items")
                            .forEach(event -> told.add(event.get("seq").asLong()));
                    assertThat(page.json().has("next"))
                            .as(how + " after " + told)
                            .isTrue();
                    page = auditor()
                            .get(contract + "/events?limit=" + limit + "&cursor="
                                    + page.json().get("next").asText());
                }
                assertThat(page.outcome()).as(how).isEqualTo(QUARANTINED);
                assertThat(told).as(how).doesNotContain(6L, 7L).isSorted();
            }
        }
    }

    @Test
    void momentsBeforeTheBreakAreStillTold() {
        String contract = deal.settled();
        Journal journal = journalOf("sla", contract, auditor(), EVENTS);
        JsonNode events = done(auditor().get(contract + "/events")).get("items");
        String third = events.at("/2/recordedAt").asText();
        journal.drop(6, EVENTS);

        assertThat(done(deal.buyer().get(contract + "?asOfSeq=5")).get("seq").asInt())
                .isEqualTo(5);
        assertThat(done(deal.buyer().get(contract + "?asOf=" + third))
                        .get("seq")
                        .asInt())
                .isEqualTo(3);
        String fifth = events.at("/4/recordedAt").asText();
        assertThat(deal.buyer().get(contract + "?asOf=" + fifth).outcome()).isEqualTo(QUARANTINED);
    }

    /** It knows no more than the journal; the read models have seen more. */
    @Test
    void aTailThatWasCutIsMissedOnceTheEntityHasStartedAgainToo(@TempDir Path elsewhere) {
        RunningSymbio first = RunningSymbio.in(elsewhere);
        Deal before = Deal.in(first);
        String contract = before.settled();
        ApiClient reader = before.customerAs("auditor");
        await().until(() -> done(reader.get(AUDIT + "events?kind=sla&entity=" + idOf(contract)))
                        .get("items")
                        .size()
                == EVENTS);
        Journal.of(first, "sla", contract).drop(6, EVENTS);
        first.stop();
        RunningSymbio again = RunningSymbio.in(elsewhere);
        try {
            ApiClient auditor = before.restartedIn(again).customerAs("auditor");
            assertThat(done(auditor.get(contract)).get("seq").asInt()).isEqualTo(5);
            String now = again.symbio().platform().clock().instant().toString();
            for (String path : List.of(
                    contract + "/events",
                    contract + "/events?limit=5",
                    contract + "?asOf=" + now,
                    AUDIT + "differences?kind=sla&from=1&entity=" + idOf(contract))) {
                assertThat(auditor.get(path).outcome()).as(path).isEqualTo(QUARANTINED);
            }
            JsonNode page = done(auditor.get(contract + "/events?limit=4"));
            assertThat(page.has("next")).isTrue();
        } finally {
            again.stop();
        }
    }

    @Test
    void anEventOfAnotherEntityDoesNotBelongHere() {
        String contract = deal.settled();
        Journal journal = journalOf("sla", contract, auditor(), EVENTS);
        String other = deal.settled();
        List<byte[]> others = journalOf("sla", other, auditor(), EVENTS).read();
        journal.write(others);

        assertThat(auditor().get(contract + "/events").outcome()).isEqualTo(QUARANTINED);
        assertThat(auditor().get(other + "/events").status()).isEqualTo(200);
    }

    @Test
    void arbitersCommitmentsAndOpportunitiesAreNoException() {
        ObjectNode draft = deal.draft("Judged", true);
        draft.put("arbiter", deal.arbiter);
        String contract = deal.active(draft);
        journalOf("sla", contract, auditor(), 3).drop(2, 2);
        assertThat(symbio.as("auditor@" + deal.arbiter)
                        .get(contract + "/events")
                        .outcome())
                .isEqualTo(QUARANTINED);

        Vow vow = Vow.in(symbio);
        String commitment = vow.judged();
        int events = done(vow.customerAs("auditor").get(commitment + "/events?limit=200"))
                .get("items")
                .size();
        journalOf("commitment", commitment, vow.vendorAs("auditor"), events).drop(2, 2);
        assertThat(vow.customerAs("auditor").get(commitment + "/events").outcome())
                .isEqualTo(QUARANTINED);
        assertThat(vow.customerAs("viewer")
                        .get(commitment + "/promises/p1/verdicts/2/recomputation")
                        .outcome())
                .isEqualTo(QUARANTINED);

        Sales sales = Sales.in(symbio);
        String opportunity = sales.opened();
        int opened = done(sales.hostAs("auditor").get(opportunity + "/events"))
                .get("items")
                .size();
        journalOf("opportunity", opportunity, sales.hostAs("auditor"), opened).drop(opened, opened);
        assertThat(sales.hostAs("auditor").get(opportunity + "/events").outcome())
                .isEqualTo(QUARANTINED);
    }
}

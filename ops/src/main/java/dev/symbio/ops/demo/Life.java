package dev.symbio.ops.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.deliveries.Delivery;
import dev.symbio.ops.deliveries.LoadedContract;
import dev.symbio.ops.deliveries.StatementList;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What happens in the demo's companies once their history is in. */
final class Life {
    private static final int PAUSE_MILLIS = 350;
    private static final int BEATS_PER_ACCEPTANCE = 8;
    private static final int BEATS_PER_LINE = 60;
    private static final int MAX_DISPUTED = 5;

    private final Map<Partner, LoadedContract> contracts = new LinkedHashMap<>();
    private final PartnerHistory history;
    private final Random random;
    private final PrintWriter out;

    /** Statements that wait to be accepted, with their contract. */
    private final Deque<Map.Entry<LoadedContract, String>> issued = new ArrayDeque<>();

    private int beats;

    Life(List<LoadedContract> contracts, PartnerHistory history, long seed, PrintWriter out) {
        for (LoadedContract contract : contracts) {
            this.contracts.put(
                    Partner.ALL.stream()
                            .filter(partner -> partner.name().equals(contract.name()))
                            .findFirst()
                            .orElseThrow(),
                    contract);
        }
        this.history = history;
        this.random = new Random(seed + 1);
        this.out = out;
    }

    /** What the partners had to settle between them: late reports, the strike, a dispute. */
    void lookBack() {
        history.late().forEach(delivery -> report(partnerOf(delivery), delivery));
        out.println(history.late().size() + " deliveries were reported after their quarter had closed.");
        excludeStrike();
        dispute();
        out.flush();
    }

    /** Goes on until the thread is interrupted. */
    void goOn() throws InterruptedException {
        contracts.values().forEach(this::queueIssued);
        while (true) {
            Patience.pause(Duration.ofMillis(PAUSE_MILLIS));
            beats++;
            Partner partner = Partner.ALL.get(random.nextInt(Partner.ALL.size()));
            report(partner, deliveryOfToday(partner));
            if (beats % BEATS_PER_ACCEPTANCE == 0 && !issued.isEmpty()) {
                Map.Entry<LoadedContract, String> next = issued.pop();
                Settling.accept(next.getKey(), next.getValue());
            }
            if (beats % BEATS_PER_LINE == 0) {
                out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + "  " + beats + " deliveries today, "
                        + issued.size() + " statements wait to be accepted");
                out.flush();
            }
        }
    }

    private void excludeStrike() {
        LoadedContract contract = contracts.get(Partner.STRUCK);
        String path = "/sla-contracts/" + contract.id() + "/exclusions";
        JsonNode claim = contract.provider()
                .manager()
                .post(
                        path,
                        "demo-strike",
                        Map.of(
                                "reason", "force-majeure",
                                "observationIds", history.struck(),
                                "evidence", "Union notice of a nationwide haulage strike"));
        contract.customer()
                .manager()
                .post(
                        path + "/" + claim.path("exclusionId").asText() + "/answer",
                        "demo-strike-accepted",
                        Map.of("accept", true, "note", "Known from the news."));
        out.println(contract.name() + ": " + history.struck().size()
                + " deliveries were late for a strike; both sides agree that they do not count.");
    }

    /** The bad partner says of its latest breach that some deliveries were in time; half of them is granted. */
    private void dispute() {
        LoadedContract contract = contracts.get(Partner.BAD);
        List<JsonNode> statements = StatementList.of(contract);
        String period =
                statements.stream().map(Settling::period).max(String::compareTo).orElseThrow();
        List<String> disputed = history.deliveries().stream()
                .filter(d -> d.provider().equals(contract.name())
                        && !d.met()
                        && quarter(d.promisedOn()).equals(period))
                .map(Delivery::id)
                .limit(MAX_DISPUTED)
                .toList();
        String path = "/sla-contracts/" + contract.id() + "/statements/" + period + "/dispute";
        List<Map<String, String>> claims = new ArrayList<>();
        disputed.forEach(id -> claims.add(Map.of("id", id, "claim", "met")));
        contract.provider()
                .manager()
                .post(path, "demo-dispute", Map.of("observations", claims, "evidence", "Gate logs of the depot"));
        contract.customer()
                .manager()
                .post(
                        path + "/propose",
                        "demo-dispute-proposal",
                        Map.of(
                                "outcome", "split",
                                "granted", disputed.subList(0, disputed.size() / 2),
                                "note", "The gate log covers these."));
        contract.provider().manager().post(path + "/agree", "demo-dispute-agreed", Map.of());
        out.println(contract.name() + ": disputed " + disputed.size() + " deliveries of " + period + ", was granted "
                + disputed.size() / 2 + ".");
    }

    private void queueIssued(LoadedContract contract) {
        for (JsonNode item : StatementList.of(contract)) {
            if (Settling.status(item).equals("issued")) {
                issued.add(Map.entry(contract, Settling.period(item)));
            }
        }
    }

    private Delivery deliveryOfToday(Partner partner) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Delivery delivery = PartnerHistory.delivery("T-" + today + "-" + beats, partner, today, false, random);
        // What comes in today was promised for as many days ago as it is late.
        long late = Math.max(0, ChronoUnit.DAYS.between(today, delivery.deliveredOn()));
        return new Delivery(
                0,
                delivery.id(),
                delivery.provider(),
                today.minusDays(late),
                late > 0 ? today : delivery.deliveredOn(),
                delivery.value(),
                delivery.currency());
    }

    private void report(Partner partner, Delivery delivery) {
        LoadedContract contract = contracts.get(partner);
        contract.provider()
                .integration()
                .post(
                        "/sla-contracts/" + contract.id() + "/observations",
                        "demo-" + delivery.id(),
                        Map.of("source", "tms", "observations", List.of(delivery.observation())));
    }

    private Partner partnerOf(Delivery delivery) {
        return Partner.ALL.stream()
                .filter(partner -> partner.name().equals(delivery.provider()))
                .findFirst()
                .orElseThrow();
    }

    private static String quarter(LocalDate day) {
        return day.getYear() + "-Q" + (day.getMonthValue() + 2) / 3;
    }
}

package dev.symbio.ops.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a company undertakes besides its contracts, made up from a seed: it sells machines, proves them with an installer and
 * promises what they will do. A proof of concept starts a journey; what is won drafts a commitment; both are seen in the causes
 * and effects.
 */
final class Undertakings {
    private static final int OPPORTUNITIES = 12;
    private static final int DAYS_OF_TELEMETRY = 60;
    private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final List<String> CUSTOMERS = List.of(
            "Nordwind",
            "Blue River",
            "Kaihua",
            "Meridian",
            "Solveig",
            "Tianyuan",
            "Harbor",
            "Quartz",
            "Lindqvist",
            "Xinghe",
            "Castell",
            "Amber");
    private static final List<String> STAGES =
            List.of("needs-diagnosis", "demo", "objection-handling", "quote", "contract");
    private static final List<String> GATES =
            List.of("contact-note", "pain-point-list", "demo-record", "objection-list", "quote");

    private final Random random;
    private final PrintWriter out;
    private final Company host;
    private final Company installer;
    private final ApiClient client;
    private int keys;

    Undertakings(ApiClient client, long seed, PrintWriter out) {
        this.client = client;
        this.random = new Random(seed);
        this.out = out;
        Community community = new Community(client);
        host = community.company("maker", "Maker of machines", "MANUFACTURER").orElseThrow();
        installer =
                community.company("installer", "Installer", "SERVICE_PROVIDER").orElseThrow();
    }

    void begin() throws InterruptedException {
        automate();
        int won = 0;
        int proofs = 0;
        for (int i = 0; i < OPPORTUNITIES; i++) {
            String opportunity = opportunity(i);
            int stages = random.nextInt(STAGES.size() + 1);
            advance(opportunity, stages);
            if (i % 4 == 1) {
                as("sales").post(opportunity + "/poc", key(), Map.of("note", "They want to see it run."));
                proofs++;
            }
            if (stages == STAGES.size()) {
                win(opportunity);
                won++;
            } else if (i % 5 == 3) {
                as("sales").post(opportunity + "/lose", key(), Map.of("reason", "Another was cheaper."));
            }
        }
        List<JsonNode> journeys = awaited("/journeys", proofs);
        for (int i = 0; i < journeys.size(); i++) {
            prove("/journeys/" + journeys.get(i).path("id").asText(), i);
        }
        awaited("/value-commitments", won);
        promise();
        out.println(OPPORTUNITIES + " opportunities of " + host.name() + " (" + won + " won), " + journeys.size()
                + " proofs of concept with the installer, " + (won + 1) + " value commitments. As sales@maker,"
                + " manager@installer, auditor@maker.");
        out.flush();
    }

    private void automate() {
        List<Map<String, Object>> tasks = List.of(
                task("prepare", "Prepare the site", host.tenant(), List.of()),
                task("install", "Install", installer.tenant(), List.of("prepare")),
                task("measure", "Measure for a week", installer.tenant(), List.of("install")),
                task("review", "Review with the customer", host.tenant(), List.of("measure")));
        String template = as("admin")
                .post(
                        "/journey-templates",
                        key(),
                        Map.of("name", "Proof of concept", "participants", List.of(installer.tenant()), "tasks", tasks))
                .path("id")
                .asText();
        as("admin")
                .put(
                        "/automation",
                        Map.of(
                                "journeys",
                                List.of(Map.of("when", "poc", "template", template)),
                                "draftCommitments",
                                true));
    }

    private static Map<String, Object> task(String key, String title, String owner, List<String> dependsOn) {
        return Map.of("key", key, "title", title, "owner", owner, "limit", "PT72H", "dependsOn", dependsOn);
    }

    private String opportunity(int number) {
        return "/opportunities/"
                + as("sales")
                        .post(
                                "/opportunities",
                                key(),
                                Map.of(
                                        "customer",
                                        CUSTOMERS.get(number),
                                        "industry",
                                        number % 2 == 0 ? "food" : "metal",
                                        "product",
                                        "Press " + (100 + 50 * random.nextInt(4)),
                                        "amount",
                                        Integer.toString(20_000 + random.nextInt(180_000)),
                                        "currency",
                                        "EUR",
                                        "owner",
                                        "sales",
                                        "supervisor",
                                        "supervisor"))
                        .path("id")
                        .asText();
    }

    private void advance(String opportunity, int stages) {
        for (int i = 0; i < stages; i++) {
            as("sales")
                    .post(
                            opportunity + "/contacts",
                            key(),
                            Map.of(
                                    "summary",
                                    "Talked about the next step.",
                                    "painPoints",
                                    List.of(random.nextBoolean() ? "downtime" : "energy"),
                                    "minutes",
                                    random.nextInt(4) > 0));
            as("sales").post(opportunity + "/artefacts", key(), Map.of("name", GATES.get(i), "kind", GATES.get(i)));
            as("sales").post(opportunity + "/advance", key(), Map.of("to", STAGES.get(i)));
        }
    }

    private void win(String opportunity) {
        as("sales").post(opportunity + "/artefacts", key(), Map.of("name", "Signed", "kind", "contract"));
        LocalDate payment = LocalDate.now(ZoneOffset.UTC).plusDays(30);
        as("supervisor")
                .post(opportunity + "/win", key(), Map.of("confirmed", true, "expectedPaymentOn", payment.toString()));
    }

    /** One is done, one waits for a part, the rest are on their way. */
    private void prove(String journey, int number) {
        done(as("delivery"), as("manager"), journey + "/tasks/prepare");
        if (number == 0) {
            done(installer.manager(), as("manager"), journey + "/tasks/install");
            done(installer.manager(), as("manager"), journey + "/tasks/measure");
            done(as("delivery"), as("manager"), journey + "/tasks/review");
        } else {
            String install = journey + "/tasks/install";
            installer.manager().post(install + "/accept", key(), Map.of());
            installer.manager().post(install + "/start", key(), Map.of());
            if (number == 1) {
                installer.manager().post(install + "/pause", key(), Map.of("why", "a spare part"));
            }
        }
    }

    private void done(Session worker, Session receiver, String task) {
        worker.post(task + "/accept", key(), Map.of());
        worker.post(task + "/start", key(), Map.of());
        worker.post(task + "/deliver", key(), Map.of());
        receiver.post(task + "/approve", key(), Map.of());
    }

    /** Sixty days of telemetry, and what was promised of them. */
    private void promise() {
        LocalDate from = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS_OF_TELEMETRY);
        Map<String, Object> pressure = Map.of(
                "key",
                "pressure",
                "clause",
                "The press keeps at least 100 bar on average, week by week",
                "indicator",
                Map.of("kind", "mean"),
                "source",
                Map.of("stream", "press-1", "field", "pressure", "unit", "bar"),
                "trigger",
                Map.of("date", from + "T00:00:00Z"),
                "window",
                Map.of("kind", "days", "every", 7, "count", 12),
                "operator",
                ">=",
                "target",
                "100",
                "noData",
                "skip",
                "ladder",
                List.of(Map.of("after", "PT0S", "role", "CUSTOMER_SUCCESS")));
        String commitment = "/value-commitments/"
                + as("sales")
                        .post(
                                "/value-commitments",
                                key(),
                                Map.of(
                                        "backfill",
                                        true,
                                        "terms",
                                        Map.of(
                                                "name", "Pressure at Nordwind",
                                                "customerName", "Nordwind",
                                                "tolerance", "P1D",
                                                "promises", List.of(pressure))))
                        .path("id")
                        .asText();
        for (Map.Entry<String, String> signer : Map.of(
                        "sales", "sales", "delivery", "delivery", "success", "customer-success")
                .entrySet()) {
            as(signer.getKey()).post(commitment + "/sign", key(), Map.of("capacity", signer.getValue(), "revision", 1));
        }
        List<Map<String, Object>> samples = new ArrayList<>();
        for (int day = 0; day < DAYS_OF_TELEMETRY; day++) {
            String value = Long.toString(Math.round(101 + 3 * random.nextGaussian()));
            samples.add(Map.of(
                    "id", "d" + day,
                    "at", from.plusDays(day) + "T12:00:00Z",
                    "values", Map.of("pressure", value)));
        }
        host.integration().post(commitment + "/telemetry", key(), Map.of("stream", "press-1", "samples", samples));
        as("sales").post(commitment + "/backfill/complete", key(), Map.of());
    }

    private List<JsonNode> awaited(String list, int count) throws InterruptedException {
        long until = System.nanoTime() + FOLLOWS_WITHIN.toNanos();
        List<JsonNode> found = as("sales").getAll(list);
        while (found.size() < count && System.nanoTime() < until) {
            Patience.pause(LOOK_AGAIN);
            found = as("sales").getAll(list);
        }
        return found;
    }

    private Session as(String member) {
        return client.as(new Identity(member, host.tenant()));
    }

    private String key() {
        return "undertaking-" + ++keys;
    }
}

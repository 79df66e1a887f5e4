package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A vendor and its customer of a test's own, and commitments between them. */
final class Vow {
    static final String COMMITMENTS = "/api/v1/value-commitments";
    private static final AtomicInteger COUNT = new AtomicInteger();

    final RunningSymbio symbio;
    final String vendor;
    final String customer;

    private Vow(RunningSymbio symbio, String suffix) {
        this.symbio = symbio;
        vendor = "vendor-" + suffix;
        customer = "plant-" + suffix;
    }

    static Vow in(RunningSymbio symbio) {
        Vow vow = new Vow(symbio, Integer.toString(COUNT.incrementAndGet()));
        company(symbio, vow.vendor, "SERVICE_PROVIDER");
        company(symbio, vow.customer, "MANUFACTURER");
        return vow;
    }

    private static void company(RunningSymbio symbio, String id, String kind) {
        List<Map<String, Object>> members = Stream.of(
                        "SALES",
                        "SALES_MANAGER",
                        "DELIVERY",
                        "CUSTOMER_SUCCESS",
                        "INTEGRATION",
                        "AUDITOR",
                        "VIEWER",
                        "CONTRACT_MANAGER")
                .map(role -> Map.<String, Object>of(
                        "subject", role.toLowerCase(Locale.ROOT), "name", role, "roles", List.of(role)))
                .toList();
        done(symbio.operator()
                .post(
                        "/api/v1/tenants",
                        Map.of("id", id, "name", id, "kind", kind, "zone", "UTC", "members", members)));
    }

    ApiClient vendorAs(String role) {
        return symbio.as(role + "@" + vendor);
    }

    ApiClient customerAs(String role) {
        return symbio.as(role + "@" + customer);
    }

    /** One promise: the mean of pressure per day is at least 100 bar, from 2026-01-01 on, three days. */
    static ObjectNode promise(String key) {
        return (ObjectNode) SampleTerms.tree(
                """
                {"clause":"Pressure is kept","indicator":{"kind":"mean"},
                 "source":{"stream":"press-1","field":"pressure","unit":"bar"},
                 "trigger":{"date":"2026-01-01T00:00:00Z"},"window":{"kind":"days","every":1,"count":3},
                 "operator":">=","target":"100","noData":"skip",
                 "ladder":[{"after":"PT0S","role":"CUSTOMER_SUCCESS"},{"after":"PT4H","subject":"sales_manager"}],
                 "key":"%s"}"""
                        .formatted(key));
    }

    /** A commitment of whoever drafts it, with one promise and no customer on the platform. */
    static ObjectNode alone(String name) {
        ObjectNode draft = (ObjectNode) SampleTerms.tree("{\"terms\":{\"promises\":[]}}");
        draft.withObject("/terms").put("name", name).withArray("/promises").add(promise("p1"));
        return draft;
    }

    ObjectNode draft(String name, int promises) {
        ObjectNode draft = (ObjectNode) SampleTerms.tree(
                "{\"backfill\":true,\"terms\":{\"customerName\":\"The plant\",\"tolerance\":\"P1D\",\"promises\":[]}}");
        draft.put("customer", customer);
        ObjectNode terms = draft.withObject("/terms");
        terms.put("name", name);
        for (int i = 1; i <= promises; i++) {
            terms.withArray("/promises").add(promise("p" + i));
        }
        return draft;
    }

    /** @return the commitment's path */
    String drafted(ObjectNode draft) {
        return COMMITMENTS + "/"
                + done(vendorAs("sales").post(COMMITMENTS, draft)).get("id").asText();
    }

    ApiClient.Answer sign(String commitment, String capacity, int revision) {
        return vendorAs(capacity.replace('-', '_'))
                .post(commitment + "/sign", Map.of("capacity", capacity, "revision", revision));
    }

    String active(ObjectNode draft) {
        String commitment = drafted(draft);
        for (String capacity : List.of("sales", "delivery", "customer-success")) {
            done(sign(commitment, capacity, 1));
        }
        return commitment;
    }

    /** Two samples for each of two days: 101 and 99.5 on average; the second day is a breach. */
    static final String FOUR_SAMPLES =
            """
            stream,id,at,field,value,unit
            press-1,s1,2026-01-01T06:00:00Z,pressure,100.5,bar
            press-1,s2,2026-01-01T18:00:00Z,pressure,101.5,bar
            press-1,s4,2026-01-02T18:00:00Z,pressure,99.25,bar
            press-1,s3,2026-01-02T06:00:00Z,pressure,99.75,bar
            """;

    /** Active, with two days of samples, judged. */
    String judged() {
        String commitment = active(draft("Kept pressure", 1));
        done(vendorAs("integration").postCsv(commitment + "/telemetry", FOUR_SAMPLES));
        done(vendorAs("sales").post(commitment + "/backfill/complete", Map.of()));
        return commitment;
    }
}

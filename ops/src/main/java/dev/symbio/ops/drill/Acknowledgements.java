package dev.symbio.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.measure.Findings;
import dev.symbio.ops.measure.SampleTerms;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Finance acknowledges payment obligations, each several times at once: under one key, and under others. */
final class Acknowledgements {
    private static final int DAYS = 10;
    private static final int TIMES = 5;
    private static final String ACKNOWLEDGED = "symbio.sla.payment-acknowledged.";

    private final Contracts parties;
    private final String name;
    private final LocalDate first = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS + 1L);
    private final List<String> wrong = new ArrayList<>();

    Acknowledgements(Contracts parties, String name) {
        this.parties = parties;
        this.name = name;
    }

    void run(List<Session> connections, Executor atOnce, Findings findings) {
        String contract = "/sla-contracts/"
                + parties.active(
                        name,
                        name,
                        SampleTerms.daily(),
                        first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                        false);
        missEveryDay(contract);
        for (int day = 0; day < DAYS; day++) {
            String period = first.plusDays(day) + ".P1D";
            parties.customer()
                    .manager()
                    .post(contract + "/periods/" + period + "/close", name + "-close-" + day, Map.of());
            String statement = contract + "/statements/" + period;
            for (Company party : List.of(parties.provider(), parties.customer())) {
                party.manager().post(statement + "/accept", name + "-accept-" + day, Map.of());
            }
            acknowledge(statement, name + "-ack-" + day, connections, atOnce);
        }
        int acknowledged = 0;
        for (JsonNode event : parties.customer().manager().getAll(contract + "/events")) {
            acknowledged += event.path("type").asText().startsWith(ACKNOWLEDGED) ? 1 : 0;
        }
        findings.count("obligations", DAYS);
        findings.count("acknowledgementsSent", 2L * DAYS * TIMES);
        findings.count("acknowledgementsRecorded", acknowledged);
        findings.promise(acknowledged == DAYS, "each obligation is acknowledged once");
        findings.promise(
                wrong.isEmpty(), "the same key has the same answer, and another key is told 409, but " + wrong);
    }

    /** Something has to be paid only where something was missed. */
    private void missEveryDay(String contract) {
        List<Map<String, Object>> observations = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            Instant at = first.plusDays(day).atTime(12, 0).toInstant(ZoneOffset.UTC);
            Map<String, Object> observation = new LinkedHashMap<>();
            observation.put("id", "missed-" + day);
            observation.put("at", at.toString());
            observation.put("met", false);
            observation.put("amount", "100.00");
            observations.add(observation);
        }
        parties.customer()
                .integration()
                .post(
                        contract + "/observations",
                        name + "-missed",
                        Map.of("source", "drill", "observations", observations));
    }

    private void acknowledge(String statement, String key, List<Session> connections, Executor atOnce) {
        List<CompletableFuture<ApiAnswer>> same = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            Session connection = connections.get(i % connections.size());
            same.add(CompletableFuture.supplyAsync(() -> send(connection, statement, key), atOnce));
        }
        List<ApiAnswer> told = same.stream().map(CompletableFuture::join).toList();
        long answers = told.stream()
                .map(answer -> answer.status() + answer.text())
                .distinct()
                .count();
        if (answers != 1 || !told.get(0).isSuccess()) {
            wrong.add(key + ": " + told.stream().map(ApiAnswer::text).distinct().toList());
        }
        List<CompletableFuture<ApiAnswer>> others = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            Session connection = connections.get(i % connections.size());
            String other = key + "-other-" + i;
            others.add(CompletableFuture.supplyAsync(() -> send(connection, statement, other), atOnce));
        }
        others.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() != 409)
                .forEach(answer -> wrong.add(key + " under another key: " + answer.status() + " " + answer.text()));
    }

    private ApiAnswer send(Session connection, String statement, String key) {
        return connection.tryPost(statement + "/acknowledge", key, Map.of("reference", "INV-1"));
    }
}

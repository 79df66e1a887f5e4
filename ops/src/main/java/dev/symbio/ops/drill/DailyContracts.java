package dev.symbio.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.measure.SampleTerms;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Contracts whose days close by themselves a day after their end: their deadlines are what is watched here. */
final class DailyContracts {
    private static final String CLOSED = "symbio.sla.period-closed.";

    private final Contracts parties;
    private final List<String> contracts = new ArrayList<>();

    private DailyContracts(Contracts parties) {
        this.parties = parties;
    }

    /** With one observation on their first day. */
    static DailyContracts on(Contracts parties, String name, int count, LocalDate day, ZoneId zone) {
        DailyContracts daily = new DailyContracts(parties);
        ObjectNode terms = SampleTerms.daily();
        terms.withObjectProperty("window").put("zone", zone.getId());
        terms.put("grace", "P1D");
        Instant begins = day.atStartOfDay(zone).toInstant();
        for (int i = 0; i < count; i++) {
            String contract = parties.active(name + "-" + i, name + "-" + i, terms, begins, false);
            Map<String, Object> observation =
                    Map.of("id", "met", "at", begins.plusSeconds(60).toString(), "met", true, "amount", "100.00");
            parties.customer()
                    .integration()
                    .post(
                            "/sla-contracts/" + contract + "/observations",
                            name + "-observed-" + i,
                            Map.of("source", "drill", "observations", List.of(observation)));
            daily.contracts.add(contract);
        }
        return daily;
    }

    int size() {
        return contracts.size();
    }

    /** How often each of them has closed a day. */
    List<Integer> closings() {
        List<Integer> times = new ArrayList<>();
        for (String contract : contracts) {
            int closed = 0;
            for (JsonNode event : parties.customer().manager().getAll("/sla-contracts/" + contract + "/events")) {
                closed += event.path("type").asText().startsWith(CLOSED) ? 1 : 0;
            }
            times.add(closed);
        }
        return times;
    }

    boolean allClosed() {
        return closings().stream().allMatch(times -> times >= 1);
    }
}

package dev.symbio.ops.deliveries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes in, provider by provider. A repeated id has no second effect: the first row counts, a repeat that says
 * something else is a conflict. All rows of a provider are in the currency of its first; both are reported.
 *
 * @param byProvider in the order in which providers appear in the file
 * @param repeated rows that say again what an earlier one said
 */
public record Screening(Map<String, List<Delivery>> byProvider, List<RowProblem> problems, long repeated) {

    public static Screening of(List<Delivery> deliveries) {
        Map<String, List<Delivery>> byProvider = new LinkedHashMap<>();
        Map<String, Map<String, Delivery>> seen = new HashMap<>();
        List<RowProblem> problems = new ArrayList<>();
        long repeated = 0;
        for (Delivery delivery : deliveries) {
            List<Delivery> taken = byProvider.computeIfAbsent(delivery.provider(), provider -> new ArrayList<>());
            Map<String, Delivery> ids = seen.computeIfAbsent(delivery.provider(), provider -> new HashMap<>());
            Delivery before = ids.get(delivery.id());
            if (before != null) {
                boolean same = before.sameFactAs(delivery);
                repeated += same ? 1 : 0;
                problems.add(same ? repeat(delivery, before) : conflict(delivery, before));
            } else if (!taken.isEmpty() && !taken.get(0).currency().equals(delivery.currency())) {
                problems.add(new RowProblem(
                        delivery.line(),
                        delivery.id(),
                        "row.another-currency",
                        "Expected " + taken.get(0).currency() + " like line "
                                + taken.get(0).line() + " of this provider but got " + delivery.currency() + "."));
            } else {
                taken.add(delivery);
                ids.put(delivery.id(), delivery);
            }
        }
        return new Screening(byProvider, List.copyOf(problems), repeated);
    }

    private static RowProblem repeat(Delivery delivery, Delivery before) {
        return new RowProblem(
                delivery.line(),
                delivery.id(),
                "row.repeated",
                "Says again what line " + before.line() + " says; no effect.");
    }

    private static RowProblem conflict(Delivery delivery, Delivery before) {
        return new RowProblem(
                delivery.line(),
                delivery.id(),
                "row.conflict",
                "Line " + before.line() + " says something else under the same id; line " + before.line() + " counts.");
    }
}

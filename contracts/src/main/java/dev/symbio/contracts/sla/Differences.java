package dev.symbio.contracts.sla;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Says in which fields two observations with the same id differ. */
final class Differences {
    private Differences() {}

    static String between(Observation first, Observation again) {
        List<String> fields = new ArrayList<>();
        add(fields, "at", first.at(), again.at());
        add(fields, "happenedAt", first.happenedAt(), again.happenedAt());
        add(fields, "met", first.met(), again.met());
        add(fields, "value", first.value(), again.value());
        add(fields, "unit", first.unit(), again.unit());
        add(fields, "amount", first.amount(), again.amount());
        add(fields, "currency", first.currency(), again.currency());
        add(fields, "orderedAt", first.orderedAt(), again.orderedAt());
        add(fields, "measuredFrom", first.measuredFrom(), again.measuredFrom());
        add(fields, "measuredTo", first.measuredTo(), again.measuredTo());
        return "Expected the content first recorded, which stays; different: " + String.join(", ", fields) + ".";
    }

    private static void add(List<String> fields, String field, Object first, Object again) {
        if (!Objects.equals(first, again)) {
            fields.add(field + " (" + first + ", now " + again + ")");
        }
    }
}

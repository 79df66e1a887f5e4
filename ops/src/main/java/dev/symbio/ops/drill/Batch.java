package dev.symbio.ops.drill;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Observations for one contract.
 *
 * @param ids unique over the whole drill
 */
record Batch(String contract, Instant at, List<String> ids) implements Write.Payload {
    @Override
    public Object body() {
        return changedBody("drill");
    }

    @Override
    public Object changedBody(String source) {
        List<Map<String, Object>> observations = new ArrayList<>();
        for (String id : ids) {
            Map<String, Object> observation = new LinkedHashMap<>();
            observation.put("id", id);
            observation.put("at", at.toString());
            observation.put("met", id.hashCode() % 10 != 0);
            observation.put("amount", "100.00");
            observations.add(observation);
        }
        return Map.of("source", source, "observations", observations);
    }
}

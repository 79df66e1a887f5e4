package dev.symbio.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is really there, read back through the API.
 *
 * @param observed ids of all observations
 * @param recordings how many recordings each key has in the contracts' histories
 * @param drafts how many contracts there are of each name
 * @param closedJournals contracts that do not answer
 */
record Found(Set<String> observed, Map<String, Integer> recordings, Map<String, Integer> drafts, int closedJournals) {
    private static final String RECORDED = "symbio.sla.observations-recorded.";

    static Found readBack(Session reader, List<String> contracts, String period) {
        Set<String> observed = new HashSet<>();
        Map<String, Integer> recordings = new HashMap<>();
        Map<String, Integer> drafts = new HashMap<>();
        int closedJournals = 0;
        for (String contract : contracts) {
            String path = "/sla-contracts/" + contract;
            if (!reader.tryGet(path).isSuccess()) {
                closedJournals++;
                continue;
            }
            for (JsonNode item : reader.getAll(path + "/periods/" + period + "/observations")) {
                observed.add(item.path("id").asText());
            }
            for (JsonNode event : reader.getAll(path + "/events")) {
                if (event.path("type").asText().startsWith(RECORDED)) {
                    recordings.merge(event.path("commandId").asText(), 1, Integer::sum);
                }
            }
        }
        for (JsonNode item : reader.getAll("/sla-contracts")) {
            drafts.merge(item.path("name").asText(), 1, Integer::sum);
        }
        // Those are contracts that were made to be written to, not by the load.
        drafts.keySet().removeIf(name -> name.startsWith(Referee.ROUND));
        return new Found(observed, recordings, drafts, closedJournals);
    }

    /** Everything that the write says is there. */
    boolean has(Write write) {
        boolean complete = !(write.payload() instanceof Batch batch) || observed.containsAll(batch.ids());
        return complete && effects(write) > 0;
    }

    int effects(Write write) {
        return (write.payload() instanceof Batch ? recordings : drafts).getOrDefault(write.key(), 0);
    }

    /** Of all keys together. */
    int effects() {
        return recordings.values().stream().mapToInt(Integer::intValue).sum()
                + drafts.values().stream().mapToInt(Integer::intValue).sum();
    }
}

package dev.symbio.gateway.audit;

import dev.symbio.platform.audit.AuditTrail;
import dev.symbio.platform.audit.AuditTrail.Entry;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.process.Effects;
import dev.symbio.platform.process.Effects.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What some events set in motion, as it was recorded, generation by generation: two queries for each. It knows no rights; who may
 * be told what of it is for {@link CauseEndpoints} to say.
 *
 * @param starts where it began
 * @param events all of them, by id, those that it began with included
 * @param effects by the event that caused them
 * @param cut there was more than may be told at once
 */
record CauseGraph(List<Entry> starts, Map<String, Entry> events, Map<String, List<Effect>> effects, boolean cut) {
    static final int MAX_EVENTS = 500;
    private static final int MAX_GENERATIONS = 20;

    static CauseGraph from(List<Entry> starts, AuditTrail trail, Effects effects) {
        Map<String, Entry> events = new LinkedHashMap<>();
        starts.forEach(each -> events.put(each.eventId(), each));
        Map<String, List<Effect>> byCause = new LinkedHashMap<>();
        List<Entry> generation = starts;
        for (int i = 0; i < MAX_GENERATIONS && !generation.isEmpty() && events.size() < MAX_EVENTS; i++) {
            Set<String> ids = generation.stream().map(Entry::eventId).collect(Collectors.toSet());
            Set<TenantId> tenants = generation.stream()
                    .map(each -> each.entity().tenant())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            for (Effect effect : effects.causedBy(tenants, ids, MAX_EVENTS)) {
                byCause.computeIfAbsent(effect.causeEvent(), none -> new ArrayList<>())
                        .add(effect);
                tenants.add(effect.target().tenant());
            }
            generation = trail.causedBy(tenants, ids, MAX_EVENTS).stream()
                    .filter(each -> events.putIfAbsent(each.eventId(), each) == null)
                    .toList();
        }
        return new CauseGraph(starts, events, byCause, !generation.isEmpty());
    }

    /** What happened because of an event, in order. */
    List<Entry> causedBy(String event) {
        return events.values().stream()
                .filter(each -> event.equals(each.causationId()))
                .toList();
    }

    /** Those that were not caused by another of them. */
    List<Entry> roots() {
        return starts.stream()
                .filter(each -> each.causationId() == null || !events.containsKey(each.causationId()))
                .toList();
    }

    Set<EntityRef> entities() {
        return events.values().stream().map(Entry::entity).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}

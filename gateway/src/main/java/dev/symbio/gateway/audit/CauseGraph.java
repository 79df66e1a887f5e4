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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What some events set in motion, or what led to one, as it was recorded. It knows no rights; who may be told what of it is for
 * {@link CauseEndpoints} to say.
 *
 * @param starts where it began
 * @param events all of them, by id, those that it began with included
 * @param effects by the event that caused them
 * @param cut there was more than may be told at once
 */
record CauseGraph(List<Entry> starts, Map<String, Entry> events, Map<String, List<Effect>> effects, boolean cut) {
    static final int MAX_EVENTS = 500;
    private static final int MAX_GENERATIONS = 20;
    /** Each is looked up by the one after it. */
    private static final int MAX_CAUSES = 100;

    /** What some events set in motion, generation by generation: two queries for each. */
    static CauseGraph from(List<Entry> found, AuditTrail trail, Effects effects) {
        List<Entry> starts = atMost(MAX_EVENTS, found);
        boolean cut = starts.size() < found.size();
        Map<String, Entry> events = new LinkedHashMap<>();
        starts.forEach(each -> events.put(each.eventId(), each));
        Map<String, List<Effect>> byCause = new LinkedHashMap<>();
        List<Entry> generation = starts;
        for (int i = 0; i < MAX_GENERATIONS && !generation.isEmpty() && events.size() < MAX_EVENTS; i++) {
            Set<String> ids = generation.stream().map(Entry::eventId).collect(Collectors.toSet());
            Set<TenantId> tenants = generation.stream()
                    .map(each -> each.entity().tenant())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            List<Effect> caused = effects.causedBy(tenants, ids, MAX_EVENTS + 1);
            for (Effect effect : atMost(MAX_EVENTS, caused)) {
                byCause.computeIfAbsent(effect.causeEvent(), none -> new ArrayList<>())
                        .add(effect);
                tenants.add(effect.target().tenant());
            }
            List<Entry> followed = trail.causedBy(tenants, ids, MAX_EVENTS + 1);
            generation = atMost(MAX_EVENTS, followed).stream()
                    .filter(each -> events.putIfAbsent(each.eventId(), each) == null)
                    .toList();
            cut = cut || caused.size() > MAX_EVENTS || followed.size() > MAX_EVENTS;
        }
        return new CauseGraph(starts, events, byCause, cut || !generation.isEmpty());
    }

    /** What led to an event, back to the first, which is where it began; of the effects those that lie on the way. */
    static CauseGraph to(Entry event, AuditTrail trail, Effects effects) {
        Map<String, Entry> events = new LinkedHashMap<>();
        Map<String, List<Effect>> byCause = new LinkedHashMap<>();
        Entry first = event;
        events.put(first.eventId(), first);
        Optional<Entry> cause = trail.causeOf(first);
        while (cause.isPresent()
                && events.size() < MAX_CAUSES
                && !events.containsKey(cause.get().eventId())) {
            Entry effect = first;
            first = cause.get();
            events.put(first.eventId(), first);
            effects.between(first.entity(), first.eventId(), effect.entity(), effect.seq())
                    .ifPresent(step -> byCause.put(step.causeEvent(), List.of(step)));
            cause = trail.causeOf(first);
        }
        return new CauseGraph(List.of(first), events, byCause, cause.isPresent());
    }

    /** The same, with the beginning where all that follows is for the reader; nothing is left if the last event is not. */
    CauseGraph asFarAs(Predicate<Entry> visible) {
        List<Entry> first = new ArrayList<>();
        for (Entry each : events.values()) {
            if (!visible.test(each)) {
                break;
            }
            first = List.of(each);
        }
        return new CauseGraph(first, events, effects, cut);
    }

    private static <T> List<T> atMost(int limit, List<T> found) {
        return found.subList(0, Math.min(limit, found.size()));
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

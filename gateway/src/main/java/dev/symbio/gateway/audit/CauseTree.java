package dev.symbio.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.audit.AuditTrail.Entry;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.process.Effects.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was set in motion, or what led to an event, as far as the reader may know it. What lies behind an event that is not for the reader is not told,
 * unless it is in the reader's own tenant: then it is a root of its own.
 *
 * @param roots what it began with
 * @param complete false if there is more than this, for the reader or not: more than 500 events or steps at once, entities of more
 *     others than can be looked at, or a longer way
 */
record CauseTree(List<CauseNode> roots, boolean complete) {
    /**
     * An event and what it led to.
     *
     * @param effects what processes made others do because of it
     * @param followed events that name it as their cause without a process in between
     */
    record CauseNode(TrailView event, List<EffectNode> effects, List<CauseNode> followed) {}

    /**
     * What a process made an entity do.
     *
     * @param state waiting, done or refused
     * @param code why it was refused
     * @param events what happened to the entity, as far as the reader may see it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EffectNode(
            String process,
            String targetKind,
            String target,
            String command,
            String state,
            @Nullable String code,
            @Nullable String detail,
            Instant madeAt,
            List<CauseNode> events) {}

    /**
     * @param visible whether the reader sees an event
     * @param all whether that is known of every event
     */
    static CauseTree of(CauseGraph graph, TenantId reader, Predicate<Entry> visible, boolean all) {
        Branches branches = new Branches(graph, reader, visible);
        List<CauseNode> roots = new ArrayList<>();
        graph.roots().stream().filter(visible).map(branches::node).forEach(roots::add);
        // behind something hidden, and the reader's own
        for (Entry start : graph.starts()) {
            if (visible.test(start) && !branches.told.contains(start.eventId())) {
                roots.add(branches.node(start));
            }
        }
        return new CauseTree(roots, all && !graph.cut());
    }

    private static final class Branches {
        private final CauseGraph graph;
        private final TenantId reader;
        private final Predicate<Entry> visible;
        private final Set<String> told = new HashSet<>();

        Branches(CauseGraph graph, TenantId reader, Predicate<Entry> visible) {
            this.graph = graph;
            this.reader = reader;
            this.visible = visible;
        }

        CauseNode node(Entry event) {
            told.add(event.eventId());
            List<Entry> children = new ArrayList<>(graph.causedBy(event.eventId()));
            List<EffectNode> effects = new ArrayList<>();
            for (Effect effect : graph.effects().getOrDefault(event.eventId(), List.of())) {
                List<Entry> its = children.stream()
                        .filter(each -> each.entity().equals(effect.target())
                                && effect.targetSeq() != null
                                && each.seq() <= effect.targetSeq())
                        .toList();
                children.removeAll(its);
                List<CauseNode> shown =
                        its.stream().filter(visible).map(this::node).toList();
                if (isOwn(event) || effect.target().tenant().equals(reader) || !shown.isEmpty()) {
                    effects.add(effect(effect, shown));
                }
            }
            return new CauseNode(
                    TrailView.of(event, reader),
                    effects,
                    children.stream().filter(visible).map(this::node).toList());
        }

        private boolean isOwn(Entry event) {
            return event.entity().tenant().equals(reader);
        }

        private static EffectNode effect(Effect effect, List<CauseNode> events) {
            return new EffectNode(
                    effect.process(),
                    effect.target().kind(),
                    effect.target().publicId(),
                    effect.command(),
                    effect.state(),
                    effect.code(),
                    effect.detail(),
                    effect.madeAt(),
                    events);
        }
    }
}

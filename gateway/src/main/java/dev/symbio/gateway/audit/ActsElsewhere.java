package dev.symbio.gateway.audit;

import dev.symbio.platform.audit.AuditTrail.Entry;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a reader's own people did to entities of other tenants. One command can lead to more than the reader may know of: each
 * entity is asked what it shows.
 */
final class ActsElsewhere {
    /** Each is asked, and some are followed through their histories. */
    static final int MAX_ENTITIES = 20;

    private final AuditedKinds kinds;

    ActsElsewhere(AuditedKinds kinds) {
        this.kinds = kinds;
    }

    /** How many of the rows, from the first on, are of no more entities of others than can be asked at once. */
    int reach(List<Entry> rows, TenantId reader) {
        Set<EntityRef> others = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            EntityRef entity = rows.get(i).entity();
            if (isAsked(entity, reader) && others.add(entity) && others.size() > MAX_ENTITIES) {
                return i;
            }
        }
        return rows.size();
    }

    /** The rows of the reader's own entities, and those of others that are for the reader. */
    CompletionStage<List<Entry>> seen(List<Entry> rows, TenantId reader) {
        Map<EntityRef, Set<String>> others = new LinkedHashMap<>();
        for (Entry row : rows) {
            if (isAsked(row.entity(), reader)) {
                others.computeIfAbsent(row.entity(), none -> new HashSet<>()).add(row.eventId());
            }
        }
        Set<String> seen = ConcurrentHashMap.newKeySet();
        CompletableFuture<?>[] asked = others.entrySet().stream()
                .map(each -> kinds.seen(each.getKey(), reader, each.getValue())
                        .thenAccept(seen::addAll)
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(asked).thenApply(done -> rows.stream()
                .filter(row -> row.entity().tenant().equals(reader) || seen.contains(row.eventId()))
                .toList());
    }

    private boolean isAsked(EntityRef entity, TenantId reader) {
        return !entity.tenant().equals(reader) && kinds.areShared(entity.kind());
    }
}

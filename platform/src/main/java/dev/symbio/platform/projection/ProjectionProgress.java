package dev.symbio.platform.projection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** How far read models have come. Blocking. */
public final class ProjectionProgress {
    /** By projection, its kind of entity. */
    private final Map<String, String> kinds;
    /** Names of those that can be built anew. */
    private final Set<String> rebuildable;

    private final Jdbi sql;
    private final JournalOrder order;

    public ProjectionProgress(Jdbi sql, JournalOrder order, List<Projection<?>> projections) {
        this.sql = sql;
        this.order = order;
        kinds = projections.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Projection::name, projection -> projection.kind().name()));
        rebuildable = projections.stream()
                .filter(projection -> !projection.tables().isEmpty())
                .map(Projection::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether nothing is decided, sent or kept for good by this one. */
    public boolean isRebuildable(String projection) {
        return rebuildable.contains(projection);
    }

    /** Those that have events before them that are stored by now. */
    public List<String> behind() {
        return kinds.entrySet().stream()
                .filter(entry -> isBehind(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Whether this one has. */
    boolean isBehind(Projection<?> projection) {
        return isBehind(projection.name(), projection.kind().name());
    }

    private boolean isBehind(String projection, String kind) {
        Optional<String> offset =
                sql.withHandle(handle -> handle.createQuery("select current_offset from akka_projection_offset_store"
                                + " where projection_name = :name and projection_key = :kind")
                        .bind("name", projection)
                        .bind("kind", kind)
                        .mapTo(String.class)
                        .findOne());
        return new JournalReader(kind, sql, order)
                .hasAfter(offset.map(order::stored).orElse(JournalOrder.Place.START));
    }
}

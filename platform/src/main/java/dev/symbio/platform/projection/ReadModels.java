package dev.symbio.platform.projection;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.projection.ProjectionId;
import akka.projection.javadsl.ProjectionManagement;
import dev.symbio.platform.projection.JournalOrder.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What operators see of projections, and how one is built anew: its offset is forgotten, and without an offset it begins by
 * emptying its tables. So a rebuild that is interrupted anywhere goes on by itself, or begins again.
 */
public final class ReadModels {
    /**
     * A projection as it is now.
     *
     * @param rebuildable whether it can be built anew
     * @param behind whether there are events that it has not taken yet
     */
    public record ReadModel(String name, String kind, boolean rebuildable, boolean behind) {}

    private final ActorSystem<?> system;
    private final ProjectionProgress progress;
    private final Map<String, Projection<?>> projections;

    public ReadModels(ActorSystem<?> system, ProjectionProgress progress, List<Projection<?>> projections) {
        this.system = system;
        this.progress = progress;
        this.projections =
                projections.stream().collect(Collectors.toUnmodifiableMap(Projection::name, Function.identity()));
    }

    /** By name. Blocking. */
    public List<ReadModel> list() {
        return projections.values().stream()
                .map(projection -> new ReadModel(
                        projection.name(),
                        projection.kind().name(),
                        !projection.tables().isEmpty(),
                        progress.isBehind(projection)))
                .sorted(Comparator.comparing(ReadModel::name))
                .toList();
    }

    public boolean exists(String name) {
        return projections.containsKey(name);
    }

    /** @throws IllegalArgumentException if there is no such projection */
    public boolean rebuildable(String name) {
        return !find(name).tables().isEmpty();
    }

    /**
     * Begins to build it anew, wherever in the cluster it runs.
     *
     * @return done when it has begun: rows are missing until it has come to the journal's end
     * @throws IllegalArgumentException if there is no such projection, or it cannot be rebuilt
     */
    public CompletionStage<Done> rebuild(String name) {
        if (!rebuildable(name)) {
            throw new IllegalArgumentException(name + " cannot be rebuilt.");
        }
        return ProjectionManagement.get(system)
                .clearOffset(ProjectionId.of(name, find(name).kind().name()));
    }

    private Projection<?> find(String name) {
        Projection<?> found = projections.get(name);
        if (found == null) {
            throw new IllegalArgumentException("There is no projection " + name + ".");
        }
        return found;
    }

    /**
     * What a projection that starts without an offset begins with. Truncated: a delete would hold up writers for long.
     *
     * @throws Turn.Overtaken if it has an offset by now
     */
    static void empty(Jdbi sql, Projection<?> projection, Turn turn) {
        if (projection.tables().isEmpty()) {
            return;
        }
        sql.useTransaction(handle -> {
            turn.require(turn.take(handle), Place.START);
            projection.tables().stream()
                    .filter(table -> hasRows(handle, table))
                    .forEach(table -> handle.execute("truncate table " + table));
            handle.execute("delete from dead_letter where projection = ?", projection.name());
        });
    }

    private static boolean hasRows(Handle handle, String table) {
        return handle.createQuery("select 1 from " + table + " fetch first 1 row only")
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}

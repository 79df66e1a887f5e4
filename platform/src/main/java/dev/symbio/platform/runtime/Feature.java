package dev.symbio.platform.runtime;

import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.personal.NamesIn;
import dev.symbio.platform.process.Process;
import dev.symbio.platform.projection.Projection;
import java.util.List;

/**
 * What a feature brings to the platform.
 *
 * @param names where its read models hold names of persons
 * @param migrations class path folder of its Flyway migrations, such as {@code db/contracts}
 */
public record Feature(
        String migrations,
        List<EntityKind<?, ?, ?>> kinds,
        List<Projection<?>> projections,
        List<Process<?>> processes,
        List<NamesIn> names) {
    public Feature {
        kinds = List.copyOf(kinds);
        projections = List.copyOf(projections);
        processes = List.copyOf(processes);
        names = List.copyOf(names);
    }

    public Feature(
            String migrations,
            List<EntityKind<?, ?, ?>> kinds,
            List<Projection<?>> projections,
            List<Process<?>> processes) {
        this(migrations, kinds, projections, processes, List.of());
    }

    public Feature(String migrations, List<EntityKind<?, ?, ?>> kinds, List<Projection<?>> projections) {
        this(migrations, kinds, projections, List.of(), List.of());
    }
}

package dev.symbio.platform.runtime;

import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.process.Process;
import dev.symbio.platform.projection.Projection;
import java.util.List;

/**
 * What a feature brings to the platform.
 *
 * @param migrations class path folder of its Flyway migrations, such as {@code db/contracts}
 */
public record Feature(
        String migrations,
        List<EntityKind<?, ?, ?>> kinds,
        List<Projection<?>> projections,
        List<Process<?>> processes) {
    public Feature {
        kinds = List.copyOf(kinds);
        projections = List.copyOf(projections);
        processes = List.copyOf(processes);
    }

    public Feature(String migrations, List<EntityKind<?, ?, ?>> kinds, List<Projection<?>> projections) {
        this(migrations, kinds, projections, List.of());
    }
}

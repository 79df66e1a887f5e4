package dev.symbio.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.json.Json;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Hands one event to a projection, as the journal would, for tests without a journal. */
public final class OneEvent {
    private OneEvent() {}

    /** Fails when the projection has no handler for it. */
    public static <E> void into(Projection<E> projection, Handle sql, Recorded<? extends E> recorded) {
        Projection.Reading reading = projection.handlers().get(recorded.event().getClass());
        assertThat(reading)
                .as("%s of %s", projection.name(), recorded.event().getClass())
                .isNotNull();
        Object data = reading.view().isInstance(recorded.event())
                ? recorded.event()
                : Json.MAPPER.convertValue(recorded.event(), reading.view());
        reading.handler().handle(sql, List.of(new Recorded<>(recorded.meta(), data)));
    }
}

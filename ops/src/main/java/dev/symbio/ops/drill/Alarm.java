package dev.symbio.ops.drill;

import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityKind;
import java.time.Instant;
import java.util.Set;

/** The least that can have a deadline: it is set once and rings when it is due. */
record Alarm(Instant ringsAt, int rings) {
    sealed interface Command {}

    record SetTo(Instant at) implements Command {}

    record Ring() implements Command {}

    sealed interface Event {}

    record WasSet(Instant at) implements Event {}

    record Rang() implements Event {}

    static final EntityKind<Command, Event, Alarm> KIND = EntityKind.of(
                    "alarm", Command.class, Event.class, new Alarm(null, 0))
            .decides(SetTo.class, (alarm, command, context) -> Decision.events(new WasSet(command.at())))
            .decides(Ring.class, (alarm, command, context) -> Decision.events(new Rang()))
            .evolves("set", 1, WasSet.class, (alarm, event) -> new Alarm(event.at(), alarm.rings()))
            .evolves("rang", 1, Rang.class, (alarm, event) -> new Alarm(null, alarm.rings() + 1))
            .deadlines(
                    alarm -> alarm.ringsAt() == null ? Set.of() : Set.of(Deadline.elapsed("ring", alarm.ringsAt())),
                    (alarm, deadline) -> new Ring())
            .build();
}

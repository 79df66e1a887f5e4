package dev.symbio.platform.runtime;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.projection.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The smallest entity that uses everything the host offers: it adds numbers, and may be rung by a deadline. */
public record Tally(int total, Instant ringAt, int rings) {
    public sealed interface Command {}

    public record Add(int number) implements Command {}

    public record RingIn(Duration time) implements Command {}

    public record Ring() implements Command {}

    public record Explode() implements Command {}

    public sealed interface Event {}

    public record Added(int number) implements Event {}

    public record RingSet(Instant at) implements Event {}

    public record Rang() implements Event {}

    public record Total(int total) {}

    public static final EntityKind<Command, Event, Tally> KIND = EntityKind.of(
                    "tally", Command.class, Event.class, new Tally(0, null, 0))
            .decides(Add.class, Tally::add)
            .decides(
                    RingIn.class,
                    (state, command, context) ->
                            Decision.events(new RingSet(context.now().plus(command.time()))))
            .decides(Ring.class, (state, command, context) -> Decision.events(new Rang()))
            .decides(Explode.class, (state, command, context) -> {
                throw new IllegalStateException("a defect");
            })
            .evolves("added", 1, Added.class, (s, e) -> new Tally(s.total + e.number, s.ringAt, s.rings))
            .evolves("ring-set", 1, RingSet.class, (s, e) -> new Tally(s.total, e.at, s.rings))
            .evolves("rang", 1, Rang.class, (s, e) -> new Tally(s.total, null, s.rings + 1))
            .deadlines(
                    s -> s.ringAt == null ? Set.of() : Set.of(Deadline.elapsed("ring", s.ringAt)),
                    (state, deadline) -> new Ring())
            .snapshotEvery(20)
            .build();

    static Decision<Event> add(Tally state, Add command, Context context) {
        if (command.number == HIDDEN) {
            return Decision.rejected(Rejection.notFound("tally.not-found", "There is no such tally."));
        }
        return command.number < 0
                ? Decision.rejected(Rejection.invalid(
                        "tally.negative",
                        "Expected a number of 0 or more but got " + command.number + ".",
                        new Rejection.Fault("/number", "tally.negative", "is negative")))
                : Decision.<Event>events(new Added(command.number)).withResult(new Total(state.total + command.number));
    }

    /** A number that makes the entity pretend not to exist. */
    static final int HIDDEN = -404;

    /** A number that the projection below cannot digest. */
    static final int INDIGESTIBLE = 666;

    public static Projection<Event> projection() {
        return Projection.of("tally-totals", KIND)
                .on(Added.class, (sql, recorded) -> {
                    if (recorded.event().number() == INDIGESTIBLE && !Digestion.better) {
                        throw new IllegalStateException("cannot digest " + INDIGESTIBLE + " of 'alice'");
                    }
                    int updated = sql.createUpdate("update tally set total = total + :n where entity_id = :id")
                            .bind("n", recorded.event().number())
                            .bind("id", recorded.meta().entity().publicId())
                            .execute();
                    if (updated == 0) {
                        sql.createUpdate("insert into tally (tenant_id, entity_id, total) values (:t, :id, :n)")
                                .bind("t", recorded.meta().entity().tenant().value())
                                .bind("id", recorded.meta().entity().publicId())
                                .bind("n", recorded.event().number())
                                .execute();
                    }
                })
                .rebuilds("tally")
                .build();
    }

    /** A defect in the projection that is mended later. */
    static final class Digestion {
        static volatile boolean better;

        private Digestion() {}
    }
}

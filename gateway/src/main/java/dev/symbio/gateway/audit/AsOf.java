package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Problem;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.Problems;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Replay;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.runtime.Platform;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entity as it was: its history is followed from the first event on, up to a sequence number or a moment of recording. What
 * comes out is shown by the view that shows the entity as it is.
 */
public final class AsOf {
    public static final QueryParameter SEQ = QueryParameter.whole(
            "asOfSeq", "As it was after the event with this sequence number, the ETag of then.", 1, Integer.MAX_VALUE);
    public static final QueryParameter TIME = QueryParameter.instant(
            "asOf",
            "As it was at this moment: after all that had been recorded by then, at this very instant too. Not together"
                    + " with `asOfSeq`.");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /**
     * An entity at a moment.
     *
     * @param at by which figures that grow with time are computed: the moment asked for, or when the event was recorded
     */
    public record Moment<S>(Snapshot<S> found, Instant at) {}

    /** What is asked for: a number or a time. */
    record Asked(String parameter, @Nullable Long seq, @Nullable Instant time) {}

    private final Replay replay;
    private final Clock clock;

    public AsOf(Platform platform) {
        replay = new Replay(platform.history(), platform.blocking());
        clock = platform.clock();
    }

    /** Whether the call asks for another moment than now. */
    public static boolean isAsked(Call<?> call) {
        return call.query(SEQ.name()).isPresent() || call.query(TIME.name()).isPresent();
    }

    /**
     * The entity at the moment that the call names, or as it is.
     *
     * @param live as it is, which the caller may see
     */
    public <S> CompletionStage<Moment<S>> of(
            Call<?> call, EntityKind<?, ?, S> kind, EntityRef entity, Snapshot<S> live) {
        Optional<String> seq = call.query(SEQ.name());
        Optional<String> time = call.query(TIME.name());
        if (seq.isPresent() && time.isPresent()) {
            throw unknown(TIME.name(), "Expected asOf or asOfSeq but got both.");
        }
        if (seq.isPresent()) {
            return at(new Asked(SEQ.name(), Long.valueOf(seq.get()), null), kind, entity, live);
        }
        if (time.isPresent()) {
            return at(
                    new Asked(
                            TIME.name(),
                            null,
                            QueryParameter.instant(time.get()).orElseThrow()),
                    kind,
                    entity,
                    live);
        }
        return CompletableFuture.completedFuture(new Moment<>(live, clock.instant()));
    }

    /** Reads a parameter that takes either. */
    static Asked asked(String parameter, String value) {
        if (NUMBER.matcher(value).matches()) {
            return new Asked(parameter, Long.valueOf(value), null);
        }
        return new Asked(
                parameter,
                null,
                QueryParameter.instant(value)
                        .orElseThrow(() -> unknown(
                                parameter,
                                "Expected a sequence number such as 12 or an instant such as 2026-03-01T08:00:00Z.")));
    }

    <S> CompletionStage<Moment<S>> at(Asked asked, EntityKind<?, ?, S> kind, EntityRef entity, Snapshot<S> live) {
        return asked.seq() == null ? atTime(asked, kind, entity, live) : atSeq(asked, kind, entity, live);
    }

    private <S> CompletionStage<Moment<S>> atSeq(
            Asked asked, EntityKind<?, ?, S> kind, EntityRef entity, Snapshot<S> live) {
        long seq = asked.seq();
        if (seq < 1 || seq > live.seq()) {
            throw unknown(asked.parameter(), "Expected a sequence number from 1 to " + live.seq() + ".");
        }
        AtomicReference<Instant> recordedAt = new AtomicReference<>();
        return replay.through(
                        kind,
                        entity,
                        seq,
                        (event, before, after) -> recordedAt.set(event.meta().recordedAt()))
                .thenApply(found -> new Moment<>(found, recordedAt.get()));
    }

    private <S> CompletionStage<Moment<S>> atTime(
            Asked asked, EntityKind<?, ?, S> kind, EntityRef entity, Snapshot<S> live) {
        Instant time = asked.time();
        if (time.isAfter(clock.instant())) {
            throw unknown(asked.parameter(), "Expected a moment that is not in the future.");
        }
        return replay.whilst(
                        kind, entity, live.seq(), meta -> !meta.recordedAt().isAfter(time))
                .thenApply(found -> {
                    if (!found.exists()) {
                        throw unknown(asked.parameter(), "Expected a moment at which it existed.");
                    }
                    return new Moment<>(found, time);
                });
    }

    static ProblemException unknown(String parameter, String detail) {
        return refused(parameter, "moment.unknown", detail);
    }

    static ProblemException refused(String parameter, String code, String detail) {
        return Problems.INVALID_PARAMETER.because(detail, List.of(Problem.Fault.inParameter(parameter, code, detail)));
    }
}

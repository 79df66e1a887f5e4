package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcollections.PMap;

/** Samples come in, in batches with the source's own ids. What is new is one event per batch. */
final class Telemetry {
    static final int MAX_SAMPLES_PER_COMMAND = 1_000;
    /** Keeps the event of a batch, with the receipt that is stored beside it, below what the journal takes. */
    static final int MAX_BYTES_PER_COMMAND = 600_000;

    /** A number, its field's punctuation, or what stands around them in a sample, at most. */
    private static final int OTHER_BYTES = 40;

    private static final int MAX_BYTES_PER_CHAR = 3;
    /** The state is held in memory and stored as one snapshot. */
    static final int MAX_SAMPLES_KEPT = 20_000;

    static final int MAX_OPEN_WINDOWS = 1_200;

    private Telemetry() {}

    static Decision<CommitmentEvent> record(
            ValueCommitment commitment, CommitmentCommand.RecordTelemetry command, Context context) {
        int size = command.samples().size();
        long bytes = command.samples().stream().mapToLong(Telemetry::bytes).sum();
        if (size == 0 || size > MAX_SAMPLES_PER_COMMAND || bytes > MAX_BYTES_PER_COMMAND) {
            return Decision.rejected(TextRules.rejection(new Fault(
                    "/samples",
                    "commitment.batch-size",
                    "Expected 1 to " + MAX_SAMPLES_PER_COMMAND + " samples of at most " + MAX_BYTES_PER_COMMAND
                            + " bytes but got " + size + " of about " + bytes + ".")));
        }
        List<CommitmentEvent> events = new ArrayList<>(Judging.due(commitment, context.now()));
        ValueCommitment caughtUp = commitment.evolve(events);
        SampleIntake intake = new SampleIntake(caughtUp, context.now());
        command.samples().forEach(intake::take);
        if (!intake.faults().isEmpty() && !command.partial()) {
            return Decision.rejected(Rejection.invalid(
                    "commitment.samples-invalid",
                    "Expected samples that fit the commitment but found "
                            + intake.faults().size() + " faults; none was recorded.",
                    intake.faults()));
        }
        if (!intake.accepted().isEmpty()) {
            CommitmentEvent recorded =
                    new CommitmentEvent.SamplesRecorded(intake.accepted(), context.tenant(), context.now());
            events.add(recorded);
            events.addAll(Risk.changes(ValueCommitment.KIND.evolve(caughtUp, recorded), context.now()));
        }
        return Decision.<CommitmentEvent>events(events).withResult(intake.receipt());
    }

    private static long bytes(Sample sample) {
        if (sample == null || sample.values() == null) {
            return OTHER_BYTES;
        }
        long bytes = OTHER_BYTES + MAX_BYTES_PER_CHAR * (length(sample.stream()) + length(sample.id()));
        for (String field : sample.values().keySet()) {
            bytes += OTHER_BYTES + MAX_BYTES_PER_CHAR * length(field);
        }
        return bytes;
    }

    private static long length(String text) {
        return text == null ? 0 : text.length();
    }

    static ValueCommitment recorded(ValueCommitment commitment, CommitmentEvent.SamplesRecorded event) {
        Map<String, List<Sample>> byStream = new LinkedHashMap<>();
        event.samples().forEach(sample -> byStream.computeIfAbsent(sample.stream(), none -> new ArrayList<>())
                .add(sample));
        PMap<String, Kept> kept = commitment.kept();
        for (Map.Entry<String, List<Sample>> stream : byStream.entrySet()) {
            Kept before = kept.getOrDefault(stream.getKey(), Kept.NONE);
            kept = kept.plus(
                    stream.getKey(),
                    before.plus(stream.getValue(), commitment.terms().tolerance()));
        }
        PMap<String, Track> tracks = commitment.tracks();
        for (Promise promise : commitment.terms().promises()) {
            List<Sample> samples = byStream.get(promise.source().stream());
            if (samples != null) {
                tracks = tracks.plus(promise.key(), counted(tracks.get(promise.key()), promise, samples));
            }
        }
        return commitment.with(tracks, kept);
    }

    /** Each in the window it belongs to, unless that is judged already. */
    static Track counted(Track track, Promise promise, Collection<Sample> samples) {
        if (track.startsAt() == null || track.settled()) {
            return track;
        }
        Windows windows = new Windows(promise, track.startsAt());
        Map<Integer, Tally> grown = new LinkedHashMap<>();
        for (Sample sample : samples) {
            int window = windows.at(sample.at());
            if (window >= track.next()
                    && sample.values().containsKey(promise.source().field())) {
                Tally tally = grown.containsKey(window) ? grown.get(window) : track.tally(window);
                grown.put(window, tally.plus(sample, promise));
            }
        }
        Track next = track;
        for (Map.Entry<Integer, Tally> window : grown.entrySet()) {
            next = next.with(window.getKey(), window.getValue());
        }
        return next;
    }
}

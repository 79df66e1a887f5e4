package dev.symbio.contracts.commitment;

import dev.symbio.contracts.commitment.TelemetryReceipt.Refused;
import dev.symbio.contracts.commitment.TelemetryReceipt.RowNote;
import dev.symbio.platform.entity.Rejection.Fault;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sorts one batch of samples; lives for one decision. */
final class SampleIntake {
    /** Receipts are stored; what is wrong with a sample has to be bounded. */
    private static final int MAX_FAULTS_PER_SAMPLE = 3;

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private final ValueCommitment commitment;
    private final Instant now;
    private final Map<String, Map<String, String>> unitsByStream = new HashMap<>();
    private final Map<String, Sample> inBatch = new HashMap<>();
    private final Map<String, Instant> newest = new HashMap<>();
    private final Map<String, Windows> windows = new HashMap<>();
    private final Map<String, Set<Integer>> opened = new HashMap<>();
    private final List<Sample> accepted = new ArrayList<>();
    private final List<RowNote> late = new ArrayList<>();
    private final List<RowNote> conflicts = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int kept;
    private int index = -1;
    private int faultsOfSample;
    private int repeated;

    SampleIntake(ValueCommitment commitment, Instant now) {
        this.commitment = commitment;
        this.now = now;
        for (Promise promise : commitment.terms().promises()) {
            Promise.Source source = promise.source();
            unitsByStream
                    .computeIfAbsent(source.stream(), none -> new HashMap<>())
                    .put(source.field(), source.unit());
            Track track = commitment.tracks().get(promise.key());
            if (track.startsAt() != null) {
                windows.put(promise.key(), new Windows(promise, track.startsAt()));
            }
        }
        commitment.kept().forEach((stream, samples) -> {
            newest.put(stream, samples.newest());
            kept += samples.samples().size();
        });
    }

    void take(Sample raw) {
        index++;
        faultsOfSample = 0;
        int before = faults.size();
        check(raw);
        if (faults.size() > before) {
            return;
        }
        Sample sample = raw.normal();
        String name = sample.stream() + '\n' + sample.id();
        Kept known = commitment.kept().getOrDefault(sample.stream(), Kept.NONE);
        Optional<Sample> first =
                Optional.ofNullable(inBatch.getOrDefault(name, known.samples().get(sample.id())));
        if (first.isPresent()) {
            compare(first.get(), sample);
        } else if (sample.at().isBefore(knownFrom(sample.stream()))) {
            late(
                    sample,
                    "Expected at most " + commitment.terms().tolerance() + " behind the newest sample, "
                            + newest.get(sample.stream()) + ".");
        } else {
            book(name, sample);
        }
    }

    private Instant knownFrom(String stream) {
        return new Kept(newest.get(stream), Kept.NONE.samples())
                .knownFrom(commitment.terms().tolerance());
    }

    private void compare(Sample first, Sample again) {
        if (first.equals(again)) {
            repeated++;
        } else {
            conflicts.add(new RowNote(
                    index, again.id(), "This id came before with other content, at " + first.at() + "; that stays."));
        }
    }

    private void book(String name, Sample sample) {
        boolean open = false;
        boolean judged = false;
        for (Promise promise : commitment.terms().promises()) {
            Windows of = windows.get(promise.key());
            if (of == null || !reads(promise, sample)) {
                continue;
            }
            Track track = commitment.tracks().get(promise.key());
            int window = of.at(sample.at());
            if (window != Windows.NONE) {
                boolean over = window < track.next() || track.settled();
                judged |= over;
                open |= !over;
                if (!over && !fits(promise, track, window)) {
                    refuse(
                            sample,
                            "at",
                            "commitment.too-many-windows",
                            "Expected at most " + Telemetry.MAX_OPEN_WINDOWS + " windows that are not judged.");
                    return;
                }
            }
        }
        if (judged && !open) {
            late(sample, "Expected a window that is not judged yet.");
        } else if (kept + accepted.size() >= Telemetry.MAX_SAMPLES_KEPT) {
            refuse(
                    sample,
                    "",
                    "commitment.too-many-samples",
                    "Expected at most " + Telemetry.MAX_SAMPLES_KEPT
                            + " samples within the tolerance; a shorter one keeps fewer.");
        } else {
            accepted.add(sample);
            inBatch.put(name, sample);
            newest.merge(sample.stream(), sample.at(), (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    private boolean fits(Promise promise, Track track, int window) {
        Set<Integer> more = opened.computeIfAbsent(promise.key(), none -> new HashSet<>());
        if (!track.open().containsKey(Integer.toString(window))) {
            more.add(window);
        }
        return track.open().size() + more.size() <= Telemetry.MAX_OPEN_WINDOWS;
    }

    private static boolean reads(Promise promise, Sample sample) {
        return promise.source().stream().equals(sample.stream())
                && sample.values().containsKey(promise.source().field());
    }

    private void check(Sample sample) {
        if (sample == null) {
            refuse(new Sample(null, null, null, null, null), "", "commitment.sample-missing", "Expected a sample.");
            return;
        }
        TextRules.required("id", sample.id(), TextRules.MAX_ID_CHARS).ifPresent(fault -> refuse(sample, fault));
        Map<String, String> units = unitsByStream.get(sample.stream() == null ? "" : sample.stream());
        if (units == null) {
            refuse(sample, "stream", "commitment.stream-unknown", "Expected a stream that a promise reads.");
        }
        checkTime(sample);
        if (sample.values() == null || sample.values().isEmpty()) {
            refuse(sample, "values", "commitment.values-missing", "Expected at least one value.");
        } else if (units != null) {
            sample.values().forEach((field, value) -> checkValue(sample, field, value, units));
        }
    }

    private void checkTime(Sample sample) {
        if (sample.at() == null) {
            refuse(sample, "at", "commitment.at-missing", "Expected a moment but got none.");
        } else if (sample.at().isAfter(now)) {
            refuse(
                    sample,
                    "at",
                    "commitment.in-the-future",
                    "Expected a moment that is not after " + now + " but got " + sample.at() + ".");
        } else if (sample.at().isBefore(EARLIEST)) {
            refuse(sample, "at", "commitment.too-old", "Expected a moment from 1970 on.");
        } else if (commitment.backfilledAt() == null
                && !commitment.backfilling()
                && sample.at().isBefore(commitment.activeSince())) {
            refuse(
                    sample,
                    "at",
                    "commitment.before-activation",
                    "Expected a moment from " + commitment.activeSince()
                            + " on; history needs a commitment drafted with backfill.");
        }
    }

    private void checkValue(Sample sample, String field, BigDecimal value, Map<String, String> units) {
        String place = "values/" + escaped(field);
        String unit = units.get(field);
        if (unit == null) {
            refuse(sample, place, "commitment.field-unknown", "Expected a field that a promise reads.");
        } else if (value == null) {
            refuse(sample, place, "commitment.value-missing", "Expected a number but got nothing.");
        } else if (!Decimals.fits(Decimals.normal(value))) {
            refuse(sample, place, "commitment.number-too-long", Decimals.TOO_LONG);
        }
        String sent = sample.units() == null ? null : sample.units().get(field);
        if (unit != null && sent != null && !sent.equals(unit)) {
            refuse(
                    sample,
                    "units/" + escaped(field),
                    "commitment.unit-differs",
                    "Expected " + unit + " as promised but got another unit.");
        }
    }

    private static String escaped(String field) {
        String shown = field.length() <= TextRules.MAX_ID_CHARS ? field : field.substring(0, TextRules.MAX_ID_CHARS);
        return shown.replace("~", "~0").replace("/", "~1");
    }

    private void late(Sample sample, String detail) {
        late.add(new RowNote(index, sample.id(), detail));
    }

    private void refuse(Sample sample, Fault fault) {
        refuse(sample, fault.pointer(), fault.code(), fault.detail());
    }

    private void refuse(Sample sample, String field, String code, String detail) {
        faultsOfSample++;
        if (faultsOfSample > MAX_FAULTS_PER_SAMPLE) {
            return;
        }
        String id = sample.id() == null || sample.id().length() > TextRules.MAX_ID_CHARS ? null : sample.id();
        refused.add(new Refused(index, id, field, code, detail));
        faults.add(new Fault("/samples/" + index + (field.isEmpty() ? "" : "/" + field), code, detail));
    }

    List<Sample> accepted() {
        return accepted;
    }

    List<Fault> faults() {
        return faults;
    }

    TelemetryReceipt receipt() {
        return new TelemetryReceipt(accepted.size(), repeated, late, conflicts, refused);
    }
}

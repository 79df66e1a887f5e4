package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.ObservationReceipt.Conflict;
import dev.symbio.contracts.sla.ObservationReceipt.Refused;
import dev.symbio.platform.entity.Rejection.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.PMap;

/** Sorts one batch of observations; lives for one decision. */
final class Intake {
    private final SlaContract contract;
    private final Instant now;
    private final String currency;
    private final int kept;
    private final Optional<Instant> repeatsKnownFrom;
    private final List<PMap<String, Observation>> known = new ArrayList<>();
    private final Map<String, Observation> inBatch = new HashMap<>();
    private final List<Observation> accepted = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private Target last;
    private int index = -1;
    private int repeated;
    private int late;

    Intake(SlaContract contract, Instant now) {
        this.contract = contract;
        this.now = now;
        this.currency = contract.currency();
        this.kept = contract.ledger().observations();
        this.repeatsKnownFrom = contract.ledger().repeatsKnownFrom();
        for (PeriodAccount account : contract.ledger().periods().values()) {
            if (!account.observations().isEmpty()) {
                known.add(account.observations());
            }
        }
    }

    void take(Observation raw) {
        index++;
        List<Fault> own = ObservationRules.check(raw, currency, now);
        if (!own.isEmpty()) {
            own.forEach(fault -> refuse(
                    raw, fault.pointer().isEmpty() ? "" : fault.pointer().substring(1), fault.code(), fault.detail()));
            return;
        }
        Observation observation = raw.within(currency);
        Optional<Observation> first = known(observation.id());
        if (first.isPresent()) {
            compare(first.get(), observation);
            return;
        }
        Target target = target(observation.at());
        if (target == null) {
            refuse(
                    observation,
                    "at",
                    "sla.outside-contract",
                    "Expected a time within the contract, which begins on "
                            + contract.timeline().start() + untilWords() + ".");
            return;
        }
        Optional<Measurement.Problem> problem = Measurement.problem(observation, target.terms);
        if (problem.isPresent()) {
            refuse(
                    observation,
                    problem.get().field(),
                    problem.get().code(),
                    problem.get().detail());
        } else {
            book(observation, target);
        }
    }

    /** Most of a batch lies in one period: it is looked up once. */
    private Target target(Instant at) {
        Period period = PeriodFinder.sameOrFound(last == null ? null : last.period, at, contract.timeline());
        if (period != null && (last == null || last.period != period)) {
            last = targets.computeIfAbsent(period.key(), none -> new Target(contract, period));
        }
        return period == null ? null : last;
    }

    private void book(Observation observation, Target target) {
        String key = target.period.key();
        if (target.size >= Recording.MAX_OBSERVATIONS_PER_PERIOD) {
            refuse(
                    observation,
                    "at",
                    "sla.period-full",
                    "Expected at most " + Recording.MAX_OBSERVATIONS_PER_PERIOD + " observations in " + key + ".");
        } else if (kept + accepted.size() >= Recording.MAX_OBSERVATIONS_PER_CONTRACT) {
            refuse(
                    observation,
                    "",
                    "sla.contract-full",
                    "Expected at most " + Recording.MAX_OBSERVATIONS_PER_CONTRACT
                            + " observations in periods that can still change.");
        } else if (target.closed && !now.isBefore(LateWindow.endOf(contract, target.period))) {
            refuse(
                    observation,
                    "at",
                    "sla.period-sealed",
                    "Expected late observations of " + key + " until " + LateWindow.endOf(contract, target.period)
                            + ".");
        } else if (repeatsKnownFrom.filter(observation.factTime()::isBefore).isPresent()) {
            refuse(
                    observation,
                    factField(observation),
                    "sla.fact-too-old",
                    "Expected a fact from " + repeatsKnownFrom.get()
                            + " on: whether an older one was counted before cannot be told any more.");
        } else {
            late += target.closed ? 1 : 0;
            target.add(observation);
            inBatch.put(observation.id(), observation);
            accepted.add(observation);
        }
    }

    private static String factField(Observation observation) {
        if (observation.happenedAt() != null) {
            return "happenedAt";
        }
        return observation.measuredTo() != null ? "measuredTo" : "at";
    }

    /** A period that gets observations, and its counters as they will be. */
    private static final class Target {
        private final Period period;
        private final SlaTerms terms;
        private final boolean closed;
        private final int sizeBefore;
        private int size;
        private Tally tally;

        Target(SlaContract contract, Period period) {
            PeriodAccount account = contract.ledger().periods().get(period.key());
            this.period = period;
            terms = contract.timeline().terms(period.version());
            closed = period.start().isBefore(contract.ledger().openFrom());
            sizeBefore = account == null ? 0 : account.observations().size();
            size = sizeBefore;
            tally = account == null ? Tally.ZERO : account.tally();
        }

        void add(Observation observation) {
            size++;
            tally = closed ? tally : tally.plus(Measurement.of(observation, Correction.NONE, terms));
        }

        boolean grew() {
            return size > sizeBefore;
        }
    }

    private Optional<Observation> known(String id) {
        Observation sent = inBatch.get(id);
        for (int i = 0; sent == null && i < known.size(); i++) {
            sent = known.get(i).get(id);
        }
        return Optional.ofNullable(sent);
    }

    private void compare(Observation first, Observation again) {
        if (first.equals(again)) {
            repeated++;
        } else {
            conflicts.add(new Conflict(index, again.id(), Differences.between(first, again)));
        }
    }

    private void refuse(Observation observation, String field, String code, String detail) {
        String id = observation == null ? null : observation.id();
        refused.add(new Refused(index, id, field, code, detail));
        String pointer = "/observations/" + index + (field.isEmpty() ? "" : "/" + field);
        faults.add(new Fault(pointer, code, detail));
    }

    private String untilWords() {
        return contract.timeline().until() == null
                ? ""
                : " and ends on " + contract.timeline().until();
    }

    List<Observation> accepted() {
        return accepted;
    }

    List<Fault> faults() {
        return faults;
    }

    /** Closed periods that got observations. */
    Set<String> lateFor() {
        Set<String> periods = new LinkedHashSet<>();
        targets.values().stream()
                .filter(target -> target.closed && target.grew())
                .forEach(target -> periods.add(target.period.key()));
        return periods;
    }

    /** Counters of the open periods as they will be. */
    Map<Period, Tally> openTallies() {
        Map<Period, Tally> tallies = new LinkedHashMap<>();
        targets.values().stream()
                .filter(target -> !target.closed && target.grew())
                .forEach(target -> tallies.put(target.period, target.tally));
        return tallies;
    }

    ObservationReceipt receipt() {
        return new ObservationReceipt(accepted.size(), repeated, late, conflicts, refused);
    }
}

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
    private final List<PMap<String, Observation>> known = new ArrayList<>();
    private final Map<String, Observation> inBatch = new HashMap<>();
    private final List<Observation> accepted = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> lateFor = new LinkedHashSet<>();
    private final Map<Period, Tally> openTallies = new LinkedHashMap<>();
    private final Map<String, Integer> added = new HashMap<>();
    private Period last;
    private int index = -1;
    private int repeated;
    private int late;

    Intake(SlaContract contract, Instant now) {
        this.contract = contract;
        this.now = now;
        this.currency = contract.currency();
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
        Period period = PeriodFinder.sameOrFound(last, observation.at(), contract.timeline());
        if (period == null) {
            refuse(
                    observation,
                    "at",
                    "sla.outside-contract",
                    "Expected a time within the contract, which begins on "
                            + contract.timeline().start() + untilWords() + ".");
            return;
        }
        last = period;
        SlaTerms terms = contract.timeline().terms(period.version());
        Optional<Measurement.Problem> problem = Measurement.problem(observation, terms);
        if (problem.isPresent()) {
            refuse(
                    observation,
                    problem.get().field(),
                    problem.get().code(),
                    problem.get().detail());
        } else {
            book(observation, period, terms);
        }
    }

    private void book(Observation observation, Period period, SlaTerms terms) {
        PeriodAccount account = contract.ledger().periods().get(period.key());
        int size = (account == null ? 0 : account.observations().size()) + added.getOrDefault(period.key(), 0);
        if (size >= Recording.MAX_OBSERVATIONS_PER_PERIOD) {
            refuse(
                    observation,
                    "at",
                    "sla.period-full",
                    "Expected at most " + Recording.MAX_OBSERVATIONS_PER_PERIOD + " observations in " + period.key()
                            + ".");
            return;
        }
        if (period.start().isBefore(contract.ledger().openFrom())) {
            if (contract.over()) {
                refuse(
                        observation,
                        "at",
                        "sla.contract-over",
                        "Expected no more observations: the contract is settled for good.");
                return;
            }
            if (!now.isBefore(LateWindow.endOf(contract, period))) {
                refuse(
                        observation,
                        "at",
                        "sla.period-sealed",
                        "Expected late observations of " + period.key() + " until " + LateWindow.endOf(contract, period)
                                + ".");
                return;
            }
            lateFor.add(period.key());
            late++;
        } else {
            Tally before = openTallies.getOrDefault(period, account == null ? Tally.ZERO : account.tally());
            openTallies.put(period, before.plus(Measurement.of(observation, Correction.NONE, terms)));
        }
        added.merge(period.key(), 1, Integer::sum);
        inBatch.put(observation.id(), observation);
        accepted.add(observation);
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
        return lateFor;
    }

    /** Counters of the open periods as they will be. */
    Map<Period, Tally> openTallies() {
        return openTallies;
    }

    ObservationReceipt receipt() {
        return new ObservationReceipt(accepted.size(), repeated, late, conflicts, refused);
    }
}

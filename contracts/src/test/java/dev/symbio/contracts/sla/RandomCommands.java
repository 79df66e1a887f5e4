package dev.symbio.contracts.sla;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** A stream of commands that mostly make sense for the contract at hand, and sometimes do not. */
final class RandomCommands {
    record Step(SlaCommand command, Principal sender, Instant now) {}

    private static final Map<String, Integer> SEEN = new ConcurrentHashMap<>();
    private static final List<String> WINDOWS = List.of(
            "{\"kind\":\"quarter\",\"zone\":\"Europe/Berlin\"}",
            "{\"kind\":\"month\",\"zone\":\"Europe/Berlin\"}",
            "{\"kind\":\"days\",\"days\":10,\"zone\":\"Europe/Berlin\"}",
            "{\"kind\":\"year\",\"zone\":\"Europe/Berlin\"}");
    private static final String TIERS_OF_MEAN = "{\"tiers\":[{\"from\":\"5\",\"to\":\"8\",\"percent\":\"3\"},"
            + "{\"from\":\"8\",\"percent\":\"9.5\"}],\"capPerPeriod\":\"900\",\"capRolling12Months\":\"1500\"}";

    private final Random random;
    private Instant now = Instant.parse("2020-01-10T08:30:00Z");
    private int nextId;
    private final SlaTerms terms;

    RandomCommands(Random random) {
        this.random = random;
        this.terms = randomTerms();
    }

    static void count(List<SlaEvent> events) {
        events.forEach(event -> SEEN.merge(SlaContract.KIND.typeOf(event).storedName(), 1, Integer::sum));
    }

    static Map<String, Integer> seen() {
        return Map.copyOf(SEEN);
    }

    Step next(SlaContract contract) {
        if (random.nextInt(3) == 0) {
            now = now.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 25)));
        }
        return switch (contract.phase()) {
            case ABSENT ->
                by(
                        Given.CUSTOMER,
                        new SlaCommand.Draft(
                                "Any",
                                Given.PROVIDER,
                                Given.CUSTOMER,
                                Given.ARBITER,
                                terms,
                                startOfPeriod(),
                                random.nextInt(3) == 0));
            case DRAFTED -> by(Given.CUSTOMER, rarely() ? new SlaCommand.Withdraw("no") : new SlaCommand.Offer());
            case OFFERED, COUNTERED -> negotiating(contract);
            case ACTIVE, RETIRED, WITHDRAWN -> running(contract);
        };
    }

    private Step negotiating(SlaContract contract) {
        if (rarely()) {
            return by(anyone(), new SlaCommand.Withdraw("no"));
        }
        TenantId other = contract.parties().otherThan(contract.proposal().signedBy());
        return random.nextInt(4) == 0
                ? by(other, new SlaCommand.Counter(randomTerms(), null, "cheaper"))
                : by(other, new SlaCommand.Sign(contract.lastVersion()));
    }

    private Step running(SlaContract contract) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> by(party(), observations(contract));
            case 5 -> by(party(), verdict());
            case 6, 7, 8, 9 -> due(contract);
            case 10 -> by(party(), new SlaCommand.ClosePeriod(anyPeriod(contract)));
            case 11 -> exclusion(contract);
            case 12, 13 -> dispute(contract);
            case 14, 15, 16 -> resolveOrPay(contract);
            case 17 -> amendment(contract);
            case 18 ->
                contract.backfilling()
                        ? by(party(), new SlaCommand.CompleteBackfill())
                        : by(anyone(), new SlaCommand.ClosePeriod(anyPeriod(contract)));
            default ->
                random.nextInt(6) == 0
                        ? by(
                                party(),
                                new SlaCommand.Retire(
                                        "over", random.nextBoolean() ? null : now.plus(Duration.ofDays(20))))
                        : due(contract);
        };
    }

    /** Of something new, or once more of what was observed before. */
    private SlaCommand verdict() {
        String id = "o" + (random.nextBoolean() && nextId > 0 ? random.nextInt(nextId) : nextId++);
        return new SlaCommand.ReportVerdict("any", Observation.of(id, now, random.nextBoolean(), null));
    }

    private SlaCommand observations(SlaContract contract) {
        List<Observation> batch = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            String id = "o" + (random.nextInt(8) == 0 && nextId > 0 ? random.nextInt(nextId) : nextId++);
            Instant at = now.minus(Duration.ofHours(random.nextInt(24 * 120) - 24 * 10));
            BigDecimal value = BigDecimal.valueOf(random.nextInt(1_200), 2);
            boolean measured = contract.termsAt(now).orElseThrow().indicator().kind() != SlaTerms.Indicator.Kind.RATIO;
            batch.add(new Observation(
                    id,
                    at,
                    at.isAfter(now) ? now : at,
                    measured ? null : random.nextInt(5) > 0,
                    value,
                    null,
                    BigDecimal.valueOf(random.nextInt(500_000), 2),
                    random.nextInt(40) == 0 ? "EUR" : null,
                    null,
                    null,
                    null));
        }
        return new SlaCommand.RecordObservations("any", batch, random.nextInt(4) > 0);
    }

    private Step due(SlaContract contract) {
        Optional<SlaCommand> command = contract.deadlines().stream()
                .sorted((one, other) -> one.dueAt().compareTo(other.dueAt()))
                .map(deadline -> {
                    now = deadline.dueAt().isAfter(now) ? deadline.dueAt() : now;
                    return SlaContract.KIND.commandWhenDue(contract, deadline);
                })
                .findFirst();
        return new Step(command.orElse(new SlaCommand.CloseDuePeriods()), Principal.system(Given.CUSTOMER), now);
    }

    private Step exclusion(SlaContract contract) {
        if (!contract.exclusions().isEmpty() && random.nextInt(4) > 0) {
            ExclusionClaim claim = contract.exclusions().values().iterator().next();
            return by(
                    contract.parties().otherThan(claim.by()),
                    new SlaCommand.AnswerExclusion(claim.id(), random.nextInt(4) > 0, null));
        }
        return by(
                party(),
                new SlaCommand.ClaimExclusion(ExclusionReason.FORCE_MAJEURE, someIds(contract, null), "storm"));
    }

    private Step dispute(SlaContract contract) {
        String period = anyStatement(contract, StatementStatus.ISSUED).orElse("2020-Q1");
        List<DisputedObservation> claims = new ArrayList<>();
        for (String id : someIds(contract, period)) {
            boolean measured = contract.termsAt(now).orElseThrow().indicator().kind() != SlaTerms.Indicator.Kind.RATIO;
            claims.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new DisputedObservation(id, Claim.EXCLUDED, null);
                        case 1 ->
                            measured
                                    ? new DisputedObservation(id, Claim.VALUE, BigDecimal.valueOf(random.nextInt(12)))
                                    : new DisputedObservation(id, Claim.NOT_MET, null);
                        default ->
                            measured
                                    ? new DisputedObservation(id, Claim.VALUE, BigDecimal.ONE)
                                    : new DisputedObservation(id, Claim.MET, null);
                    });
        }
        return by(party(), new SlaCommand.Dispute(period, claims, "photos"));
    }

    private Step resolveOrPay(SlaContract contract) {
        Optional<String> disputed = anyStatement(contract, StatementStatus.DISPUTED);
        if (disputed.isPresent()) {
            return resolve(contract, disputed.get());
        }
        Optional<String> paying = contract.statements().stream()
                .filter(standing -> standing.payment() != null && standing.status() != StatementStatus.PAID)
                .map(standing -> standing.statement().period())
                .findFirst();
        if (paying.isPresent()) {
            return switch (contract.statement(paying.get()).orElseThrow().status()) {
                case ACCEPTED ->
                    new Step(new SlaCommand.MarkSent(paying.get(), "d1"), Principal.system(Given.CUSTOMER), now);
                case SENT -> by(party(), new SlaCommand.Acknowledge(paying.get(), "fin-1"));
                default ->
                    by(
                            party(),
                            new SlaCommand.ConfirmPaid(
                                    paying.get(), "bank-1", LocalDate.ofInstant(now, ZoneOffset.UTC)));
            };
        }
        return by(
                party(),
                new SlaCommand.AcceptStatement(
                        anyStatement(contract, StatementStatus.ISSUED).orElse("2020")));
    }

    private Step resolve(SlaContract contract, String period) {
        DisputeCase open = contract.statement(period).orElseThrow().dispute();
        DisputeCase.Outcome outcome = DisputeCase.Outcome.values()[random.nextInt(3)];
        List<String> granted = outcome == DisputeCase.Outcome.SPLIT
                ? List.of(open.observations().get(0).id())
                : List.of();
        if (open.proposed() != null) {
            return by(contract.parties().otherThan(open.proposed().by()), new SlaCommand.AgreeResolution(period));
        }
        return random.nextInt(3) == 0
                ? by(Given.ARBITER, new SlaCommand.RuleDispute(period, outcome, granted, null))
                : by(party(), new SlaCommand.ProposeResolution(period, outcome, granted, null));
    }

    private Step amendment(SlaContract contract) {
        if (contract.proposal() == null || contract.phase() != Phase.ACTIVE) {
            Optional<Period> next =
                    contract.timeline().at(now).flatMap(p -> contract.timeline().at(p.end()));
            return by(
                    party(),
                    new SlaCommand.ProposeAmendment(
                            randomTerms(), next.map(Period::start).orElse(now), null));
        }
        TenantId other = contract.parties().otherThan(contract.proposal().signedBy());
        int version = contract.proposal().version();
        return random.nextInt(3) == 0
                ? by(other, new SlaCommand.RejectAmendment(version, "no"))
                : by(other, new SlaCommand.SignAmendment(version));
    }

    private Optional<String> anyStatement(SlaContract contract, StatementStatus status) {
        List<String> found = contract.statements().stream()
                .filter(standing -> standing.status() == status)
                .map(standing -> standing.statement().period())
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(random.nextInt(found.size())));
    }

    private List<String> someIds(SlaContract contract, String periodOrNull) {
        List<String> ids = contract.ledger().periods().values().stream()
                .filter(account -> periodOrNull == null || account.period().equals(periodOrNull))
                .flatMap(account -> account.observations().keySet().stream())
                .sorted()
                .toList();
        return ids.isEmpty()
                ? List.of("none")
                : ids.subList(random.nextInt(ids.size()), ids.size()).stream()
                        .limit(3)
                        .toList();
    }

    private String anyPeriod(SlaContract contract) {
        return contract.timeline()
                .at(now.minus(Duration.ofDays(random.nextInt(100))))
                .map(Period::key)
                .orElse("2019-Q4");
    }

    private SlaTerms randomTerms() {
        int pick = random.nextInt(3);
        String window = terms == null ? WINDOWS.get(random.nextInt(WINDOWS.size())) : Given.json(terms.window());
        boolean mean =
                terms == null ? random.nextInt(3) == 0 : terms.indicator().kind() != SlaTerms.Indicator.Kind.RATIO;
        return TermsSamples.onTime(node -> {
            node.set("window", TermsSamples.tree(window));
            node.put("noData", List.of("skip", "breach", "carry").get(pick));
            node.put("disputeWindow", "P" + (1 + random.nextInt(30)) + "D");
            node.put("lateObservations", "P" + random.nextInt(60) + "D");
            if (mean) {
                node.set(
                        "indicator",
                        TermsSamples.tree(
                                random.nextBoolean()
                                        ? "{\"kind\":\"mean\"}"
                                        : "{\"kind\":\"percentile\",\"percentile\":90}"));
                node.set("objective", TermsSamples.tree("{\"operator\":\"<=\",\"target\":\"5\"}"));
                node.set("credits", TermsSamples.tree(TIERS_OF_MEAN));
            } else {
                ObjectNode credits = (ObjectNode) node.get("credits");
                credits.put("capPerPeriod", Integer.toString(200 + random.nextInt(2_000)));
                credits.put("capRolling12Months", Integer.toString(500 + random.nextInt(3_000)));
                if (random.nextInt(4) == 0) {
                    credits.put("baseAmount", "2500.50");
                }
            }
            if (random.nextBoolean()) {
                node.put("expectedPerPeriod", 20);
            }
        });
    }

    private Instant startOfPeriod() {
        return LocalDate.of(2019, 7 + 3 * random.nextInt(2), 1)
                .atStartOfDay(java.time.ZoneId.of("Europe/Berlin"))
                .toInstant();
    }

    private TenantId party() {
        return random.nextBoolean() ? Given.PROVIDER : Given.CUSTOMER;
    }

    private TenantId anyone() {
        return List.of(Given.PROVIDER, Given.CUSTOMER, Given.ARBITER, Given.STRANGER)
                .get(random.nextInt(4));
    }

    private boolean rarely() {
        return random.nextInt(25) == 0;
    }

    private Step by(TenantId tenant, SlaCommand command) {
        return new Step(command, Principal.of("someone", tenant), now);
    }
}

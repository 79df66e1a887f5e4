package dev.symbio.contracts.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.ReplayEquality;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever is asked in whatever order: the books balance, caps hold, and a replay gives the same contract. */
class SlaReplayPropertyTest {
    private static final int COMMANDS = 50;

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void liveEqualsReplayEqualsSnapshotAndTail(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        RandomCommands commands = new RandomCommands(random);
        SlaContract live = SlaContract.NONE;
        List<SlaEvent> happened = new ArrayList<>();
        List<ReplayEquality.Step<SlaCommand>> steps = new ArrayList<>();
        Books books = new Books();
        for (int i = 0; i < COMMANDS; i++) {
            RandomCommands.Step step = commands.next(live);
            steps.add(new ReplayEquality.Step<>(step.command(), step.sender(), step.now()));
            byte[] before = i % 10 == 0 ? Json.MAPPER.writeValueAsBytes(live) : null;
            Decision<SlaEvent> decision = SlaContract.KIND.decide(
                    live, step.command(), new Context(Given.REF, step.now(), step.sender(), "c" + i));
            if (before != null) {
                assertThat(Json.MAPPER.writeValueAsBytes(live))
                        .as("deciding changes nothing")
                        .isEqualTo(before);
            }
            if (decision instanceof Decision.Accepted<SlaEvent> accepted) {
                Json.MAPPER.writeValueAsBytes(accepted.result());
                if (isDue(live, step)) {
                    assertThat(accepted.events()).as("what is due happens").isNotEmpty();
                }
                for (SlaEvent event : accepted.events()) {
                    live = SlaContract.KIND.evolve(live, event);
                    happened.add(event);
                    books.saw(event);
                }
                live.deadlines();
                live.outlooks(step.now());
                CapsHold.in(live);
            }
            if (i % 10 == 9) {
                creditsAreWhatASettlementFromScratchGives(live);
            }
        }
        assertThat(ReplayEquality.check(SlaContract.KIND, Given.REF, steps).state())
                .isEqualTo(live);
        assertThat(Given.roundTrip(live, SlaContract.class)).isEqualTo(live);
        assertThat(books.difference(live)).isEqualByComparingTo(BigDecimal.ZERO);
        restatementsAreWhatTheirCausesMakeThem(happened);
        RandomCommands.count(happened);
    }

    /** Of whatever statement was the last one. */
    private static void restatementsAreWhatTheirCausesMakeThem(List<SlaEvent> happened) {
        assertThat(RestatementsAgainTest.following(happened).settled())
                .allSatisfy(each -> assertThat(each.computed()).contains(each.stored()));
    }

    private static boolean isDue(SlaContract contract, RandomCommands.Step step) {
        return step.sender().isSystem()
                && contract.deadlines().stream()
                        .filter(deadline -> !deadline.dueAt().isAfter(step.now()))
                        .anyMatch(deadline -> SlaContract.KIND
                                .commandWhenDue(contract, deadline)
                                .equals(step.command()));
    }

    /** From the first period on that something can still turn out for. */
    private static void creditsAreWhatASettlementFromScratchGives(SlaContract contract) {
        Map<String, Statement.Adjustment.Reason> all = new HashMap<>();
        contract.ledger().closed().stream()
                .filter(account -> !account.observations().isEmpty())
                .forEach(account -> all.put(account.period(), Statement.Adjustment.Reason.LATE_OBSERVATIONS));
        assertThat(Restating.of(contract.ledger(), contract.timeline(), all))
                .allSatisfy(again -> assertThat(again.change().delta()).isEqualByComparingTo(BigDecimal.ZERO));
    }

    /** What was billed, and what each period is worth today, followed through the events alone. */
    private static final class Books {
        private final Map<String, BigDecimal> payable = new HashMap<>();
        private final Map<String, BigDecimal> credits = new HashMap<>();

        void saw(SlaEvent event) {
            if (event instanceof SlaEvent.PeriodClosed closed) {
                bill(closed.statement());
                credits.put(closed.statement().period(), closed.statement().credit());
            } else if (event instanceof SlaEvent.AdjustmentsSettled settled) {
                bill(settled.statement());
            } else if (event instanceof SlaEvent.DisputeResolved resolved) {
                bill(resolved.statement());
                if (resolved.statement().restated() != null) {
                    credits.put(
                            resolved.period(),
                            resolved.statement().restated().workings().credit());
                }
            } else if (event instanceof SlaEvent.CreditsRestated restated) {
                restated.periods()
                        .forEach(
                                each -> credits.put(each.period(), each.change().newCredit()));
            }
        }

        private void bill(Statement statement) {
            payable.put(statement.period(), statement.payable());
            assertThat(statement.payable()).isGreaterThanOrEqualTo(BigDecimal.ZERO);
        }

        BigDecimal difference(SlaContract contract) {
            BigDecimal billed = payable.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal waiting = contract.ledger().pending().stream()
                    .map(Statement.Adjustment::delta)
                    .reduce(contract.ledger().carried(), BigDecimal::add);
            BigDecimal worth = credits.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            return worth.subtract(billed).subtract(waiting);
        }
    }

    /** No period costs more than its cap, nor more than the rolling cap leaves. */
    private static final class CapsHold {
        static void in(SlaContract contract) {
            for (PeriodAccount account : contract.ledger().closed()) {
                SlaTerms terms = contract.timeline().terms(account.version());
                BigDecimal credit = account.closing().credit();
                assertThat(credit).isGreaterThanOrEqualTo(BigDecimal.ZERO);
                if (terms.credits().capPerPeriod() != null) {
                    assertThat(credit).isLessThanOrEqualTo(terms.credits().capPerPeriod());
                }
                if (credit.signum() > 0 && terms.credits().capRolling12Months() != null) {
                    Instant since = account.end()
                            .atZone(WindowCalendar.zone(terms.window()))
                            .minusMonths(12)
                            .toInstant();
                    BigDecimal sum = contract.ledger().closed().stream()
                            .filter(each -> !each.start().isBefore(since)
                                    && !each.start().isAfter(account.start()))
                            .map(each -> each.closing().credit())
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
                    assertThat(sum).isLessThanOrEqualTo(terms.credits().capRolling12Months());
                }
            }
        }
    }

    @net.jqwik.api.lifecycle.AfterContainer
    static void everyEventHappenedOften() {
        Map<String, Integer> seen = RandomCommands.seen();
        assertThat(seen.keySet()).hasSize(SlaContract.KIND.eventTypes().size());
        assertThat(seen).allSatisfy((type, times) -> assertThat(times).as(type).isGreaterThanOrEqualTo(5));
    }
}

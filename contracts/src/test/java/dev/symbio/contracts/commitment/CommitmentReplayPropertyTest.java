package dev.symbio.contracts.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.ReplayEquality;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever is asked in whatever order: verdicts are what their samples give, and a replay gives the same commitment. */
class CommitmentReplayPropertyTest {
    private static final int COMMANDS = 50;
    private static final Map<String, Integer> SEEN = new TreeMap<>();

    @SuppressWarnings("unchecked")
    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void liveEqualsReplayEqualsSnapshotAndTail(@ForAll long seed) throws IOException {
        RandomCommands commands = new RandomCommands(new Random(seed));
        ValueCommitment live = ValueCommitment.NONE;
        List<ReplayEquality.Step<CommitmentCommand>> steps = new ArrayList<>();
        Samples samples = new Samples();
        for (int i = 0; i < COMMANDS; i++) {
            RandomCommands.Step step = commands.next(live);
            steps.add(new ReplayEquality.Step<>(step.command(), step.sender(), step.now()));
            byte[] before = i % 10 == 0 ? Json.MAPPER.writeValueAsBytes(live) : null;
            Decision<CommitmentEvent> decision = ValueCommitment.KIND.decide(
                    live, step.command(), new Context(Given.REF, step.now(), step.sender(), "c" + i));
            if (before != null) {
                assertThat(Json.MAPPER.writeValueAsBytes(live))
                        .as("deciding changes nothing")
                        .isEqualTo(before);
            }
            if (decision instanceof Decision.Accepted<CommitmentEvent> accepted) {
                Json.MAPPER.writeValueAsBytes(accepted.result());
                boolean due = live.deadlines().stream()
                        .anyMatch(deadline -> !deadline.dueAt().isAfter(step.now()));
                if (due && step.command() instanceof CommitmentCommand.Advance) {
                    assertThat(accepted.events()).as("what is due happens").isNotEmpty();
                }
                for (CommitmentEvent event : accepted.events()) {
                    assertThat(Given.roundTrip(event, (Class<CommitmentEvent>) event.getClass()))
                            .isEqualTo(event);
                    samples.saw(event, live);
                    live = ValueCommitment.KIND.evolve(live, event);
                    SEEN.merge(event.getClass().getSimpleName(), 1, Integer::sum);
                }
                live.deadlines();
            }
        }
        assertThat(ReplayEquality.check(ValueCommitment.KIND, Given.REF, steps).state())
                .isEqualTo(live);
        assertThat(Given.roundTrip(live, ValueCommitment.class)).isEqualTo(live);
    }

    /** All samples of the events, and each verdict computed again from them alone. */
    private static final class Samples {
        private final List<Sample> all = new ArrayList<>();
        private final Map<String, Instant> ends = new HashMap<>();

        void saw(CommitmentEvent event, ValueCommitment before) {
            if (event instanceof CommitmentEvent.SamplesRecorded recorded) {
                all.addAll(recorded.samples());
            } else if (event instanceof CommitmentEvent.WindowJudged judged) {
                check(judged.verdict(), before);
            } else if (event instanceof CommitmentEvent.PromiseBreached breached) {
                check(breached.verdict(), before);
            }
        }

        private void check(Verdict verdict, ValueCommitment before) {
            Promise promise = before.terms().promise(verdict.promise()).orElseThrow();
            Tally tally = all.stream()
                    .filter(sample -> sample.stream().equals(promise.source().stream()))
                    .filter(sample ->
                            sample.values().containsKey(promise.source().field()))
                    .filter(sample -> !sample.at().isBefore(verdict.start())
                            && sample.at().isBefore(verdict.end()))
                    .reduce(Tally.EMPTY, (sum, sample) -> sum.plus(sample, promise), (one, other) -> one);
            Measured value = tally.measured(promise.indicator().kind()).orElse(null);
            assertThat(verdict.samples()).as("%s from %s", verdict, tally).isEqualTo(tally.samples());
            assertThat(verdict.value()).as("%s from %s", verdict, tally).isEqualTo(value);
            if (value != null) { // without samples the rule and the window before decided
                assertThat(verdict.outcome())
                        .as("%s from %s", verdict, tally)
                        .isEqualTo(Verdict.outcomeOf(verdict.operator(), verdict.target(), value));
            }
            Instant last = ends.put(verdict.promise(), verdict.end());
            assertThat(last == null || last.equals(verdict.start()))
                    .as("no gap")
                    .isTrue();
        }
    }

    @net.jqwik.api.lifecycle.AfterContainer
    static void everyEventHappenedOften() {
        assertThat(SEEN.keySet()).hasSize(ValueCommitment.KIND.eventTypes().size());
        assertThat(SEEN).allSatisfy((type, times) -> assertThat(times).as(type).isGreaterThanOrEqualTo(5));
    }
}

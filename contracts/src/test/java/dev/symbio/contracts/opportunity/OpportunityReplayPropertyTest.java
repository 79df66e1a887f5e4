package dev.symbio.contracts.opportunity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.ReplayEquality;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is asked in whatever order: facts stay in order, gates hold, and a replay gives the same opportunity. */
class OpportunityReplayPropertyTest {
    private static final int COMMANDS = 50;
    /** So few contacts that jumps are not rare. */
    private static final MentionRule MENTIONS = new MentionRule(2, 2, new BigDecimal("0.5"));

    private static final Map<Class<?>, Integer> HAPPENED = new HashMap<>();

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void liveEqualsReplayEqualsSnapshotAndTail(@ForAll long seed) {
        Random random = new Random(seed);
        Opportunity live = Opportunity.NONE;
        List<ReplayEquality.Step<OpportunityCommand>> steps = new ArrayList<>();
        Instant now = Instant.parse("2026-03-02T09:00:00Z");
        for (int i = 0; i < COMMANDS; i++) {
            now = now.plus(Duration.ofMinutes(random.nextInt(3_000)));
            Principal sender = Principal.of("ann", random.nextInt(25) == 0 ? anyTenant(random) : Given.HOST);
            OpportunityCommand command = i == 0 || random.nextInt(40) == 0 ? Given.open() : any(random, live, now);
            if (i == 0 && random.nextInt(4) == 0) {
                command = new OpportunityCommand.BringIn(row(random), random.nextInt(4) > 0, Given.STALL);
            }
            Optional<Deadline> due = due(live, now);
            if (due.isPresent() && random.nextBoolean()) {
                command = Opportunity.KIND.commandWhenDue(live, due.get());
                sender = Principal.system(Given.HOST);
            }
            steps.add(new ReplayEquality.Step<>(command, sender, now));
            Decision<OpportunityEvent> decision =
                    Opportunity.KIND.decide(live, command, new Context(Given.REF, now, sender, "c" + i));
            if (decision instanceof Decision.Accepted<OpportunityEvent> accepted) {
                if (sender.isSystem()) {
                    assertThat(accepted.events()).as("what is due happens").isNotEmpty();
                }
                live = step(live, accepted.events(), now);
            }
        }
        assertThat(ReplayEquality.check(Opportunity.KIND, Given.REF, steps).state())
                .isEqualTo(live);
    }

    private static Opportunity step(Opportunity before, List<OpportunityEvent> events, Instant now) {
        Opportunity live = before;
        for (OpportunityEvent event : events) {
            HAPPENED.merge(event.getClass(), 1, Integer::sum);
            Instant last = live.progress().lastAt();
            live = Opportunity.KIND.evolve(live, event);
            assertThat(event.at()).isBeforeOrEqualTo(now);
            if (last != null) {
                assertThat(live.progress().lastAt()).as("facts in order").isAfterOrEqualTo(last);
            }
            if (event instanceof OpportunityEvent.StageEntered entered) {
                Opportunity then = live;
                assertThat(entered.gate()).allMatch(kind -> then.activity().has(kind));
            }
            if (event instanceof OpportunityEvent.Won won && live.imported() == null) {
                assertThat(live.activity().has(Artefact.CONTRACT)).isTrue();
                assertThat(won.confirmedBy()).isNotEqualTo(Principal.SYSTEM);
            }
        }
        assertThat(live.exists()).isTrue();
        Opportunity.KIND.deadlines(live);
        return live;
    }

    private static Optional<Deadline> due(Opportunity live, Instant now) {
        return live.exists()
                ? Opportunity.KIND.deadlines(live).stream()
                        .filter(each -> !each.dueAt().isAfter(now))
                        .min(Comparator.comparing(Deadline::dueAt))
                : Optional.empty();
    }

    /** The generator must reach everything that can happen; else the property says little. */
    @AfterContainer
    static void everythingHappened() {
        assertThat(HAPPENED.keySet())
                .containsExactlyInAnyOrderElementsOf(List.of(OpportunityEvent.class.getPermittedSubclasses()));
    }

    private static TenantId anyTenant(Random random) {
        return random.nextBoolean() ? Given.PARTNER : Given.STRANGER;
    }

    private static ImportedRow row(Random random) {
        Outcome outcome = List.of(Outcome.OPEN, Outcome.WON, Outcome.LOST).get(random.nextInt(3));
        return WorkTest.row(outcome, outcome == Outcome.OPEN ? null : "2017-03-01T00:00:00Z", amount(random));
    }

    private static BigDecimal amount(Random random) {
        return BigDecimal.valueOf(random.nextInt(100_000) - 100, 2);
    }

    static OpportunityCommand any(Random random, Opportunity live, Instant now) {
        Instant at = random.nextInt(3) > 0 ? null : now.minusSeconds(random.nextInt(4_000) - 100);
        Stage stage = live.progress().stage() == null
                ? Stage.FIRST_TOUCH
                : live.progress().stage();
        return switch (random.nextInt(26)) {
            case 0 ->
                new OpportunityCommand.Change(
                        new Profile(
                                "Acme " + random.nextInt(3), "i", null, null, null, null, amount(random), "EUR", null),
                        new People("ann", random.nextBoolean() ? null : "bob"),
                        at);
            case 1, 2, 3 -> contact(random, now, at);
            case 4 -> new OpportunityCommand.RecordRoles(roles(random), at);
            case 5 -> new OpportunityCommand.ReleaseRole(any(random, BuyerRole.values()), "Left.", at);
            case 6, 7 -> artefact("proof", at);
            case 8 -> artefact(Artefact.CONTRACT, at);
            case 9 -> new OpportunityCommand.ReviseClause("4." + random.nextInt(3), null, at);
            case 10, 11, 12, 13, 14, 15 ->
                new OpportunityCommand.Advance(
                        random.nextInt(8) == 0 || stage == Stage.CONTRACT
                                ? any(random, Stage.values())
                                : Stage.values()[stage.ordinal() + 1],
                        random.nextBoolean() ? List.of() : List.of("proof"),
                        Given.STALL,
                        at);
            case 16 -> new OpportunityCommand.GoBack(any(random, Stage.values()), "Again.", Given.STALL, at);
            case 17 -> new OpportunityCommand.StartPoc("Sandbox.", at);
            case 18 ->
                new OpportunityCommand.Win(
                        random.nextInt(5) > 0, List.of(), random.nextBoolean() ? null : day(now, random), at);
            case 19 ->
                random.nextInt(6) > 0
                        ? new OpportunityCommand.ExpectPayment(day(now, random), at)
                        : random.nextBoolean()
                                ? new OpportunityCommand.Lose("Too dear.", at)
                                : new OpportunityCommand.Abandon("No time.", at);
            case 20 ->
                new OpportunityCommand.RecordPayment("p" + random.nextInt(4), amount(random), day(now, random), at);
            case 21 -> new OpportunityCommand.Share(Given.PARTNER, List.of(any(random, SharedField.values())));
            case 22 -> new OpportunityCommand.EndShare(Given.PARTNER, "Done.");
            case 23 ->
                new OpportunityCommand.ReportRenewal(
                        day(now, random).plusDays(random.nextInt(200)),
                        BigDecimal.valueOf(random.nextInt(12), 1),
                        new RenewalRule(Duration.ofDays(3), Duration.ofDays(120), new BigDecimal("0.85")),
                        at);
            case 24 -> file(random, at);
            default ->
                any(random, new OpportunityCommand[] {
                    new OpportunityCommand.AlertStall(),
                    new OpportunityCommand.AlertOverdue(),
                    new OpportunityCommand.AlertLapsed(),
                    new OpportunityCommand.AlertRenewal()
                });
        };
    }

    private static OpportunityCommand contact(Random random, Instant now, Instant at) {
        boolean promise = random.nextBoolean();
        return new OpportunityCommand.RecordContact(
                "Talked.",
                List.of("cost"),
                random.nextInt(3) == 0 ? roles(random) : List.of(),
                promise ? "Call" : null,
                promise ? now.plusSeconds(random.nextInt(100_000)) : null,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0 ? List.of("Rival") : List.of(),
                MENTIONS,
                at);
    }

    private static OpportunityCommand artefact(String kind, Instant at) {
        return new OpportunityCommand.AddArtefact(new Artefact("n", kind, "0123456789abcdef", "https://x"), at);
    }

    private static OpportunityCommand file(Random random, Instant at) {
        String digit = Integer.toHexString(random.nextInt(16));
        ArtefactFile file =
                new ArtefactFile("f" + digit, "text/plain", random.nextInt(4), digit.repeat(random.nextInt(4) + 61));
        return new OpportunityCommand.AddArtefact(new Artefact("n", "proof", null, null, file), at);
    }

    private static List<ChainRole> roles(Random random) {
        return List.of(new ChainRole(any(random, BuyerRole.values()), "Eve", random.nextBoolean()));
    }

    private static LocalDate day(Instant now, Random random) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(random.nextInt(9) - 5);
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}

package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Commands as they might come: mostly sensible, some from the wrong person, at the wrong time or of nonsense. */
final class RandomCommands {
    /** One command, by whom and when. */
    record Step(CommitmentCommand command, Principal sender, Instant now) {}

    private static final Principal SALES = Principal.of("sam", Given.HOST);
    private static final Principal DELIVERY = Principal.of("dan", Given.HOST);
    private static final Principal SUCCESS = Principal.of("sue", Given.HOST);
    private static final Principal BUYER = Principal.of("cat", Given.CUSTOMER);
    private static final Principal SYSTEM = Principal.system(Given.HOST);
    private static final Principal STRANGER = Principal.of("eve", Given.STRANGER);

    private final Random random;
    private Instant now = Given.START;
    private int ids;

    RandomCommands(Random random) {
        this.random = random;
    }

    Step next(ValueCommitment live) {
        now = now.plusSeconds(random.nextInt(9 * 3_600));
        if (random.nextInt(25) == 0) {
            return new Step(any(live), random.nextBoolean() ? STRANGER : BUYER, now);
        }
        return switch (live.phase()) {
            case ABSENT -> new Step(draft(), random.nextInt(4) == 0 ? SYSTEM : SALES, now);
            case DRAFTED -> drafted(live);
            case ACTIVE -> active(live);
            case ENDED -> new Step(any(live), SALES, now);
        };
    }

    private CommitmentCommand draft() {
        TenantId customer = random.nextInt(3) == 0 ? null : Given.CUSTOMER;
        return new CommitmentCommand.Draft(terms(customer != null), customer, random.nextInt(3) == 0, 12, null);
    }

    private CommitmentTerms terms(boolean customerSigns) {
        List<Promise> promises = new ArrayList<>();
        int count = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            promises.add(promise("p" + i));
        }
        return new CommitmentTerms(
                "Random",
                null,
                promises,
                customerSigns && random.nextInt(4) == 0,
                Duration.ofHours(random.nextInt(30)));
    }

    private Promise promise(String key) {
        Promise.IndicatorKind kind = Promise.IndicatorKind.values()[random.nextInt(6)];
        boolean share = kind == Promise.IndicatorKind.SHARE;
        Promise.Indicator indicator =
                new Promise.Indicator(kind, share ? Comparison.AT_LEAST : null, share ? BigDecimal.valueOf(100) : null);
        Promise.Trigger trigger = random.nextBoolean()
                ? new Promise.Trigger(null, Given.START.minus(Duration.ofHours(random.nextInt(60))), null)
                : new Promise.Trigger("power-on", null, random.nextBoolean() ? Duration.ofHours(5) : null);
        Promise.Window window =
                switch (random.nextInt(3)) {
                    case 0 -> new Promise.Window(Promise.WindowKind.ONCE, Duration.ofHours(40), null, null, null);
                    case 1 -> new Promise.Window(Promise.WindowKind.DAYS, null, 1, null, 1 + random.nextInt(6));
                    default -> new Promise.Window(Promise.WindowKind.DAYS, null, 1, null, null);
                };
        Promise whole = Given.promise(key, indicator, trigger, window, Promise.NoDataRule.values()[random.nextInt(3)]);
        return new Promise(
                key,
                whole.clause(),
                indicator,
                new Promise.Source("press-" + random.nextInt(2), "pressure", "bar"),
                trigger,
                window,
                Comparison.values()[random.nextInt(4)],
                share ? new BigDecimal("0.5") : BigDecimal.valueOf(100),
                whole.noData(),
                whole.ladder(),
                window.kind() == Promise.WindowKind.ONCE || random.nextBoolean()
                        ? null
                        : List.of(new Promise.Milestone(
                                1 + random.nextInt(3), BigDecimal.valueOf(80 + random.nextInt(40)))));
    }

    private Step drafted(ValueCommitment live) {
        return switch (random.nextInt(12)) {
            case 0 -> new Step(new CommitmentCommand.Change(terms(false), 12), SALES, now);
            case 1 -> new Step(obstacle(), BUYER, now);
            case 2, 3, 4 -> new Step(new CommitmentCommand.Sign(Capacity.SALES, live.revision()), SALES, now);
            case 5, 6, 7 -> new Step(new CommitmentCommand.Sign(Capacity.DELIVERY, live.revision()), DELIVERY, now);
            case 8, 9, 10 ->
                new Step(new CommitmentCommand.Sign(Capacity.CUSTOMER_SUCCESS, live.revision()), SUCCESS, now);
            default ->
                random.nextInt(8) == 0
                        ? new Step(new CommitmentCommand.End("Given up."), SALES, now)
                        : new Step(new CommitmentCommand.Sign(Capacity.CUSTOMER, live.revision()), BUYER, now);
        };
    }

    private Step active(ValueCommitment live) {
        return switch (random.nextInt(20)) {
            case 0 -> new Step(new CommitmentCommand.CompleteBackfill(), SALES, now);
            case 1, 2, 3, 4, 5 -> new Step(new CommitmentCommand.Advance(), SYSTEM, due(live));
            case 6, 7 ->
                new Step(
                        new CommitmentCommand.Trigger("power-on", now.minusSeconds(random.nextInt(40 * 3_600))),
                        SALES,
                        now);
            case 8 -> new Step(new CommitmentCommand.ProposeWaiver("p0", "Because.", Capacity.SALES), SALES, now);
            case 9 ->
                random.nextBoolean()
                        ? new Step(
                                new CommitmentCommand.AnswerWaiver("p0", random.nextBoolean(), null, Capacity.CUSTOMER),
                                BUYER,
                                now)
                        : new Step(
                                new CommitmentCommand.AnswerWaiver("p0", false, null, Capacity.DELIVERY),
                                DELIVERY,
                                now);
            case 10 -> new Step(obstacle(), SUCCESS, now);
            case 11 ->
                random.nextInt(20) == 0
                        ? new Step(new CommitmentCommand.End("Over."), SALES, now)
                        : new Step(telemetry(), SALES, now);
            default -> new Step(telemetry(), random.nextBoolean() ? SALES : BUYER, now);
        };
    }

    private Instant due(ValueCommitment live) {
        now = live.deadlines().stream()
                .map(Deadline::dueAt)
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo)
                .orElse(now);
        return now;
    }

    private CommitmentCommand telemetry() {
        List<Sample> samples = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            boolean again = ids > 0 && random.nextInt(10) == 0;
            String id = "s" + (again ? random.nextInt(ids) : ids++);
            Instant at = now.minusSeconds(random.nextInt(random.nextInt(5) == 0 ? 40 * 3_600 : 5 * 3_600))
                    .plusSeconds(random.nextInt(30) == 0 ? 50_000 : 0);
            String field = random.nextInt(40) == 0 ? "volt" : "pressure";
            samples.add(new Sample(
                    "press-" + random.nextInt(2),
                    id,
                    at,
                    Map.of(field, BigDecimal.valueOf(random.nextInt(2_000), 1)),
                    null));
        }
        return new CommitmentCommand.RecordTelemetry(samples, random.nextInt(5) > 0);
    }

    private CommitmentCommand obstacle() {
        return new CommitmentCommand.RecordObstacle(
                ObstacleCategory.values()[random.nextInt(8)],
                "cause",
                random.nextBoolean() ? "p0" : null,
                random.nextBoolean() ? BigDecimal.TEN : null,
                "text");
    }

    private CommitmentCommand any(ValueCommitment live) {
        return switch (random.nextInt(6)) {
            case 0 -> draft();
            case 1 -> new CommitmentCommand.Change(terms(true), 12);
            case 2 -> new CommitmentCommand.Sign(Capacity.CUSTOMER, live.revision());
            case 3 -> telemetry();
            case 4 -> new CommitmentCommand.Advance();
            default -> new CommitmentCommand.End("");
        };
    }
}
